"""A whole library from one database into another, SQLite or PostgreSQL: every table, every id.

The source is read in one state, and never written to. Each batch of rows is one transaction of the
target, with the place that it reaches (copying_state.py); so a copy that was killed goes on where
it was. What triggers would make of the rows is copied as rows, and no trigger fires. At the end
both databases are read in full and compared (copying_check.py).
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from json import JSONDecodeError
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from sqlalchemy import delete, func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from app.db import copying_postgresql, copying_sqlite, copying_state, migrate
from app.db.copying_check import compare, rows_of, snapshot
from app.db.copying_state import Place
from app.db.copying_values import as_key, as_text, fitted, shape, size
from app.db.session import open_engine, writing
from app.db.tables import DataVersionRow, Table
from app.errors import InputError, SetupError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

    from app.db.copying_check import Compared, Watch
    from app.db.copying_values import Row, Shape

AT_ONCE = 5_000  # rows of a transaction, at most
_BYTES = 16_000_000  # of a transaction, about


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy came to."""

    tables: tuple[Compared, ...]
    rows: int  # written by this call; fewer than there are where it went on with a copy
    replaced: int  # values with a character that PostgreSQL cannot hold


def open_existing(url: str) -> Engine:
    """The engine of a database that is there. Raises SetupError; makes no file."""
    path = _file(url)
    if path is not None and not path.is_file():
        raise SetupError(f"There is no database {path}.")
    return open_engine(url)


def copy(source: Engine, target: Engine, watch: Watch, at_once: int = AT_ONCE) -> Copied:
    """Copy a library into an empty database, or go on with a copy that was begun.

    The target becomes a library when all is found to be the same, and not before. Raises
    SetupError when the two cannot be copied, InputError when the target refuses a row.
    """
    _require_two(source, target)
    require_current(source)
    stopped = _sentences("The copy stopped; given again, the same command goes on")
    with stopped, snapshot(source) as reading:
        version = reading.scalars(select(DataVersionRow.number)).one()
        place = copying_state.begin(target, _name(source), version)
        copier = _Copier(reading, target, watch, at_once, place)
        copier.copy()
        with snapshot(target) as copied:
            tables = compare(reading, copied, watch)
    if all(table.same for table in tables):
        copying_state.end(target)
    return Copied(tables, copier.written, copier.replaced)


def verify(one: Engine, other: Engine, watch: Watch) -> tuple[Compared, ...]:
    """Compare two libraries, table by table. Raises SetupError when one is not up to date."""
    for engine in (one, other):
        require_current(engine)
    stopped = _sentences("The comparison stopped")
    with stopped, snapshot(one) as left, snapshot(other) as right:
        return compare(left, right, watch)


def require_current(engine: Engine) -> None:
    """Raise SetupError when it is no library of this version."""
    found, shown = migrate.current(engine), engine.url.render_as_string(hide_password=True)
    if found is None:
        raise SetupError(f"{shown} holds no library.")
    if found == migrate.UNFINISHED:
        raise SetupError(f"{shown} is {migrate.UNFINISHED_SENTENCE}")
    if found != migrate.newest():
        raise SetupError(migrate.outdated(shown, found))


def in_order() -> list[Shape]:
    """The tables so that each comes behind those that it refers to; what tells of all, last."""
    tables = Table.metadata.sorted_tables
    tables.sort(key=lambda table: table.name in copying_state.SEEDED)
    return [shape(table) for table in tables]


class _Copier:
    def __init__(
        self, reading: Connection, target: Engine, watch: Watch, at_once: int, place: Place
    ) -> None:
        self._reading = reading
        self._target = target
        self._watch = watch
        self._at_once = at_once
        self._place = place
        self._server = target.dialect.name == "postgresql"
        self.written = 0
        self.replaced = 0

    def copy(self) -> None:
        """Copy what is not there yet."""
        forms = in_order()
        names = [form.name for form in forms]
        for form in forms[names.index(self._place.table) if self._place.table else 0 :]:
            if self._place.table == form.name and not self._place.key:
                continue  # all of it is there
            self._table(form)
        with writing(self._target) as connection:
            if self._server:
                copying_postgresql.prepare(connection)
                copying_postgresql.finish(connection, forms)
            else:
                copying_sqlite.finish(connection)

    def _table(self, form: Shape) -> None:
        total = self._reading.scalar(select(func.count()).select_from(form.table)) or 0
        begun = self._place.table == form.name
        after, done = (as_key(self._place.key), self._place.rows) if begun else (None, 0)
        self._watch("Copying", form.name, done, total)
        for batch, last in self._batches(form, after):
            done += len(batch)
            self._write(form, batch, Place(form.name, as_text(form.key(last)), done))
            self._watch("Copying", form.name, done, total)
        self._write(form, [], Place(form.name, "", done))

    def _batches(self, form: Shape, after: Row | None) -> Iterator[tuple[list[Row], Row]]:
        """Rows to write, each time with the last as it is in the source."""
        batch: list[Row] = []
        taken = 0
        row: Row = ()
        for row in rows_of(self._reading, form, after):
            fit, replaced = fitted(form, row)
            self.replaced += replaced
            batch.append(fit)
            taken += size(fit)
            if len(batch) >= self._at_once or taken >= _BYTES:
                yield batch, row
                batch, taken = [], 0
        if batch:
            yield batch, row

    def _write(self, form: Shape, batch: list[Row], reached: Place) -> None:
        first = self._place.table != form.name
        with writing(self._target) as connection:
            side = copying_postgresql if self._server else copying_sqlite
            side.prepare(connection)
            copying_state.move(connection, self._place, reached)
            if first and form.name in copying_state.SEEDED:
                connection.execute(delete(form.table))
            if batch:
                side.write(connection, form, batch)
        self._place = reached
        self.written += len(batch)


@contextmanager
def _sentences(what: str) -> Iterator[None]:
    """What the databases refuse, as a sentence."""
    try:
        yield
    except (psycopg.Error, sqlite3.Error, DBAPIError, JSONDecodeError) as error:
        cause = getattr(error, "orig", None) or error
        # PostgreSQL says in further lines which value of which column it is.
        lines = str(cause).strip().splitlines() or [type(cause).__name__]
        raise InputError(f"{what}: {'; '.join(lines[:3])}.") from error


def _require_two(source: Engine, target: Engine) -> None:
    one, other = _identity(source), _identity(target)
    if None in {one, other}:
        raise SetupError("A database in memory is gone when this ends; name a file.")
    if one == other:
        raise SetupError("Both are the same database; there is nothing to copy.")


def _identity(engine: Engine) -> tuple[object, ...] | None:
    """What all addresses of one database have in common; None: it is in memory."""
    if engine.dialect.name == "sqlite":
        path = _path(engine)
        if path is None:
            return None
        return path.stat().st_dev, path.stat().st_ino
    with engine.connect() as connection:
        found = text(
            "SELECT (SELECT system_identifier FROM pg_control_system()), current_database()"
        )
        return tuple(connection.execute(found).one())


def _name(engine: Engine) -> str:
    """The address of a database without who asks: the same each time that it is copied."""
    path = _path(engine)
    if path is not None:
        return f"sqlite:///{path}"
    return engine.url.set(username=None, password=None).render_as_string()


def _path(engine: Engine) -> Path | None:
    """The file of a SQLite database."""
    if engine.dialect.name != "sqlite":
        return None
    with engine.connect() as connection:
        file = connection.exec_driver_sql("PRAGMA database_list").first()
    return Path(file[2]).resolve() if file and file[2] else None


def _file(url: str) -> Path | None:
    """The file that an address of SQLite names."""
    try:
        address = make_url(url)
    except ArgumentError:
        return None  # open_engine says what is wrong
    name = address.database
    if address.get_backend_name() != "sqlite" or not name or name.startswith((":", "file:")):
        return None
    return Path(name)
