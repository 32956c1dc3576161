"""Page cache: an answer that was made for one reader serves the next, while the data is as it was.

A process keeps whole answers, each under the number of the data that it was made from, and asks
the database for that number before each use (app/db/version_watch.py): a write that has ended, in
whatever process, is seen by the next request in every one. What is kept needs no declaring: while
an answer is made the tables are noted that its SQL reads (app/db/reading.py), and only what that
number covers is kept. Readers with a session or a token are never served from here.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from concurrent.futures import Future
from time import time
from typing import TYPE_CHECKING, NamedTuple

from starlette.concurrency import run_in_threadpool

from app.db.reading import COVERED, Reading, noted
from app.web import exports
from app.web.answer import Answer, Asked, answer_with, asked_of, made_in, received
from app.web.compression import coding_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Receive, Scope, Send

    from app.web.site import Site

_DAY = 86_400
_LONGEST = 4_000  # characters of an address
_MOST_PASSED = 4_096  # addresses whose answers are known not to be kept
_NEVER = ("/static/", "/healthz", "/readyz", "/metrics", "/sign-in", "/account", "/users")
_STATUSES = frozenset({200, 302})  # the pages, and what leads to the one address of a choice
# What of htmx's headers decides what a page is answered with: each with what it says, if it came.
# A test looks that app/web reads no other headers for what is kept.
_HTMX: tuple[tuple[bytes, Callable[[bytes], tuple[str, bool]]], ...] = (
    (b"hx-request", lambda value: ("block", value == b"true")),
    (b"hx-history-restore-request", lambda _value: ("restored", True)),
    (b"hx-boosted", lambda _value: ("boosted", True)),
    (b"hx-trigger", lambda value: ("focus", value.startswith(b"to-"))),  # it is gone, and had it
    (b"hx-trigger-name", lambda value: ("typing", value == b"q")),
)
_LISTS = frozenset({b"accept-encoding", b"if-none-match", b"cookie"})  # may come several times
_READ = _LISTS | {b"host", b"origin", b"authorization"} | {name for name, _ in _HTMX}
_COOKIE = b"onrecord"  # what all cookies of ours are called, perhaps after a prefix
_RETRIEVED = b'\n "retrieved_at": "%b"'  # on the first level of JSON, and nowhere else

FOUND = ("kept", "made", "passed")


class _Request(NamedTuple):
    """A request that may be answered from what is kept."""

    key: tuple[object, ...]
    asked: Asked


class _Page:
    """An answer that is kept, with the route that made it."""

    __slots__ = ("_at", "_second", "answer", "route")

    def __init__(self, answer: Answer, route: object, second: str, at: int) -> None:
        self.answer = answer
        self.route = route
        self._second = second  # the time of retrieval that it tells; empty where it tells none
        self._at = at  # where in its body; -1 where in more places than one

    @property
    def lasts(self) -> bool:
        """Whether it can be given in another second than it was made in."""
        return not self._second or self._at >= 0

    def now(self, asked: Asked) -> Answer | None:
        """The answer as it is now; None where it tells another second and has to be made anew."""
        if not self._second or (asked.if_none_match and asked.if_none_match == self._tag):
            return self.answer
        second = exports.now()
        if second != self._second:
            if self._at < 0 or len(second) != len(self._second):
                return None
            old = self.answer
            body = b"".join(
                (old.body[: self._at], second.encode(), old.body[self._at + len(second) :])
            )
            self.answer = Answer(old.status, old.headers, body)
            self._second = second
        return self.answer

    @property
    def _tag(self) -> bytes:
        return next((value for name, value in self.answer.headers if name == b"etag"), b"")


class PageCache:
    """ASGI middleware that answers from what is kept, and sends all else as it is best sent.

    ``counting`` is told of each request that might be kept how it was answered (FOUND).
    """

    def __init__(
        self, app: ASGIApp, site: Site, counting: Callable[[str], None] | None = None
    ) -> None:
        self._app = app
        self._site = site
        self._kept = site.kept
        self._count = counting or (lambda _found: None)
        self._keeps = site.kept.most > 0 and not site.settings.sign_in_to_read
        self._making: dict[object, Future[_Page | None]] = {}
        self._passed: OrderedDict[object, int] = OrderedDict()  # in which state of the data

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on and look at what comes back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = _request(scope) if self._keeps else None
        if request is None:
            await self._pass(scope, receive, send)
            return
        found = await self._found(request, scope, receive, send)
        self._count(found)
        if found == "passed":
            await self._pass(scope, receive, send)

    async def _found(self, request: _Request, scope: Scope, receive: Receive, send: Send) -> str:
        """How the request was answered; "passed" where it was not."""
        site, asked = self._site, request.asked
        accounts = site.accounts_if_known()
        if accounts is None:
            accounts = await run_in_threadpool(site.has_accounts)
        key = (*request.key, accounts, int(time()) // _DAY)
        version = await site.version(scope["path"])
        if version is None or self._passed.get(request.key) == version:
            return "passed"
        page: _Page | None = self._kept.get(version, key)
        answer = page.now(asked) if page is not None else None
        if page is None or answer is None:
            making = self._making.get((version, key))
            if making is None:
                if asked.method == "HEAD":  # what it is answered with may lack a body
                    return "passed"
                return await self._make(request, version, key, scope, receive, send)
            # One makes it, the others wait. The database had this number before they came, and
            # what is being made is read from a state with this number or a later one.
            page = await asyncio.shield(asyncio.wrap_future(making))
            answer = page.now(asked) if page is not None else None
            if page is None or answer is None:
                return "passed"
        scope["route"] = page.route  # for what counts requests by route
        if await answer_with(answer, asked, send):
            self._kept.resize(key, page, answer.size)
        return "kept"

    async def _make(  # noqa: PLR0917 - an ASGI call and what it is for
        self,
        request: _Request,
        version: int,
        key: tuple[object, ...],
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> str:
        """Make the answer, keep it if it may be kept, and give it to those who wait."""
        making: Future[_Page | None] = Future()
        self._making[version, key] = making
        page = None

        def made() -> None:
            """Let those go on who wait: the answer is there, or a stream takes as long as it is."""
            if not making.done():
                del self._making[version, key]
                making.set_result(page)

        try:
            with noted() as reading:
                answer, sent = await received(self._app, scope, receive, send, made)
            page = _page(answer, reading, scope.get("route")) if answer is not None else None
            if sent and page is not None and not page.lasts:
                page = None  # by the time that it was sent another second had begun
            if answer is None or page is None:
                if answer is None or answer.status == 200:
                    self._pass_from_now(request.key, version)
            else:
                if not sent:
                    await made_in(answer, request.asked.coding)
                same_day = key[-1] == int(time()) // _DAY
                if not same_day:
                    page = None
                elif await self._site.version(scope["path"]) == version:
                    self._kept.put(version, key, page, answer.size)
        finally:
            made()
        if answer is not None and not sent:
            await answer_with(answer, request.asked, send)
        return "made"

    def _pass_from_now(self, key: tuple[object, ...], version: int) -> None:
        """Note that nobody need wait for another's answer here: it is not kept as things stand."""
        self._passed[key] = version
        while len(self._passed) > _MOST_PASSED:
            self._passed.popitem(last=False)

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer, _ = await received(self._app, scope, receive, send)
        if answer is not None:
            await answer_with(answer, asked_of(scope), send)


def _request(scope: Scope) -> _Request | None:
    """A request by all that decides its answer; None where it is answered for itself alone."""
    method, path, query = scope["method"], scope["path"], scope["query_string"]
    if method not in {"GET", "HEAD"} or path.startswith(_NEVER):
        return None
    given: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        if name not in _READ:
            continue
        if name not in given:
            given[name] = value
        elif name in _LISTS:
            given[name] = b"%b,%b" % (given[name], value)
        else:  # who reads it may take the first or the last
            return None
    cookie, origin = given.get(b"cookie", b""), b"origin" in given
    # With a cookie the answer to a page of another site names that site (app/web/api/cors.py).
    own = (cookie and (_COOKIE in cookie or origin)) or not _is_nobodys(given)
    host = given.get(b"host") or repr(scope.get("server")).encode()
    if own or len(path) + len(query) + len(host) > _LONGEST:
        return None
    place = (path, query, host, scope["scheme"], scope.get("root_path", ""))
    htmx = tuple(says(given[name]) for name, says in _HTMX if name in given)
    accepted = coding_for(given.get(b"accept-encoding", b""))
    asked = Asked(method, accepted, given.get(b"if-none-match", b""))
    return _Request((*place, htmx, origin), asked)


def _is_nobodys(given: dict[bytes, bytes]) -> bool:
    """Whether there is no token; what a proxy asks for itself (Basic) lets nobody in here."""
    asked = given.get(b"authorization")
    return asked is None or asked[:6].lower() == b"basic "


def _page(answer: Answer, reading: Reading, route: object) -> _Page | None:
    """The answer as it may be kept; None where it may not."""
    headers = dict(answer.headers)
    control = headers.get(b"cache-control", b"")
    if (
        answer.status not in _STATUSES
        or not reading.within(COVERED)
        or len(reading.seconds) > 1
        or b"set-cookie" in headers
        or b"no-store" in control
        or b"private" in control
        or b"*" in headers.get(b"vary", b"")
    ):
        return None
    if not reading.seconds:
        return _Page(answer, route, "", -1)
    (second,) = reading.seconds
    written, mark, at = second.encode(), _RETRIEVED % second.encode(), -1
    if answer.body.count(written) == answer.body.count(mark) == 1:
        at = answer.body.index(mark) + mark.index(written)
    return _Page(answer, route, second, at)
