"""The engine for a database's address, and sessions with one commit or rollback at the edge."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import psycopg
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    InterfaceError,
    InternalError,
    NotSupportedError,
    OperationalError,
    TimeoutError,  # noqa: A004 - that of a pool of connections
)
from sqlalchemy.orm import Session

from app.db.data_version import COUNTS, moves_with_writes
from app.db.engines import (
    WRITES,
    TimedConnection,
    beginning_without_end,
    server_engines,
    sqlite_engines,
)
from app.errors import BusyError, SetupError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Connection, Engine

    from app.db.bounds import Bounds

_SETTING = "ONRECORD_DATABASE_URL"
# What the database itself may be the reason of, and not only what it is asked.
_TROUBLE = (OperationalError, InterfaceError, InternalError, NotSupportedError, TimeoutError)
_FAILURES = (
    "during recovery",  # a server that only follows another is written to
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
_INTERRUPTED = "interrupted"  # as SQLite says it
# Of PostgreSQL (appendix A of its manual). Of these classes it is the server that fails: what
# connects, resources, an operator or a start that is not done, its disk.
_SERVER_FAILS = ("08", "53", "57P", "58")
# Who is refused is told no code by the driver; the words are the server's.
_TOO_MANY = ("too many connections", "too many clients", "remaining connection slots")
_CANCELED = "57014"
_LOCKED = "55P03"
_IN_THE_WAY = frozenset(
    {"40001", "40P01"}
)  # of two that cannot both be; on a replica, of its copying
_ABANDONED = "25P03"  # a reader asked nothing for minutes


@dataclass(frozen=True, slots=True)
class _Opened:
    """What belongs to an engine: that of its readers, their bounds, where its address stands."""

    readers: Engine | None
    bounds: Bounds | None
    setting: str


_OPENED: WeakKeyDictionary[Engine, _Opened] = WeakKeyDictionary()


def open_engine(
    url: str, bounds: Bounds | None = None, *, name: str = "onrecord", setting: str = _SETTING
) -> Engine:
    """The engine for a database that has been reached once; nothing is created but a SQLite file.

    ``postgresql://`` and ``postgres://`` mean the psycopg driver too, and ``?password_file=PATH``
    that the password is the content of a file, which is read for each new connection. ``bounds``
    are those of readers, by default none; ``name`` is how a server lists this process; ``setting``
    is where the address stands. Raises SetupError, with a sentence for people that holds no
    password, when the database cannot be used.
    """
    address = _address(url, setting)
    readers: Engine | None
    try:
        if address.get_backend_name() == "sqlite":
            _require_folder(address, setting)
            engine, readers = sqlite_engines(address, bounds)
        else:
            engine, readers = server_engines(address, bounds, name)
    except (ArgumentError, ImportError) as error:
        raise SetupError(
            _sentence(address, f"this kind cannot be used ({error})", setting)
        ) from error
    moves_with_writes(engine)
    if readers is not None:
        event.listen(engine, "engine_disposed", lambda _engine: readers.dispose())
    _OPENED[engine] = _Opened(readers, bounds, setting)
    try:
        with engine.connect():
            pass
    except (DBAPIError, OSError) as error:
        engine.dispose()
        raise SetupError(_sentence(address, _cause(error), setting)) from error
    return engine


@contextmanager
def sessions(engine: Engine, *, write: bool = False, at_once: bool = False) -> Iterator[Session]:
    """A session that sees one state of the database, ended by one commit, or on any error undone.

    Without ``write`` the database refuses every change. With it, SQLite lets this process write
    alone from the first query on, so no two ever fail with "database is locked". The database is
    asked nothing before the first query, or, with ``at_once``, is known to answer. Raises
    SetupError when it stops working (disk full, server gone), BusyError when it has too much to do:
    a query takes longer than the engine's bounds allow, or no connection becomes free.
    """
    opened = _OPENED.get(engine)
    try:
        with _session(engine, opened, write=write) as session, session.begin():
            if at_once:
                session.connection()
            yield session
    except _TROUBLE as error:
        told = _told(engine, opened, error)
        if told is None:
            raise
        raise told from error


def only_reads(session: Session) -> bool:
    """Whether it is a session that can change nothing."""
    return session.connection().get_execution_options().get(WRITES) is False


@contextmanager
def unhurried(session: Session) -> Iterator[None]:
    """Let queries take as long as they do: for what is read once and then kept for all."""
    connection = session.connection()
    raw = connection.connection.driver_connection
    if isinstance(raw, TimedConnection) and raw.clock is not None:
        limit, raw.clock.limit = raw.clock.limit, None
        try:
            yield
        finally:
            raw.clock.limit = limit
        return
    bounds = _bounds_of(connection.engine)
    if bounds is None:
        yield
        return
    begin, end = beginning_without_end(bounds.query)
    connection.exec_driver_sql(begin)
    yield
    connection.exec_driver_sql(end)  # after an error the transaction is over anyway


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection in one transaction that writes, for what is below sessions: migrations."""
    with engine.execution_options(**{WRITES: True}).connect() as connection, connection.begin():
        yield connection


def empty_log(engine: Engine) -> None:
    """Have SQLite put what its log holds into the file, as far as readers let it; waits for nobody.

    Between two transactions that write, and not right after one: as long as somebody reads who
    began before the last, not all of it can be. Where somebody always reads, what is done at each
    commit alone never comes to the end, and the log grows without bound. Of a server there is
    nothing to do.
    """
    if engine.dialect.name != "sqlite":
        return
    connection = engine.raw_connection()
    try:
        # A disk that is full is told by whoever writes next.
        with suppress(sqlite3.Error):
            connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    finally:
        connection.close()


def _session(engine: Engine, opened: _Opened | None, *, write: bool) -> Session:
    if not write and opened is not None and opened.readers is not None:
        return Session(opened.readers, expire_on_commit=False)
    options = {WRITES: write, COUNTS: write, "postgresql_readonly": not write}
    if engine.dialect.name == "postgresql" and not write:
        options["isolation_level"] = "REPEATABLE READ"  # type: ignore[assignment]  # a page's queries agree
    return Session(engine.execution_options(**options), expire_on_commit=False)


def _bounds_of(readers: Engine) -> Bounds | None:
    """The bounds of an engine for readers; None for any other."""
    for opened in list(_OPENED.values()):
        if opened.readers is readers:
            return opened.bounds
    return None


def too_many() -> BusyError:
    """What is told to who waited for a connection in vain."""
    return BusyError(
        "More is asked of the database at the moment than it can answer. Try again in a few"
        " seconds.",
        after=5,
    )


def _told(engine: Engine, opened: _Opened | None, error: Exception) -> Exception | None:
    """The error as it is told to people; None where it is a mistake of ours."""
    if isinstance(error, TimeoutError):
        return too_many()
    if not isinstance(error, DBAPIError):
        return None
    code = getattr(error.orig, "sqlstate", None)
    busy = _busy(opened, str(error.orig), code)
    if busy is not None:
        return busy
    fails = error.connection_invalidated or any(words in str(error.orig) for words in _FAILURES)
    if isinstance(error.orig, psycopg.OperationalError):
        # Without a code it is the driver that speaks: there is no connection, or none any more.
        fails = fails or code is None or code.startswith(_SERVER_FAILS)
    if not fails:
        return None
    return SetupError(_sentence(engine.url, _cause(error), opened.setting if opened else _SETTING))


def _busy(opened: _Opened | None, words: str, code: str | None) -> BusyError | None:
    """What too much to do, or too many who ask, is told as."""
    if code == _CANCELED or (code is None and words == _INTERRUPTED):
        bounds = opened.bounds if opened else None
        longest = f" ({bounds.query:g} seconds)" if bounds else ""
        return BusyError(
            f"To answer this took the database longer than it may{longest}, so it was stopped."
            " Ask for less at once – one issue, fewer years, fewer actors – or try again later.",
            after=30,
        )
    if code == "53300" or (code is None and any(told in words for told in _TOO_MANY)):
        return BusyError(
            "The database has no connection left for this. Try again in a few seconds.", after=5
        )
    if code == _LOCKED:
        return BusyError(
            "The library is being brought up to date at this moment. Try again in a minute.",
            after=60,
        )
    if code in _IN_THE_WAY:
        return BusyError("Something was changed just while this was read. Try again.", after=1)
    if code == _ABANDONED:
        return BusyError("This took too long to be taken away. Try again.", after=5)
    return None


def _address(url: str, setting: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise SetupError(
            f"{setting} is no address of a database; it looks like"
            " sqlite:///onrecord.db or postgresql+psycopg://user@host/name."
        ) from error
    if address.drivername in {"postgresql", "postgres"}:
        address = address.set(drivername="postgresql+psycopg")
    if address.get_backend_name() not in {"sqlite", "postgresql"}:
        cause = "On Record keeps its data in SQLite or PostgreSQL"
        raise SetupError(_sentence(address, cause, setting))
    return address


def _require_folder(address: URL, setting: str) -> None:
    """Raise SetupError where a file could not even be made; SQLite says that less well."""
    if address.database in {None, "", ":memory:"} or str(address.database).startswith("file:"):
        return
    folder = Path(str(address.database)).absolute().parent
    if not folder.is_dir():
        raise SetupError(_sentence(address, f"the folder {folder} does not exist", setting))


def _cause(error: Exception) -> str:
    """The first line of what the driver says, which names no password."""
    original = getattr(error, "orig", None) or error
    lines = str(original).strip().splitlines() or [type(original).__name__]
    return lines[0]


def _sentence(address: URL, cause: str, setting: str) -> str:
    shown = address.render_as_string(hide_password=True)
    return f"The database {shown} cannot be used: {cause}. Set {setting}, or mend it."
