"""One article, one form of its address; two articles, two."""

from __future__ import annotations

import time
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.addresses import canonical, identity

SAME = "https://news.example.com/2025/11/22/some-words-of-it?id=7"


@pytest.mark.parametrize(
    "address",
    [
        SAME,
        f"  {SAME}\n",
        "HTTPS://News.Example.COM:443/2025/11/22/some-words-of-it?id=7",
        "https://news.example.com./2025/11/22/some-words-of-it?id=7#comments",
        "https://me:word@news.example.com/2025/11/22/some-words-of-it?id=7",
        "https://news.example.com/2025/11/22/some%2Dwords%2dof-it?id=%37",
        "https://news.example.com/2025/10/../11/./22/some-words-of-it?id=7&",
        "https://news.example.com/2025/11/22/some-words-of-it?utm_source=x&id=7&utm_medium=y",
        "https://news.example.com/2025/11/22/some-words-of-it?id=7&fbclid=a&gclid=b&MSCLKID=c",
        "https://news.example.com/2025/11/22/some-words-of-it?id=7&amp;utm_source=x",
        "https://news.example.com/2025/11/22/some-words-of-it?id=7&ref=twitter&source=RSS",
        "https://news.example.com/2025/11/22/some-words-of-it;jsessionid=0A1B?id=7",
        "https://news.example.com/2025/11/22/some-words-of-it/amp?id=7",
        "https://news.example.com/2025/11/22/some-words-of-it.amp?id=7",
        "https://news.example.com/2025/11/22/some-words-of-it?id=7&amp",
        "https://news.example.com/2025/11/22/some-words-of-it?id=7&amp=1",
        "https://news.example.com/2025/11/22/some-words-of-it?outputType=amp&id=7",
        "https://news.example.com/amp/2025/11/22/some-words-of-it?id=7",
        "https://news.example.com/2025/11/22/some-words-of-it/print?id=7",
        "https://news.example.com/2025/11/22/some-words-of-it?id=7&print=true",
        "https://amp.news.example.com/2025/11/22/some-words-of-it?id=7",
        "https://m.news.example.com/2025/11/22/some-words-of-it?id=7",
        "https://mobile.news.example.com/2025/11/22/some-words-of-it?id=7",
        "https://news.m.example.com/2025/11/22/some-words-of-it?id=7",
        "https://www.google.com/amp/s/news.example.com/amp/2025/11/22/some-words-of-it?id=7",
        "https://google.co.uk/amp/s/amp.news.example.com/2025/11/22/some-words-of-it?id=7",
        "https://news-example-com.cdn.ampproject.org/c/s/news.example.com/2025/11/22/some-words-of-it?id=7",
        "https://news-example-com.cdn.ampproject.org/v/s/news.example.com/2025/11/22/some-words-of-it/amp?id=7&amp_js_v=0.1&usqp=mq331#aoh=1&amp_ct=2",
        "https://cdn.ampproject.org/c/s/news.example.com/2025/11/22/some-words-of-it?id=7",
        "https://www.bing-amp.com/c/s/news.example.com/2025/11/22/some-words-of-it?id=7",
        "https://www.google.com/amp/s/news-example-com.cdn.ampproject.org/c/s/m.news.example.com/2025/11/22/some-words-of-it/amp?id=7",
    ],
)
def test_what_says_only_how_or_whence_it_is_read_is_gone(address: str) -> None:
    assert canonical(address) == SAME


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("http://example.com", "http://example.com/"),
        ("http://example.com:80?", "http://example.com/"),
        ("http://example.com:8080/", "http://example.com:8080/"),
        ("https://example.com:80/", "https://example.com:80/"),
        (
            "https://Münchner-Zeitung.de/ä ö?q=ü",
            "https://xn--mnchner-zeitung-zvb.de/%C3%A4%20%C3%B6?q=%C3%BC",
        ),
        (
            "https://xn--mnchner-zeitung-zvb.de/%c3%a4%20%C3%B6?q=%C3%BC",
            "https://xn--mnchner-zeitung-zvb.de/%C3%A4%20%C3%B6?q=%C3%BC",
        ),
        ("https://straße.de/", "https://xn--strae-oqa.de/"),
        ("https://example。com/", "https://example.com/"),
        (
            "http://[2606:2800:0220:0001:0248:1893:25C8:1946]/a",
            "http://[2606:2800:220:1:248:1893:25c8:1946]/a",
        ),
        ("https://example.com/100%", "https://example.com/100%25"),
        ("https://example.com/%%34%31", "https://example.com/%2541"),
        ("https://example.com/a/../../b/.", "https://example.com/b/"),
        ("https://example.com/news/amp/world-1234567", "https://example.com/news/world-1234567"),
        ("https://example.com/some-words.amp.html", "https://example.com/some-words.html"),
        ("https://en.m.wikipedia.org/wiki/Amp", "https://en.wikipedia.org/wiki/Amp"),
        # Only the page itself is named by these fragments.
        ("https://example.com/#!/story/1", "https://example.com/#!/story/1"),
        ("https://example.com/#/story/1", "https://example.com/#/story/1"),
    ],
)
def test_the_form_is_the_one_of_the_standards(address: str, form: str) -> None:
    assert canonical(address) == form


@pytest.mark.parametrize(
    "address",
    [
        # What might tell articles apart stays, and in its order.
        "https://example.com/story.php?cid=1&eid=2&uid=3&keyword=4&source=5&session=6&ref=7&p=8",
        "https://example.com/?b=2&a=1&b=1&c",
        "https://example.com/a?x=1+2&y=%26&z=%2B",
        "https://example.com/?amp=60&print=letters&view=full&output=5",
        "https://example.com/?page=2",
        # Case, slashes and ends of a path are its own.
        "https://example.com/Story/A//B/",
        "https://example.com/a%2Fb;v=1,2%2C3",
        "https://example.com/amp",
        "https://example.com/print/",
        "https://example.com/guitars/amp",
        "https://example.com/amp/fender",
        "https://example.com/amp/fender/tweed",
        "https://example.com/.amp",
        # Hosts that are called so.
        "https://m.me/a",
        "https://amp.dev/about",
        "https://m.blogspot.com/a",
        "https://mobile.de/a",
        "https://m.unknown-suffix/a",
        "http://m.127.0.0.1/a",
        "https://example.com/www.google.com/amp/s/other.example.com",
        # Caches of nothing, and of what lies inside a network.
        "https://www.google.com/amp/s/localhost/a",
        "https://www.google.com/amp/s/127.0.0.1/a",
        "https://cdn.ampproject.org/v0.js",
        "https://example-com.cdn.ampproject.org/i/s/example.com/a.png",
        "https://www.google.com/search?q=a",
        # No addresses of the web.
        "",
        "example.com/a?utm_source=x",
        "ftp://example.com/?utm_source=x",
        "mailto:a@example.com",
        "urn:isbn:1",
        "http://",
        "http:///a",
        "http://[::1",
        "http://a b/",
        "http://a..b/",
        "http://example.com:0/",
        "http://example.com:99999/",
        "http://example.com:x/",
        "http://-a.com/",
        "http://" + "a" * 64 + ".com/",
        "https://example.com/" + "a" * 8000 + "?utm_source=x",
    ],
)
def test_nothing_else_is_touched(address: str) -> None:
    assert canonical(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "http://www.example.com/a/b-c?y=2&x=1",
        "https://example.com/a/b-c/?x=1&y=2",
        "http://example.com/a/b-c/index.html?x=1&y=2#top",
        "https://m.example.com/a/b-c?x=1&y=2&utm_source=z",
        "https://www2.example.com/a/b%2Dc?x=1&y=2",
    ],
)
def test_one_article_has_one_identity(address: str) -> None:
    assert identity(address) == "example.com/a/b-c?x=1&y=2"


def test_signs_that_are_escaped_or_not_are_one() -> None:
    assert identity("https://example.com/talks,71%40a") == identity(
        "https://example.com/talks%2C71@a"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.com/a", "https://example.com/b"),
        ("https://example.com/a", "https://example.com/A"),
        ("https://example.com/a", "https://example.org/a"),
        ("https://example.com/a", "https://example.com:8080/a"),
        ("https://example.com/a?id=1", "https://example.com/a?id=2"),
        ("https://example.com/a?id=1", "https://example.com/a"),
        ("https://example.com/a%2Fb", "https://example.com/a/b"),
        ("https://example.com/a%3Fb", "https://example.com/a?b"),
        ("https://one.blogspot.com/a", "https://two.blogspot.com/a"),
        ("https://www.com/a", "https://com/a"),
        ("https://example.com/#!/1", "https://example.com/#!/2"),
    ],
)
def test_two_articles_have_two(one: str, other: str) -> None:
    assert identity(one) != identity(other)


segment = st.text(min_size=1, max_size=12)
pieces = st.sampled_from(
    ["amp", "print", "m.", "www.", "amp.", "/", "//", ".", "..", "%", "%41", "%2f", "%zz", "?", "&",
     "utm_source=a", "id=1", "amp=1", "&amp;", "#", "#!/", "example.com", "google.com/amp/s/",
     ":80", "cdn.ampproject.org/c/s/", "ü", "。", "@", " ", "\t", "+", "a-b-c", "2025", ".amp",
     "https://", "[", "]", ";jsessionid=1"]
)  # fmt: skip
addresses = st.one_of(
    st.text(max_size=60),
    st.builds(lambda parts: "https://" + "".join(parts), st.lists(pieces | segment, max_size=10)),
    st.builds(
        lambda parts: "https://m.example.com/" + "".join(parts),
        st.lists(pieces | segment, max_size=10),
    ),
)


@given(addresses)
def test_the_form_of_a_form_is_itself(address: str) -> None:
    form = canonical(address)
    assert canonical(form) == form
    assert identity(form) == identity(address)


@given(
    st.lists(segment.filter(lambda text: text not in {".", ".."}), min_size=1, max_size=4),
    st.lists(st.tuples(segment, segment), max_size=3),
)
def test_a_path_means_what_it_meant(names: list[str], query: list[tuple[str, str]]) -> None:
    """Whatever is escaped how, a server reads the same names and values from both."""
    given_path = "/".join(quote(name, safe="") for name in names)
    given_query = urlencode(query, quote_via=quote)
    found = urlsplit(canonical(f"https://example.com/{given_path}?{given_query}"))
    kept = [unquote(name) for name in found.path.split("/")[1:]]
    if not any(word in given_path.lower() for word in ("amp", "print")):
        assert kept == names
    else:
        assert set(kept) <= {*names, *(name.replace(".amp", "") for name in names)}
    assert set(parse_qsl(found.query, keep_blank_values=True)) <= set(query)


@given(segment, segment)
def test_different_names_stay_different(one: str, other: str) -> None:
    first, second = (quote(name, safe="") for name in (one, other))
    if one != other and not {one, other} & {".", ".."}:
        assert canonical(f"https://example.com/x/{first}/y") != canonical(
            f"https://example.com/x/{second}/y"
        )


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com/" + "amp/" * 1900 + "a-b-c",
        "https://example.com/2025/11/" + "amp/" * 1900,
        "https://" + "www.google.com/amp/s/" * 370 + "example.com/",
        "https://example.com/" + "a_" * 3900,
        "https://example.com/" + "../" * 2500,
        "https://example.com/?" + "utm_a=1&" * 900,
        "https://" + "m." * 3900 + "example.com/",
        "https://" + "ü" * 7000 + ".com/",
        "https://example.com/" + "%" * 2600,
        "https://example.com/" + "a" * 10_000_000,
    ],
)
def test_hostile_addresses_cost_a_moment(address: str) -> None:
    begun = time.process_time()
    canonical(address)
    identity(address)
    assert time.process_time() - begun < 2.0
