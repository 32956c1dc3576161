"""``onrecord user``: who has an account. Whoever may run this may do everything anyway."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import click

from app.accounts import passwords
from app.accounts.limits import SessionLimits
from app.accounts.names import tidy_name, wrong_with_name, wrong_with_password
from app.cli.options import database_option, settings
from app.db import migrate, queries, store
from app.db.session import open_engine, sessions
from app.domain.accounts import Role
from app.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from app.domain.accounts import AccountRecord

role_option = click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.READER.value,
    show_default=True,
    help="What the user may do: each what the one before may, and more.",
)
stdin_option = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input, one line."
)


class _Open(NamedTuple):
    """A session that writes, and what is asked of it."""

    session: Session
    limits: SessionLimits
    now: datetime

    def named(self, name: str) -> AccountRecord:
        """The account of that name. Raises InputError when there is none."""
        found = queries.accounts.account_named(self.session, name, self.limits, self.now)
        if found is None:
            raise InputError(f"Nobody is called “{name}”; 'onrecord user list' shows who is.")
        return found


@click.group
def command() -> None:
    """Give people accounts. Without any, everybody may read and nobody may change."""


@command.command("add")
@click.argument("name")
@role_option
@stdin_option
@click.option(
    "--no-password", is_flag=True, help="Make the account now; 'password' lets its user in later."
)
@database_option
def add(
    name: str, role: str, database: str | None, *, password_stdin: bool, no_password: bool
) -> None:
    """Give NAME an account. The password is asked for."""
    name = tidy_name(name)
    wrong = wrong_with_name(name)
    if wrong:
        raise InputError(wrong)
    hashed = None if no_password else _password(name, from_stdin=password_stdin)
    with _opened(database) as here:
        user = store.accounts.add_user(here.session, name, Role(role), here.now, password=hashed)
    click.echo(f"{user.name} may come in as {user.role}.")


@command.command("list")
@database_option
def list_users(database: str | None) -> None:
    """List who has an account."""
    with _opened(database) as here:
        found = queries.accounts.accounts(here.session, here.limits, here.now)
    for one in found:
        parts = [one.user.role.value]
        if one.disabled:
            parts.append(f"disabled {one.disabled:%Y-%m-%d}")
        parts.append(f"last here {one.seen:%Y-%m-%d %H:%M} UTC" if one.seen else "not here lately")
        parts.append(f"sessions: {one.sessions}, tokens: {one.tokens}")
        if one.provider:
            parts.append(f"by {one.provider}")
        elif not one.has_password:
            parts.append("no password yet")
        click.echo(f"{one.user.name}  ({'; '.join(parts)})")
    if not found:
        click.echo("Nobody has an account. onrecord user add NAME --role admin makes the first.")


@command.command("role")
@click.argument("name")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@database_option
def change_role(name: str, role: str, database: str | None) -> None:
    """Make NAME a reader, an editor or an admin, from the next page on."""
    with _opened(database) as here:
        user = here.named(name).user
        store.accounts.set_role(here.session, user.id, Role(role))
    click.echo(f"{user.name} comes in as {role} now.")


@command.command("password")
@click.argument("name")
@stdin_option
@database_option
def change_password(name: str, database: str | None, *, password_stdin: bool) -> None:
    """Give NAME another password, which ends all sessions; it is asked for."""
    with _opened(database) as here:
        user = here.named(name).user
    hashed = _password(user.name, from_stdin=password_stdin)
    with _opened(database) as here:
        store.accounts.set_password(here.session, user.id, hashed)
        store.accounts.forget_attempts(here.session, user.name)
        ended = store.accounts.end_sessions(here.session, user.id)
        tokens = here.named(name).tokens
    click.echo(f"{user.name} has another password. Sessions ended: {ended}.")
    if tokens:
        click.echo(
            f"Tokens that still work: {tokens};"
            " 'onrecord user sessions end --tokens' with that name revokes them."
        )


@command.command("disable")
@click.argument("name")
@database_option
def disable(name: str, database: str | None) -> None:
    """Let NAME in no more, from now on. What they decided keeps their name."""
    with _opened(database) as here:
        user = here.named(name).user
        store.accounts.disable(here.session, user.id, here.now)
    click.echo(f"{user.name} is disabled; sessions and tokens have ended.")


@command.command("enable")
@click.argument("name")
@database_option
def enable(name: str, database: str | None) -> None:
    """Let NAME in again."""
    with _opened(database) as here:
        user = here.named(name).user
        store.accounts.enable(here.session, user.id)
    click.echo(f"{user.name} may come in again as {user.role}.")


@command.group("sessions")
def sessions_group() -> None:
    """Where users are signed in."""


@sessions_group.command("end")
@click.argument("name")
@click.option("--tokens", is_flag=True, help="Revoke the tokens of their programs too.")
@database_option
def end_sessions(name: str, database: str | None, *, tokens: bool) -> None:
    """Sign NAME out everywhere."""
    with _opened(database) as here:
        user = here.named(name).user
        ended = store.accounts.end_sessions(here.session, user.id)
        revoked = store.accounts.revoke_tokens(here.session, user.id) if tokens else 0
    told = f" Tokens revoked: {revoked}." if tokens else ""
    click.echo(f"{user.name}: sessions ended: {ended}.{told}")


@contextmanager
def _opened(database: str | None) -> Iterator[_Open]:
    chosen = settings(database)
    engine = open_engine(chosen.database_url)
    try:
        migrate.upgrade(engine)
        with sessions(engine, write=True) as session:
            limits = SessionLimits.of_hours(chosen.session_idle_hours, chosen.session_hours)
            yield _Open(session, limits, datetime.now(UTC))
    finally:
        engine.dispose()


def _password(name: str, *, from_stdin: bool) -> str:
    """The hash of a password that was given twice, or once by a program."""
    if from_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    wrong = wrong_with_password(password, name)
    if wrong:
        raise InputError(wrong)
    return passwords.hashed(password)
