"""SignInPage, AccountPage, UsersPage: who may come in, as they and as admins see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.domain.accounts import Role
from app.views.dates import show_moment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.accounts import AccountRecord, SessionRecord, TokenRecord, User

LASTING = (30, 90, 365)  # days that a token may be usable
MAY = {
    Role.READER: "read",
    Role.EDITOR: "read and edit",
    Role.ADMIN: "read, edit and manage users",
}
_BROWSERS = (
    ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Mac OS", "a Mac"), ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SignInPage:
    """Where people sign in."""

    title: str
    next: str
    form_token: str
    name: str  # as it was given before
    problem: str
    provider: str  # what the OpenID provider is called; empty: there is none


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session of a user."""

    id: int
    browser: str
    began: str
    seen: str
    here: bool  # it is the one that asks


@dataclass(frozen=True, slots=True)
class TokenLine:
    """One token of a user's programs."""

    id: int
    name: str
    may: str
    made: str
    expires: str
    used: str


@dataclass(frozen=True, slots=True)
class AccountPage:
    """A user's own page."""

    title: str
    sentence: str
    problem: str
    done: str
    has_password: bool
    sessions: tuple[SessionLine, ...]
    tokens: tuple[TokenLine, ...]
    scopes: tuple[tuple[Role, str], ...]
    lasting: tuple[int, ...]
    fresh: str  # a token that was just made and is shown this once
    is_admin: bool


@dataclass(frozen=True, slots=True)
class UserLine:
    """One user, as admins see it."""

    id: int
    name: str
    role: Role
    note: str
    disabled: bool
    sessions: int
    tokens: int
    is_me: bool


@dataclass(frozen=True, slots=True)
class UsersPage:
    """All users, for admins."""

    title: str
    sentence: str
    problem: str
    done: str
    users: tuple[UserLine, ...]
    roles: tuple[Role, ...]


def sign_in_page(
    form_token: str, *, next_: str = "/", name: str = "", problem: str = "", provider: str = ""
) -> SignInPage:
    """The page where people sign in, led on to ``next_``."""
    return SignInPage("Sign in", next_, form_token, name, problem, provider)


def account_page(
    record: AccountRecord,
    sessions: Iterable[SessionRecord],
    tokens: Iterable[TokenRecord],
    *,
    here: int | None,
    problem: str = "",
    done: str = "",
    fresh: str = "",
) -> AccountPage:
    """The page of a user; ``here`` is the number of the session that asks."""
    role = record.user.role
    way = f", by {record.provider}" if record.provider else ""
    return AccountPage(
        title=record.user.name,
        sentence=f"You may {MAY[role]}. Your account was made on {show_moment(record.made)}{way}.",
        problem=problem,
        done=done,
        has_password=record.has_password,
        sessions=tuple(
            SessionLine(
                one.id, browser_name(one.browser), show_moment(one.began), show_moment(one.seen),
                one.id == here,
            )
            for one in sessions
        ),
        tokens=tuple(
            TokenLine(
                one.id, one.name, MAY[one.scope if role.includes(one.scope) else role],
                show_moment(one.made), show_moment(one.expires),
                show_moment(one.used) if one.used else "never",
            )
            for one in tokens
        ),
        scopes=tuple((scope, MAY[scope]) for scope in Role if role.includes(scope)),
        lasting=LASTING,
        fresh=fresh,
        is_admin=role is Role.ADMIN,
    )  # fmt: skip


def users_page(
    records: Iterable[AccountRecord], me: User, *, problem: str = "", done: str = ""
) -> UsersPage:
    """All users, as the admin ``me`` sees them."""
    lines = tuple(
        UserLine(
            one.user.id, one.user.name, one.user.role, _note(one), one.disabled is not None,
            one.sessions, one.tokens, one.user.id == me.id,
        )
        for one in records
    )  # fmt: skip
    number = len(lines)
    counted = "1 account" if number == 1 else f"{number:,} accounts"
    return UsersPage(
        title="Users",
        sentence=f"{counted}, disabled ones included: what they decided keeps their name.",
        problem=problem,
        done=done,
        users=lines,
        roles=tuple(Role),
    )


def user_data(user: User) -> dict[str, Any]:
    """Who somebody is, as data."""
    return {"id": user.id, "name": user.name, "role": user.role.value}


def account_data(record: AccountRecord) -> dict[str, Any]:
    """An account as admins see it, as data."""
    return {
        **user_data(record.user),
        "made": record.made.isoformat(),
        "disabled": record.disabled.isoformat() if record.disabled else None,
        "seen": record.seen.isoformat() if record.seen else None,
        "sessions": record.sessions,
        "tokens": record.tokens,
        "password": record.has_password,
        "provider": record.provider,
    }


def browser_name(given: str) -> str:
    """What to call a browser that names itself at length."""
    browser = next((name for sign, name in _BROWSERS if sign in given), "")
    system = next((name for sign, name in _SYSTEMS if sign in given), "")
    if browser and system:
        return f"{browser} on {system}"
    return browser or given[:40] or "a browser that does not say its name"


def _note(record: AccountRecord) -> str:
    parts = [f"disabled on {show_moment(record.disabled)}"] if record.disabled else []
    parts.append(f"last here {show_moment(record.seen)}" if record.seen else "not here lately")
    if record.sessions:
        parts.append("1 session" if record.sessions == 1 else f"{record.sessions} sessions")
    if record.tokens:
        parts.append("1 token" if record.tokens == 1 else f"{record.tokens} tokens")
    if record.provider:
        parts.append(f"comes by {record.provider}")
    return ", ".join(parts)
