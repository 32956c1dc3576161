"""Accounts: who somebody is that comes with a secret, and what users and admins see of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app.accounts.names import folded
from app.accounts.tokens import stored_form
from app.db.tables_accounts import AccountRow, SessionRow, TokenRow
from app.domain.accounts import AccountRecord, Role, SessionRecord, TokenRecord, User

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from app.accounts.limits import SessionLimits


@dataclass(frozen=True, slots=True)
class OpenSession:
    """Somebody who is signed in."""

    id: int
    user: User
    seen: datetime


@dataclass(frozen=True, slots=True)
class UsableToken:
    """A program that comes in a user's name."""

    id: int
    user: User  # with the lesser of the user's role and the token's scope
    used: datetime | None


@dataclass(frozen=True, slots=True)
class Secret:
    """What signing in by a password needs to know."""

    user: User
    password: str | None  # hash
    disabled: bool


def any_account(session: Session) -> bool:
    """Whether anybody has an account at all."""
    return session.scalar(select(AccountRow.id).limit(1)) is not None


def open_session(
    session: Session, secret: str, limits: SessionLimits, now: datetime
) -> OpenSession | None:
    """The session with that secret, unless it is over or its user disabled."""
    row = session.execute(
        select(SessionRow, AccountRow)
        .join(AccountRow, AccountRow.id == SessionRow.account_id)
        .where(SessionRow.secret == stored_form(secret), AccountRow.disabled_at.is_(None))
    ).one_or_none()
    if row is None or limits.is_over(row.SessionRow.began_at, row.SessionRow.seen_at, now):
        return None
    return OpenSession(row.SessionRow.id, _user(row.AccountRow), row.SessionRow.seen_at)


def usable_token(session: Session, secret: str, now: datetime) -> UsableToken | None:
    """The token with that secret, unless it has expired or its user is disabled."""
    row = session.execute(
        select(TokenRow, AccountRow)
        .join(AccountRow, AccountRow.id == TokenRow.account_id)
        .where(
            TokenRow.secret == stored_form(secret),
            TokenRow.expires_at > now,
            AccountRow.disabled_at.is_(None),
        )
    ).one_or_none()
    if row is None:
        return None
    user, scope = _user(row.AccountRow), row.TokenRow.scope
    role = scope if user.role.includes(scope) else user.role
    return UsableToken(row.TokenRow.id, User(user.id, user.name, role), row.TokenRow.used_at)


def secret_of(session: Session, name: str) -> Secret | None:
    """What signing in under that name, however it is spelt, needs to know."""
    row = session.scalar(select(AccountRow).where(AccountRow.folded == folded(name)))
    return Secret(_user(row), row.password, row.disabled_at is not None) if row else None


def user_of(session: Session, issuer: str, subject: str) -> Secret | None:
    """The account of somebody whom an OpenID provider knows."""
    row = session.scalar(
        select(AccountRow).where(AccountRow.issuer == issuer, AccountRow.subject == subject)
    )
    return Secret(_user(row), row.password, row.disabled_at is not None) if row else None


def account(
    session: Session, user: int, limits: SessionLimits, now: datetime
) -> AccountRecord | None:
    """One account, by the number of its user."""
    found = _records(session, select(AccountRow).where(AccountRow.id == user), limits, now)
    return found[0] if found else None


def account_named(
    session: Session, name: str, limits: SessionLimits, now: datetime
) -> AccountRecord | None:
    """One account, by its name, however it is spelt."""
    wanted = select(AccountRow).where(AccountRow.folded == folded(name))
    found = _records(session, wanted, limits, now)
    return found[0] if found else None


def accounts(session: Session, limits: SessionLimits, now: datetime) -> tuple[AccountRecord, ...]:
    """All accounts by name, disabled ones too."""
    return _records(session, select(AccountRow).order_by(AccountRow.folded), limits, now)


def sessions_of(
    session: Session, user: int, limits: SessionLimits, now: datetime
) -> tuple[SessionRecord, ...]:
    """The open sessions of a user, the one used last first."""
    rows = session.scalars(
        select(SessionRow)
        .where(SessionRow.account_id == user)
        .order_by(SessionRow.seen_at.desc(), SessionRow.id.desc())
    )
    return tuple(
        SessionRecord(row.id, row.began_at, row.seen_at, row.browser)
        for row in rows
        if not limits.is_over(row.began_at, row.seen_at, now)
    )


def tokens_of(session: Session, user: int, now: datetime) -> tuple[TokenRecord, ...]:
    """The tokens of a user that can be used, the newest first."""
    rows = session.scalars(
        select(TokenRow)
        .where(TokenRow.account_id == user, TokenRow.expires_at > now)
        .order_by(TokenRow.id.desc())
    )
    return tuple(
        TokenRecord(row.id, row.name, row.scope, row.made_at, row.expires_at, row.used_at)
        for row in rows
    )


def _records(
    session: Session, wanted: Select[AccountRow], limits: SessionLimits, now: datetime
) -> tuple[AccountRecord, ...]:
    rows = list(session.scalars(wanted))
    keys = [row.id for row in rows]
    begins, last = now - limits.whole, now - limits.idle
    signed_in = _counted(
        session,
        select(SessionRow.account_id, func.count(), func.max(SessionRow.seen_at))
        .where(SessionRow.began_at > begins, SessionRow.seen_at > last)
        .group_by(SessionRow.account_id),
        keys,
    )
    programs = _counted(
        session,
        select(TokenRow.account_id, func.count(), func.max(TokenRow.used_at))
        .where(TokenRow.expires_at > now)
        .group_by(TokenRow.account_id),
        keys,
    )
    nothing: tuple[int, datetime | None] = (0, None)
    records = []
    for row in rows:
        sessions, seen = signed_in.get(row.id, nothing)
        tokens, used = programs.get(row.id, nothing)
        times = [time for time in (seen, used) if time is not None]
        records.append(
            AccountRecord(
                _user(row), row.made_at, row.disabled_at, row.password is not None, row.issuer,
                sessions, tokens, max(times, default=None),
            )
        )  # fmt: skip
    return tuple(records)


def _counted(
    session: Session, grouped: Select[int, int, datetime | None], keys: Iterable[int]
) -> dict[int, tuple[int, datetime | None]]:
    wanted = set(keys)
    return {key: (number, last) for key, number, last in session.execute(grouped) if key in wanted}


def _user(row: AccountRow) -> User:
    return User(row.id, row.name, Role(row.role))
