"""What a host lets programs read is obeyed (RFC 9309)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import NotFetched
from app.fetching import Fetched, Fetcher
from app.fetching.robots import LARGEST, parse
from tests.fetching.servers import Request, Server, response

if TYPE_CHECKING:
    import socket

    from tests.fetching.conftest import Pauses

PAGE = b"<p>Words.</p>"


def may_read(robots: str, path: str = "/private/page") -> bool:
    return parse(robots.encode()).allow(httpx.URL(f"http://news.example{path}"))


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow: /private/", False),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: Other\nDisallow: /", True),
        ("User-agent: OnRecord\nDisallow: /", False),
        ("user-agent: onrecord\nDisallow: /", False),
        ("User-agent: OnRecord/0.1\nDisallow: /", False),
        ("User-agent: OnRecordings\nDisallow: /", True),
        ("User-agent: NotOnRecord\nDisallow: /", True),
        # Our own group counts, and the one for all does not.
        ("User-agent: *\nDisallow: /\n\nUser-agent: OnRecord\nAllow: /", True),
        ("User-agent: OnRecord\nAllow: /\n\nUser-agent: *\nDisallow: /", True),
        ("User-agent: Other\nUser-agent: OnRecord\nDisallow: /private", False),
        # The longest rule counts; of two as long, the one that allows.
        ("User-agent: *\nDisallow: /private\nAllow: /private/page", True),
        ("User-agent: *\nAllow: /private/page\nDisallow: /private/page", True),
        ("User-agent: *\nDisallow: /*/page$", False),
        ("User-agent: *\nDisallow: /*/page$ # no pages", False),
        ("\ufeffUser-agent: *\r\nDisallow: /private\r\n", False),
        ("User-agent: *\rDisallow: /private\r", False),
        ("useragent: *\nDisallow: /private", False),
        ("User-agent *\nDisallow /private", False),
        ("Disallow: /private", True),
        ("<html>No such page</html>", True),
    ],
)
def test_the_rules_are_read_as_the_rfc_says(robots: str, allowed: bool) -> None:  # noqa: FBT001
    assert may_read(robots) is allowed


@pytest.mark.parametrize(
    ("robots", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 7", 7.0),
        ("User-agent: *\nCrawl-delay: 2.5", 2.5),
        ("User-agent: *\nRequest-rate: 1/10", 10.0),
        ("User-agent: *\nRequest-rate: 2/1m", 30.0),
        ("User-agent: *\nCrawl-delay: soon", 0.0),
        ("User-agent: *\nCrawl-delay: -3", 0.0),
        ("User-agent: *\nCrawl-delay: inf", 0.0),
        ("User-agent: Other\nCrawl-delay: 7", 0.0),
        ("", 0.0),
    ],
)
def test_the_pace_it_asks_for_is_read(robots: str, delay: float) -> None:
    assert parse(robots.encode()).delay == delay


@given(st.binary(max_size=2000))
def test_no_robots_txt_is_too_bad_to_read(data: bytes) -> None:
    rules = parse(data)
    assert rules.allow(httpx.URL("http://news.example/page")) in {True, False}
    assert rules.delay >= 0


@pytest.mark.parametrize(
    "data",
    [
        b"".join(b"User-agent: a%d\n" % n for n in range(12_000)) + b"Disallow: /x\n" * 18_000,
        b"".join(b"User-agent: a%d\x0c" % n for n in range(12_000)) + b"Disallow: /x\n" * 18_000,
        b"User-agent: *\n" + b"Disallow: /" + b"*a" * 230_000 + b"b$\n",
        b"User-agent: *\n" + b"Disallow: /*a*a*a*a*a*a*a*b$\n" * 16_000,
        b"User-agent" + b" " * 500_000,
        b"\n" * 500_000,
    ],
)
def test_a_hostile_robots_txt_costs_a_moment(data: bytes) -> None:
    begun = time.process_time()
    rules = parse(data[:LARGEST])
    rules.allow(httpx.URL("http://news.example/" + "a" * 7_000))
    assert time.process_time() - begun < 3.0


def test_a_page_that_may_not_be_read_is_not_asked_for(server: Server, fetcher: Fetcher) -> None:
    server.put("/robots.txt", response(body=b"User-agent: *\nDisallow: /private\n"))
    with pytest.raises(NotFetched, match=r"robots\.txt") as caught:
        fetcher.fetch(server.put("/private/page?a=b", response(body=PAGE)))
    assert not caught.value.passing
    assert isinstance(fetcher.fetch(server.put("/page", response(body=PAGE))), Fetched)
    assert server.paths() == ["/page"]


def test_a_redirect_to_a_page_that_may_not_be_read_is_not_followed(
    server: Server, fetcher: Fetcher
) -> None:
    server.put("/robots.txt", response(body=b"User-agent: *\nDisallow: /private\n"))
    server.put("/private", response(body=PAGE))
    with pytest.raises(NotFetched, match=r"robots\.txt"):
        fetcher.fetch(server.put("/", response(302, Location="/private")))
    assert server.paths() == ["/"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_none_means_that_all_may_be_read(server: Server, fetcher: Fetcher, status: int) -> None:
    server.put("/robots.txt", response(status))
    assert isinstance(fetcher.fetch(server.put("/", response(body=PAGE))), Fetched)


@pytest.mark.parametrize("status", [429, 500, 503, 304, 600])
def test_trouble_means_not_now(
    server: Server, fetcher: Fetcher, pauses: Pauses, status: int
) -> None:
    server.put("/robots.txt", response(status))
    address = server.put("/", response(body=PAGE))
    for _ in range(2):
        with pytest.raises(NotFetched) as caught:
            fetcher.fetch(address)
        assert caught.value.passing
    asked = len(server.requests)
    assert asked <= 3, "once, with patience, and not again for some minutes"
    server.put("/robots.txt", response(404))
    pauses.moment += 301
    assert isinstance(fetcher.fetch(address), Fetched)


def test_it_is_asked_for_once_a_day(server: Server, fetcher: Fetcher, pauses: Pauses) -> None:
    server.put("/robots.txt", response(body=b"User-agent: *\nDisallow: /a\n"))
    address = server.put("/", response(body=PAGE))
    for seconds in (0, 80_000, 8_000):
        pauses.moment += seconds
        fetcher.fetch(address)
    assert [request.path for request in server.requests].count("/robots.txt") == 2


@pytest.mark.parametrize(("redirects", "obeyed"), [(5, True), (6, False)])
def test_it_is_looked_for_through_five_redirects(
    server: Server,
    fetcher: Fetcher,
    redirects: int,
    obeyed: bool,  # noqa: FBT001
) -> None:
    server.put("/robots.txt", response(301, Location="/r1"))
    for number in range(1, redirects):
        server.put(f"/r{number}", response(301, Location=f"/r{number + 1}"))
    server.put(f"/r{redirects}", response(body=b"User-agent: *\nDisallow: /\n"))
    address = server.put("/page", response(body=PAGE))
    if obeyed:
        with pytest.raises(NotFetched, match=r"robots\.txt"):
            fetcher.fetch(address)
    else:
        assert isinstance(fetcher.fetch(address), Fetched)


def test_only_its_beginning_is_read_when_it_is_large(server: Server, fetcher: Fetcher) -> None:
    def endless(connection: socket.socket, _: Request) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /private\n")
        while True:
            connection.sendall(b"# and so on\n" * 1000)

    server.put("/robots.txt", endless)
    server.put("/private", response(body=PAGE))
    with pytest.raises(NotFetched, match=r"robots\.txt"):
        fetcher.fetch(server.address("/private"))
    assert isinstance(fetcher.fetch(server.put("/page", response(body=PAGE))), Fetched)
