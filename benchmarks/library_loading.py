"""Many rows into an empty library at once: indexes and triggers are made again when all is there.

What triggers would have made of the rows is made by one statement each: that of the migration
which filled the table (its PLACE or FILL), full text by its own rebuilding. While it loads, the
database's revision is one that no program knows, so that nobody takes what a killed load leaves
for a library.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol, cast

from alembic.migration import MigrationContext
from alembic.operations import Operations
from psycopg.sql import SQL, Identifier

from app.db import migrate
from app.db.migrate import _scripts
from benchmarks.library_rows import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg
    from sqlalchemy import Engine

    from benchmarks.library_rows import Row, Rows

# Of the queue's migrations those whose rules library_rows.py follows.
_KNOWN = {"0010"}
# Who has said less than that is no busy actor, and only many reports are a reason by themselves.
_NOT_MANY = """
UPDATE queue_item SET reasons = reasons - 1, rank = rank + 16384
WHERE 16383 - rank % 16384 < 3 AND actor_id IN
  (SELECT actor_id FROM statement GROUP BY actor_id HAVING count(*) < 50)"""
_LOADING = "loading a library"
_QUEUE = "queue_item"
_CACHE = 256 * 1024  # KiB
_MEMORY = "256MB"  # of a server, while it makes an index


class Loader(Protocol):
    """Writes rows, and nothing of what follows from them until the end."""

    def write(self, rows: Rows) -> None:
        """Write rows, by table."""

    def finish(self) -> None:
        """Make all that follows from the rows, and what was taken away."""


@contextmanager
def loading(engine: Engine) -> Iterator[Loader]:
    """What writes into this database, which is empty and migrated; at the end all is in place."""
    fillings = _fillings(engine)
    engine.dispose()  # SQLite's settings need the file for themselves
    held = engine.raw_connection()
    try:
        raw = held.driver_connection
        loader: Loader
        if isinstance(raw, sqlite3.Connection):
            loader = _InFile(raw, fillings)
        else:
            loader = _OnServer(cast("psycopg.Connection[Row]", raw), fillings)
        yield loader
        loader.finish()
    finally:
        held.invalidate()  # nobody else gets it with its settings


def _fillings(engine: Engine) -> dict[str, str]:
    """The statements by which migrations fill tables with what follows from others, by table.

    But for those of which the rows are made with the others, by the same rules.
    """
    found: dict[str, str] = {}
    with (
        engine.connect() as connection,
        Operations.context(MigrationContext.configure(connection)),
    ):
        for script in _scripts().walk_revisions():  # the newest first
            module = script.module
            if hasattr(module, "PLACE"):
                sql = str(module._sql(module.PLACE, "1 = 1"))  # noqa: SLF001
            elif hasattr(module, "FILL"):
                sql = str(module.FILL)
            else:
                continue
            found.setdefault(sql.split()[2], sql if script.revision not in _KNOWN else "")
    if not found[_QUEUE]:
        found["few statements"] = _NOT_MANY
    return found


class _InFile:
    """SQLite: no journal, a large cache, no checks."""

    def __init__(self, raw: sqlite3.Connection, fillings: dict[str, str]) -> None:
        self._raw = raw
        self._fillings = fillings
        for setting in (
            "query_only=OFF", "foreign_keys=OFF", "ignore_check_constraints=ON",
            "journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE",
            "threads=2", f"cache_size=-{_CACHE}",
        ):  # fmt: skip
            raw.execute(f"PRAGMA {setting}")
        raw.execute("UPDATE alembic_version SET version_num = ?", (_LOADING,))
        # In the order in which they were made.
        self._taken = raw.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_master"
            " WHERE type IN ('trigger', 'index') AND sql IS NOT NULL ORDER BY rowid"
        ).fetchall()
        for kind, name, *_ in self._taken:
            raw.execute(f'DROP {kind} "{name}"')
        raw.execute("BEGIN")  # to the end: without a journal a commit only writes pages early

    def write(self, rows: Rows) -> None:
        """Write rows."""
        for table, some in rows.items():
            if self._fillings.get(table):
                continue
            columns = ", ".join(f'"{name}"' for name in COLUMNS[table])
            places = ", ".join("?" * len(COLUMNS[table]))
            sql = f'INSERT INTO "{table}" ({columns}) VALUES ({places})'  # noqa: S608 - our own names
            self._raw.executemany(sql, some)

    def finish(self) -> None:
        """Make everything else, and the file a library."""
        self._raw.execute("COMMIT")
        self._make("index", of_queue=False)
        for sql in filter(None, self._fillings.values()):
            self._raw.execute(sql)
        self._make("index", of_queue=True)
        words = self._raw.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
            " AND sql LIKE 'CREATE VIRTUAL TABLE%fts5%content=%' ORDER BY name"
        ).fetchall()
        for (name,) in words:
            self._raw.execute(f"INSERT INTO {name}({name}) VALUES ('rebuild')")  # noqa: S608
        self._make("trigger", of_queue=False)
        self._make("trigger", of_queue=True)
        self._raw.execute("UPDATE data_version SET number = number + 1")
        self._raw.execute("UPDATE alembic_version SET version_num = ?", (migrate.newest(),))
        self._raw.execute("ANALYZE")
        for setting in ("locking_mode=NORMAL", "journal_mode=WAL"):
            self._raw.execute(f"PRAGMA {setting}").fetchall()

    def _make(self, wanted: str, *, of_queue: bool) -> None:
        for kind, _, table, sql in self._taken:
            if kind == wanted and (table == _QUEUE) == of_queue:
                self._raw.execute(sql)


class _OnServer:
    """PostgreSQL: COPY into tables without indexes, keys and triggers."""

    def __init__(self, raw: psycopg.Connection[Row], fillings: dict[str, str]) -> None:
        raw.rollback()
        raw.autocommit = True
        self._raw = raw
        self._fillings = fillings
        for setting in (
            "timezone = 'UTC'", "statement_timeout = 0", "synchronous_commit = off", "jit = off",
            f"maintenance_work_mem = '{_MEMORY}'", "session_replication_role = origin",
        ):  # fmt: skip
            raw.execute(cast("Any", f"SET {setting}"))
        raw.execute("UPDATE alembic_version SET version_num = %s", (_LOADING,))
        tables = list(COLUMNS)
        # Keys that others refer to are made first, and taken last.
        self._keys: list[tuple[str, str, str]] = raw.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)"
            " FROM pg_constraint WHERE contype IN ('p', 'u', 'f')"
            " AND (conrelid::regclass::text = ANY(%(tables)s)"
            "  OR confrelid <> 0 AND confrelid::regclass::text = ANY(%(tables)s))"
            " ORDER BY contype = 'f', conrelid, conname",
            {"tables": [f'"{one}"' if one == "position" else one for one in tables]},
        ).fetchall()  # type: ignore[assignment]
        self._indexes: list[tuple[str, str, str]] = raw.execute(
            "SELECT i.tablename, i.indexname, i.indexdef FROM pg_indexes i"
            " WHERE i.schemaname = current_schema() AND i.tablename = ANY(%s) AND NOT EXISTS"
            " (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname"
            "  AND c.contype IN ('p', 'u')) ORDER BY i.indexname",
            (tables,),
        ).fetchall()  # type: ignore[assignment]
        for table in tables:
            raw.execute(SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(Identifier(table)))
        for table, name, _ in reversed(self._keys):
            raw.execute(cast("Any", f'ALTER TABLE {table} DROP CONSTRAINT "{name}"'))
        for _, name, _ in self._indexes:
            raw.execute(SQL("DROP INDEX {}").format(Identifier(name)))

    def write(self, rows: Rows) -> None:
        """Write rows, each table's in one transaction."""
        for table, some in rows.items():
            if self._fillings.get(table):
                continue
            columns = SQL(", ").join(Identifier(name) for name in COLUMNS[table])
            told = SQL("COPY {} ({}) FROM STDIN").format(Identifier(table), columns)
            with self._raw.cursor() as cursor, cursor.copy(told) as copy:
                copy.write("".join(map(_line, some)))

    def finish(self) -> None:
        """Make everything else, and the database a library."""
        self._make_keys(of_queue=False, foreign=False)
        self._make_indexes(of_queue=False)
        self._raw.execute("ANALYZE")
        for sql in filter(None, self._fillings.values()):
            self._raw.execute(cast("Any", sql))
        self._make_keys(of_queue=True, foreign=False)
        self._make_indexes(of_queue=True)
        for of_queue in (False, True):
            self._make_keys(of_queue=of_queue, foreign=True)
        for table in COLUMNS:
            told = SQL("ALTER TABLE {} ENABLE TRIGGER USER")
            self._raw.execute(told.format(Identifier(table)))
        # Revisions are numbered here and not by their sequence.
        self._raw.execute(
            "SELECT setval(pg_get_serial_sequence('revision', 'id'), max(id)) FROM revision"
            " HAVING max(id) > 0"
        )
        self._raw.execute("UPDATE data_version SET number = number + 1")
        self._raw.execute("UPDATE alembic_version SET version_num = %s", (migrate.newest(),))
        self._raw.execute("VACUUM ANALYZE")  # as autovacuum does within a minute

    def _make_keys(self, *, of_queue: bool, foreign: bool) -> None:
        for table, name, sql in self._keys:
            is_foreign = sql.startswith("FOREIGN")
            if is_foreign == foreign and (table == _QUEUE) == of_queue:
                told = f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {sql}'
                self._raw.execute(cast("Any", told))

    def _make_indexes(self, *, of_queue: bool) -> None:
        for table, _, sql in self._indexes:
            if (table == _QUEUE) == of_queue:
                self._raw.execute(cast("Any", sql))


def _line(row: Row) -> str:
    """A row as COPY reads it."""
    values = ["\\N" if one is None else str(one) for one in row]
    line = "\t".join(values)
    if line.count("\t") != len(values) - 1 or "\n" in line or "\\" in line.replace("\\N", ""):
        line = "\t".join(
            "\\N"
            if one is None
            else str(one).replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
            for one in row
        )
    return f"{line}\n"
