"""What is stored of accounts, on both databases."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from app.accounts.limits import PER_ACCOUNT, PER_ADDRESS, WINDOW, SessionLimits
from app.accounts.tokens import new_program_token, new_secret
from app.db import queries, store
from app.db.session import sessions
from app.db.store.accounts import Flow
from app.db.tables_accounts import AttemptRow, SessionRow, TokenRow
from app.domain.accounts import Role, User
from app.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LIMITS = SessionLimits.of_hours(1, 10)
HOUR = timedelta(hours=1)


def begin(session: Session, user: User, now: datetime = NOW) -> str:
    secret = new_secret()
    store.accounts.begin_session(session, user.id, secret, browser="x", limits=LIMITS, now=now)
    return secret


def make_token(session: Session, user: User, scope: Role, days: int = 1) -> str:
    secret, expires = new_program_token(), NOW + timedelta(days=days)
    store.accounts.add_token(
        session, user.id, "script", secret=secret, scope=scope, expires=expires, now=NOW
    )
    return secret


def test_a_name_is_had_once_however_it_is_spelt(session: Session) -> None:
    assert not queries.accounts.any_account(session)
    ann = store.accounts.add_user(session, " Ann  Lee", Role.EDITOR, NOW, password="hash")
    assert (ann.name, ann.role) == ("Ann Lee", Role.EDITOR)
    assert queries.accounts.any_account(session)
    with pytest.raises(InputError, match="already"):
        store.accounts.add_user(session, "ANN LEE", Role.READER, NOW)
    known = queries.accounts.secret_of(session, "ann lee")
    assert known is not None
    assert (known.user, known.password, known.disabled) == (ann, "hash", False)
    assert queries.accounts.secret_of(session, "bob") is None


def test_a_session_is_found_by_its_secret_until_it_is_over(session: Session) -> None:
    ann = store.accounts.add_user(session, "Ann", Role.READER, NOW)
    secret = begin(session, ann)
    assert secret not in session.scalars(select(SessionRow.secret)).all()
    found = queries.accounts.open_session(session, secret, LIMITS, NOW)
    assert found is not None
    assert found.user == ann
    assert queries.accounts.open_session(session, new_secret(), LIMITS, NOW) is None
    assert queries.accounts.open_session(session, secret, LIMITS, NOW + HOUR) is None

    store.accounts.note_session(session, found.id, NOW + HOUR)
    assert queries.accounts.open_session(session, secret, LIMITS, NOW + HOUR) is not None
    store.accounts.note_session(session, found.id, NOW)  # a slower process comes late
    assert queries.accounts.open_session(session, secret, LIMITS, NOW + 1.5 * HOUR) is not None
    store.accounts.note_session(session, found.id, NOW + 10 * HOUR)
    assert queries.accounts.open_session(session, secret, LIMITS, NOW + 10 * HOUR) is None


def test_what_is_over_goes_when_somebody_signs_in(session: Session) -> None:
    ann = store.accounts.add_user(session, "Ann", Role.READER, NOW)
    begin(session, ann)
    begin(session, ann, NOW + 2 * HOUR)
    assert len(session.scalars(select(SessionRow)).all()) == 1


def test_sessions_are_ended_all_but_one_or_one_of_ones_own(session: Session) -> None:
    ann = store.accounts.add_user(session, "Ann", Role.READER, NOW)
    bob = store.accounts.add_user(session, "Bob", Role.READER, NOW)
    first, second, foreign = begin(session, ann), begin(session, ann), begin(session, bob)
    kept = queries.accounts.open_session(session, second, LIMITS, NOW)
    assert kept is not None
    assert store.accounts.end_sessions(session, ann.id, but=kept.id) == 1
    assert queries.accounts.open_session(session, first, LIMITS, NOW) is None
    assert queries.accounts.open_session(session, second, LIMITS, NOW) is not None
    assert queries.accounts.open_session(session, foreign, LIMITS, NOW) is not None
    with pytest.raises(NotFoundError):
        store.accounts.end_one(session, bob.id, kept.id)
    store.accounts.end_one(session, ann.id, kept.id)
    assert queries.accounts.sessions_of(session, ann.id, LIMITS, NOW) == ()


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("scope", list(Role))
def test_a_token_may_no_more_than_its_user_now(session: Session, role: Role, scope: Role) -> None:
    store.accounts.add_user(session, "Root", Role.ADMIN, NOW)
    ann = store.accounts.add_user(session, "Ann", Role.ADMIN, NOW)
    secret = make_token(session, ann, scope)
    store.accounts.set_role(session, ann.id, role)
    found = queries.accounts.usable_token(session, secret, NOW)
    assert found is not None
    assert role.includes(found.user.role)
    assert scope.includes(found.user.role)
    assert found.user.role in {role, scope}


def test_a_token_ends_when_it_expires_or_is_revoked_or_its_user_disabled(session: Session) -> None:
    store.accounts.add_user(session, "Root", Role.ADMIN, NOW)
    ann = store.accounts.add_user(session, "Ann", Role.EDITOR, NOW)
    one, two = make_token(session, ann, Role.READER), make_token(session, ann, Role.EDITOR, 9)
    assert one not in session.scalars(select(TokenRow.secret)).all()
    later = NOW + timedelta(days=1)
    assert queries.accounts.usable_token(session, one, later) is None
    assert queries.accounts.usable_token(session, two, later) is not None
    (record,) = queries.accounts.tokens_of(session, ann.id, later)
    with pytest.raises(NotFoundError):
        store.accounts.revoke_token(session, ann.id + 1, record.id)
    store.accounts.disable(session, ann.id, NOW)
    assert queries.accounts.usable_token(session, two, NOW) is None
    store.accounts.enable(session, ann.id)
    assert queries.accounts.usable_token(session, two, NOW) is None  # it ended for good


def test_somebody_disabled_has_no_session(session: Session) -> None:
    store.accounts.add_user(session, "Root", Role.ADMIN, NOW)
    ann = store.accounts.add_user(session, "Ann", Role.EDITOR, NOW)
    secret = begin(session, ann)
    store.accounts.disable(session, ann.id, NOW)
    again = begin(session, ann)  # by a process that had checked the password before
    assert queries.accounts.open_session(session, secret, LIMITS, NOW) is None
    assert queries.accounts.open_session(session, again, LIMITS, NOW) is None


def test_one_admin_is_always_left(session: Session) -> None:
    root = store.accounts.add_user(session, "Root", Role.ADMIN, NOW)
    with pytest.raises(InputError, match="only admin"):
        store.accounts.disable(session, root.id, NOW)
    with pytest.raises(InputError, match="only admin"):
        store.accounts.set_role(session, root.id, Role.EDITOR)
    store.accounts.set_role(session, root.id, Role.ADMIN)
    other = store.accounts.add_user(session, "Other", Role.ADMIN, NOW)
    store.accounts.disable(session, other.id, NOW)
    with pytest.raises(InputError, match="only admin"):
        store.accounts.disable(session, root.id, NOW)


def test_attempts_are_counted_by_account_whether_or_not_there_is_one(session: Session) -> None:
    for number in range(PER_ACCOUNT):
        assert store.accounts.begin_attempt(session, "Nobody", f"192.0.2.{number}", NOW) is None
    waits = store.accounts.begin_attempt(session, " NOBODY ", "198.51.100.1", NOW + HOUR / 12)
    assert waits == WINDOW - HOUR / 12
    assert store.accounts.begin_attempt(session, "Other", "192.0.2.1", NOW) is None
    assert store.accounts.begin_attempt(session, "Nobody", "192.0.2.1", NOW + WINDOW) is None
    assert len(session.scalars(select(AttemptRow)).all()) == 1  # what no longer counts is gone


def test_attempts_are_counted_by_address_and_coming_in_oneself_forgives_none(
    session: Session,
) -> None:
    for number in range(PER_ADDRESS):
        assert store.accounts.begin_attempt(session, f"name {number}", "192.0.2.1", NOW) is None
    store.accounts.forget_attempts(session, "name 0")
    assert store.accounts.begin_attempt(session, "mine", "192.0.2.1", NOW) is None
    assert store.accounts.begin_attempt(session, "mine", "192.0.2.1", NOW) is not None
    assert store.accounts.begin_attempt(session, "mine", "192.0.2.2", NOW) is None


def test_attempts_at_once_are_counted_all(engine: Engine) -> None:
    together, let_in = threading.Barrier(12), []

    def attempt() -> None:
        together.wait()
        with sessions(engine, write=True) as session:
            if store.accounts.begin_attempt(session, "Ann", "192.0.2.1", NOW) is None:
                let_in.append(1)

    threads = [threading.Thread(target=attempt) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(let_in) == PER_ACCOUNT


def test_a_way_through_the_provider_is_taken_once_by_the_browser_that_began_it(
    session: Session,
) -> None:
    lasts = timedelta(minutes=10)
    state, browser, flow = new_secret(), new_secret(), Flow("verifier", "nonce", "/x")

    def take(by: str, at: datetime = NOW) -> Flow | None:
        return store.accounts.take_flow(session, state, by, at, lasts)

    store.accounts.begin_flow(session, state, browser, flow, now=NOW, lasts=lasts)
    assert take(new_secret()) is None
    assert take(browser) == flow
    assert take(browser) is None
    store.accounts.begin_flow(session, state, browser, flow, now=NOW, lasts=lasts)
    assert take(browser, NOW + lasts) is None


def test_who_comes_by_the_provider_gets_nobody_elses_account(session: Session) -> None:
    ann = store.accounts.add_user(session, "Ann", Role.ADMIN, NOW)

    def come(issuer: str, subject: str, name: str, role: Role | None = None) -> User | None:
        return store.accounts.come_by_provider(session, (issuer, subject), name, role, now=NOW)

    other = come("https://a.example", "1", "ANN")
    assert other is not None
    assert other.id != ann.id
    assert (other.name, other.role) == ("ANN 2", Role.READER)
    again = come("https://a.example", "1", "Another name", Role.EDITOR)
    assert again == User(other.id, "ANN 2", Role.EDITOR)
    third = come("https://b.example", "1", "\u202e")
    assert third is not None
    assert third.name == "user"
    store.accounts.disable(session, other.id, NOW)
    assert come("https://a.example", "1", "ANN", Role.ADMIN) is None


def test_admins_see_who_is_here(session: Session) -> None:
    ann = store.accounts.add_user(session, "ann", Role.ADMIN, NOW, password="hash")
    store.accounts.add_user(session, "Bob", Role.READER, NOW)
    begin(session, ann)
    make_token(session, ann, Role.READER)
    first, second = queries.accounts.accounts(session, LIMITS, NOW)
    assert (first.user.name, first.sessions, first.tokens, first.seen) == ("ann", 1, 1, NOW)
    assert (second.user.name, second.sessions, second.tokens, second.seen) == ("Bob", 0, 0, None)
    assert (first.has_password, second.has_password) == (True, False)
    assert queries.accounts.account_named(session, "BOB", LIMITS, NOW) == second
    assert queries.accounts.account(session, ann.id, LIMITS, NOW + HOUR).sessions == 0  # type: ignore[union-attr]
