"""Databases of one kind for tests: new ones, and copies of what was filled once.

What a test reads is filled once in each process and kind of database; a test that writes has a
copy to itself. The copies of one test are gone when it ends.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import psycopg
from sqlalchemy import event, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import Pool

from app.db.migrate import upgrade
from app.db.session import open_engine, writing
from benchmarks import library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.postgresql import Cluster

_MADE: dict[str, Databases] = {}  # by address
_OF_A_TEST: list[str] = []
_CONNECTIONS: defaultdict[str, list[psycopg.Connection[Any]]] = defaultdict(list)


@event.listens_for(Pool, "connect")
def _note(connection: object, _record: object) -> None:
    """Remember who is connected, so that a database can be copied and dropped.

    An app that a test opens keeps its connections until it is collected; the server has few.
    """
    if isinstance(connection, psycopg.Connection):
        _CONNECTIONS[connection.info.dbname].append(connection)


@dataclass
class Databases:
    """Makes databases of one kind. What it returns are addresses."""

    folder: Path
    cluster: Cluster | None = None  # of SQLite there is none
    _templates: dict[object, str] = field(default_factory=dict)
    _copied_from: dict[str, str] = field(default_factory=dict)
    _made: int = 0

    @property
    def kind(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return "sqlite" if self.cluster is None else "postgresql"

    def empty(self) -> str:
        """A database without tables."""
        self._made += 1
        if self.cluster is None:
            address = f"sqlite:///{self.folder}/{self._made}.db"
        else:
            address = self.cluster.url(self.cluster.create())
        return self._noted(address)

    def migrated(self) -> str:
        """A database with all tables and no rows."""
        return self.filled(_with_tables)

    def filled(self, fill: Callable[..., object], *arguments: object) -> str:
        """A database as ``fill(its address, *arguments)`` leaves it, which is called once.

        It may begin without tables.
        """
        key = (fill, *arguments)
        if key not in self._templates:
            address = self.empty() if fill is _with_tables else self.migrated()
            fill(address, *arguments)
            _close(address)
            self._templates[key] = address
        return self._copy(self._templates[key])

    def copy(self, address: str, file: Path | None = None) -> str:
        """A copy of a database of ``filled``, as that was filled; of SQLite as this file."""
        return self._copy(self._copied_from[address], file)

    def drop(self, address: str) -> None:
        """Remove a database; who is still connected is cut off."""
        _close(address)
        if self.cluster is not None and self.cluster.socket.exists():  # after the last test: gone
            self.cluster.drop(str(make_url(address).database))
        del _MADE[address]

    def _copy(self, template: str, file: Path | None = None) -> str:
        self._made += 1
        if self.cluster is None:
            file = file or self.folder / f"{self._made}.db"
            shutil.copy(str(make_url(template).database), file)
            address = f"sqlite:///{file}"
        else:
            address = self.cluster.url(self.cluster.create(str(make_url(template).database)))
        self._copied_from[address] = template
        return self._noted(address)

    def _noted(self, address: str) -> str:
        _MADE[address] = self
        return address


def copy_for_a_test(address: str, file: Path) -> str:
    """A copy of a database that one of Databases filled, which is gone after this test.

    ``file``: where it lies if it is one of SQLite.
    """
    return drop_after_test(_MADE[address].copy(address, file))


def drop_after_test(address: str) -> str:
    """The same address, of a database that is gone after this test."""
    _OF_A_TEST.append(address)
    return address


def drop_copies() -> None:
    """Remove the copies of the test that has ended."""
    while _OF_A_TEST:
        address = _OF_A_TEST.pop()
        _MADE[address].drop(address)


def invent(address: str, statements: int, actors: int, outlets: int) -> None:
    """Fill a database with invented articles, always the same."""
    engine = open_engine(address)
    library.fill(engine, statements, actors, outlets)
    engine.dispose()


def change(address: str, statement: str, **values: object) -> None:
    """Change a database behind the back of who serves it; nothing counts it as a write."""
    engine = open_engine(address)
    with writing(engine) as connection:
        connection.execute(text(statement), values)
    engine.dispose()


def _with_tables(address: str) -> None:
    engine = open_engine(address)
    upgrade(engine)
    engine.dispose()


def _close(address: str) -> None:
    """Close this process's connections to a database of a server."""
    url = make_url(address)
    if url.get_backend_name() == "postgresql":
        for connection in _CONNECTIONS.pop(str(url.database), ()):
            connection.close()
