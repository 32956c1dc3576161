"""Admission: each request is looked at once, before any route; what differs by user is private.

A request without a cookie or a token of ours passes untouched, at no cost; with ``sign_in_to_read``
it is led to sign in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request

from app.errors import BusyError
from app.web import access, errors

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from app.web.site import Site

# What is needed to come in, and what says that the server lives. Nothing of it shows content.
_OPEN = ("/sign-in", "/sign-out", "/healthz", "/readyz")
_VARY = "Cookie, Authorization"


class Admission:
    """ASGI middleware that finds out who asks, and refuses whom it must."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its visitor, or answer why not."""
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        site: Site = request.app.state.site
        brings = access.brings_something(request)
        if not brings and not site.settings.sign_in_to_read:
            await self._app(scope, receive, _marked(send, site))
            return
        refusal: HTTPException | BusyError | None
        try:
            who = await run_in_threadpool(access.visitor, request)
            refusal = _refusal(request, who, site)
        except BusyError as error:  # who is not recognised now is not taken for a stranger
            refusal = error
        if refusal is not None:
            response = await run_in_threadpool(errors.refuse, request, refusal)
            await response(scope, receive, _private(send))
            return
        # What is not stored has no tag, and a tag of the anonymous page tells nothing about it.
        headers = [pair for pair in scope["headers"] if pair[0] != b"if-none-match"]
        within = dict(scope, headers=headers)
        try:
            await self._app(within, receive, _private(send))
        finally:
            if "route" in within:
                scope["route"] = within["route"]  # for what counts requests by route


def _refusal(request: Request, who: access.Visitor, site: Site) -> HTTPException | None:
    if who.refused:
        error = 'Bearer realm="On Record", error="invalid_token"'
        return HTTPException(
            401, "This token is not one that is in use here.", {"WWW-Authenticate": error}
        )
    path = request.url.path
    is_open = any(path == one or path.startswith(f"{one}/") for one in _OPEN)
    if site.settings.sign_in_to_read and who.user is None and not is_open:
        return access.to_sign_in(request)
    return None


def _private(send: Send) -> Send:
    """What sends an answer that differs by user: nobody keeps it, and nothing can be compared."""

    async def private(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Cache-Control"] = "private, no-store"
            del headers["ETag"]
            headers.add_vary_header(_VARY)
        await send(message)

    return private


def _marked(send: Send, site: Site) -> Send:
    """What sends a public answer: where there are accounts, others may see another page there."""

    async def marked(message: Message) -> None:
        if message["type"] == "http.response.start" and site.knows_accounts:
            MutableHeaders(scope=message).add_vary_header(_VARY)
        await send(message)

    return marked
