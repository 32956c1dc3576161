from __future__ import annotations

from io import BytesIO

import pytest

from app.domain.articles import Article
from app.domain.captures import Link
from app.domain.dates import DateBasis
from app.errors import UnreadableSource
from app.readers.material import Limits, Material
from app.readers.walking import walk

LIMITS = Limits(max_text_bytes=20_000, max_document_bytes=2_000_000, max_seconds=20)
SENTENCE = "“We will not go,” Ada Moreau said on Monday in the capital of Freedonia. "
FULL = f"<p>{SENTENCE * 3}</p><blockquote>{SENTENCE * 3}</blockquote>"
TEXT = f"{(SENTENCE * 3).strip()}\n\n{(SENTENCE * 3).strip()}"
HEAD = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"
xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Paper</title><link>https://p.example/</link><language>en-gb</language>"""


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;">]><rss><channel><title>&c;</title></channel></rss>'
)


def rss(*items: str) -> str:
    return HEAD + "".join(f"<item>{item}</item>" for item in items) + "</channel></rss>"


def read(text: str | bytes, limits: Limits = LIMITS) -> list[Article | Link | UnreadableSource]:
    data = text.encode() if isinstance(text, str) else text
    return list(walk(Material("feed", BytesIO(data)), limits))


def test_an_entry_with_its_full_text_is_an_article() -> None:
    (found,) = read(
        rss(
            "<title>Talks &amp;amp; troops</title><link>https://p.example/a</link>"
            "<pubDate>Thu, 04 Sep 2025 23:30:00 -0500</pubDate>"
            f"<description>Short</description><content:encoded><![CDATA[{FULL}]]></content:encoded>"
        )
    )
    assert isinstance(found, Article)
    assert found.body == TEXT
    assert (found.title, found.outlet, found.language) == ("Talks & troops", "The Paper", "en-GB")
    assert found.address == "https://p.example/a"
    assert (found.published.edtf, found.published.basis) == ("2025-09-04", DateBasis.METADATA)
    assert found.capture is not None
    assert found.capture.data.decode() == FULL


@pytest.mark.parametrize(
    "body",
    [
        "<description>The minister has refused.</description>",
        "",
        f"<description><![CDATA[{FULL}]]></description>",
        f"<content:encoded><![CDATA[{FULL}<p>More […]</p>]]></content:encoded>",
        f"<content:encoded><![CDATA[{FULL}<p><a>Continue reading</a></p>]]></content:encoded>",
        f"<content:encoded><![CDATA[{FULL}<a>Read the full story here.</a>]]></content:encoded>",
    ],
    ids=["summary", "nothing", "long-summary", "cut", "continue", "full-story"],
)
def test_an_entry_without_it_is_a_link(body: str) -> None:
    date = "<pubDate>Thu, 04 Sep 2025 23:30:00 GMT</pubDate>"
    (found,) = read(rss(f"<title>Talks</title><link>https://p.example/a</link>{date}{body}"))
    assert isinstance(found, Link)
    assert (found.address, found.found_in, found.title) == ("https://p.example/a", "feed", "Talks")
    assert (found.outlet, found.language) == ("The Paper", "en-GB")
    assert found.published.edtf == "2025-09-04"


def test_a_summary_as_long_as_an_article_is_one() -> None:
    body = f"<description><![CDATA[{FULL}{FULL}{FULL}]]></description>"
    (found,) = read(rss(f"<link>https://p.example/a</link>{body}"))
    assert isinstance(found, Article)


def test_what_a_blog_adds_below_is_no_part_of_it() -> None:
    signed = f'{FULL}<p>The post <a href="x">Talks</a> appeared first on <a href="y">P</a>.</p>'
    (found,) = read(
        rss(
            f"<link>https://p.example/a</link><content:encoded><![CDATA[{signed}]]></content:encoded>"
        )
    )
    assert isinstance(found, Article)
    assert found.body == TEXT


def test_an_atom_feed() -> None:
    (whole, part) = read(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Das Blatt</title>'
        '<entry><title type="html">&lt;b&gt;Talks&lt;/b&gt;</title><id>tag:1</id>'
        '<link rel="alternate" href="https://b.example/1"/>'
        "<published>2025-09-04T23:00:00+02:00</published><updated>2025-09-06T00:00:00Z</updated>"
        f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{FULL}</div></content>'
        "</entry><entry><id>https://b.example/2</id><updated>2025-09-06T00:00:00Z</updated>"
        "<source><title>Another</title></source></entry></feed>"
    )
    assert isinstance(whole, Article)
    assert (whole.body, whole.title, whole.outlet) == (TEXT, "Talks", "Das Blatt")
    assert (whole.language, whole.published.edtf) == ("de", "2025-09-04")
    assert isinstance(part, Link)
    assert (part.address, part.outlet) == ("https://b.example/2", "Another")
    assert (part.published.edtf, part.published.guessed) == ("2025-09-06?", True)


def test_a_date_that_is_none_is_told_and_not_mended() -> None:
    item = "<link>https://p.example/a</link><pubDate>Sun, 30 Feb 2025 10:00:00 GMT</pubDate>"
    (found,) = read(rss(f"{item}<content:encoded><![CDATA[{FULL}]]></content:encoded>"))
    assert isinstance(found, Article)
    assert not found.published.known
    assert "30 Feb 2025" in found.notes[0]


def test_addresses_are_made_whole_and_identifiers_are_none() -> None:
    found = read(rss("<title>A</title><link>/a</link>", "<title>B</title><guid>b</guid>"))
    assert isinstance(found[0], Link)
    assert found[0].address == "https://p.example/a"
    assert isinstance(found[1], UnreadableSource)
    assert found[1].reason == "It has neither its text nor an address."


def test_a_text_in_a_feed_that_is_too_large_costs_itself_only() -> None:
    long = f"<content:encoded>{SENTENCE * 400}</content:encoded>"
    found = read(rss(f"<link>https://p.example/a</link>{long}", "<link>https://p.example/b</link>"))
    assert [type(each) for each in found] == [UnreadableSource, Link]


@pytest.mark.parametrize(
    "text",
    [
        rss(),
        "<rss>",
        '<feed xmlns="http://www.w3.org/2005/Atom"/>',
        HEAD[: len(HEAD) // 2],
        BOMB,
    ],
    ids=["empty", "bare", "atom", "cut", "entities"],
)
def test_a_feed_without_an_entry_says_so(text: str) -> None:
    (found,) = read(text)
    assert isinstance(found, UnreadableSource)
    assert found.reason == "There is no entry in this feed."


def test_a_feed_that_is_cut_off_gives_what_it_has() -> None:
    text = rss("<title>A</title><link>https://p.example/a</link>")
    found = read(text[: text.index("</channel>")] + "<item><title>Anoth")
    assert [type(each) for each in found] == [Link, UnreadableSource]


def test_no_feed_makes_anything_be_fetched_or_opened() -> None:
    doctype = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss'
    entity = rss("<title>&a;</title><link>https://p.example/a</link>").replace("<rss", doctype)
    (found,) = read(entity)
    assert isinstance(found, Link)
    assert "root" not in (found.title or "")
