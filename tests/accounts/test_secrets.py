from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.accounts import limits, passwords, tokens
from app.accounts.names import folded, tidy_name, wrong_with_name, wrong_with_password

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_password_is_right_however_its_accents_are_composed_and_no_other_is() -> None:
    stored = passwords.hashed("caf\u00e9 au lait, s'il")
    assert stored.startswith("$argon2id$")
    assert passwords.is_right("cafe\u0301 au lait, s'il", stored)
    assert not passwords.is_right("cafe au lait, s'il", stored)
    assert not passwords.is_outdated(stored)


@pytest.mark.parametrize("stored", [None, "", "plain", "$argon2id$v=19$broken"])
def test_nothing_is_the_password_of_an_account_without_one(stored: str | None) -> None:
    assert not passwords.is_right("nobody's", stored)
    assert not passwords.is_right("", stored)


def test_a_hash_with_older_parameters_is_outdated() -> None:
    weak = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$WyLwAkGUX6P4y4PzQUGQgUiCFjLwrpeX"
    assert passwords.is_outdated(weak)


def test_a_form_token_is_new_each_time_and_of_one_session_only() -> None:
    session, other = tokens.new_secret(), tokens.new_secret()
    given = {tokens.form_token(session) for _ in range(20)}
    assert len(given) == 20
    assert all(tokens.is_form_token(one, session) for one in given)
    assert not any(tokens.is_form_token(one, other) for one in given)


@pytest.mark.parametrize("token", ["", "x", "é", "A" * 88, "=" * 88, "A" * 4000])
def test_a_forged_form_token_is_none(token: str) -> None:
    assert not tokens.is_form_token(token, tokens.new_secret())


def test_a_bit_flipped_in_a_form_token_makes_it_worthless() -> None:
    session = tokens.new_secret()
    token = tokens.form_token(session)
    for place in range(0, len(token) - 2, 7):
        other = "A" if token[place] != "A" else "B"
        assert not tokens.is_form_token(token[:place] + other + token[place + 1 :], session)


def test_secrets_are_long_and_stored_as_something_else() -> None:
    made = {tokens.new_secret() for _ in range(100)}
    assert len(made) == 100
    for one in (*made, tokens.new_program_token()):
        assert tokens.is_well_formed(one)
        assert one not in tokens.stored_form(one)
    for bad in ("", "x" * 42, "x" * 44, "onr_" + "x" * 42 + "!", "x" * 43 + "\n"):
        assert not tokens.is_well_formed(bad)


def test_a_session_ends_unused_or_old() -> None:
    bounds = limits.SessionLimits.of_hours(1, 10)
    hour, minute = timedelta(hours=1), timedelta(minutes=1)
    assert not bounds.is_over(NOW - 9 * hour, NOW - 59 * minute, NOW)
    assert bounds.is_over(NOW - 9 * hour, NOW - hour, NOW)
    assert bounds.is_over(NOW - 10 * hour, NOW, NOW)
    assert not bounds.notes_use(NOW - minute, NOW)
    assert bounds.notes_use(NOW - 5 * minute, NOW)


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        (None, "unknown"),
        ("testclient", "unknown"),
    ],
)
def test_one_line_counts_as_one_address(host: str | None, counted: str) -> None:
    assert limits.from_where(host) == counted


def test_names_are_one_in_every_spelling() -> None:
    assert tidy_name("  Ann \u00a0 Lee ") == "Ann Lee"
    assert folded("ＡＮＮ  lee") == folded("Ann Lee")
    assert wrong_with_name("Ann Lee") is None
    for bad in ("", "x" * 61, "a\u202eb", "a\x00b", "!!!"):
        assert wrong_with_name(bad)


@pytest.mark.parametrize(
    "password", ["short", "x" * 201, "abababababababab", "my name is ann lee", ""]
)
def test_a_bad_password_is_told_why(password: str) -> None:
    assert wrong_with_password(password, "Ann Lee")


def test_a_few_words_are_a_good_password() -> None:
    assert wrong_with_password("correct horse battery", "Ann Lee") is None
