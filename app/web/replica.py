"""Replica: a copy of the database that a server keeps up to date, from which readers may read.

It may be behind by moments. So whoever has just written something reads the database itself.
While the replica does not answer, or its tables are of another version, all read the database.
"""

from __future__ import annotations

import logging
from threading import Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from app.db.migrate import is_current
from app.db.session import open_engine
from app.errors import SetupError
from app.web.access import brings_something

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from starlette.requests import Request

    from app.db.bounds import Bounds

SETTING = "ONRECORD_READ_DATABASE_URL"
_AGAIN = 5.0  # seconds until a replica that failed is tried again
# What is shown to somebody who has just made it, and needs no account for that.
OWN = ("/snapshots/", "/reports/")
_log = logging.getLogger(__name__)


def may_be_behind(request: Request) -> bool:
    """Whether what a replica holds is enough: for who changes nothing, and just changed nothing."""
    return (
        request.method in {"GET", "HEAD"}
        and not request.url.path.startswith(OWN)
        and not brings_something(request)
    )


class Replica:
    """Opens the replica when it is first asked for, and again after it failed."""

    def __init__(self, url: str, bounds: Bounds, name: str) -> None:
        self._url = url
        self._bounds = bounds
        self._name = name
        self._engine: Engine | None = None
        self._usable = False
        self._tried = False
        self._closed = False
        self._not_before = 0.0  # by the monotonic clock
        self._trying = Lock()
        self._opening = Lock()

    def engine(self) -> Engine | None:
        """Its engine; None while it cannot be used.

        The first to ask waits until it is open. After that nobody waits for a replica that failed:
        it is tried beside.
        """
        if self._usable:
            return self._engine
        if self._closed or monotonic() < self._not_before:
            return None
        if not self._trying.acquire(blocking=False):
            return None
        if self._tried:
            Thread(target=self._try, name="replica", daemon=True).start()
            return None
        return self._try()

    def failed(self, error: Exception) -> None:
        """Ask it nothing for a while."""
        self._not_before = monotonic() + _AGAIN
        if self._usable:
            self._usable = False
            _log.warning("The replica is left out: %s", error)

    def asked(self) -> Engine:
        """Its engine, known to answer now. Raises SetupError when it cannot be used."""
        with self._opening:
            engine = self._engine = self._engine or open_engine(
                self._url, self._bounds, name=self._name, setting=SETTING
            )
        try:
            current = is_current(engine)
        except (SQLAlchemyError, OSError) as error:
            raise SetupError("The replica does not answer.") from error
        if not current:
            raise SetupError("The replica's tables are of another version of On Record.")
        return engine

    def close(self) -> None:
        """Close its connections."""
        self._closed = True
        self._usable = False
        if self._engine is not None:
            self._engine.dispose()

    def _try(self) -> Engine | None:
        """Open it or find out whether it answers again; who calls this holds the lock."""
        engine = None
        try:
            engine = self.asked()
            self._usable = not self._closed
            if self._tried:
                _log.warning("The replica is read again.")
        except SetupError as error:
            if not self._tried:
                _log.warning("The replica is left out: %s", error)
            self._not_before = monotonic() + _AGAIN
        finally:
            self._tried = True
            self._trying.release()
        return engine
