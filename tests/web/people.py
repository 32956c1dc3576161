"""People with accounts, their sessions and tokens, for tests of what each may do."""

# ruff: noqa: ANN401 - what the client takes is passed on

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from argon2 import PasswordHasher

from app.accounts import passwords
from app.accounts.limits import SessionLimits
from app.accounts.tokens import form_token, new_program_token, new_secret
from app.db import queries, store
from app.db.session import open_engine, sessions
from app.domain.accounts import Role, User
from app.main import create_app
from tests.databases import copy_for_a_test
from tests.web.asking import TestClient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx

    from app.config import Settings

PASSWORD = "correct horse battery"
COOKIE = "onrecord"
_FIELD = re.compile(r'name="csrf_token" value="([^"]*)"')


@cache
def hashed() -> str:
    """The hash of PASSWORD, made once: it takes a tenth of a second."""
    return passwords.hashed(PASSWORD)


@contextmanager
def quick() -> Iterator[None]:
    """Within, hashes of passwords are made and compared with next to no memory and time."""
    with pytest.MonkeyPatch.context() as changed:
        cheap = PasswordHasher(time_cost=1, memory_cost=16, parallelism=1)
        changed.setattr(passwords, "_hasher", cheap)
        passwords._nobodys.cache_clear()
        yield
    passwords._nobodys.cache_clear()
    hashed.cache_clear()


def copied(settings: Settings, folder: Path, **changed: Any) -> Settings:
    """Settings that lead to a copy of a database for one test, with what is to be otherwise."""
    url = copy_for_a_test(settings.database_url, folder / "people.db")
    return settings.model_copy(update={"database_url": url, **changed})


@dataclass
class People:
    """Accounts in a database, and what they come with."""

    settings: Settings
    users: dict[str, User] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.engine = open_engine(self.settings.database_url)
        self.limits = SessionLimits.of_hours(
            self.settings.session_idle_hours, self.settings.session_hours
        )
        for role in Role:
            self.add(role.value, role)

    def add(self, name: str, role: Role) -> User:
        """Another user, whose password is PASSWORD."""
        now = datetime.now(UTC)
        with sessions(self.engine, write=True) as session:
            user = store.accounts.add_user(session, name, role, now, password=hashed())
        self.users[name] = user
        return user

    def session(self, name: str, *, began: datetime | None = None) -> str:
        """The secret of a new session."""
        secret, now = new_secret(), began or datetime.now(UTC)
        with sessions(self.engine, write=True) as session:
            store.accounts.begin_session(
                session, self.users[name].id, secret, browser="Firefox/1 Linux",
                limits=self.limits, now=now,
            )  # fmt: skip
        return secret

    def token(self, name: str, scope: Role, *, lasts: timedelta = timedelta(days=30)) -> str:
        """The secret of a new token."""
        secret, now = new_program_token(), datetime.now(UTC)
        with sessions(self.engine, write=True) as session:
            store.accounts.add_token(
                session, self.users[name].id, f"{scope} of {name}", secret=secret, scope=scope,
                expires=now + lasts, now=now,
            )  # fmt: skip
        return secret

    def sessions_of(self, name: str) -> int:
        """How many sessions a user has."""
        with sessions(self.engine) as session:
            found = queries.accounts.sessions_of(
                session, self.users[name].id, self.limits, datetime.now(UTC)
            )
        return len(found)

    def close(self) -> None:
        """Close the connections."""
        self.engine.dispose()


class Browser:
    """A client with one cookie jar, which sends forms as pages have them."""

    def __init__(self, settings: Settings, *, base: str = "http://testserver", **more: Any) -> None:
        self.client = TestClient(
            create_app(settings), base_url=base, follow_redirects=False, **more
        )

    def get(self, address: str, **more: Any) -> httpx.Response:
        """An answer to GET."""
        answer: httpx.Response = self.client.get(address, **more)
        return answer

    def post(self, address: str, data: dict[str, str] | None = None, **more: Any) -> httpx.Response:
        """An answer to a form, sent with the token of this browser's session if it has one."""
        secret = self.secret
        given = {"csrf_token": form_token(secret)} if secret else {}
        sent = {**given, **(data or {})}
        answer: httpx.Response = self.client.post(address, data=sent, **more)
        return answer

    def sign_in(
        self, name: str, password: str = PASSWORD, onward: str = "/", **more: Any
    ) -> httpx.Response:
        """The answer to the form of /sign-in, as the page gave it."""
        page = self.get("/sign-in", params={"next": onward})
        sent = {"csrf_token": form_field(page), "name": name, "password": password, "next": onward}
        answer: httpx.Response = self.client.post("/sign-in", data=sent, **more)
        return answer

    def come_as(self, secret: str) -> Browser:
        """This browser, with the cookie of a session."""
        self.client.cookies.clear()
        # As the jar files what the server sets, so that the server can take it away.
        self.client.cookies.set(COOKIE, secret, domain="testserver.local")
        return self

    @property
    def secret(self) -> str | None:
        """The cookie of the session."""
        names = (COOKIE, f"__Host-{COOKIE}")
        found = [one.value for one in self.client.cookies.jar if one.name in names]
        return found[0] if found else None


def form_field(page: httpx.Response) -> str:
    """The token in the last form of a page."""
    found = _FIELD.findall(page.text)
    return unescape(found[-1]) if found else ""
