"""Access: who asks, what they may do, and whether a form really comes from one of our pages.

A person comes with the cookie of a session, a program with ``Authorization: Bearer``. Without
either nothing is asked of the database, so pages cost readers nothing. app/web/admission.py looks
at each request once, before any route.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData  # noqa: TC002 - FastAPI reads it at run time
from starlette.exceptions import HTTPException
from starlette.requests import Request

from app.accounts.tokens import form_token, is_form_token, is_well_formed
from app.db import queries, store
from app.db.session import sessions
from app.domain.accounts import By, Interface, Role, User
from app.errors import BusyError, SetupError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from urllib.parse import SplitResult

    from starlette.responses import Response
    from starlette.types import Message

    from app.web.site import Site

FIELD = "csrf_token"
_DATA = (".json", ".csv", ".jsonl", ".graphml", ".qdpx")
MOST = 1_000_000  # bytes of a form, where a route does not allow more
_KEY = "onrecord.visitor"
_CACHED = timedelta(minutes=5)
_DIGESTIBLE = 5000  # characters of an address that somebody is led back to


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who sends a request."""

    user: User | None = None
    session: int | None = None  # number of the session; None: not by a cookie
    secret: str | None = None  # what its forms are bound to
    refused: bool = False  # a program came with a token that is worth nothing

    @property
    def is_program(self) -> bool:
        """Whether a token let somebody in, and no cookie that a browser sends by itself."""
        return self.user is not None and self.session is None


NOBODY = Visitor()


def signed_in(request: Request) -> User | None:
    """The user of the session or the token that the request came with, if it holds."""
    return visitor(request).user


def needs(role: Role) -> Callable[[Request], User]:
    """A dependency that gives the user, who has at least that role.

    Others are led to sign in (a page), or answered 401 or 403.
    """

    def user(request: Request) -> User:
        found = visitor(request).user
        if found is None:
            raise to_sign_in(request)
        if not found.role.includes(role):
            raise HTTPException(
                403, f"This is for {_PLURAL[role]}; {found.name} comes in as {_ONE[found.role]}."
            )
        return found

    return user


def by(request: Request) -> By:
    """Who decides, and by which way. Raises an answer where nobody is signed in."""
    who = visitor(request)
    if who.user is None:
        raise to_sign_in(request)
    interface = Interface.API if who.is_program else Interface.WEB
    return By(who.user.id, who.user.name, interface)


def csrf_token(request: Request) -> str:
    """What a form in this page carries as ``csrf_token``; empty where nobody is signed in."""
    secret = visitor(request).secret
    return form_token(secret) if secret else ""


async def form(request: Request) -> FormData:
    """A dependency: the form that was sent, if it comes from a page of this session."""
    return await read_form(request, MOST)


def form_of(most: int) -> Callable[[Request], Awaitable[FormData]]:
    """A dependency as ``form``, for forms of so many bytes: with files."""

    async def larger(request: Request) -> FormData:
        return await read_form(request, most)

    return larger


async def read_form(request: Request, most: int, secret: str | None = None) -> FormData:
    """The form that was sent, of at most so many bytes, once it is sure where it comes from.

    A session's forms carry its token, as the field or as the header X-CSRF-Token. Where nobody is
    signed in there is no session that a foreign page could use; only the Origin is looked at.
    With ``secret`` the form is bound to that, whoever is signed in.
    """
    who = await run_in_threadpool(visitor, request)
    if not who.is_program or secret is not None:
        check_origin(request)
    inner = Request(request.scope, _bounded(request, most))
    found = await inner.form(max_files=20, max_fields=2000, max_part_size=most)
    bound = who.secret if secret is None else secret
    if bound is not None:
        check_form_token(request.headers.get("X-CSRF-Token") or found.get(FIELD, ""), bound)
    return found


def check_form_token(given: object, secret: str) -> None:
    """Raises 403 where a form does not carry what its page of that session gave it."""
    if not (secret and isinstance(given, str) and is_form_token(given, secret)):
        raise HTTPException(
            403,
            "This form was made before you signed in, or elsewhere; nothing was changed. Go back,"
            " load the page again and send it once more.",
        )


def check_origin(request: Request) -> None:
    """Raises 403 where a browser says that another site's page sent this."""
    if not comes_from_here(request):
        raise HTTPException(403, "This was sent by a page of another site; nothing was changed.")


def comes_from_here(request: Request) -> bool:
    """Whether a page of this site sent this, as far as a browser says of itself.

    All that it says has to fit: Sec-Fetch-Site as well as Origin. Where neither is sent no browser
    of these years asks, and a form's token decides.
    """
    place = request.headers.get("Sec-Fetch-Site")
    if place not in {None, "same-origin", "none"}:
        return False
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    if (
        origin == "null"
    ):  # of a page of ours that tells no address (Referrer-Policy), or of nobody's
        return place == "same-origin"
    given = _parts(origin) if origin.startswith(("http://", "https://")) else None
    if given is None:
        return False
    site: Site = request.app.state.site
    asked = request.headers.get("Host", "").lower()
    # Behind a proxy that ends TLS the scheme seen here may be http.
    return origin.rstrip("/").lower() == site.origin(request).lower() or (
        given.netloc.lower() == asked and (given.scheme == "https" or not is_secure(request))
    )


def visitor(request: Request) -> Visitor:
    """Who sends the request; asked of the database once, and only where something was brought.

    Raises BusyError where that cannot be found out now.
    """
    found = request.scope.get(_KEY)
    if not isinstance(found, Visitor):
        request.scope[_KEY] = NOBODY  # to whom the page is shown that says that it cannot
        found = _recognised(request) if brings_something(request) else NOBODY
        request.scope[_KEY] = found
    return found


def brings_something(request: Request) -> bool:
    """Whether the request holds a session's cookie or a token, worth something or not."""
    return cookie_name(request) in request.cookies or _bearer(request) is not None


def cookie_name(request: Request) -> str:
    """The cookie of a session: with https one that no neighbouring host can set (__Host-)."""
    return "__Host-onrecord" if is_secure(request) else "onrecord"


def is_secure(request: Request) -> bool:
    """Whether people reach this site by https, perhaps by way of a proxy."""
    site: Site = request.app.state.site
    return request.url.scheme == "https" or site.origin(request).startswith("https:")


def wants_data(request: Request) -> bool:
    """Whether a program asks, which wants data and no page."""
    path = request.url.path
    if path.endswith(_DATA) or path.startswith("/api/") or _bearer(request) is not None:
        return True
    accepted = request.headers.get("Accept", "")
    return "application/json" in accepted and "text/html" not in accepted


def to_sign_in(request: Request) -> HTTPException:
    """The answer where somebody has to sign in: a page leads there, data says 401."""
    message = "Sign in first, or send a token (Authorization: Bearer)."
    if wants_data(request):
        return HTTPException(401, message, {"WWW-Authenticate": 'Bearer realm="On Record"'})
    place = f"/sign-in?{urlencode({'next': _here(request)})}"
    if request.headers.get("HX-Request") == "true":
        return HTTPException(401, message, {"HX-Redirect": place})
    return HTTPException(303, message, {"Location": place})


def own_path(given: str | None) -> str:
    """The path to lead somebody to: as given if it is this site's, otherwise the first."""
    path = given or ""
    plain = path.isprintable() and "\\" not in path and len(path) <= _DIGESTIBLE
    if not plain or not path.startswith("/") or path.startswith("//") or " " in path:
        return "/"
    parts = _parts(path)
    if parts is None or parts.scheme or parts.netloc or parts.path.startswith("//"):
        return "/"
    return "/" if parts.path.rstrip("/") == "/sign-in" else path


def keep_private(response: Response) -> None:
    """Let nobody keep an answer that differs by user."""
    response.headers["Cache-Control"] = "private, no-store"
    if "ETag" in response.headers:
        del response.headers["ETag"]


_ONE = {Role.READER: "a reader", Role.EDITOR: "an editor", Role.ADMIN: "an admin"}
_PLURAL = {Role.READER: "users", Role.EDITOR: "editors", Role.ADMIN: "admins"}


def _recognised(request: Request) -> Visitor:
    """Who comes with a cookie or a token. A token that is worth nothing lets in as nobody."""
    token = _bearer(request)
    secret = token if token is not None else request.cookies[cookie_name(request)]
    refused = Visitor(refused=token is not None)
    if not is_well_formed(secret):
        return refused
    site: Site = request.app.state.site
    now = datetime.now(UTC)
    try:
        with sessions(site.engine()) as session:
            if token is not None:
                program = queries.accounts.usable_token(session, token, now)
                if program is None:
                    return refused
                found = Visitor(program.user)
                stale = program.used is None or now - program.used >= _CACHED
                note = (store.accounts.note_token, program.id)
            else:
                limits = site.session_limits()
                known = queries.accounts.open_session(session, secret, limits, now)
                if known is None:
                    return refused
                found = Visitor(known.user, known.id, secret)
                stale = limits.notes_use(known.seen, now)
                note = (store.accounts.note_session, known.id)
    except SetupError:
        return NOBODY  # without a database the page says so itself
    if stale:
        _note(site, *note, now=now)
    return found


def _note(site: Site, note: Callable[..., None], number: int, *, now: datetime) -> None:
    """Store that somebody was here; that it cannot be written now is no reason to stop."""
    try:
        with sessions(site.engine(), write=True) as session:
            note(session, number, now)
    except (BusyError, SetupError, SQLAlchemyError):
        return


def _bearer(request: Request) -> str | None:
    """The token of a program; a proxy's own ``Authorization: Basic`` is none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def _here(request: Request) -> str:
    """Where to lead somebody back to: this page, or the one whose form they sent."""
    if request.method in {"GET", "HEAD"} and request.headers.get("HX-Request") != "true":
        query = request.url.query
        return own_path(request.url.path + (f"?{query}" if query else ""))
    came = _parts(request.headers.get("HX-Current-URL") or request.headers.get("Referer") or "")
    if came is None or came.netloc.lower() != request.headers.get("Host", "").lower():
        return "/"
    return own_path(came.path + (f"?{came.query}" if came.query else ""))


def _parts(address: str) -> SplitResult | None:
    """The parts of an address that somebody else wrote; None where it is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return None


def _bounded(request: Request, most: int) -> Callable[[], Awaitable[Message]]:
    """What receives the request's body, and stops where it is longer than allowed."""
    told = request.headers.get("Content-Length", "0")
    if told.isdigit() and int(told) > most:
        raise too_large(most)
    received = 0

    async def receive() -> Message:
        nonlocal received
        message: dict[str, Any] = dict(await request.receive())
        received += len(message.get("body", b""))
        if received > most:
            raise too_large(most)
        return message

    return receive


def too_large(most: int) -> HTTPException:
    """The answer to what is longer than is read."""
    return HTTPException(413, f"What was sent is too long: at most {most:,} bytes are read.")
