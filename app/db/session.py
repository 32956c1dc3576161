"""The engine for a database's address, and sessions with one commit or rollback at the edge."""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from app.db.columns import to_json
from app.db.data_version import COUNTS, moves_with_writes
from app.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg
    from sqlalchemy import URL, Connection, Engine

# How long one process waits for another's writing to end, in seconds. A save takes milliseconds;
# this is for a migration, or a disk that sleeps.
_PATIENCE = 60
_SQLITE = (3, 35, 0)  # RETURNING; NULLS LAST and FILTER are older
_WRITES = "onrecord_writes"
_PASSWORD_FILE = "password_file"  # noqa: S105 - in an address; the name of a file, no password
# A page's query joins up to eleven tables, those of its subqueries included. Of more than eight the
# server by default plans some apart, so that it joins whole tables and only then looks which rows
# were chosen; of twelve or more it no longer looks for the best plan (geqo).
_PLANNING = "SET join_collapse_limit = 11; SET from_collapse_limit = 11"
_FAILURES = (
    "disk is full",
    "unable to open",
    "readonly database",
    "read-only",
    "database is locked",
    "disk I/O error",
    "not a database",
    "malformed",
    "No space left",
)


def open_engine(url: str) -> Engine:
    """The engine for a database that has been reached once; nothing is created but a SQLite file.

    ``postgresql://`` and ``postgres://`` mean the psycopg driver too, and ``?password_file=PATH``
    that the password is the content of a file, which is read for each new connection. Raises
    SetupError, with a sentence for people that holds no password, when the database cannot be used.
    """
    address = _address(url)
    try:
        engine = _sqlite(address) if address.get_backend_name() == "sqlite" else _server(address)
    except (ArgumentError, ImportError) as error:
        raise SetupError(_sentence(address, f"this kind cannot be used ({error})")) from error
    moves_with_writes(engine)
    try:
        with engine.connect():
            pass
    except (DBAPIError, OSError) as error:
        engine.dispose()
        raise SetupError(_sentence(address, _cause(error))) from error
    return engine


@contextmanager
def sessions(engine: Engine, *, write: bool = False) -> Iterator[Session]:
    """A session that sees one state of the database, ended by one commit, or on any error undone.

    Without ``write`` the database refuses every change. With it, SQLite lets this process write
    alone from the first query on, so no two ever fail with "database is locked". Raises
    SetupError when the database stops working (disk full, server gone).
    """
    options = {_WRITES: write, COUNTS: write, "postgresql_readonly": not write}
    if engine.dialect.name == "postgresql" and not write:
        options["isolation_level"] = "REPEATABLE READ"  # type: ignore[assignment]  # a page's queries agree
    bound = engine.execution_options(**options)
    try:
        with Session(bound, expire_on_commit=False) as session, session.begin():
            yield session
    except (OperationalError, InterfaceError) as error:
        if error.connection_invalidated or any(words in str(error.orig) for words in _FAILURES):
            raise SetupError(_sentence(engine.url, _cause(error))) from error
        raise


def only_reads(session: Session) -> bool:
    """Whether it is a session that can change nothing."""
    return session.connection().get_execution_options().get(_WRITES) is False


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection in one transaction that writes, for what is below sessions: migrations."""
    with engine.execution_options(**{_WRITES: True}).connect() as connection, connection.begin():
        yield connection


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise SetupError(
            "ONRECORD_DATABASE_URL is no address of a database; it looks like"
            " sqlite:///onrecord.db or postgresql+psycopg://user@host/name."
        ) from error
    if address.drivername in {"postgresql", "postgres"}:
        address = address.set(drivername="postgresql+psycopg")
    if address.get_backend_name() not in {"sqlite", "postgresql"}:
        raise SetupError(_sentence(address, "On Record keeps its data in SQLite or PostgreSQL"))
    return address


def _sqlite(address: URL) -> Engine:
    if sqlite3.sqlite_version_info < _SQLITE:
        needed = ".".join(map(str, _SQLITE))
        raise SetupError(
            f"This Python has SQLite {sqlite3.sqlite_version}; On Record needs {needed} or later,"
            " or PostgreSQL."
        )
    options: dict[str, Any] = {"connect_args": {"timeout": _PATIENCE}}
    if address.database in {None, "", ":memory:"}:
        options = {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
    else:
        folder = Path(str(address.database)).absolute().parent
        if not folder.is_dir() and not str(address.database).startswith("file:"):
            raise SetupError(_sentence(address, f"the folder {folder} does not exist"))
    engine = create_engine(address, json_serializer=to_json, **options)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _server(address: URL) -> Engine:
    file = address.query.get(_PASSWORD_FILE)
    engine = create_engine(
        address.difference_update_query([_PASSWORD_FILE]),
        json_serializer=to_json,
        pool_pre_ping=True,  # a server that was restarted is met with a new connection
        connect_args={"connect_timeout": 10},
    )
    event.listen(engine, "connect", _plan)
    if file is None:
        return engine

    def give(*told: Any) -> None:  # noqa: ANN401 - of several kinds; the last is by what to connect
        told[-1]["password"] = _password(str(file))

    event.listen(engine, "do_connect", give)
    return engine


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


def _plan(connection: psycopg.Connection[Any], _record: object) -> None:
    """What each new connection to a server is told: to plan all joins of a query together."""
    connection.execute(_PLANNING)
    connection.commit()  # else the first transaction that is undone undoes it


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    """What each new SQLite connection is told; transactions are begun by ``_begin`` alone."""
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
    writes = bool(connection.get_execution_options().get(_WRITES))
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _cause(error: Exception) -> str:
    """The first line of what the driver says, which names no password."""
    original = getattr(error, "orig", None) or error
    lines = str(original).strip().splitlines() or [type(original).__name__]
    return lines[0]


def _sentence(address: URL, cause: str) -> str:
    shown = address.render_as_string(hide_password=True)
    return f"The database {shown} cannot be used: {cause}. Set ONRECORD_DATABASE_URL, or mend it."
