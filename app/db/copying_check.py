"""Whether two libraries hold the same: for each table the number of its rows and a hash of them.

The hash is made here, of the rows in the order of their keys, so it is the same for equal rows
whichever database they are in. Full text, which each database makes itself, is not compared.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import func, select

from app.db import copying_postgresql, copying_sqlite
from app.db.copying_values import fitted, shape, told
from app.db.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

    from app.db.copying_values import Row, Shape

_OFTEN = 1_000  # rows after which it is told how far it is


class Watch(Protocol):
    """Who is told how far it is."""

    def __call__(self, doing: str, table: str, rows: int, of: int, /) -> None:
        """So many rows of a table are done."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a table holds: equal for equal rows."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A table of two databases."""

    table: str
    one: Summary
    other: Summary

    @property
    def same(self) -> bool:
        """Whether they hold the same rows."""
        return self.one == self.other


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the database, for as long as it takes."""
    server = engine.dialect.name == "postgresql"
    if server:
        engine = engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
    with engine.connect() as connection, connection.begin():
        if server:
            copying_postgresql.prepare(connection)
        yield connection


def rows_of(connection: Connection, form: Shape, after: Row | None = None) -> Iterator[Row]:
    """The rows of a table in the order of its key, from behind a key on."""
    if connection.dialect.name == "postgresql":
        return copying_postgresql.rows(connection, form, after)
    return copying_sqlite.rows(connection, form, after)


def compare(one: Connection, other: Connection, watch: Watch) -> tuple[Compared, ...]:
    """Read both in full, table by table."""
    return tuple(
        Compared(
            table.name,
            _summary(one, shape(table), watch, "Reading"),
            _summary(other, shape(table), watch, "Comparing"),
        )
        for table in Table.metadata.sorted_tables
    )


def _summary(connection: Connection, form: Shape, watch: Watch, doing: str) -> Summary:
    total = connection.scalar(select(func.count()).select_from(form.table)) or 0
    hashed = sha256()
    rows = 0
    watch(doing, form.name, 0, total)
    for row in rows_of(connection, form):
        fit, _ = fitted(form, row)
        hashed.update(told(form, fit))
        rows += 1
        if rows % _OFTEN == 0:
            watch(doing, form.name, rows, total)
    watch(doing, form.name, rows, total)
    return Summary(rows, hashed.hexdigest())
