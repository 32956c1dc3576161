"""What comes of each answer that a server may give."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest

from app.errors import NotFetched
from app.fetching import Fetched, Fetcher, NotModified
from tests.fetching.conftest import BOUNDS, HASTY, Pauses
from tests.fetching.servers import Request, Server, response

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = b"<html><body><p>Words.</p></body></html>"


def fetched(fetcher: Fetcher, address: str) -> Fetched:
    found = fetcher.fetch(address)
    assert isinstance(found, Fetched)
    return found


def refused(fetcher: Fetcher, address: str) -> NotFetched:
    with pytest.raises(NotFetched) as caught:
        fetcher.fetch(address)
    assert caught.value.source == address
    assert caught.value.reason.endswith(".")
    return caught.value


def test_a_page_comes_with_what_its_server_says_of_it(server: Server, fetcher: Fetcher) -> None:
    address = server.put(
        "/news?id=1",
        response(
            body=PAGE,
            Content_Type="Text/HTML; charset=iso-8859-1",
            ETag='"a"',
            Last_Modified="Sat, 01 Nov 2025 10:00:00 GMT",
        ),
    )
    before = datetime.now(UTC)
    found = fetched(fetcher, f" {address}#comments ")
    assert found.capture.data == PAGE
    assert found.capture.address == address
    assert found.capture.media_type == "text/html"
    assert found.capture.charset == "iso-8859-1"
    assert found.capture.captured_at is not None
    assert before <= found.capture.captured_at <= datetime.now(UTC)
    assert (found.etag, found.last_modified) == ('"a"', "Sat, 01 Nov 2025 10:00:00 GMT")
    assert found.moved is None


def test_it_says_who_it_is_and_how_to_reach_its_owner(server: Server) -> None:
    bounds = replace(BOUNDS, contact="mailto:desk@example.org")
    fetcher = Fetcher(bounds, also_reach=[("127.0.0.1", server.port)])
    fetched(fetcher, server.put("/", response(body=PAGE)))
    assert server.requests[-1].headers["user-agent"].startswith("OnRecord/")
    assert "(+mailto:desk@example.org)" in server.requests[-1].headers["user-agent"]


def test_what_it_knows_is_asked_for_only_if_changed(server: Server, fetcher: Fetcher) -> None:
    address = server.put("/", response(304, ETag='"b"'))
    found = fetcher.fetch(address, etag='"a"', last_modified="Sat, 01 Nov 2025 10:00:00 GMT")
    assert found == NotModified(address, '"b"', "Sat, 01 Nov 2025 10:00:00 GMT", None)
    asked = server.requests[-1].headers
    assert asked["if-none-match"] == '"a"'
    assert asked["if-modified-since"] == "Sat, 01 Nov 2025 10:00:00 GMT"


def test_an_unasked_not_modified_is_no_answer(server: Server, fetcher: Fetcher) -> None:
    assert refused(fetcher, server.put("/", response(304))).status == 304


@pytest.mark.parametrize("bad", ['"a"\r\nX-Evil: 1', "ü", '"' + "a" * 2000 + '"'])
def test_what_no_server_can_have_said_is_not_sent_back(
    server: Server, fetcher: Fetcher, bad: str
) -> None:
    fetcher.fetch(server.put("/", response(body=PAGE)), etag=bad)
    assert "if-none-match" not in server.requests[-1].headers
    assert "x-evil" not in server.requests[-1].headers


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (204, "204"),
        (206, "206"),
        (300, "300"),
        (401, "log in"),
        (402, "pay"),
        (403, "refuses"),
        (404, "no such page"),
        (410, "for good"),
        (451, "law"),
        (418, "418"),
        (799, "means nothing"),
    ],
)
def test_a_no_is_taken_for_a_no(server: Server, fetcher: Fetcher, status: int, words: str) -> None:
    problem = refused(fetcher, server.put("/", response(status)))
    assert problem.status == status
    assert words in problem.reason
    assert len(server.paths()) == 1, "it asked again"


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_trouble_is_asked_again_with_growing_pauses(
    server: Server, fetcher: Fetcher, pauses: Pauses, status: int
) -> None:
    problem = refused(fetcher, server.put("/", response(status)))
    assert (problem.status, problem.passing) == (status, True)
    assert len(server.paths()) == 3
    assert pauses.slept == [1.0, 2.0]


def test_trouble_that_passes_leaves_no_trace(server: Server, fetcher: Fetcher) -> None:
    address = server.put("/", response(503), response(500), response(body=PAGE))
    assert fetched(fetcher, address).capture.data == PAGE


def test_a_server_is_left_alone_as_long_as_it_asks(
    server: Server, fetcher: Fetcher, pauses: Pauses
) -> None:
    address = server.put("/", response(429, Retry_After="17"), response(body=PAGE))
    fetched(fetcher, address)
    assert sum(pauses.slept) == 17.0


def test_a_server_is_left_alone_until_when_it_asks(
    server: Server, fetcher: Fetcher, pauses: Pauses
) -> None:
    then = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    address = server.put("/", response(503, Retry_After=then), response(body=PAGE))
    fetched(fetcher, address)
    assert 25 < sum(pauses.slept) <= 30


def test_a_server_that_asks_for_hours_is_for_later(
    server: Server, fetcher: Fetcher, pauses: Pauses
) -> None:
    problem = refused(fetcher, server.put("/", response(429, Retry_After="7200")))
    assert problem.passing
    # Nothing else is asked of that host meanwhile.
    other = refused(fetcher, server.put("/other", response(body=PAGE)))
    assert "120 minutes" in other.reason or "121 minutes" in other.reason
    assert server.paths() == ["/"]
    assert pauses.slept == []
    pauses.moment += 7201
    assert fetched(fetcher, server.address("/other")).capture.data == PAGE


@pytest.mark.parametrize("value", ["soon", "-5", "nan", "1e999", "Mon, 99 Foo 20", ""])
def test_senseless_pauses_do_no_harm(
    server: Server, fetcher: Fetcher, pauses: Pauses, value: str
) -> None:
    address = server.put("/", response(503, Retry_After=value), response(body=PAGE))
    if value == "1e999":
        assert refused(fetcher, address).passing
    else:
        fetched(fetcher, address)
        assert sum(pauses.slept) <= 2


def test_an_empty_page_is_none(server: Server, fetcher: Fetcher) -> None:
    assert "empty" in refused(fetcher, server.put("/", response(200))).reason


# Redirects


def test_redirects_are_followed_one_by_one(server: Server, fetcher: Fetcher) -> None:
    server.put("/c/d", response(body=PAGE))
    server.put("/b", response(307, Location="c/d#part"))
    server.put("/new", response(302, Location=f"//127.0.0.1:{server.port}/b"))
    address = server.put("/a", response(301, Location="/new"))
    found = fetched(fetcher, address)
    assert found.capture.address == server.address("/c/d")
    assert found.moved == server.address("/new"), "what is for good ends at the first that is not"
    assert server.paths() == ["/a", "/new", "/b", "/c/d"]


def test_what_is_not_for_good_is_not_taken_for_it(server: Server, fetcher: Fetcher) -> None:
    server.put("/b", response(body=PAGE))
    server.put("/a", response(301, Location="/b"))
    assert fetched(fetcher, server.address("/a")).moved == server.address("/b")
    assert fetched(fetcher, server.put("/", response(302, Location="/a"))).moved is None


def test_ten_redirects_are_enough(server: Server, fetcher: Fetcher) -> None:
    for number in range(12):
        server.put(f"/{number}", response(302, Location=f"/{number + 1}"))
    server.put("/12", response(body=PAGE))
    assert "more than 10 redirects" in refused(fetcher, server.address("/1")).reason
    assert fetched(fetcher, server.address("/2")).capture.data == PAGE


def test_a_redirect_to_itself_ends(server: Server, fetcher: Fetcher) -> None:
    assert "redirects" in refused(fetcher, server.put("/", response(302, Location="/"))).reason
    assert len(server.paths()) == 11


def test_a_page_that_wants_its_cookie_first_is_read(server: Server, fetcher: Fetcher) -> None:
    def page(connection: socket.socket, request: Request) -> None:
        known = request.headers.get("cookie") == "seen=1"
        answer = response(body=PAGE) if known else response(302, Location="/", Set_Cookie="seen=1")
        connection.sendall(answer)

    assert fetched(fetcher, server.put("/", page)).capture.data == PAGE
    # And no cookie is kept for the next time.
    fetched(fetcher, server.address("/"))
    assert [
        request.headers.get("cookie") for request in server.requests if request.path == "/"
    ] == [
        None,
        "seen=1",
        None,
        "seen=1",
    ]


@pytest.mark.parametrize(
    "target",
    [
        "http://",
        "http://[::1",
        "http://a:b:c/",
        "http://x\x01y/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://user:word@example.org/",
        "http://example.org:25/",
        "https:///path",
        "\xff\xfe",
    ],
)
def test_redirects_to_no_address_are_refused(server: Server, fetcher: Fetcher, target: str) -> None:
    refused(fetcher, server.put("/", response(302, Location=target)))
    assert server.paths()[:1] == ["/"]


def test_a_redirect_without_a_target_is_an_answer(server: Server, fetcher: Fetcher) -> None:
    assert refused(fetcher, server.put("/", response(302))).status == 302


# Time


def stall(connection: socket.socket, _: Request) -> None:
    connection.recv(1)  # until the other side hangs up


def drip_headers(connection: socket.socket, _: Request) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"X: y\r\n")
        time.sleep(0.05)


def drip_body(connection: socket.socket, _: Request) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n")
    while True:
        connection.sendall(b"x")
        time.sleep(0.05)


def informational_for_ever(connection: socket.socket, _: Request) -> None:
    while True:
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n")
        time.sleep(0.01)


def test_silence_ends_and_is_asked_again(server: Server, hasty: Fetcher) -> None:
    problem = refused(hasty, server.put("/", stall))
    assert problem.passing
    assert len(server.paths()) == 3


@pytest.mark.parametrize("answer", [drip_headers, drip_body, informational_for_ever])
def test_a_trickle_ends_with_the_whole_time(
    server: Server, hasty: Fetcher, answer: Callable[[socket.socket, Request], None]
) -> None:
    begun = time.monotonic()
    problem = refused(hasty, server.put("/", answer))
    assert "after 1 seconds" in problem.reason
    assert problem.passing
    assert time.monotonic() - begun > 0.9


def test_the_whole_time_is_shorter_than_the_silence_that_is_borne(
    server: Server, pauses: Pauses
) -> None:
    bounds = replace(BOUNDS, whole_seconds=0.4, read_seconds=30.0)
    fetcher = Fetcher(bounds, also_reach=[("127.0.0.1", server.port)], clock=pauses.clock)
    begun = time.monotonic()
    assert "0.4 seconds" in refused(fetcher, server.put("/", stall)).reason
    assert time.monotonic() - begun < 25.0  # it would be 30, or more


def test_a_server_that_takes_no_connection_is_given_up(pauses: Pauses) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    fetcher = Fetcher(BOUNDS, also_reach=[("127.0.0.1", port)], clock=pauses.clock)
    assert refused(fetcher, f"http://127.0.0.1:{port}/").passing
    assert pauses.slept == [1.0, 2.0]
    # The next page of that host is not tried at all for some minutes.
    assert refused(fetcher, f"http://127.0.0.1:{port}/other").passing
    assert pauses.slept == [1.0, 2.0]


def test_a_resolver_that_hangs_is_given_up(pauses: Pauses, monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()

    def hang(*_: object, **__: object) -> list[object]:
        over.wait(60)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    begun = time.monotonic()
    problem = refused(Fetcher(HASTY, clock=pauses.clock), "http://news.example/")
    over.set()
    assert "found in time" in problem.reason
    assert time.monotonic() - begun < 50


# Length


def test_what_is_too_large_is_not_even_read(server: Server, fetcher: Fetcher) -> None:
    def large(connection: socket.socket, request: Request) -> None:
        connection.sendall(response(length=100_001))
        stall(connection, request)

    problem = refused(fetcher, server.put("/", large))
    assert "larger than 100,000 bytes" in problem.reason
    assert not problem.passing


@pytest.mark.parametrize("size", [100_000, 100_001])
def test_the_bound_is_exact(server: Server, fetcher: Fetcher, size: int) -> None:
    for name, body, packing in (
        ("/plain", b"x" * size, "identity"),
        ("/gzip", gzip.compress(b"x" * size), "gzip"),
    ):
        address = server.put(name, response(body=body, Content_Encoding=packing))
        if size > 100_000:
            assert "larger than" in refused(fetcher, address).reason
        else:
            assert len(fetched(fetcher, address).capture.data) == size


def endless(connection: socket.socket, _: Request) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        connection.sendall(b"1000\r\n" + b"x" * 4096 + b"\r\n")


def endless_without_length(connection: socket.socket, _: Request) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        connection.sendall(b"x" * 4096)


def endless_headers(connection: socket.socket, _: Request) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"X-Y: " + b"z" * 4096 + b"\r\n")


@pytest.mark.parametrize("answer", [endless, endless_without_length, endless_headers])
def test_what_never_ends_ends_at_the_bound(
    server: Server, fetcher: Fetcher, answer: Callable[[socket.socket, Request], None]
) -> None:
    refused(fetcher, server.put("/", answer))


def test_a_body_shorter_than_it_says_is_not_taken_for_whole(
    server: Server, fetcher: Fetcher
) -> None:
    address = server.put("/", response(body=PAGE, length=len(PAGE) + 10), response(body=PAGE))
    assert fetched(fetcher, address).capture.data == PAGE
    assert len(server.paths()) == 2


def test_a_body_longer_than_it_says_ends_where_it_says(server: Server, fetcher: Fetcher) -> None:
    address = server.put(
        "/", response(body=PAGE + b"HTTP/1.1 200 OK\r\n\r\nmore", length=len(PAGE))
    )
    assert fetched(fetcher, address).capture.data == PAGE


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HELLO\r\n\r\n",
        b"\x16\x03\x01\x00\x00",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999999\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
        b"HTTP/1.1 2000 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nNo colon\r\n\r\n",
    ],
)
def test_what_is_no_http_is_a_problem_in_a_sentence(
    server: Server, fetcher: Fetcher, answer: bytes
) -> None:
    refused(fetcher, server.put("/", answer))


# Packing


@pytest.mark.parametrize(
    ("packing", "pack"),
    [
        ("gzip", gzip.compress),
        ("GZIP", gzip.compress),
        ("x-gzip", gzip.compress),
        ("gzip", lambda data: gzip.compress(data[:9]) + gzip.compress(data[9:])),
        ("gzip", lambda data: gzip.compress(data) + b"\0" * 512),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data)[2:-4]),
        ("identity", lambda data: data),
        ("", lambda data: data),
    ],
)
def test_what_was_packed_is_unpacked(
    server: Server, fetcher: Fetcher, packing: str, pack: Callable[[bytes], bytes]
) -> None:
    body = response(body=pack(PAGE), Content_Encoding=packing)

    def in_pieces(connection: socket.socket, _: Request) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for start in range(0, len(body), 60):
            connection.sendall(body[start : start + 60])

    assert fetched(fetcher, server.put("/a", body)).capture.data == PAGE
    assert fetched(fetcher, server.put("/b", in_pieces)).capture.data == PAGE


def bomb(size: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = b"\0" * 1_000_000
    return b"".join(packer.compress(block) for _ in range(size // len(block))) + packer.flush()


def test_what_arrives_is_bounded_even_if_it_unpacks_to_little(
    server: Server, fetcher: Fetcher
) -> None:
    def padded(connection: socket.socket, _: Request) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n")
        connection.sendall(gzip.compress(PAGE))
        while True:
            connection.sendall(b"\0" * 4096)

    assert "larger than" in refused(fetcher, server.put("/", padded)).reason


def test_a_bomb_does_not_go_off(server: Server, fetcher: Fetcher) -> None:
    body = bomb(80_000_000)
    assert len(body) < 100_000
    address = server.put("/", response(body=body, Content_Encoding="gzip"))
    assert "larger than" in refused(fetcher, address).reason


@pytest.mark.parametrize(
    ("packing", "body"),
    [
        ("gzip", PAGE),
        ("deflate", b"\xff" * 50),
        ("br", b"\x0b\x02\x80hello\x03"),
        ("gzip, gzip", gzip.compress(gzip.compress(PAGE))),
        ("zstd", b"(\xb5/\xfd"),
        ("gzip", gzip.compress(PAGE)[:-12]),
        ("gzip", b"\x1f"),
    ],
)
def test_what_is_not_packed_as_declared_is_not_taken_for_whole(
    server: Server, fetcher: Fetcher, packing: str, body: bytes
) -> None:
    refused(fetcher, server.put("/", response(body=body, Content_Encoding=packing)))


# Type


@pytest.mark.parametrize(
    "declared", ["image/png", "", ";;;", "text/html; charset=nonsense-9", "x" * 999]
)
def test_a_false_type_is_a_hint_and_no_more(
    server: Server, fetcher: Fetcher, declared: str
) -> None:
    address = server.put("/", response(body=PAGE, Content_Type=declared))
    assert fetched(fetcher, address).capture.data == PAGE


@pytest.mark.parametrize(
    ("declared", "charset"),
    [
        ("text/html; charset=UTF-8", "utf-8"),
        ('text/html;boundary=x; Charset = "windows-1252"', "windows-1252"),
        ("text/html; charset='utf-8'", "utf-8"),
        ("text/html; charset=", None),
        ("text/html; charset=\xe4", None),
        ("text/html; xcharset=a", None),
    ],
)
def test_the_declared_encoding_is_handed_on(
    server: Server, fetcher: Fetcher, declared: str, charset: str | None
) -> None:
    found = fetched(fetcher, server.put("/", response(body=PAGE, Content_Type=declared)))
    assert found.capture.charset == charset


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Content_Type", "text/html; " + '"' + ";" * 60_000),
        ("Set_Cookie", "a=b; expires=" + "1 " * 30_000),
        ("Set_Cookie", "a=" + ";" * 60_000),
        ("Set_Cookie", 'a="' + "\\" * 60_000),
        ("Retry_After", "1" * 60_000),
        ("Retry_After", "Mon, " + "1 " * 30_000),
        ("Content_Encoding", "gzip," * 12_000),
        ("Content_Length", "1" * 60_000),
        ("Location", "a/" * 30_000),
        ("ETag", "a" * 60_000),
    ],
)
def test_hostile_headers_cost_a_moment(
    server: Server, fetcher: Fetcher, name: str, value: str
) -> None:
    begun = time.process_time()
    for status in (200, 302, 503):
        with contextlib.suppress(NotFetched):
            fetcher.fetch(server.put("/", response(status, PAGE, length=None, **{name: value})))
    assert time.process_time() - begun < 2.0


def test_many_threads_may_fetch(server: Server) -> None:
    fetcher = Fetcher(replace(BOUNDS, delay_seconds=0.0), also_reach=[("127.0.0.1", server.port)])
    addresses = [server.put(f"/{n}", response(body=b"page %d" % n)) for n in range(40)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda address: fetched(fetcher, address).capture.data, addresses))
    assert found == [b"page %d" % n for n in range(40)]


@pytest.mark.parametrize(
    "address",
    ["", " ", "hello", "http://", "http:/x", "://x", "http://[", "https://a b/", "http://é\x00/"],
)
def test_what_is_no_address_is_said_to_be_none(fetcher: Fetcher, address: str) -> None:
    refused(fetcher, address)
