"""/account: a user's sessions, tokens and password; /users: all users, for admins."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.accounts import passwords
from app.accounts.names import tidy_name, wrong_with_name, wrong_with_password
from app.accounts.tokens import new_program_token
from app.db import queries, store
from app.db.session import sessions
from app.domain.accounts import Role, User
from app.errors import InputError, NotFoundError
from app.views.accounts import LASTING, account_data, account_page, user_data, users_page
from app.web.access import form, needs, visitor
from app.web.exports import json_response, now
from app.web.sign_in import checked, count_attempt, told
from app.web.templating import render

if TYPE_CHECKING:
    from app.web.site import Site

router = APIRouter()

_DONE = {
    "password": "The password is changed, and all other sessions have ended.",
    "password-and-tokens": (
        "The password is changed, all other sessions have ended, and all tokens are revoked."
    ),
    "session": "The session has ended.",
    "others": "All other sessions have ended.",
    "others-and-tokens": "All other sessions have ended, and all tokens are revoked.",
    "token": "The token is revoked; nothing comes in by it any more.",
    "role": "The role is changed, from the next page on.",
    "disabled": "The account is disabled; its sessions and tokens have ended.",
    "enabled": "The account can be used again.",
    "ended": "All sessions of that account have ended; its tokens stay.",
    "ended-and-tokens": "All sessions and tokens of that account have ended.",
}
_DIGITS = 18  # a larger number fits no column

FormDep = Annotated[FormData, Depends(form)]
UserDep = Annotated[User, Depends(needs(Role.READER))]
AdminDep = Annotated[User, Depends(needs(Role.ADMIN))]


def _person(request: Request, user: UserDep) -> User:
    """The user in person: what lets somebody in is never handed out to a program."""
    if visitor(request).is_program:
        raise HTTPException(403, "This is for people who are signed in; a token cannot do it.")
    return user


PersonDep = Annotated[User, Depends(_person)]


@router.api_route("/account.json", methods=["GET", "HEAD"])
def account_as_json(user: UserDep) -> Response:
    """Who asks, with the role that counts: of a program the lesser of its own and its user's."""
    return json_response({"retrieved_at": now(), "user": user_data(user)})


@router.api_route("/account", methods=["GET", "HEAD"])
def account(request: Request, _user: PersonDep) -> Response:
    """The user's own page."""
    return _account(request)


@router.post("/account/password")
def change_password(request: Request, user: PersonDep, sent: FormDep) -> Response:
    """Change the password, which ends all other sessions."""
    site: Site = request.app.state.site
    longest = count_attempt(request, user.name)
    if longest is not None:
        return _account(request, problem=told(longest), status=429)
    if checked(site, user.name, str(sent.get("password", ""))) is None:
        return _account(request, problem="The password you have now is another one.", status=403)
    chosen = str(sent.get("new", ""))
    wrong = wrong_with_password(chosen, user.name)
    if chosen != str(sent.get("again", "")):
        wrong = "The two new passwords differ."
    if wrong:
        return _account(request, problem=wrong, status=400)
    hashed = passwords.hashed(chosen)
    with sessions(site.engine(), write=True) as session:
        store.accounts.set_password(session, user.id, hashed)
        store.accounts.forget_attempts(session, user.name)
        tokens = _end_others(session, request, user, sent)
    return _back("/account", "password-and-tokens" if tokens else "password")


@router.post("/account/sessions/end")
def end_others(request: Request, user: PersonDep, sent: FormDep) -> Response:
    """Sign out everywhere but here."""
    with sessions(_engine(request), write=True) as session:
        tokens = _end_others(session, request, user, sent)
    return _back("/account", "others-and-tokens" if tokens else "others")


def _end_others(session: Session, request: Request, user: User, sent: FormData) -> bool:
    """End the user's other sessions, and the tokens where that was ticked; whether it was.

    Programs go on working unless their owner says otherwise: a token is another secret than the
    password, and lets in nobody who knows that.
    """
    store.accounts.end_sessions(session, user.id, but=visitor(request).session)
    if not sent.get("tokens"):
        return False
    store.accounts.revoke_tokens(session, user.id)
    return True


@router.post("/account/sessions/{number}/end")
def end_one(number: str, request: Request, user: PersonDep, _sent: FormDep) -> Response:
    """End one of one's own sessions."""
    with sessions(_engine(request), write=True) as session:
        store.accounts.end_one(session, user.id, _number(number))
    return _back("/account", "session")


@router.post("/account/tokens")
def make_token(request: Request, user: PersonDep, sent: FormDep) -> Response:
    """Make a token for a program. Its secret stands on this answer and is shown never again."""
    name, days = tidy_name(str(sent.get("name", ""))), str(sent.get("days", ""))
    scope = _role(sent.get("scope"))
    wrong = wrong_with_name(name)
    if scope is None or not user.role.includes(scope):
        wrong = "A token may do no more than you."
    if days not in {str(one) for one in LASTING}:
        wrong = f"A token can be used for {', '.join(map(str, LASTING))} days."
    if wrong or scope is None:
        return _account(request, problem=wrong or "", status=400)
    secret, made = new_program_token(), datetime.now(UTC)
    with sessions(_engine(request), write=True) as session:
        store.accounts.add_token(
            session, user.id, name, secret=secret, scope=scope,
            expires=made + timedelta(days=int(days)), now=made,
        )  # fmt: skip
    return _account(request, fresh=secret)


@router.post("/account/tokens/{number}/revoke")
def revoke_token(number: str, request: Request, user: PersonDep, _sent: FormDep) -> Response:
    """Make one of one's own tokens useless."""
    with sessions(_engine(request), write=True) as session:
        store.accounts.revoke_token(session, user.id, _number(number))
    return _back("/account", "token")


@router.api_route("/users.json", methods=["GET", "HEAD"])
def users_as_json(request: Request, _admin: AdminDep) -> Response:
    """All users as data."""
    site: Site = request.app.state.site
    with sessions(site.engine()) as session:
        found = queries.accounts.accounts(session, site.session_limits(), datetime.now(UTC))
    users = [account_data(one) for one in found]
    return json_response({"retrieved_at": now(), "count": len(users), "users": users})


@router.api_route("/users", methods=["GET", "HEAD"])
def users(request: Request, admin: AdminDep) -> Response:
    """All users."""
    return _users(request, admin)


@router.post("/users/{number}/role")
def change_role(number: str, request: Request, admin: AdminDep, sent: FormDep) -> Response:
    """Give a user another role."""
    role = _role(sent.get("role"))
    if role is None:
        return _users(request, admin, problem="There is no such role.", status=400)
    try:
        with sessions(_engine(request), write=True) as session:
            store.accounts.set_role(session, _number(number), role)
    except InputError as error:
        return _users(request, admin, problem=str(error), status=409)
    return _back("/users", "role")


@router.post("/users/{number}/disable")
def disable(number: str, request: Request, admin: AdminDep, _sent: FormDep) -> Response:
    """Let a user in no more."""
    try:
        with sessions(_engine(request), write=True) as session:
            store.accounts.disable(session, _number(number), datetime.now(UTC))
    except InputError as error:
        return _users(request, admin, problem=str(error), status=409)
    return _back("/users", "disabled")


@router.post("/users/{number}/enable")
def enable(number: str, request: Request, _admin: AdminDep, _sent: FormDep) -> Response:
    """Let a disabled user in again."""
    with sessions(_engine(request), write=True) as session:
        store.accounts.enable(session, _number(number))
    return _back("/users", "enabled")


@router.post("/users/{number}/sessions/end")
def end_all(number: str, request: Request, _admin: AdminDep, sent: FormDep) -> Response:
    """End all sessions of a user, and the tokens where that was ticked."""
    with sessions(_engine(request), write=True) as session:
        store.accounts.end_sessions(session, _number(number))
        if sent.get("tokens"):
            store.accounts.revoke_tokens(session, _number(number))
    return _back("/users", "ended-and-tokens" if sent.get("tokens") else "ended")


def _account(
    request: Request, *, problem: str = "", fresh: str = "", status: int = 200
) -> Response:
    site: Site = request.app.state.site
    who, limits, moment = visitor(request), site.session_limits(), datetime.now(UTC)
    number = who.user.id if who.user else 0
    with sessions(site.engine()) as session:
        record = queries.accounts.account(session, number, limits, moment)
        open_ones = queries.accounts.sessions_of(session, number, limits, moment)
        tokens = queries.accounts.tokens_of(session, number, moment)
    if record is None:
        raise NotFoundError("There is no such account.")
    page = account_page(
        record, open_ones, tokens, here=who.session, problem=problem, fresh=fresh,
        done="" if problem or fresh else _done(request),
    )  # fmt: skip
    return render(request, "account.html", page, status=status)


def _users(request: Request, admin: User, *, problem: str = "", status: int = 200) -> Response:
    site: Site = request.app.state.site
    with sessions(site.engine()) as session:
        found = queries.accounts.accounts(session, site.session_limits(), datetime.now(UTC))
    page = users_page(found, admin, problem=problem, done="" if problem else _done(request))
    return render(request, "users.html", page, status=status)


def _done(request: Request) -> str:
    return _DONE.get(request.query_params.get("done", ""), "")


def _back(path: str, done: str) -> Response:
    return RedirectResponse(f"{path}?done={done}", 303)


def _role(given: object) -> Role | None:
    return next((role for role in Role if role.value == given), None)


def _number(written: str) -> int:
    if written.isascii() and written.isdigit() and len(written) <= _DIGITS:
        return int(written)
    raise NotFoundError(f"Nothing has the number “{written[:40]}”.")


def _engine(request: Request) -> Engine:
    engine: Engine = request.app.state.site.engine()
    return engine
