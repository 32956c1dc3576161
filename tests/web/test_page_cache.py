"""What is kept of whole answers: for whom, for how long, and in which form it is sent."""

from __future__ import annotations

import asyncio
import gzip
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import brotli
import pytest

from app.config import Settings
from app.db.reading import note_second, note_unlike, noted
from app.web import answer, exports, page_cache
from app.web.compression import coding_for
from app.web.kept import Kept
from app.web.page_cache import PageCache
from app.web.site import Site as OwnSite
from tests.web.running import run_to_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

Headers = list[tuple[bytes, bytes]]
HTML = [(b"content-type", b"text/html; charset=utf-8"), (b"cache-control", b"no-cache")]
TEXT = b"<p>What was said stands here, and where.</p>" * 50


class Site:
    """A site of which a test decides what it knows."""

    def __init__(self, most: int = 1_000_000) -> None:
        self.kept = Kept(most)
        self.settings = SimpleNamespace(sign_in_to_read=False)
        self.number: int | None = 1
        self.accounts = False

    def accounts_if_known(self) -> bool | None:
        return self.accounts

    def has_accounts(self) -> bool:
        return self.accounts

    async def version(self, _path: str) -> int | None:
        await asyncio.sleep(0)
        return self.number


class App:
    """An app that counts how often it is asked, and answers as it is told."""

    def __init__(self, body: bytes = TEXT, status: int = 200, headers: Headers = HTML) -> None:
        self.body, self.status, self.headers = body, status, headers
        self.asked: list[str] = []
        self.meanwhile: Callable[[], None] = lambda: None

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        self.asked.append(scope["path"])
        await asyncio.sleep(0.001)
        self.meanwhile()
        headers = [*self.headers, (b"content-length", b"%d" % len(self.body))]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.body})


class Got:
    """What came back."""

    def __init__(self, messages: list[Message]) -> None:
        self.status: int = messages[0]["status"]
        self.headers = dict(messages[0]["headers"])
        self.body = b"".join(message.get("body", b"") for message in messages[1:])

    @property
    def text(self) -> bytes:
        coding = self.headers.get(b"content-encoding")
        unpack: Callable[[bytes], bytes] = {b"br": brotli.decompress, b"gzip": gzip.decompress}.get(
            coding or b"", bytes
        )
        return unpack(self.body)


class Reader:
    """Asks a page cache before an app."""

    def __init__(self, app: ASGIApp, site: Site | None = None) -> None:
        self.site = site or Site()
        self.found: list[str] = []
        self.cache = PageCache(app, self.site, self.found.append)  # type: ignore[arg-type]

    async def ask(self, path: str = "/", method: str = "GET", **headers: str) -> Got:
        sent: list[Message] = []
        pairs = [(b"host", b"here")] if "host" not in headers else []
        pairs += [
            (name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()
        ]
        return await self.ask_with(pairs, path, method, sent)

    async def ask_with(
        self,
        pairs: Headers,
        path: str = "/",
        method: str = "GET",
        sent: list[Message] | None = None,
    ) -> Got:
        messages = [] if sent is None else sent
        place, _, query = path.partition("?")
        scope = {
            "type": "http", "method": method, "path": place, "query_string": query.encode(),
            "headers": pairs, "scheme": "http", "root_path": "", "server": ["here", 80],
        }  # fmt: skip

        async def receive() -> Message:
            return {"type": "http.request"}

        async def send(message: Message) -> None:
            messages.append(message)

        await self.cache(scope, receive, send)
        return Got(messages)

    def get(self, path: str = "/", method: str = "GET", **headers: str) -> Got:
        return run_to_end(self.ask(path, method, **headers))

    def all(self, paths: Iterable[str]) -> list[Got]:
        async def together() -> list[Got]:
            return await asyncio.gather(*(self.ask(path) for path in paths))

        return run_to_end(together())


@pytest.fixture
def app() -> App:
    return App()


@pytest.fixture
def reader(app: App) -> Reader:
    return Reader(app)


def test_a_page_is_made_once_while_the_data_is_as_it_was(app: App, reader: Reader) -> None:
    assert [reader.get().body for _ in range(3)] == [TEXT] * 3
    assert (len(app.asked), reader.found) == (1, ["made", "kept", "kept"])
    reader.site.number = 2
    app.body = b"new"
    assert reader.get().body == b"new"
    assert len(app.asked) == 2


def test_where_the_number_is_not_known_nothing_is_kept(app: App, reader: Reader) -> None:
    reader.get()
    reader.site.number = None
    reader.get()
    assert reader.found == ["made", "passed"]
    reader.site.number = 1
    reader.get()
    assert len(app.asked) == 2


def test_what_was_made_while_the_data_moved_is_not_kept(app: App, reader: Reader) -> None:
    def move() -> None:
        reader.site.number = 2

    app.meanwhile = move
    reader.get()
    assert len(reader.site.kept) == 0
    reader.get()
    reader.get()
    assert len(app.asked) == 2


def test_whether_there_are_accounts_is_no_part_of_an_answer(database_url: str) -> None:
    site = OwnSite(Settings(database_url=database_url))
    try:
        with noted() as reading:
            assert not site.has_accounts()
    finally:
        site.close()
    assert not reading.tables  # it is asked anew every few seconds, and a page would not be kept


def test_what_was_made_while_the_day_turned_is_not_kept(
    app: App, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 86_400 * 20_000 - 0.5
    monkeypatch.setattr(page_cache, "time", lambda: now)

    def turn() -> None:
        nonlocal now
        now += 1

    app.meanwhile = turn
    reader.get()
    app.meanwhile = lambda: None
    reader.get()
    reader.get()
    assert len(app.asked) == 2
    now += 86_400
    reader.get()
    assert len(app.asked) == 3


def test_of_many_who_ask_for_one_page_one_makes_it(app: App, reader: Reader) -> None:
    assert {one.body for one in reader.all(["/"] * 30)} == {TEXT}
    assert len(app.asked) == 1


def test_who_waits_is_served_though_the_data_moves_meanwhile(app: App, reader: Reader) -> None:
    def move() -> None:
        assert reader.site.number is not None
        reader.site.number += 1

    app.meanwhile = move
    reader.all(["/"] * 30)
    assert len(app.asked) == 1


def test_who_waits_goes_on_alone_when_making_fails(reader: Reader) -> None:
    class Failing(App):
        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            await super().__call__(scope, receive, send)
            if len(self.asked) == 1:
                raise RuntimeError("broken")

    app = Failing()
    one = Reader(app)

    async def both() -> list[Any]:
        return list(await asyncio.gather(one.ask(), one.ask(), return_exceptions=True))

    first, second = run_to_end(both())
    assert isinstance(first, RuntimeError)
    assert second.body == TEXT
    assert one.get().body == TEXT


def test_nobody_waits_for_a_page_that_is_never_kept(app: App, reader: Reader) -> None:
    app.headers = [*HTML, (b"set-cookie", b"a=b")]
    reader.get()
    waiting: list[int] = []
    app.meanwhile = lambda: waiting.append(len(reader.cache._making))
    reader.all(["/"] * 5)
    assert (len(app.asked), waiting) == (6, [0] * 5)


@pytest.mark.parametrize(
    "headers",
    [
        {"hx_request": "true"},
        {"hx_request": "true", "hx_boosted": "true"},
        {"hx_request": "true", "hx_history_restore_request": "true"},
        {"hx_request": "true", "hx_trigger": "to-next"},
        {"hx_request": "true", "hx_trigger_name": "q"},
        {"origin": "https://elsewhere.example"},
        {"host": "there"},
    ],
)
def test_what_decides_the_answer_is_told_apart(
    app: App, reader: Reader, headers: dict[str, str]
) -> None:
    reader.get()
    app.body = b"other"
    assert reader.get(**headers).body == b"other"
    assert reader.get(**headers).body == b"other"
    assert reader.get().body == TEXT
    assert len(app.asked) == 2


def test_the_query_as_it_is_written_and_accounts_decide_too(app: App, reader: Reader) -> None:
    for path in ("/", "/?a=1", "/?a=2", "/?a=%31"):
        reader.get(path)
        reader.get(path)
    reader.site.accounts = True
    reader.get()
    reader.get()
    assert len(app.asked) == 5


def test_what_decides_nothing_is_one_page(app: App, reader: Reader) -> None:
    for value in ("a", "b"):
        reader.get(user_agent=value, referer=value, accept=value, hx_trigger=f"list-{value}")
        reader.get(cookie=f"of-another={value}", user_agent=value, hx_trigger="x")
    assert len(app.asked) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"cookie": "onrecord=secret"},
        {"cookie": "a=b; __Host-onrecord=secret"},
        {"authorization": "Bearer token"},
        {"authorization": "bearer token"},
        {"authorization": "Digest token"},
        {"cookie": "a=b", "origin": "https://elsewhere.example"},
    ],
)
def test_who_brings_something_is_never_served_from_what_is_kept_and_fills_nothing(
    app: App, reader: Reader, headers: dict[str, str]
) -> None:
    reader.get(**headers)
    assert len(reader.site.kept) == 0
    reader.get()
    app.body = b"of a user"
    assert reader.get(**headers).body == b"of a user"
    assert reader.get().body == TEXT


def test_a_header_that_came_twice_is_left_to_the_app(app: App, reader: Reader) -> None:
    twice = [(b"host", b"here"), (b"hx-request", b"true"), (b"hx-request", b"false")]
    run_to_end(reader.ask_with(twice))
    assert len(reader.site.kept) == 0


@pytest.mark.parametrize("method", ["POST", "OPTIONS", "DELETE"])
def test_only_reading_is_served(app: App, reader: Reader, method: str) -> None:
    reader.get()
    reader.get(method=method)
    assert len(app.asked) == 2
    assert len(reader.site.kept) == 1


def test_a_head_has_the_headers_of_the_page_and_keeps_nothing(app: App, reader: Reader) -> None:
    alone = reader.get(method="HEAD", accept_encoding="br")
    assert len(reader.site.kept) == 0
    page = reader.get(accept_encoding="br")
    again = reader.get(method="HEAD", accept_encoding="br")
    assert alone.body == again.body == b""
    assert alone.headers == page.headers == again.headers
    assert len(app.asked) == 2


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (404, HTML),
        (500, HTML),
        (303, HTML),
        (200, [*HTML, (b"set-cookie", b"a=b")]),
        (200, [(b"cache-control", b"private, no-store")]),
        (200, [(b"cache-control", b"no-store")]),
        (200, [*HTML, (b"vary", b"*")]),
    ],
)
def test_what_is_not_kept(status: int, headers: Headers) -> None:
    app = App(status=status, headers=headers)
    reader = Reader(app)
    assert [reader.get().status for _ in range(2)] == [status] * 2
    assert len(app.asked) == 2


def test_what_holds_a_number_that_is_used_once_is_not_kept(app: App, reader: Reader) -> None:
    app.meanwhile = note_unlike
    reader.get()
    reader.get()
    assert len(app.asked) == 2


class Stream(App):
    """An app that sends what it makes in pieces, and may be stopped between two."""

    def __init__(self, pieces: list[bytes]) -> None:
        super().__init__()
        self.pieces = pieces
        self.begun, self.going_on = asyncio.Event(), asyncio.Event()
        self.going_on.set()

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        self.asked.append(scope["path"])
        headers = [(b"content-type", b"text/csv")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for piece in self.pieces:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            self.begun.set()
            await self.going_on.wait()
        self.meanwhile()
        await send({"type": "http.response.body", "body": b""})


PIECES = [b"one,two\r\n" * 200, b"three,four\r\n" * 200]


@pytest.mark.parametrize("most", [1_000_000, 2_000])
def test_a_stream_goes_out_as_it_comes_and_is_kept_if_it_is_not_large(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(answer, "_LARGEST_COPY", most)
    for coding in ("", "gzip", "br"):
        app = Stream(PIECES)
        one = Reader(app)
        for _ in range(2):
            got = one.get(accept_encoding=coding)
            assert got.text == b"".join(PIECES)
            assert got.headers.get(b"content-encoding", b"") == coding.encode()
            assert got.headers[b"vary"] == b"Accept-Encoding"
        assert one.found == (["made", "kept"] if most > 2_000 else ["made", "passed"])
        if most > 2_000:
            assert int(got.headers[b"content-length"]) == len(got.body)
        one.site.number = 2
        one.get()
        assert one.found[-1] == "made"


def test_a_stream_during_which_the_data_moved_is_not_kept() -> None:
    app = Stream(PIECES)
    one = Reader(app)

    def move() -> None:
        one.site.number = 2

    app.meanwhile = move
    one.get()
    assert len(one.site.kept) == 0


def test_nobody_waits_until_the_stream_of_another_has_ended() -> None:
    async def meet() -> tuple[bool, bytes]:
        app = Stream(PIECES)
        one = Reader(app)
        app.going_on.clear()
        first = asyncio.create_task(one.ask())
        await app.begun.wait()
        second = asyncio.create_task(one.ask())
        app.begun.clear()
        await app.begun.wait()  # the second has begun though the first has not ended
        waiting = not first.done()
        app.going_on.set()
        return waiting, (await second).body

    assert run_to_end(meet()) == (True, b"".join(PIECES))


def test_each_coding_is_made_once_and_counts_as_bytes(app: App, reader: Reader) -> None:
    reader.get()
    plain = reader.site.kept.counts().held
    for coding in ("br", "gzip", "br", "gzip"):
        got = reader.get(accept_encoding=coding)
        assert (got.text, got.headers[b"content-encoding"]) == (TEXT, coding.encode())
        assert int(got.headers[b"content-length"]) == len(got.body) < len(TEXT)
    assert len(app.asked) == 1
    assert reader.site.kept.counts().held > plain


def test_the_bytes_are_bounded(app: App) -> None:
    reader = Reader(app, Site(20_000))
    for number in range(100):
        reader.get(f"/{number}", accept_encoding="br")
    assert 0 < reader.site.kept.counts().held <= 20_000
    reader.get("/0")
    assert len(app.asked) == 101
    nothing = Reader(App(), Site(0))
    nothing.get()
    assert nothing.found == []


def test_a_strong_tag_is_of_one_coding_and_a_weak_one_of_all(app: App, reader: Reader) -> None:
    app.headers = [*HTML, (b"etag", b'"abc"')]
    tags = [reader.get(accept_encoding=one).headers[b"etag"] for one in ("", "br", "gzip")]
    assert tags == [b'"abc"', b'"abc-br"', b'"abc-gzip"']
    app.headers = [*HTML, (b"etag", b'W/"abc"')]
    weak = {reader.get("/weak", accept_encoding=one).headers[b"etag"] for one in ("", "br", "gzip")}
    assert weak == {b'W/"abc"'}


def test_who_has_it_is_told_so_before_anything_is_made(app: App, reader: Reader) -> None:
    app.headers = [*HTML, (b"etag", b'"abc"'), (b"content-security-policy", b"default-src 'none'")]
    reader.get()
    for known in ('"abc-br"', 'W/"abc-br"', '"x", "abc-br"', "*"):
        got = reader.get(accept_encoding="br", if_none_match=known)
        assert (got.status, got.body) == (304, b"")
        assert got.headers[b"etag"] == b'"abc-br"'
        assert got.headers[b"vary"] == b"Accept-Encoding"
        assert b"content-security-policy" in got.headers
        assert not {b"content-length", b"content-type", b"content-encoding"} & got.headers.keys()
    # A form in another coding is other bytes: a shared cache would give them to who cannot read it.
    assert reader.get(accept_encoding="gzip", if_none_match='"abc-br"').status == 200
    assert len(app.asked) == 1
    app.status = 404
    assert reader.get("/none", if_none_match="*").status == 404


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What exports.now() tells: the last of it."""
    told = ["2026-11-22T10:00:00Z"]

    def now() -> str:
        note_second(told[-1])
        return told[-1]

    monkeypatch.setattr(exports, "now", now)
    return told


def _json(words: str = "") -> bytes:
    body = exports.json_response(
        {"retrieved_at": exports.now(), "words": words, "n": list(range(400))}
    )
    return bytes(body.body)


def test_the_time_of_retrieval_in_json_is_that_of_each_request(clock: list[str]) -> None:
    app = App(headers=[(b"content-type", b"application/json"), (b"etag", b'W/"abc"')])

    def fill() -> None:
        app.body = _json("said on 2026-11-22")

    app.meanwhile = fill
    reader = Reader(app)
    for second in ("2026-11-22T10:00:00Z", "2026-11-22T10:00:01Z", "2026-11-22T10:00:59Z"):
        clock.append(second)
        for coding in ("", "br", "gzip"):
            got = reader.get(accept_encoding=coding)
            assert got.text == _json("said on 2026-11-22")
            assert got.headers[b"vary"] == b"Accept-Encoding"
    assert len(app.asked) == 1


def test_words_that_look_like_the_time_of_retrieval_are_left_as_they_are(clock: list[str]) -> None:
    app = App(headers=[(b"content-type", b"application/json"), (b"etag", b'W/"abc"')])
    words = '\n "retrieved_at": "2026-11-22T10:00:00Z"'

    def fill() -> None:
        app.body = _json(words)

    app.meanwhile = fill
    reader = Reader(app)
    for second in ("2026-11-22T10:00:00Z", "2026-11-22T10:00:01Z"):
        clock.append(second)
        assert reader.get().text == _json(words)
        assert reader.get(if_none_match='W/"abc"').status == 304
    assert len(app.asked) == 2  # made anew in another second; who has it is told so all the same


@pytest.mark.parametrize(
    ("accepts", "coding"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0, gzip;q=0", ""),
        ("br;q=0, *", "gzip"),
        ("*", "br"),
        ("*;q=0", ""),
        ("identity", ""),
        ("identity;q=1, gzip;q=0.5", ""),
        ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("deflate, zstd", ""),
        ("x-gzip", "gzip"),
        ("GZIP", "gzip"),
        ("gzip;q=x", ""),
        ("gzip;q=-1", ""),
        ("gzip;q=nan", ""),
        (",,;q=1,", ""),
    ],
)
def test_the_coding_that_a_visitor_takes(accepts: str, coding: str) -> None:
    assert coding_for(accepts.encode()) == coding


@pytest.mark.parametrize(
    ("kind", "packs"),
    [
        ("text/html; charset=utf-8", True),
        ("application/json", True),
        ("application/atom+xml", True),
        ("application/x-ndjson; charset=utf-8", True),
        ("image/svg+xml", True),
        ("image/png", False),
        ("text/event-stream", False),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", False),
        ("application/vnd.apache.parquet", False),
        ("application/zip", False),
    ],
)
def test_texts_are_packed_and_what_is_packed_in_itself_is_not(kind: str, *, packs: bool) -> None:
    app = App(headers=[(b"content-type", kind.encode())])
    got = Reader(app).get(accept_encoding="br")
    assert (b"content-encoding" in got.headers) is packs
    assert got.text == TEXT


def test_what_is_short_or_grows_by_packing_is_sent_as_it_is() -> None:
    assert b"content-encoding" not in Reader(App(b"short")).get(accept_encoding="br").headers
    noise = bytes((number * 7919 + number // 3 * 31) % 251 for number in range(1_100))
    assert Reader(App(noise)).get(accept_encoding="br").text == noise
