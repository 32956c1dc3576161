"""User: who may do what here, and how they come in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Role(StrEnum):
    """What a user may do; each may do what the one before may."""

    READER = "reader"
    EDITOR = "editor"
    ADMIN = "admin"

    def includes(self, other: Role) -> bool:
        """Whether this role may do what the other may."""
        order = tuple(Role)
        return order.index(self) >= order.index(other)


class Interface(StrEnum):
    """By which way something is done."""

    WEB = "web"
    API = "api"
    COMMAND = "command line"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class User:
    """Somebody with an account."""

    id: int
    name: str  # unique, as it is shown beside what they decide
    role: Role


@dataclass(frozen=True, slots=True)
class By:
    """Who decides something, and by which way."""

    user: int | None  # id; None: the command line of whoever runs the server
    name: str
    interface: Interface

    @property
    def decided_by(self) -> str:
        """As statements, positions and matches name it; never begins as the machine's name does."""
        return f"editor {self.name}"


@dataclass(frozen=True, slots=True)
class AccountRecord:
    """An account as admins see it."""

    user: User
    made: datetime
    disabled: datetime | None
    has_password: bool
    provider: str | None  # the address of the OpenID provider by which its user comes in
    sessions: int  # open ones
    tokens: int  # of programs, that can be used
    seen: datetime | None  # last, in a session or by a token


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A session as its user sees it."""

    id: int
    began: datetime
    seen: datetime
    browser: str  # as it named itself


@dataclass(frozen=True, slots=True)
class TokenRecord:
    """A program's token, without its secret, which nobody can be shown again."""

    id: int
    name: str
    scope: Role  # what it may do at most; never more than its user
    made: datetime
    expires: datetime
    used: datetime | None
