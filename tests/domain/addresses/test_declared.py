"""What a page says of its own address is believed where it can be true."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.addresses import canonical, plausible

PAGE = "https://www.example.com/news/2025/11/22/some-words-of-it"


@pytest.mark.parametrize(
    ("declared", "address"),
    [
        (PAGE, PAGE),
        (f" {PAGE} ", PAGE),
        ("http://example.com/news/2025/11/22/some-words-of-it/", PAGE),
        ("https://edition.example.com/world/some-other-words", PAGE),  # renamed, moved
        (PAGE, f"{PAGE}?utm_source=x&from=rss"),
        (PAGE, f"{PAGE}?variant=b"),
        (PAGE, f"{PAGE}/amp"),
        (PAGE, "https://m.example.com/a/123"),
        (PAGE, "https://amp.example.com/cnn/2025/11/22/some-words-of-it/index.html"),
        (PAGE, "https://example-com.cdn.ampproject.org/c/s/www.example.com/news/a-b-c/amp"),
        (PAGE, "https://www.google.com/amp/s/www.example.com/amp/a-b-c"),
        ("https://example.com/?p=123", "https://example.com/some-words-of-it"),
        ("https://example.com/some-words-of-it", "https://example.com/?p=123"),
        ("https://example.com/story/123-of-it", "https://example.com/story.php?id=123"),
        ("https://example.com/story.php?id=123", "https://example.com/story.php?id=123&gclid=1"),
        ("https://example.com/news/90361234", "https://example.com/news/90361234/some-words-of-it"),
        ("https://example.com/", "https://example.com/"),
        ("https://example.com/", "https://www.example.com/?utm_source=x"),
        ("https://example.com/politics", "https://example.com/politics"),
        ("https://example.com/opinion/brexit", "https://example.com/opinion-brexit"),
        ("https://news.unknown-suffix/some-words-of-it", "https://www.news.unknown-suffix/a"),
        ("https://93.184.216.34/some-words-of-it", "http://93.184.216.34/a"),
        ("http://example.com:8080/some-words-of-it", "http://example.com:8080/a"),
        ("https://example.com/login", "https://example.com/login"),
        ("https://example.com/#!/story/123", "https://example.com/#!/story/123"),
    ],
)
def test_what_can_be_true_is_believed(declared: str, address: str) -> None:
    assert plausible(declared, address)


@pytest.mark.parametrize(
    ("declared", "address"),
    [
        # 1. no whole address, or none that anybody filled in
        ("", PAGE),
        ("/news/2025/11/22/some-words-of-it", PAGE),
        ("//www.example.com/news/2025/11/22/some-words-of-it", PAGE),
        ("www.example.com/news/some-words-of-it", PAGE),
        ("ftp://www.example.com/some-words-of-it", PAGE),
        ("javascript:void(0)", PAGE),
        ("https://me:word@www.example.com/some-words-of-it", PAGE),
        ("https://www.example.com/{{slug}}-of-it", PAGE),
        ("https://www.example.com/%7B%7Bslug%7D%7D-of-it", PAGE),
        ("https://www.example.com/<?= $url ?>", PAGE),
        ("https://www.example.com/some words of it", PAGE),
        ("https://www.example.com/" + "a-b-c" * 500, PAGE),
        ("https://[::1", PAGE),
        # 2. inside a network, or at a port of its own
        ("http://localhost/some-words-of-it", PAGE),
        ("http://localhost/some-words-of-it", "http://localhost/a"),
        ("http://127.0.0.1/some-words-of-it", "http://127.0.0.1/a"),
        ("http://2130706433/some-words-of-it", PAGE),
        ("http://[::ffff:7f00:1]/some-words-of-it", PAGE),
        ("http://staging.internal/some-words-of-it", PAGE),
        ("https://www.example.com:8443/some-words-of-it", PAGE),
        # 3. of another site
        ("https://www.example.org/news/2025/11/22/some-words-of-it", PAGE),
        ("https://example.com.evil.org/news/2025/11/22/some-words-of-it", PAGE),
        ("https://evilexample.com/news/2025/11/22/some-words-of-it", PAGE),
        ("https://one.blogspot.com/some-words-of-it", "https://two.blogspot.com/some-words-of-it"),
        ("https://one.co.uk/some-words-of-it", "https://two.co.uk/some-words-of-it"),
        ("https://a.unknown-suffix/some-words-of-it", "https://b.unknown-suffix/some-words-of-it"),
        ("https://93.184.216.35/some-words-of-it", "https://93.184.216.34/some-words-of-it"),
        # 4. where people are sent instead
        ("https://www.example.com/login", "https://www.example.com/story"),
        ("https://www.example.com/error/404.html", "https://www.example.com/story"),
        ("https://www.example.com/news/2025/11/22/undefined", PAGE),
        ("https://www.example.com/subscribe?from=123", PAGE),
        # 5. the home page
        ("https://www.example.com/", PAGE),
        ("https://www.example.com", PAGE),
        ("https://example.com/?utm_source=canonical", PAGE),
        ("https://example.com/", "https://example.com/?p=123"),
        ("https://example.com/", "https://example.com/#!/story/123"),
        ("https://example.com/", "https://example.com/about"),
        # 6. a section
        ("https://www.example.com/politics", PAGE),
        ("https://www.example.com/news/world/europe", PAGE),
        ("https://www.example.com/politics/", "https://www.example.com/story/90361"),
        ("https://www.example.com/2025", PAGE),
        # 7. its own path, cut short
        ("https://www.example.com/news", PAGE),
        ("https://www.example.com/news/2025/11/22", PAGE),
        ("https://www.example.com/news", "https://www.example.com/news/brexit"),
        ("https://www.example.com/some-words-of-it", "https://www.example.com/some-words-of-it/2"),
        ("https://www.example.com/news/90361234", "https://www.example.com/news/90361234/page-2"),
        # 8. its own path, without what tells which it is
        ("https://www.example.com/story.php", "https://www.example.com/story.php?id=123"),
        (
            "https://www.example.com/a/b/c/index.php",
            "https://www.example.com/a/b/c/index.php?id=123",
        ),
        (
            "https://www.example.com/story.php?lang=en",
            "https://www.example.com/story.php?id=1&lang=en",
        ),
        (
            "https://www.example.com/story.php?id=1",
            "https://www.example.com/story.php?id=1&lang=en",
        ),
        (PAGE, f"{PAGE}?page=2"),
    ],
)
def test_what_cannot_be_true_is_not(declared: str, address: str) -> None:
    assert not plausible(declared, address)


@pytest.mark.parametrize(
    ("declared", "believed"),
    [
        (PAGE, True),
        ("https://example.com/a/b/trump.html", True),
        ("https://example.com/", False),
        ("https://example.com/politics", False),
        ("https://example.com/a/b/login", False),
        ("http://localhost/news/2025/some-words-of-it", False),
        ("https://example.com:8443/news/2025/some-words-of-it", False),
        ("/news/2025/some-words-of-it", False),
    ],
)
def test_of_a_page_without_an_address_an_articles_is_believed(
    declared: str,
    believed: bool,  # noqa: FBT001
) -> None:
    assert plausible(declared, None) is believed
    assert plausible(declared, "") is believed


@given(st.text(max_size=60), st.text(max_size=60))
def test_anything_may_be_declared(declared: str, address: str) -> None:
    assert plausible(declared, address) in {True, False}
    assert not plausible(f"https://other.example.org/{declared}", f"https://example.com/{address}")


@given(st.lists(st.sampled_from(["a", "some-words-of-it", "2025", "90361"]), max_size=4))
def test_a_page_may_name_itself(segments: list[str]) -> None:
    address = "https://example.com/" + "/".join(segments)
    assert plausible(address, address)
    assert plausible(canonical(address), address)


def test_a_hostile_declaration_costs_a_moment() -> None:
    begun = time.process_time()
    for hostile in ("a" * 10_000_000, "a-" * 900, "{" * 1_000_000, "a/" * 900):
        plausible(f"https://www.example.com/{hostile}", PAGE)
        plausible(PAGE, f"https://www.example.com/{hostile}")
    assert time.process_time() - begun < 2.0
