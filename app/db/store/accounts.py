"""Accounts as they are changed: by their users, by admins, by the command line."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update
from sqlalchemy.engine import CursorResult

from app.accounts.limits import PER_ACCOUNT, PER_ADDRESS, WINDOW, wait
from app.accounts.names import LONGEST_NAME, folded, tidy_name, wrong_with_name
from app.accounts.tokens import stored_form
from app.db.tables_accounts import AccountRow, AttemptRow, FlowRow, SessionRow, TokenRow
from app.domain.accounts import Role, User
from app.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from sqlalchemy import Delete
    from sqlalchemy.orm import Session

    from app.accounts.limits import SessionLimits

# Any number that no other program on the same server takes for a lock of its own: "onr acco".
_LOCK = int.from_bytes(b"onr acco", "big")
_LONGEST_BROWSER = 200


@dataclass(frozen=True, slots=True)
class Flow:
    """What was kept of somebody who was sent to the OpenID provider."""

    verifier: str
    nonce: str
    next: str


def add_user(
    session: Session,
    name: str,
    role: Role,
    now: datetime,
    *,
    password: str | None = None,
    provider: tuple[str, str] | None = None,
) -> User:
    """A new user; ``password`` is its hash, ``provider`` its issuer and subject.

    Raises InputError when the name cannot be had.
    """
    name = tidy_name(name)
    wrong = wrong_with_name(name)
    if wrong:
        raise InputError(wrong)
    _alone(session)
    if session.scalar(select(AccountRow.id).where(AccountRow.folded == folded(name))) is not None:
        raise InputError(f"There is an account called “{name}” already.")
    issuer, subject = provider or (None, None)
    row = AccountRow(
        name=name, folded=folded(name), role=role, password=password, issuer=issuer,
        subject=subject, made_at=now, disabled_at=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return User(row.id, row.name, role)


def come_by_provider(
    session: Session, provider: tuple[str, str], name: str, role: Role | None, *, now: datetime
) -> User | None:
    """The user whom the OpenID provider names by issuer and subject; None if disabled.

    Who comes for the first time gets an account of their own, by a name that nobody has: a name
    that a provider gives opens nobody else's account. With a role, the provider decides it.
    """
    _alone(session)
    issuer, subject = provider
    row = session.scalar(
        select(AccountRow).where(AccountRow.issuer == issuer, AccountRow.subject == subject)
    )
    if row is None:
        free = _free_name(session, name)
        return add_user(session, free, role or Role.READER, now, provider=provider)
    if row.disabled_at is not None:
        return None
    if role is not None and role is not row.role:
        with suppress(InputError):  # the only admin stays one
            set_role(session, row.id, role)
    return User(row.id, row.name, row.role)


def set_role(session: Session, user: int, role: Role) -> None:
    """Give a user another role, at once. Raises InputError if no admin would be left."""
    row = _account(session, user)
    if role is not Role.ADMIN:
        _keep_an_admin(session, row)
    row.role = role
    session.flush()


def set_password(session: Session, user: int, password: str) -> None:
    """Store another hash of a user's password; sessions are ended by ``end_sessions``."""
    _account(session, user).password = password
    session.flush()


def disable(session: Session, user: int, now: datetime) -> None:
    """Let a user in no more: sessions and tokens end. Raises InputError for the last admin."""
    row = _account(session, user)
    _keep_an_admin(session, row)
    row.disabled_at = row.disabled_at or now
    session.flush()
    end_sessions(session, user)
    revoke_tokens(session, user)


def enable(session: Session, user: int) -> None:
    """Let a disabled user in again, by the password or the provider as before."""
    _account(session, user).disabled_at = None
    session.flush()


def begin_session(
    session: Session, user: int, secret: str, *, browser: str, limits: SessionLimits, now: datetime
) -> int:
    """Sign a user in under a new secret; what is over of anybody's goes."""
    _alone(session)
    session.execute(
        delete(SessionRow).where(
            (SessionRow.seen_at <= now - limits.idle) | (SessionRow.began_at <= now - limits.whole)
        )
    )
    row = SessionRow(
        account_id=user, secret=stored_form(secret), began_at=now, seen_at=now,
        browser=browser[:_LONGEST_BROWSER],
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def note_session(session: Session, number: int, now: datetime) -> None:
    """Note that a session is in use."""
    session.execute(
        update(SessionRow)
        .where(SessionRow.id == number, SessionRow.seen_at < now)
        .values(seen_at=now)
    )


def end_session(session: Session, secret: str) -> None:
    """Sign out of the session with that secret, if it is there."""
    session.execute(delete(SessionRow).where(SessionRow.secret == stored_form(secret)))


def end_one(session: Session, user: int, number: int) -> None:
    """End one session of that user. Raises NotFoundError when they have no such session."""
    ended = delete(SessionRow).where(SessionRow.account_id == user, SessionRow.id == number)
    if not _deleted(session, ended):
        raise NotFoundError("That session has ended already.")


def end_sessions(session: Session, user: int, *, but: int | None = None) -> int:
    """End all sessions of a user, but that one if one is given; how many."""
    ended = delete(SessionRow).where(SessionRow.account_id == user)
    return _deleted(session, ended if but is None else ended.where(SessionRow.id != but))


def add_token(
    session: Session,
    user: int,
    name: str,
    *,
    secret: str,
    scope: Role,
    expires: datetime,
    now: datetime,
) -> int:
    """Store a program's token; its number."""
    row = TokenRow(
        account_id=user, name=name, secret=stored_form(secret), scope=scope, made_at=now,
        expires_at=expires, used_at=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def note_token(session: Session, number: int, now: datetime) -> None:
    """Note that a token was used."""
    session.execute(update(TokenRow).where(TokenRow.id == number).values(used_at=now))


def revoke_token(session: Session, user: int, number: int) -> None:
    """Make a token of that user useless. Raises NotFoundError when they have no such token."""
    gone = delete(TokenRow).where(TokenRow.account_id == user, TokenRow.id == number)
    if not _deleted(session, gone):
        raise NotFoundError("That token has been revoked already.")


def revoke_tokens(session: Session, user: int) -> int:
    """Make all tokens of a user useless; how many."""
    return _deleted(session, delete(TokenRow).where(TokenRow.account_id == user))


def begin_attempt(session: Session, name: str, address: str, now: datetime) -> timedelta | None:
    """Count an attempt to sign in before it is known whether it succeeds.

    Comes back with how long to wait where there were too many, and then counts nothing. Each
    process counts those of all, one after another.
    """
    _alone(session)
    since = now - WINDOW
    session.execute(delete(AttemptRow).where(AttemptRow.at <= since))
    key = folded(name)[:200]
    for column, value, most in (
        (AttemptRow.folded, key, PER_ACCOUNT),
        (AttemptRow.address, address, PER_ADDRESS),
    ):
        failures, oldest = session.execute(
            select(func.count(), func.min(AttemptRow.at)).where(column == value)
        ).one()
        longest = wait(failures, most, oldest, now)
        if longest is not None:
            return longest
    session.add(AttemptRow(folded=key, address=address, at=now))
    session.flush()
    return None


def forget_attempts(session: Session, name: str) -> None:
    """Forget what was tried under a name, because its owner has come in."""
    session.execute(delete(AttemptRow).where(AttemptRow.folded == folded(name)[:200]))


def begin_flow(
    session: Session, state: str, browser: str, flow: Flow, *, now: datetime, lasts: timedelta
) -> None:
    """Keep what is needed when somebody comes back from the OpenID provider."""
    session.execute(delete(FlowRow).where(FlowRow.at <= now - lasts))
    session.add(
        FlowRow(
            state=stored_form(state), browser=stored_form(browser), verifier=flow.verifier,
            nonce=flow.nonce, next=flow.next, at=now,
        )
    )  # fmt: skip
    session.flush()


def take_flow(
    session: Session, state: str, browser: str, now: datetime, lasts: timedelta
) -> Flow | None:
    """What was kept for that state, once, if the same browser is back in time."""
    row = session.execute(
        delete(FlowRow)
        .where(FlowRow.state == stored_form(state), FlowRow.browser == stored_form(browser))
        .returning(FlowRow.verifier, FlowRow.nonce, FlowRow.next, FlowRow.at)
    ).one_or_none()
    if row is None or row.at <= now - lasts:
        return None
    return Flow(row.verifier, row.nonce, row.next)


def _account(session: Session, user: int) -> AccountRow:
    _alone(session)
    row = session.get(AccountRow, user)
    if row is None:
        raise NotFoundError(f"No user has the number {user}.")
    return row


def _free_name(session: Session, name: str) -> str:
    """The name, or where somebody has it already the name with a number behind it."""
    given = tidy_name(name)
    if wrong_with_name(given):
        given = "user"
    tried, number = given, 1
    while session.scalar(select(AccountRow.id).where(AccountRow.folded == folded(tried))):
        number += 1
        tried = f"{given[: LONGEST_NAME - 10]} {number}"
    return tried


def _keep_an_admin(session: Session, row: AccountRow) -> None:
    if row.role is not Role.ADMIN or row.disabled_at is not None:
        return
    others = select(AccountRow.id).where(
        AccountRow.role == Role.ADMIN, AccountRow.disabled_at.is_(None), AccountRow.id != row.id
    )
    if session.scalar(others.limit(1)) is None:
        raise InputError(f"{row.name} is the only admin. Make another one first.")


def _alone(session: Session) -> None:
    """Until this transaction ends, no other changes accounts. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def _deleted(session: Session, statement: Delete) -> int:
    result = session.execute(statement)
    return result.rowcount if isinstance(result, CursorResult) else 0
