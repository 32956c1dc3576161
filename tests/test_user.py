"""``onrecord user``: accounts from the command line, as they then hold on the pages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from app.accounts.limits import SessionLimits
from app.accounts.passwords import is_right
from app.accounts.tokens import new_program_token, new_secret
from app.cli import main
from app.db import queries, store
from app.db.session import open_engine, sessions
from app.domain.accounts import Role

if TYPE_CHECKING:
    from click.testing import Result

PASSWORD = "correct horse battery"
LIMITS = SessionLimits.of_hours(1, 1)


@pytest.fixture
def url(empty_url: str) -> str:
    return empty_url


def call(url: str, *arguments: str, given: str = "") -> Result:
    return CliRunner().invoke(main, ["user", *arguments, "--database", url], input=given)


def stored(url: str, name: str) -> queries.accounts.Secret | None:
    engine = open_engine(url)
    try:
        with sessions(engine) as session:
            return queries.accounts.secret_of(session, name)
    finally:
        engine.dispose()


def open_ones(url: str, name: str) -> tuple[int, int]:
    """How many sessions and tokens somebody has."""
    engine = open_engine(url)
    try:
        with sessions(engine) as session:
            now = datetime.now(UTC)
            found = queries.accounts.account_named(session, name, LIMITS, now)
            assert found is not None
            return found.sessions, found.tokens
    finally:
        engine.dispose()


def come_in(url: str, name: str) -> None:
    """Give somebody a session and a token."""
    engine, now = open_engine(url), datetime.now(UTC)
    known = stored(url, name)
    assert known is not None
    with sessions(engine, write=True) as session:
        number = known.user.id
        store.accounts.begin_session(
            session, number, new_secret(), browser="", limits=LIMITS, now=now
        )
        store.accounts.add_token(
            session, number, "x", secret=new_program_token(), scope=Role.READER,
            expires=now.replace(year=now.year + 1), now=now,
        )  # fmt: skip
    engine.dispose()


def test_an_account_is_made_with_a_password_that_is_asked_for_twice(url: str) -> None:
    assert "Nobody has an account." in call(url, "list").output
    made = call(url, "add", "Ann Lee", "--role", "editor", given=f"{PASSWORD}\n{PASSWORD}\n")
    assert made.exit_code == 0, made.output
    assert PASSWORD not in made.output
    known = stored(url, "ann lee")
    assert known is not None
    assert known.user.role is Role.EDITOR
    assert is_right(PASSWORD, known.password)
    assert "Ann Lee  (editor; not here lately; sessions: 0, tokens: 0)" in call(url, "list").output


def test_a_program_gives_the_password_on_standard_input(url: str) -> None:
    made = call(url, "add", "Ann", "--password-stdin", given=f"{PASSWORD}\n")
    assert made.output == "Ann may come in as reader.\n"
    assert is_right(PASSWORD, (stored(url, "Ann") or pytest.fail("not stored")).password)


@pytest.mark.parametrize(
    ("name", "password"),
    [("Ann", "short"), ("Ann", ""), ("", PASSWORD), ("a\tb\x00", PASSWORD), ("x" * 61, PASSWORD)],
)
def test_what_cannot_be_is_told_and_nothing_stored(url: str, name: str, password: str) -> None:
    refused = call(url, "add", name, "--password-stdin", given=f"{password}\n")
    assert refused.exit_code == 1
    assert refused.output.count("\n") == 1
    assert "Nobody has an account." in call(url, "list").output


def test_a_name_is_given_once(url: str) -> None:
    call(url, "add", "Ann", "--no-password")
    again = call(url, "add", "ANN", "--no-password")
    assert (again.exit_code, again.output) == (1, "There is an account called “ANN” already.\n")
    assert "no password yet" in call(url, "list").output


def test_another_password_ends_sessions_and_keeps_tokens(url: str) -> None:
    call(url, "add", "Ann", "--no-password")
    come_in(url, "Ann")
    changed = call(url, "password", "ann", "--password-stdin", given=f"{PASSWORD}\n")
    assert changed.output == (
        "Ann has another password. Sessions ended: 1.\n"
        "Tokens that still work: 1; 'onrecord user sessions end --tokens' with that name revokes"
        " them.\n"
    )
    assert open_ones(url, "Ann") == (0, 1)


def test_sessions_and_tokens_are_ended(url: str) -> None:
    call(url, "add", "Ann", "--no-password")
    come_in(url, "Ann")
    assert call(url, "sessions", "end", "Ann").output == "Ann: sessions ended: 1.\n"
    come_in(url, "Ann")
    ended = call(url, "sessions", "end", "Ann", "--tokens").output
    assert ended == "Ann: sessions ended: 1. Tokens revoked: 2.\n"
    assert open_ones(url, "Ann") == (0, 0)


def test_the_role_is_changed_and_somebody_disabled_and_enabled(url: str) -> None:
    call(url, "add", "Root", "--role", "admin", "--no-password")
    call(url, "add", "Ann", "--no-password")
    assert call(url, "role", "Ann", "admin").output == "Ann comes in as admin now.\n"
    come_in(url, "Ann")
    assert call(url, "disable", "Ann").exit_code == 0
    assert open_ones(url, "Ann") == (0, 0)
    assert "disabled" in call(url, "list").output
    refused = call(url, "disable", "Root")
    assert (refused.exit_code, "only admin" in refused.output) == (1, True)
    assert call(url, "enable", "Ann").output == "Ann may come in again as admin.\n"
    assert call(url, "disable", "Root").exit_code == 0


@pytest.mark.parametrize(
    "command", [("role", "Bob", "admin"), ("password", "Bob"), ("disable", "Bob"),
                ("enable", "Bob"), ("sessions", "end", "Bob")],
)  # fmt: skip
def test_nobody_of_that_name_is_told(url: str, command: tuple[str, ...]) -> None:
    refused = call(url, *command)
    assert refused.exit_code == 1
    assert "Nobody is called “Bob”" in refused.output
