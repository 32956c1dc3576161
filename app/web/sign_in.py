"""/sign-in and /sign-out: by a password, with attempts counted."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.accounts import limits, passwords
from app.accounts.tokens import form_token, new_secret
from app.db import queries, store
from app.db.session import sessions
from app.domain.accounts import User
from app.views.accounts import sign_in_page
from app.web import coming_in
from app.web.access import form, keep_private, own_path, read_form, signed_in, visitor
from app.web.site import Site
from app.web.templating import render

router = APIRouter()

_MOST = 20_000  # bytes
_WRONG = "No account that is in use has that name and password."
_AGAIN = "That form was old, or this browser keeps no cookies. Please try once more."


async def _sent(request: Request) -> FormData | None:
    """The form; None where it is not of a page that this browser was given."""
    try:
        return await read_form(request, _MOST, secret=coming_in.door(request))
    except HTTPException as refused:
        if refused.status_code == 403:
            return None
        raise


@router.api_route("/sign-in", methods=["GET", "HEAD"])
def ask(request: Request) -> Response:
    """The form; who is signed in already is led on."""
    onward = own_path(request.query_params.get("next"))
    if signed_in(request) is not None:
        return RedirectResponse(onward, 303)
    return show(request, onward)


@router.post("/sign-in")
def sign_in(request: Request, sent: Annotated[FormData | None, Depends(_sent)]) -> Response:
    """Begin a session and lead on; or the form again, with what is wrong."""
    if sent is None:
        return show(request, "/", problem=_AGAIN, status=403)
    name, password = str(sent.get("name", "")), str(sent.get("password", ""))
    onward = own_path(str(sent.get("next", "")))
    longest = count_attempt(request, name)
    if longest is not None:
        response = show(request, onward, name=name, problem=told(longest), status=429)
        response.headers["Retry-After"] = str(int(longest.total_seconds()) + 1)
        return response
    user = checked(request.app.state.site, name, password)
    response = RedirectResponse(onward, 303)
    if user is None or not coming_in.begin(request, response, user.id, user.name):
        return show(request, onward, name=name, problem=_WRONG, status=403)
    return response


@router.post("/sign-out")
def sign_out(request: Request, _sent: Annotated[FormData, Depends(form)]) -> Response:
    """End this session, and lead to the first page."""
    secret = visitor(request).secret
    if secret is not None:
        with sessions(request.app.state.site.engine(), write=True) as session:
            store.accounts.end_session(session, secret)
    response = RedirectResponse("/", 303)
    coming_in.end(request, response)
    return response


def show(
    request: Request, onward: str, *, name: str = "", problem: str = "", status: int = 200
) -> Response:
    """The page where people sign in, with a form that only this browser can send."""
    site: Site = request.app.state.site
    secret = coming_in.door(request) or new_secret()
    provider = site.settings.oidc_name if site.settings.oidc_issuer else ""
    page = sign_in_page(
        form_token(secret), next_=onward, name=name[:200], problem=problem, provider=provider
    )
    response = render(request, "sign_in.html", page, status=status)
    coming_in.set_door(request, response, secret)
    keep_private(response)
    return response


def count_attempt(request: Request, name: str) -> timedelta | None:
    """Count an attempt before its password is looked at; how long to wait where it is too many."""
    address = limits.from_where(request.client.host if request.client else None)
    with sessions(request.app.state.site.engine(), write=True) as session:
        return store.accounts.begin_attempt(session, name, address, datetime.now(UTC))


def told(longest: timedelta) -> str:
    """How long to wait, in words."""
    minutes = int(longest.total_seconds() // 60) + 1
    return f"Too many attempts. Try again in {minutes} minute{'' if minutes == 1 else 's'}."


def checked(site: Site, name: str, password: str) -> User | None:
    """The user who has that name and password, after the same time whether or not there is one."""
    with sessions(site.engine()) as session:
        known = queries.accounts.secret_of(session, name)
    stored = known.password if known and not known.disabled else None
    if not passwords.is_right(password, stored) or known is None or stored is None:
        return None
    if passwords.is_outdated(stored):
        with sessions(site.engine(), write=True) as session:
            store.accounts.set_password(session, known.user.id, passwords.hashed(password))
    return known.user
