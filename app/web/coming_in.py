"""Cookies of coming in and going out, and the one place where a session begins."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.accounts.tokens import is_well_formed, new_secret
from app.db import queries, store
from app.db.session import sessions
from app.web.access import cookie_name, is_secure, visitor

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from app.web.site import Site

_DOOR_LASTS = 3600  # seconds


def begin(request: Request, response: Response, user: int, name: str) -> bool:
    """Sign a user in, on that response, under a new secret; whether they may still come in.

    A secret that the browser brought is never taken over (fixation); its session ends.
    """
    site: Site = request.app.state.site
    secret = new_secret()
    now, limits = datetime.now(UTC), site.session_limits()
    with sessions(site.engine(), write=True) as session:
        known = queries.accounts.secret_of(session, name)
        if known is None or known.disabled or known.user.id != user:
            return False  # disabled since the password was checked
        store.accounts.forget_attempts(session, name)
        brought = visitor(request).secret
        if brought is not None:
            store.accounts.end_session(session, brought)
        store.accounts.begin_session(
            session, user, secret, browser=request.headers.get("User-Agent", ""), limits=limits,
            now=now,
        )  # fmt: skip
    _set(request, response, cookie_name(request), secret, int(limits.whole.total_seconds()))
    _drop(request, response, _door_name(request))
    return True


def end(request: Request, response: Response) -> None:
    """Take the session's cookie away; the session itself is ended by its user's wish."""
    _drop(request, response, cookie_name(request))


def door(request: Request) -> str:
    """The secret of a browser that is about to sign in; empty where it has none."""
    secret = request.cookies.get(_door_name(request), "")
    return secret if is_well_formed(secret) else ""


def set_door(request: Request, response: Response, secret: str) -> None:
    """Give a browser that is about to sign in its secret."""
    _set(request, response, _door_name(request), secret, _DOOR_LASTS)


def _door_name(request: Request) -> str:
    return f"{cookie_name(request)}-door"


def _set(request: Request, response: Response, name: str, value: str, lasts: int) -> None:
    # Lax: a link from elsewhere leads to a page where one is signed in; no other site can POST.
    response.set_cookie(
        name, value, max_age=lasts, path="/", secure=is_secure(request), httponly=True,
        samesite="lax",
    )  # fmt: skip


def _drop(request: Request, response: Response, name: str) -> None:
    response.delete_cookie(name, path="/", secure=is_secure(request), httponly=True, samesite="lax")
