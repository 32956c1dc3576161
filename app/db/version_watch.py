"""VersionWatch: the number of the data as it is committed now, asked of the database itself.

Whoever keeps what was made from the data asks before each use, so that a write is seen by the next
request in every process. Nothing is remembered: SQLite answers in 2 µs on a connection of its own;
a server needs a round trip, which all requests that wait share.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import suppress
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

import psycopg
from psycopg.pq import ExecStatus
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import StaticPool

from app.db.session import sessions

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.pool import Pool

_QUERY = "SELECT number FROM data_version"
_LATE = 2.0  # seconds after which a server's answer is not waited for
_AGAIN = 1.0  # seconds until a server that was not reached is tried again


class _Watch(Protocol):
    async def number(self) -> int | None: ...

    def close(self) -> None: ...


class VersionWatch:
    """Asks for the number. It reads where readers' sessions of ``engine`` read: of a replica, its.

    For one event loop at a time. Raises SetupError where the database cannot be reached.
    """

    def __init__(self, engine: Engine) -> None:
        with sessions(engine) as session:
            pool = session.connection().engine.pool
        self._watch: _Watch
        if isinstance(pool, StaticPool):  # in memory: one connection, which others are using
            self._watch = _Blind()
        elif engine.dialect.name == "sqlite":
            self._watch = _File(pool)
        else:
            self._watch = _Server(pool)

    async def number(self) -> int | None:
        """The number as it was at a moment after this was called; None where it is not known.

        Not known is what lies in memory, what was locked, replaced or deleted, or does not answer.
        """
        return await self._watch.number()

    def close(self) -> None:
        """Close its connection."""
        self._watch.close()


class _Blind:
    async def number(self) -> int | None:
        return None

    def close(self) -> None:
        pass


class _File:
    """Asks SQLite, which needs a few microseconds and waits for nobody."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool.recreate()
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None
        self._file = ""
        self._place: tuple[int, int] | None = None  # which file it is, whatever it is called

    async def number(self) -> int | None:
        with self._lock:
            try:
                connection = self._connection or self._opened()
                found = os.stat(self._file)  # noqa: PTH116 - a microsecond
                if (found.st_dev, found.st_ino) != self._place:
                    return None  # another file stands there; sessions may read this or that one
                [(number,)] = connection.execute(_QUERY).fetchall()
            except (sqlite3.Error, SQLAlchemyError, OSError, ValueError):
                self._drop()
                return None
            return int(number)

    def _opened(self) -> sqlite3.Connection:
        connection: sqlite3.Connection = _own_connection(self._pool)
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.set_progress_handler(None, 0)
        connection.execute("PRAGMA busy_timeout=0")
        connection.execute("PRAGMA query_only=ON")
        self._connection = connection
        if self._place is None:  # the first time: what sessions have just been reading
            self._file = connection.execute("PRAGMA database_list").fetchone()[2]
            found = os.stat(self._file)  # noqa: PTH116 - as above
            self._place = found.st_dev, found.st_ino
        return connection

    def _drop(self) -> None:
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
        self._connection = None

    def close(self) -> None:
        with self._lock:
            self._drop()


class _Server:
    """Asks PostgreSQL on the event loop: no thread is woken, and one question serves many.

    A question that was sent before somebody came is not for him: the answer may be older than he.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool.recreate()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._connection: psycopg.Connection[Any] | None = None
        self._descriptor = -1
        self._opening = False
        self._not_before = 0.0
        self._come: list[asyncio.Future[int | None]] = []  # for whom the next question is sent
        self._asked: list[asyncio.Future[int | None]] = []  # for whom one is under way
        self._timer: asyncio.TimerHandle | None = None
        self._number: int | None = None
        self._tried_again = False

    async def number(self) -> int | None:
        loop = asyncio.get_running_loop()
        if self._loop is not loop and not self._use(loop):
            return None
        given_up = self._opening and not self._asked
        if given_up or (self._connection is None and monotonic() < self._not_before):
            return None
        mine: asyncio.Future[int | None] = loop.create_future()
        self._come.append(mine)
        if not self._asked and not self._opening:
            self._ask()
        return await mine

    def _use(self, loop: asyncio.AbstractEventLoop) -> bool:
        """Work for this loop; False while another is running that it works for."""
        if self._loop is not None and not self._loop.is_closed():
            return False
        self._come, self._asked, self._timer = [], [], None
        self._opening, self._not_before = False, 0.0
        self._drop()
        self._loop = loop
        return True

    def _ask(self) -> None:
        """Send a question for all who have come."""
        loop = self._loop
        if loop is None or not self._come:
            return
        self._asked, self._come = self._come, []
        self._timer = loop.call_later(_LATE, self._give_up)
        if self._connection is None:
            self._opening = True
            opened = loop.run_in_executor(None, _own_connection, self._pool)
            opened.add_done_callback(self._on_opened)
            return
        try:
            self._connection.pgconn.send_query(_QUERY.encode())
            if self._connection.pgconn.flush() != 0:
                self._again()
        except psycopg.Error:
            self._again()

    def _on_opened(self, opened: asyncio.Future[psycopg.Connection[Any]]) -> None:
        self._opening = False
        if opened.cancelled():
            self._tell(None)
            return
        if opened.exception() is not None or self._loop is None:
            self._not_before = monotonic() + _AGAIN
            self._tell(None)
            return
        connection = opened.result()
        try:
            connection.rollback()
            connection.autocommit = True
            connection.pgconn.nonblocking = 1
            self._descriptor = connection.fileno()
            self._loop.add_reader(self._descriptor, self._readable)
        except (psycopg.Error, OSError):
            connection.close()
            self._not_before = monotonic() + _AGAIN
            self._tell(None)
            return
        self._connection = connection
        # They came before anything was sent, so this question is for those who came since, too.
        self._come, self._asked = self._asked + self._come, []
        self._stop_timer()
        self._ask()

    def _readable(self) -> None:
        if self._connection is None:
            return
        answers = self._connection.pgconn
        try:
            answers.consume_input()
            while not answers.is_busy():
                result = answers.get_result()
                if result is None:
                    break
                if result.status != ExecStatus.TUPLES_OK:
                    self._again()
                    return
                value = result.get_value(0, 0)
                self._number = int(value) if value is not None else None
            else:
                return  # there is more to come
        except (psycopg.Error, ValueError):
            self._again()
            return
        if self._asked:
            number, self._number = self._number, None
            self._tried_again = False
            self._tell(number)

    def _again(self) -> None:
        """The connection is broken, as after a restart of the server: ask once on a new one."""
        self._drop()
        waiting, self._asked = self._asked, []
        self._stop_timer()
        if self._tried_again or not waiting:
            self._tried_again = False
            self._not_before = monotonic() + _AGAIN
            self._asked = waiting
            self._tell(None)
        else:
            self._tried_again = True
            self._come = waiting + self._come
            self._ask()

    def _give_up(self) -> None:
        """Wait no longer for a server that does not answer."""
        self._timer = None
        self._drop()
        self._not_before = monotonic() + _AGAIN
        self._asked, self._come = self._asked + self._come, []
        self._tell(None)

    def _tell(self, number: int | None) -> None:
        """Give the answer to whom it is for, and ask for those who came meanwhile."""
        self._stop_timer()
        told, self._asked = self._asked, []
        for one in told:
            if not one.done():  # who went away is told nothing
                one.set_result(number)
        if self._come and not self._opening:
            self._ask()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _drop(self) -> None:
        if self._connection is None:
            return
        if self._loop is not None and not self._loop.is_closed():
            with suppress(ValueError, OSError):
                self._loop.remove_reader(self._descriptor)
        with suppress(psycopg.Error):
            self._connection.close()
        self._connection = None

    def close(self) -> None:
        self._stop_timer()
        self._drop()
        self._loop = None


def _own_connection(pool: Pool) -> Any:  # noqa: ANN401 - of the driver
    """A new connection, made as a pool makes its own, that belongs to nobody else."""
    taken = pool.connect()
    connection = taken.dbapi_connection
    taken.detach()
    return connection
