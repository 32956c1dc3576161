from __future__ import annotations

import time
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.dates import DateBasis
from app.errors import UnreadableSource
from app.readers.html import article_of_html, read_html, text_of_html
from app.readers.material import Limits, Material
from app.readers.walking import walk
from tests.readers import pages
from tests.readers.pages import JSON_LD, PARAGRAPHS, TITLE, page, paragraphs

if TYPE_CHECKING:
    from app.domain.articles import Article

LIMITS = Limits(max_text_bytes=100_000, max_document_bytes=25_000_000, max_seconds=20)


def article(
    html: str | bytes, *, address: str | None = None, charset: str | None = None
) -> Article:
    data = html if isinstance(html, bytes) else html.encode()
    return article_of_html(data, "page.html", address=address, charset=charset)


def body(html: str | bytes) -> list[str]:
    """The paragraphs below the title."""
    return [each for each in article(html).body.split("\n\n") if each != TITLE]


def refused(html: str) -> str:
    with pytest.raises(UnreadableSource) as problem:
        article(html)
    assert problem.value.source == "page.html"
    return problem.value.reason


# The text.


def test_the_article_is_all_there_and_nothing_around_it() -> None:
    assert body(page()) == list(PARAGRAPHS)


def test_what_stands_around_it_is_not_needed() -> None:
    assert body(page(around=False)) == list(PARAGRAPHS)


@pytest.mark.parametrize(
    ("inserted", "text"),
    [
        ("<blockquote><p>Our soldiers stay, too.</p></blockquote>", "Our soldiers stay, too."),
        ("<blockquote>Our soldiers stay.</blockquote>", "Our soldiers stay."),
        ("<figure class='quote'><blockquote>“We stay.”</blockquote></figure>", "“We stay.”"),
        ("<p>He said it was <q>over</q> now.</p>", "He said it was “over” now."),
        ("<p>“It is <q>over</q>,” he said.</p>", "“It is ‘over’,” he said."),
        (
            "<p>&ldquo;Yes&rdquo;, &laquo;oui&raquo; &#8216;ja&#8217; &quot;si&quot;</p>",
            '“Yes”, «oui» ‘ja’ "si"',
        ),
        (
            "<p>“We <em>will</em>&nbsp;not <a href='/x'>go</a>,” she\n said.</p>",
            "“We will not go,” she said.",
        ),
        ("<p>“One,” he said.<br>“Two,” she said.</p>", "“One,” he said.\n“Two,” she said."),
        ("<ul><li>“We stay,” said Moreau.</li></ul>", "“We stay,” said Moreau."),
        (
            "<p><a href='/x'>“We have a plan and will follow it,” the minister said.</a></p>",
            "“We have a plan and will follow it,” the minister said.",
        ),
        ("<div>“We stay,” said Moreau.</div>", "“We stay,” said Moreau."),
        ("<h2>What happens next</h2>", "What happens next"),
        ("<p>He paid 5&nbsp;&lt;&nbsp;6 &amp; left.</p>", "He paid 5 < 6 & left."),
    ],
)
def test_what_stands_in_the_midst_of_it_is_kept(inserted: str, text: str) -> None:
    html = page(paragraphs(PARAGRAPHS[:3]) + inserted + paragraphs(PARAGRAPHS[3:]))
    assert body(html) == [*PARAGRAPHS[:3], text, *PARAGRAPHS[3:]]


@pytest.mark.parametrize(
    "inserted",
    [
        "<figure><figcaption>Ada Moreau on Monday. Photograph: Bo Lind</figcaption></figure>",
        "<div class='newsletter-signup'><p>Get the best of our news each day.</p></div>",
        "<aside class='related-stories'><a href=/x>“We will see,” says somebody else</a></aside>",
        "<script>var x = '<p>“We are code,” it said.</p>';</script>",
        "<style>p { color: red }</style>",
        "<!-- <p>“We are a comment,” it said.</p> -->",
        "<p style='display:none'>“We are not shown,” nobody said to anyone at all.</p>",
        "<p hidden>“We are not shown,” nobody said to anyone at all.</p>",
        "<noscript><img src=pixel.gif></noscript>",
        "<form><label>Your mail</label><input><button>Subscribe now</button></form>",
    ],
)
def test_what_is_no_part_of_it_is_left_out(inserted: str) -> None:
    html = page(paragraphs(PARAGRAPHS[:3]) + inserted + paragraphs(PARAGRAPHS[3:]))
    assert body(html) == list(PARAGRAPHS)


def test_a_sentence_pulled_out_of_the_text_is_not_said_twice() -> None:
    pulled = f"<figure><blockquote>{PARAGRAPHS[1]}</blockquote></figure>"
    html = page(paragraphs(PARAGRAPHS[:1]) + pulled + paragraphs(PARAGRAPHS[1:]))
    assert body(html) == list(PARAGRAPHS)


def test_paragraphs_made_of_line_breaks_and_of_divisions() -> None:
    assert body(page("<div>" + "<br/><br>".join(PARAGRAPHS) + "</div>")) == list(PARAGRAPHS)
    divisions = "".join(f"<div class=x><span>{text}</span></div>" for text in PARAGRAPHS)
    assert body(page(divisions)) == list(PARAGRAPHS)


def test_a_page_of_tables_as_they_were_made_once() -> None:
    html = (
        f"<HTML><HEAD><TITLE>{TITLE}</TITLE></HEAD><BODY><TABLE><TR><TD><A HREF=a>Home</A><BR><A "
        "HREF=b>News</A></TD><TD><FONT SIZE=5>" + TITLE + "</FONT><P>" + "<P>".join(PARAGRAPHS)
    )
    found = article(html)
    assert found.title == TITLE
    assert all(text in found.body for text in PARAGRAPHS)
    assert "Home" not in found.body


def test_an_amp_page_and_a_mobile_page_give_the_same_text() -> None:
    amp = (
        page(head='<link rel="canonical" href="https://ft.example/talks">')
        .replace("<html", "<html amp")
        .replace("</article>", "<amp-ad width=1 height=1>Buy this</amp-ad></article>")
    )
    found = article(amp, address="https://ft.example/amp/talks")
    assert [each for each in found.body.split("\n\n") if each != TITLE] == list(PARAGRAPHS)
    assert found.canonical == "https://ft.example/talks"
    assert found.address == "https://ft.example/amp/talks"


def test_the_text_in_json_ld_stands_in_for_one_that_a_program_would_load() -> None:
    text = "\\n\\n".join(each.replace('"', '\\"') for each in PARAGRAPHS)
    data = f'{{"@type": "NewsArticle", "headline": "{TITLE}", "articleBody": "{text}"}}'
    html = (
        f'<html><head><script type="application/ld+json">{data}</script></head><body>'
        '<div id="root"></div><script src="app.js"></script></body></html>'
    )
    for shown in (html, html.replace('id="root"></div>', f"><p>{PARAGRAPHS[0]}</p></div>")):
        found = article(shown)
        assert found.body == "\n\n".join(PARAGRAPHS)
        assert any("JSON-LD" in note for note in found.notes)


def test_the_text_in_json_ld_that_is_cut_short_takes_nothing_away() -> None:
    data = f'{{"@type": "NewsArticle", "headline": "{TITLE}", "articleBody": "{PARAGRAPHS[0]}"}}'
    assert body(page(head=f'<script type="application/ld+json">{data}</script>')) == list(
        PARAGRAPHS
    )


def test_text_that_only_style_hides_is_read_where_there_is_no_other() -> None:
    html = page().replace("<main>", "<main style='visibility:hidden'>")
    assert body(html) == list(PARAGRAPHS)


def test_all_text_of_a_piece_of_html() -> None:
    assert text_of_html(b"<p>One<p>Two<br>three &amp; <q>four</q>") == "One\n\nTwo\nthree & “four”"
    assert text_of_html(b"only words") == "only words"
    assert text_of_html(b"") == ""


# What it says of itself.


def test_what_is_known_of_it() -> None:
    head = (
        JSON_LD % TITLE + '<meta property="og:site_name" content="Freedonia Times">'
        '<link rel="canonical" href="/2025/09/04/talks?x=1">'
    )
    found = article(page(head=head), address="https://ft.example/2025/09/04/talks")
    assert found.title == TITLE
    assert found.outlet == "Freedonia Times"
    assert found.language == "en-GB"
    assert found.canonical == "https://ft.example/2025/09/04/talks?x=1"
    assert (found.published.edtf, found.published.basis) == ("2025-09-04", DateBasis.METADATA)
    assert found.published_note == "Its metadata (JSON-LD datePublished) gives it."
    assert found.capture is not None
    assert found.capture.data == page(head=head).encode()
    assert found.notes == ()


def test_nothing_is_made_up() -> None:
    html = f"<body><p>{'</p><p>'.join(PARAGRAPHS)}</p></body>"
    found = article(html)
    assert (found.title, found.outlet, found.address, found.language, found.canonical) == (
        None,
    ) * 5
    assert not found.published.known
    assert found.published_note == ""


@pytest.mark.parametrize(
    "script",
    [
        '{"@graph": [{"@type": "WebSite", "name": "Site"}, ARTICLE]}',
        '[{"@type": "BreadcrumbList", "itemListElement": []}, ARTICLE]',
        "[[ARTICLE]]",
        '{"@type": "WebPage", "mainEntity": ARTICLE}',
        "<!-- ARTICLE -->",
        "//<![CDATA[\nARTICLE\n//]]>",
        '{"@type": "WebSite", "x": [1, 2,], "y": ARTICLE, }',
        "ARTICLE;",
        '{"@graph": [{"@id": "#o", "@type": "Thing", "name": "The Freedonia Times"}, ORPHAN]}',
    ],
)
def test_json_ld_is_found_however_it_is_nested(script: str) -> None:
    inner = (
        '{"@type": ["ReportageNewsArticle"], "headline": "A &quot;headline&quot;", '
        '"datePublished": "2025-09-04", "publisher": PUBLISHER}'
    )
    data = script.replace(
        "ARTICLE", inner.replace("PUBLISHER", '[{"name": "The Freedonia Times"}]')
    )
    data = data.replace("ORPHAN", inner.replace("PUBLISHER", '{"@id": "#o"}'))
    html = page(head=f'<script type="application/ld+json">{data}</script>').replace(
        f"<h1>{TITLE}</h1>", ""
    )
    found = article(html)
    assert (found.outlet, found.title) == ("The Freedonia Times", 'A "headline"')
    assert found.published.edtf == "2025-09-04"


@pytest.mark.parametrize(
    "script", ["", "{", "[" * 100_000, '{"@type": 5}', "null", '"x"', "[1e999]"]
)
def test_json_ld_that_is_none_costs_nothing(script: str) -> None:
    html = page(head=f'<script type="application/ld+json">{script}</script>')
    assert body(html) == list(PARAGRAPHS)


def test_of_several_articles_in_json_ld_the_page_s_own_is_taken() -> None:
    things = ",".join(
        f'{{"@type": "NewsArticle", "headline": "{title}", "datePublished": "2025-0{month}-01"}}'
        for month, title in ((1, "Other"), (9, TITLE), (3, "Third"))
    )
    data = f'<script type="application/ld+json">[{things}]</script>'
    assert article(page(head=data)).published.edtf == "2025-09-01"
    assert not article(page(head=data.replace(TITLE, "Fourth"))).published.known


@pytest.mark.parametrize(
    ("head", "heading", "title"),
    [
        ("<title>Talks fail | The Freedonia Times</title>", "", "Talks fail"),
        ("<title>The Freedonia Times - Talks fail</title>", "", "Talks fail"),
        (
            "<title>Talks fail: minister - and others - go</title>",
            "",
            "Talks fail: minister - and others - go",
        ),
        (
            "<title>x</title><meta property=og:title content='Talks fail again'>",
            "",
            "Talks fail again",
        ),
        ("<meta property=og:title content='Talks fail'>", "The Freedonia Times", "Talks fail"),
        (
            "<meta property=og:title content='Talks fail in Freedonia | FT'>",
            "Talks fail in Freedonia, again",
            "Talks fail in Freedonia, again",
        ),
        ("", "Talks fail in Freedonia", "Talks fail in Freedonia"),
    ],
)
def test_titles(head: str, heading: str, title: str) -> None:
    site = '<meta property="og:site_name" content="The Freedonia Times">'
    html = page(head=site + head).replace(f"<title>{TITLE}</title>", "")
    html = html.replace(f"<h1>{TITLE}</h1>", f"<h1>{heading}</h1>" if heading else "")
    assert article(html).title == title


@pytest.mark.parametrize(
    ("link", "canonical"),
    [
        ("https://other.example/", "https://other.example/"),
        ("//ft.example/b", "https://ft.example/b"),
        ("/b", "https://ft.example/b"),
        ("javascript:alert(1)", None),
        ("https://[broken", None),
        ("", None),
    ],
)
def test_what_it_declares_as_its_address_is_kept_apart(link: str, canonical: str | None) -> None:
    html = page(head=f'<link rel="canonical" href="{link}">')
    found = article(html, address="https://ft.example/a")
    assert (found.address, found.canonical) == ("https://ft.example/a", canonical)


def test_where_a_browser_saved_it_from_is_its_address() -> None:
    saved = "<!-- saved from url=(0026)https://ft.example/a?b=c -->\n" + page()
    assert article(saved).address == "https://ft.example/a?b=c"
    single = page().replace(
        "<html",
        "<!--\n Page saved with SingleFile \n url: https://ft.example/2031/01/01/a \n saved date: "
        "Thu Sep 04 2025 10:00:00 GMT+0200 (CEST)\n--><html",
        1,
    )
    found = article(single)
    assert found.address == "https://ft.example/2031/01/01/a"
    assert not found.published.known, "it was saved before the day in its address"


@pytest.mark.parametrize(
    ("attribute", "language"),
    [('lang="de"', "de"), ('lang="EN_us"', "en-US"), ('lang=""', None), ('xml:lang="fr"', "fr")],
)
def test_languages(attribute: str, language: str | None) -> None:
    assert article(page().replace('lang="en-GB"', attribute)).language == language


def test_that_it_is_not_free_to_read_is_noted() -> None:
    data = '{"@type": "NewsArticle", "headline": "x", "isAccessibleForFree": "False"}'
    html = page(head=f'<script type="application/ld+json">{data}</script>')
    assert any("not free" in note for note in article(html).notes)


# Dates; what dates look like is in test_dating.py.


def test_a_date_that_is_printed_at_the_top() -> None:
    html = page("<p class=meta>Published 4 September 2025 at 10:00</p>" + paragraphs())
    found = article(html)
    assert (found.published.edtf, found.published.basis) == ("2025-09-04", DateBasis.STATED)
    assert "Published 4 September 2025" in found.published_note


def test_a_date_that_is_nowhere_but_in_the_midst_is_no_more_than_a_guess() -> None:
    html = page().replace("<footer>", "<footer><div class='date'>2025-09-04</div>")
    found = article(html).published
    assert found.basis in {DateBasis.INFERRED, DateBasis.UNKNOWN}
    assert found.guessed or not found.known


def test_it_was_not_published_on_the_day_after_it_was_fetched() -> None:
    data = page(head='<meta name="date" content="2031-01-01">').encode()
    found = article_of_html(data, "x", captured_at=datetime(2025, 9, 4, tzinfo=UTC))
    assert not found.published.known
    assert any("2031-01-01" in note for note in found.notes)


# Encodings.


@pytest.mark.parametrize(
    ("encoding", "declared", "header"),
    [
        ("utf-8", "utf-8", None),
        ("utf-8", "iso-8859-1", None),
        ("utf-8", "iso-8859-1", "windows-1252"),
        ("utf-8", "nonsense", None),
        ("utf-8", "hex", None),
        ("utf-8-sig", "iso-8859-1", None),
        ("utf-16", "utf-8", None),
        ("utf-16-le", "utf-8", None),
        ("utf-16-be", "utf-8", None),
        ("cp1252", "windows-1252", None),
        ("cp1252", "iso-8859-1", None),
        ("cp1252", "nonsense", "windows-1252"),
        ("cp1252", "utf-8", "iso-8859-1"),
    ],
)
def test_encodings_declared_rightly_and_wrongly(
    encoding: str, declared: str, header: str | None
) -> None:
    html = page().replace("utf-8", declared)
    found = article(html.encode(encoding), charset=header)
    assert [each for each in found.body.split("\n\n") if each != TITLE] == list(PARAGRAPHS)
    assert found.notes == ()


@pytest.mark.parametrize("declared", ["utf-8", "", "koi8-rr"])
def test_an_encoding_that_must_be_guessed_is_noted(declared: str) -> None:
    html = page().replace("utf-8", declared)
    found = article(html.encode("cp1252"))
    assert [each for each in found.body.split("\n\n") if each != TITLE] == list(PARAGRAPHS)
    assert any("guess" in note for note in found.notes)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (
            "Министр отказался. «Мы не поедем», — сказал он журналистам в среду в столице. ",
            "cp1251",
        ),
        (
            'Министр отказался. "Мы не поедем", - сказал он журналистам в среду в столице. ',
            "koi8_r",
        ),
        (
            "Minister odmówił rozmów. Żołnierze nie pojadą, powiedział w środę Łukasz Dąb. ",
            "cp1250",
        ),
        (
            "外務大臣は会談を拒否した。「行かない」と木曜日に記者団に述べた。会談は月曜日に始まる。",
            "cp932",
        ),
    ],
)
def test_encodings_of_other_languages_are_guessed_from_the_text(text: str, encoding: str) -> None:
    found = article(f"<html><title>x</title><body><p>{text * 5}</p>".encode(encoding))
    assert found.body == (text * 5).strip()
    assert "guess" in found.notes[0]


def test_damaged_utf_8_stays_utf_8() -> None:
    data = page().encode().replace(b"broadcast", b"broad\xffcast")
    found = article(data)
    assert "broad\ufffdcast" in found.body
    assert PARAGRAPHS[1] in found.body
    assert any("damaged" in note for note in found.notes)


def test_japanese_by_escapes_is_believed() -> None:
    text = "外務大臣は会談を拒否した。「行かない」と木曜日に述べた。" * 4
    head = "<html><head><meta charset=iso-2022-jp><title>会談</title></head><body>"
    html = f"{head}<p>{text}</p><p>{text[::-1]}</p>"
    assert text in article(html.encode("iso2022_jp")).body


# Pages that are no articles.


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (pages.CONSENT, "It asks for consent to cookies and holds no article."),
        (
            pages.CONSENT.replace("<head>", '<head><meta property="og:type" content="article">'),
            "It asks for consent to cookies and holds no article.",
        ),
        ("<title>404 Not Found</title><h1>Not Found</h1>", "It is an error page (“404 Not Found”)"),
        (pages.NOT_FOUND, "It is an error page (“Page not found”)"),
        (pages.DENIED, "It is an error page (“Access denied”)"),
        (pages.BAD_GATEWAY, "It is an error page (“502 Bad Gateway”)"),
        (pages.ROBOTS, "It is a check for robots (“Just a moment...”)"),
        (pages.SHELL, "It is an empty shell"),
        (pages.LOADING, "It is an empty shell"),
        (f"<body><ul>{pages.FRONT}</ul></body>", "There is no text of an article in it."),
        (f"<body><main>{pages.TEASERS}</main></body>", "It is a list of articles"),
        ("<html><head></head><body></body></html>", "It shows no text."),
        ("<html></html>", "It shows no text."),
        ("   ", "It is empty."),
    ],
)
def test_a_page_without_an_article_says_what_it_is(html: str, reason: str) -> None:
    assert refused(html).startswith(reason)


def test_an_article_on_cookies_or_errors_is_an_article() -> None:
    about = "The commissioner for data said on Monday that cookies need consent."
    more = "“Our partners will accept this,” she told the parliament in the capital."
    texts = (*PARAGRAPHS, about, more)
    assert body(page(paragraphs(texts))) == list(texts)
    html = page().replace(TITLE, "404 soldiers not found, minister says")
    assert PARAGRAPHS[1] in article(html).body


def test_a_line_of_news_that_is_declared_as_an_article_is_one() -> None:
    html = page(f"<p>{PARAGRAPHS[1]}</p>", JSON_LD % TITLE)
    assert PARAGRAPHS[1] in article(html).body


def test_a_short_piece_on_a_page_full_of_links_is_an_article() -> None:
    html = page(f"<p>{PARAGRAPHS[3]}</p>").replace("<footer>", f"<ul>{pages.FRONT}</ul><footer>")
    assert body(html) == [PARAGRAPHS[3]]
    html = page().replace("<footer>", f"<section>{pages.TEASERS}</section><footer>")
    assert body(html) == list(PARAGRAPHS)


# Bounds.


def bounded_body(html: str, within: float) -> list[str]:
    started = time.process_time()
    (found,) = read_html(Material("page.html", BytesIO(html.encode())), LIMITS)
    assert time.process_time() - started < within
    return [each for each in found.body.split("\n\n") if each != TITLE]


def test_it_is_read_in_a_process_of_its_own_with_its_bytes() -> None:
    material = Material(
        "page.html", BytesIO(page().encode()), address="https://ft.example/a", charset="utf-8"
    )
    (found,) = read_html(material, LIMITS)
    assert found.capture is not None
    assert found.capture.data == page().encode()
    assert found.capture.address == "https://ft.example/a"
    assert PARAGRAPHS[1] in found.body


@pytest.mark.parametrize(
    "article",
    [
        "<div>" * 5_000 + paragraphs() + "</div>" * 5_000,
        paragraphs(PARAGRAPHS[:3]) + "<div><span>" * 3_000 + paragraphs(PARAGRAPHS[3:]),
        "<b>" * 4_000 + paragraphs() + "</b>" * 4_000,
        "<blockquote>" * 3_000 + "</blockquote>" * 3_000 + paragraphs(),
    ],
    ids=["around", "within", "inline", "before"],
)
def test_thousands_of_nested_tags_lose_no_word(article: str) -> None:
    assert bounded_body(page(article), 10) == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "filler",
    [
        "<script>" + "var a = '<p>x</p>';" * 1_200_000 + "</script>",
        "<img src='data:image/png;base64," + "QUJD" * 5_000_000 + "'>",
        "<!-- " + "comment " * 2_600_000 + "-->",
    ],
    ids=["script", "picture", "comment"],
)
def test_a_page_of_20_mb(filler: str) -> None:
    html = page(paragraphs(PARAGRAPHS[:3]) + filler + paragraphs(PARAGRAPHS[3:]))
    assert len(html) > 20_000_000
    assert bounded_body(html, 15) == list(PARAGRAPHS)


@pytest.mark.parametrize(
    ("html", "limits", "reason"),
    [
        (page(), Limits(100, 1_000_000, 20), "It is larger than 100 bytes"),
        (page(), Limits(100_000, 1_000, 20), "It is larger than 1,000 bytes"),
        (
            page("<p>" + "word " * 400_000),
            Limits(2_000_000, 25_000_000, 0.05),
            "Reading it took longer",
        ),
    ],
    ids=["text", "page", "time"],
)
def test_what_is_too_large_is_put_aside(html: str, limits: Limits, reason: str) -> None:
    (found,) = walk(Material("page.html", BytesIO(html.encode())), limits)
    assert isinstance(found, UnreadableSource)
    assert found.reason.startswith(reason)


TAGS = """<p> </p> <div > < </ <br> <q> </q> & &#0; &#x110000; “ <!-- --> <script> </script>
<![CDATA[ word <table><td> <svg> <html> <body> <a\thref=' ' " = <title> <h1> <blockquote>"""


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*TAGS.split(), "\0", "\ud800", "\u2028", " "]), max_size=80))
def test_any_tags_give_an_article_or_a_sentence(pieces: list[str]) -> None:
    data = ("<html><body>" + "".join(pieces)).encode("utf-8", "surrogatepass")
    assert outcome(data)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_an_article_or_a_sentence(data: bytes) -> None:
    assert outcome(b"<html>" + data)


def outcome(data: bytes) -> bytes:
    """The text, or why there is none."""
    try:
        text = article_of_html(data, "x").body
    except UnreadableSource as problem:
        text = problem.reason
    return text.encode("utf-8")
