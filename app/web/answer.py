"""Answer: what a request is answered with, whole, in each coding and as "not modified".

``received`` runs an app and takes what it answers: whole, to be sent here (and perhaps kept); or,
where it comes in pieces, packed and passed on as it comes, and put together too if it is not large.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders

from app.web.compression import PLAIN, SMALLEST, Packer, coding_for, is_packable, packed, packer

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    Pairs = list[tuple[bytes, bytes]]

_OWN_THREAD = 16_384  # bytes from which packing is not done between other requests
# What tells of a body; a 304 has none.
_OF_BODY = frozenset({
    b"content-length", b"content-type", b"content-encoding", b"content-disposition",
    b"content-language", b"accept-ranges",
})  # fmt: skip
_VARY = "Accept-Encoding"
_LARGEST_COPY = 1_000_000  # bytes of what comes in pieces that are put together


class Form(NamedTuple):
    """An answer in one coding."""

    headers: Pairs
    body: bytes
    tag: bytes  # empty where it has none
    unchanged: Pairs  # the headers of a 304 that stands for it


class Answer:
    """A whole answer. Its forms are made when they are first asked for, and kept with it."""

    __slots__ = ("_forms", "_making", "best", "body", "headers", "packable", "status")

    def __init__(self, status: int, headers: Pairs, body: bytes, *, best: bool = False) -> None:
        found = Headers(raw=headers)
        self.status = status
        self.body = body
        self.best = best
        coded = "content-encoding" in found or status in {204, 206, 304}
        self.packable = not coded and is_packable(found.get("content-type", ""))
        self.headers = headers
        if self.packable and _VARY not in found.get("vary", ""):
            own = MutableHeaders(raw=list(headers))
            own.add_vary_header(_VARY)
            self.headers = own.raw
        self._forms: dict[str, Form] = {}
        self._making = Lock()

    def has(self, coding: str) -> bool:
        """Whether its form in this coding is made already."""
        return self._fitting(coding) in self._forms

    def form(self, coding: str) -> Form:
        """Its form for who takes this coding: as it is, where that is no smaller."""
        coding = self._fitting(coding)
        found = self._forms.get(coding)
        if found is None:
            with self._making:  # others who want it wait
                found = self._forms.get(coding)
                if found is None:
                    found = self._forms[coding] = self._made(coding)
        return found

    @property
    def size(self) -> int:
        """Bytes of its bodies and headers in all forms that are made."""
        headers = sum(len(name) + len(value) for name, value in self.headers)
        bodies = {id(form.body): len(form.body) for form in self._forms.values()}
        bodies[id(self.body)] = len(self.body)
        return sum(bodies.values()) + headers * (1 + 2 * len(self._forms))

    def _fitting(self, coding: str) -> str:
        return coding if self.packable and len(self.body) >= SMALLEST else PLAIN

    def _made(self, coding: str) -> Form:
        body = packed(self.body, coding, best=self.best) if coding else self.body
        if len(body) >= len(self.body) > 0:
            coding, body = PLAIN, self.body
        headers = [pair for pair in self.headers if pair[0] != b"etag"]
        tag = next((value for name, value in self.headers if name == b"etag"), b"")
        if coding and tag.startswith(b'"'):  # a strong one is of these bytes
            tag = b'%b-%b"' % (tag[:-1], coding.encode())
        if coding:
            headers = [pair for pair in headers if pair[0] != b"content-length"]
            headers += [
                (b"content-encoding", coding.encode()),
                (b"content-length", b"%d" % len(body)),
            ]
        if tag:
            headers.append((b"etag", tag))
        unchanged = [pair for pair in headers if pair[0] not in _OF_BODY]
        return Form(headers, body, tag, unchanged)


def named(tag: bytes, if_none_match: bytes) -> bool:
    """Whether If-None-Match names a tag; strong and weak are not told apart (RFC 9110, 13.1.2)."""
    if if_none_match in {tag, b"*"}:
        return True
    plain = tag.removeprefix(b"W/")
    return any(one.strip().removeprefix(b"W/") == plain for one in if_none_match.split(b","))


class Asked(NamedTuple):
    """What of a request decides in which form it is answered."""

    method: str
    coding: str
    if_none_match: bytes


def asked_of(scope: Scope) -> Asked:
    """The same, read from a request's headers."""
    accepted, known = [], []
    for name, value in scope["headers"]:
        if name == b"accept-encoding":
            accepted.append(value)
        elif name == b"if-none-match":
            known.append(value)
    return Asked(scope["method"], coding_for(b",".join(accepted)), b",".join(known))


async def made_in(answer: Answer, coding: str) -> bool:
    """Make the form for a coding, a large one in a thread. False where it was made before."""
    if answer.has(coding):
        return False
    if coding and len(answer.body) >= _OWN_THREAD:
        await run_in_threadpool(answer.form, coding)
    else:
        answer.form(coding)
    return True


async def answer_with(answer: Answer, asked: Asked, send: Send) -> bool:
    """Send an answer in the form that fits, or that it has not changed.

    Whether that form was made for it, so that the answer takes more bytes than before.
    """
    made = await made_in(answer, asked.coding)
    form = answer.form(asked.coding)
    status, headers, body = answer.status, form.headers, form.body
    if (
        asked.if_none_match
        and form.tag
        and status == 200
        and asked.method in {"GET", "HEAD"}
        and named(form.tag, asked.if_none_match)
    ):
        status, headers, body = 304, form.unchanged, b""
    elif asked.method == "HEAD":
        body = b""
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
    return made


class Received(NamedTuple):
    """What an app answered: ``whole``, or None where it came in pieces and is not put together."""

    whole: Answer | None
    sent: bool  # in pieces, as they came


async def received(
    app: ASGIApp,
    scope: Scope,
    receive: Receive,
    send: Send,
    begins: Callable[[], None] | None = None,
) -> Received:
    """What the app answers.

    What comes in pieces is put together for who gives ``begins``, which is called as it begins.
    """
    taking = _Taking(scope, send, begins)
    await app(scope, receive, taking)
    return Received(taking.answer, taking.sent)


class _Taking:
    """Takes messages of one answer."""

    def __init__(self, scope: Scope, send: Send, begins: Callable[[], None] | None) -> None:
        self._scope = scope
        self._send = send
        self._begins = begins
        self._start: Message = {}
        self._packer: Packer | None = None
        self._copy: bytearray | None = None
        self.sent = False
        self.answer: Answer | None = None

    async def __call__(self, message: Message) -> None:
        kind = message["type"]
        if kind == "http.response.start":
            self._start = message
        elif kind != "http.response.body":
            await self._send(message)
        elif self.sent:
            await self._next(message)
        elif message.get("more_body", False):
            self.sent = True
            if self._begins is not None:
                self._copy = bytearray()
                self._begins()
            await self._begin(self._start)
            await self._next(message)
        else:
            self._take(message.get("body", b""))

    def _take(self, body: bytes) -> None:
        headers = [(name.lower(), value) for name, value in self._start["headers"]]
        if self.sent:
            headers.append((b"content-length", b"%d" % len(body)))
        self.answer = Answer(self._start["status"], headers, body)

    async def _begin(self, start: Message) -> None:
        headers = MutableHeaders(raw=list(start["headers"]))
        free = "content-encoding" not in headers and start["status"] != 206
        if free and is_packable(headers.get("content-type", "")):
            headers.add_vary_header(_VARY)
            coding = asked_of(self._scope).coding
            if coding:
                self._packer = packer(coding)
                headers["Content-Encoding"] = coding
                del headers["Content-Length"]
        await self._send({**start, "headers": headers.raw})

    async def _next(self, message: Message) -> None:
        more = message.get("more_body", False)
        content = message.get("body", b"")
        if self._packer is None:
            await self._send(message)
        else:
            made = self._packer.piece(content) if content else b""
            if not more:
                made += self._packer.end()
            if made or not more:
                await self._send({**message, "body": made})
        if self._copy is not None:
            self._copy += content
            if len(self._copy) > _LARGEST_COPY:
                self._copy = None
            elif not more:
                self._take(bytes(self._copy))
