"""Engines: how each kind of database is connected to; for sessions that write, and for readers.

Readers have connections of their own. Each is in a transaction that can only read from the moment
it is taken from its pool until it is given back, so that no session has to ask for that, and the
beginning of the transaction is also what shows that a kept connection still leads somewhere.
"""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from sqlalchemy import create_engine, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import StaticPool

from app.db.columns import to_json
from app.db.padding import pad_lists
from app.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import URL, Connection, Engine

    from app.db.bounds import Bounds

WRITES = "onrecord_writes"  # the option of a connection, or of an engine, that tells who writes
# How long one process waits for another's writing to end, in seconds. A save takes milliseconds;
# this is for a migration, or a disk that sleeps.
_PATIENCE = 60
_SQLITE = (3, 35, 0)  # RETURNING; NULLS LAST and FILTER are older
_QUERY_ONLY = "onrecord_query_only"  # what a connection to SQLite was told last
# How many steps of SQLite's machine are between two looks at the clock: some 10 ms. Each look
# waits for the interpreter, so it is not to happen within queries as pages have them.
_STEPS = 1_000_000
# Texts of queries that a reader's connection keeps prepared: all pages together have some 150.
_PREPARED = 250
_WRITERS = 5  # connections of a server's process on which is written, at most
_LOCK = 5  # seconds that a reader waits for a lock: only a migration takes one that hinders it
_IDLE = 300  # seconds that a reader may ask nothing: who takes a file away may have a slow line
_PASSWORD_FILE = "password_file"  # noqa: S105 - in an address; the name of a file, no password
_THRESHOLD = "prepare_threshold"
# A page's query joins up to eleven tables, those of its subqueries included. Of more than eight the
# server by default plans some apart, so that it joins whole tables and only then looks which rows
# were chosen; of twelve or more it no longer looks for the best plan (geqo).
_PLANNING = "SET join_collapse_limit = 11; SET from_collapse_limit = 11"
_BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"  # a page's queries agree
# A host that went without a word is noticed within a minute, and not after two hours.
_ALIVE = {
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,  # milliseconds
}


def sqlite_engines(address: URL, bounds: Bounds | None) -> tuple[Engine, Engine | None]:
    """The engine that writes and the one that reads; one for both where all is in memory.

    Raises SetupError when there can be no such file.
    """
    if sqlite3.sqlite_version_info < _SQLITE:
        needed = ".".join(map(str, _SQLITE))
        raise SetupError(
            f"This Python has SQLite {sqlite3.sqlite_version}; On Record needs {needed} or later,"
            " or PostgreSQL."
        )
    if address.database in {None, "", ":memory:"}:
        single = create_engine(
            address,
            json_serializer=to_json,
            poolclass=StaticPool,
            connect_args={"check_same_thread": False},
        )
        event.listen(single, "connect", _prepare)
        event.listen(single, "begin", _begin)
        return single, None
    waits = {"timeout": _PATIENCE}
    engine = create_engine(address, json_serializer=to_json, connect_args=waits, **_writers(bounds))
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    readers = create_engine(
        address,
        json_serializer=to_json,
        connect_args={**waits, "factory": TimedConnection, "cached_statements": _PREPARED},
        execution_options={WRITES: False},
        **_readers(bounds),
    )
    event.listen(readers, "connect", _prepare)
    event.listen(readers, "connect", _only_read(bounds.query if bounds else None))
    event.listen(readers, "checkout", _begin_reading_file)
    pad_lists(readers)
    return engine, readers


def server_engines(address: URL, bounds: Bounds | None, name: str) -> tuple[Engine, Engine]:
    """The engine that writes and the one that reads; ``name`` is what the server sees of each.

    Raises SetupError when the address holds what cannot be.
    """
    file = address.query.get(_PASSWORD_FILE)
    threshold = address.query.get(_THRESHOLD)
    bare = address.difference_update_query([_PASSWORD_FILE, _THRESHOLD])
    told: dict[str, Any] = {"connect_timeout": 10, **_ALIVE}
    told = {key: value for key, value in told.items() if key not in address.query}
    if threshold is not None:
        told[_THRESHOLD] = _number_or_none(str(threshold))

    def made(what: str, **options: Any) -> Engine:  # noqa: ANN401 - of create_engine
        named = {} if _is_named(address) else {"application_name": f"{name} {what}"}
        engine = create_engine(bare, json_serializer=to_json, connect_args=told | named, **options)
        event.listen(engine, "connect", _plan)
        if file is not None:
            event.listen(engine, "do_connect", _gives(str(file)))
        return engine

    engine = made("writes", pool_pre_ping=True, **_writers(bounds))
    readers = made("reads", execution_options={WRITES: False}, **_readers(bounds))
    event.listen(readers, "connect", _begins_by_itself)
    event.listen(readers, "checkout", _begin_reading(_beginning(bounds)))
    pad_lists(readers)
    return engine, readers


def beginning_without_end(query: float) -> tuple[str, str]:
    """What lets a reader's transaction on a server take its time, and what ends that."""
    return "SET LOCAL statement_timeout = 0", f"SET LOCAL statement_timeout = {_ms(query)}"


class Clock:
    """How long a query may take, and since when it does."""

    __slots__ = ("limit", "since")

    def __init__(self, limit: float | None) -> None:
        self.limit = limit  # seconds; None: as long as it takes
        self.since = 0.0

    def is_over(self) -> bool:
        """Whether the time is over; what makes SQLite stop."""
        return self.limit is not None and time.monotonic() - self.since > self.limit


class TimedConnection(sqlite3.Connection):
    """A connection to SQLite that tells its clock when a query begins."""

    clock: Clock | None = None

    def cursor(self, *given: Any, **named: Any) -> Any:  # noqa: ANN401 - as sqlite3 has it
        """A cursor; SQLAlchemy takes one for each query."""
        if self.clock is not None:
            self.clock.since = time.monotonic()
        return super().cursor(*given, **named)


def _writers(bounds: Bounds | None) -> dict[str, Any]:
    if bounds is None:
        return {}
    # Who waits for one behind others that write waits as long as these may.
    options = {"pool_size": _WRITERS, "max_overflow": 0, "pool_timeout": _PATIENCE}
    return {**options, "pool_use_lifo": True, "pool_recycle": bounds.kept}


def _readers(bounds: Bounds | None) -> dict[str, Any]:
    if bounds is None:
        return {"pool_use_lifo": True}
    return {
        "pool_size": bounds.connections,
        "max_overflow": bounds.more,
        "pool_timeout": bounds.wait,
        "pool_recycle": bounds.kept,
        "pool_use_lifo": True,  # few connections that know much, and the others rest
    }


def _begin_reading_file(connection: sqlite3.Connection, _record: object, _proxy: object) -> None:
    connection.execute("BEGIN")


def _only_read(limit: float | None) -> Callable[[TimedConnection, object], None]:
    def tell(connection: TimedConnection, _record: object) -> None:
        connection.execute("PRAGMA query_only=ON")
        if limit is not None:
            connection.clock = clock = Clock(limit)
            connection.set_progress_handler(clock.is_over, _STEPS)

    return tell


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    """What each new SQLite connection is told; transactions are begun by us alone."""
    connection.isolation_level = None
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA synchronous=NORMAL")
        _use_wal(cursor)
        cursor.close()
    except sqlite3.Error:  # a file that is no database: nobody else closes it
        connection.close()
        raise


def _use_wal(cursor: sqlite3.Cursor) -> None:
    """Turn a new file to write-ahead logging.

    SQLite does not wait here for a process that is doing the same, whatever its time-out; so we do.
    """
    for _ in range(100):
        try:
            if cursor.execute("PRAGMA journal_mode").fetchone()[0] in {"wal", "memory"}:
                return
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            time.sleep(0.05)


def _begin(connection: Connection) -> None:
    """Begin as a writer, alone from the start, or as a reader that cannot write."""
    writes = bool(connection.get_execution_options().get(WRITES))
    if connection.info.get(_QUERY_ONLY) is writes or _QUERY_ONLY not in connection.info:
        connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
        connection.info[_QUERY_ONLY] = not writes
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _beginning(bounds: Bounds | None) -> str:
    """What begins a reader's transaction on a server, in one go.

    Its bounds are told each time, which costs microseconds: of what a connection was told once, a
    pooler between us and the server may give the next transaction nothing.
    """
    if bounds is None:
        return _BEGIN
    query = _ms(bounds.query)
    return (
        f"{_BEGIN}; SET LOCAL statement_timeout = {query};"
        f" SET LOCAL lock_timeout = {min(_LOCK * 1000, query)};"
        f" SET LOCAL idle_in_transaction_session_timeout = {_IDLE * 1000}"
    )


def _begin_reading(
    beginning: str,
) -> Callable[[psycopg.Connection[Any], object, object], None]:
    text = beginning.encode()

    def begin(connection: psycopg.Connection[Any], _record: object, _proxy: object) -> None:
        try:
            connection.execute(text, prepare=False)
        except psycopg.OperationalError as error:
            if connection.closed:  # the server was restarted: it is met with new connections
                raise InvalidatePoolError from error
            raise

    return begin


def _begins_by_itself(connection: psycopg.Connection[Any], _record: object) -> None:
    connection.autocommit = True  # the driver begins nothing
    connection.prepared_max = _PREPARED


def _plan(connection: psycopg.Connection[Any], _record: object) -> None:
    """What each new connection to a server is told: to plan all joins of a query together."""
    connection.execute(_PLANNING, prepare=False)
    connection.commit()  # else the first transaction that is undone undoes it


def _is_named(address: URL) -> bool:
    return "application_name" in address.query or "PGAPPNAME" in os.environ


def _gives(file: str) -> Callable[..., None]:
    def give(*told: Any) -> None:  # noqa: ANN401 - of several kinds; the last is by what to connect
        told[-1]["password"] = _password(file)

    return give


def _password(file: str) -> str:
    """What a file holds, but for the end of its last line."""
    try:
        password = Path(file).read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not in UTF-8"
        raise SetupError(
            f"The database's password cannot be read from {file}: {reason}. Mend password_file in"
            " ONRECORD_DATABASE_URL."
        ) from error
    if not password:
        raise SetupError(f"The file with the database's password, {file}, is empty.")
    return password


def _number_or_none(written: str) -> int | None:
    """How often a query is sent before it is kept prepared; None: never."""
    if written.lower() == "none":
        return None
    if not (written.isascii() and written.isdigit() and len(written) < 9):
        raise SetupError(
            f"prepare_threshold={written} in the address of the database is neither a number nor"
            " none."
        )
    return int(written)


def _ms(seconds: float) -> int:
    return max(1, round(seconds * 1000))  # 0 would be no bound
