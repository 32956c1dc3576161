"""Turns: few requests are worked on at once, and who has to wait takes no thread meanwhile.

A request passes through several threads and keeps its connection from one to the next. Were all
threads taken by requests that wait for a connection, those that have one could not go on. And
threads of one process share one interpreter: of a million statements 64 readers who each asked
something else were answered 15 times a second by 13 at once, 24 times by 3.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from app.db.session import too_many
from app.web import errors

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from app.db.bounds import Bounds

# What reads no page: files, and what says that the server lives.
_APART = ("/static/", "/healthz", "/readyz")
_AT_ONCE = 6  # some may wait for the database
# A picture takes long and nobody reads while it is drawn: pages do not wait for pictures.
_PICTURE = "/picture.png"
_PICTURES_AT_ONCE = 1
# Connections that no request begins with: one that is being answered may ask for a second.
_SPARE = 2


class Turns:
    """ASGI middleware that lets so many requests in, and tells who waits too long to come again."""

    def __init__(self, app: ASGIApp, *, bounds: Bounds) -> None:
        self._app = app
        self._bounds = bounds
        self._free: WeakKeyDictionary[
            asyncio.AbstractEventLoop, tuple[asyncio.Semaphore, asyncio.Semaphore]
        ] = WeakKeyDictionary()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on when it is its turn."""
        if scope["type"] != "http" or scope["path"].startswith(_APART):
            await self._app(scope, receive, send)
            return
        free = self._turns(scope["path"])
        try:
            await asyncio.wait_for(free.acquire(), self._bounds.wait)
        except TimeoutError:
            request = Request(scope, receive)
            response = await run_in_threadpool(errors.refuse, request, too_many())
            await response(scope, receive, send)
            return
        held = True

        async def begun(message: Message) -> None:
            """What is sent as it is read takes as long as its reader: its turn is over."""
            nonlocal held
            if held:
                held = False
                free.release()
            await send(message)

        try:
            await self._app(scope, receive, begun)
        finally:
            if held:
                free.release()

    def _turns(self, path: str) -> asyncio.Semaphore:
        """The turns that a request for this path takes one of."""
        loop = asyncio.get_running_loop()
        if loop not in self._free:
            most = self._bounds.connections + self._bounds.more - _SPARE - _PICTURES_AT_ONCE
            pages = asyncio.Semaphore(max(1, min(_AT_ONCE, most)))
            self._free[loop] = pages, asyncio.Semaphore(_PICTURES_AT_ONCE)
        pages, pictures = self._free[loop]
        return pictures if path.endswith(_PICTURE) else pages
