"""Site: what one running app holds: settings, the database's engines, the directory of actors."""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from app.accounts.limits import SessionLimits
from app.db.bounds import Bounds
from app.db.migrate import is_current
from app.db.queries.accounts import any_account
from app.db.queries.issues import issues
from app.db.reading import unnoted
from app.db.session import open_engine, sessions
from app.db.version_watch import VersionWatch
from app.errors import BusyError, SetupError
from app.readers.definitions import load_actors
from app.web.kept import Kept
from app.web.replica import OWN, Replica, may_be_behind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session
    from starlette.requests import Request

    from app.config import Settings
    from app.domain.actors import ActorDirectory


_LOOK_AGAIN = 5.0  # seconds until it is asked again whether anybody has an account


class Site:
    """Opens what it holds on first use, once for all threads, so that importing costs nothing."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._engine: Engine | None = None
        self._bounds = Bounds.of(settings)
        self._name = f"onrecord serve {os.getpid()}"  # as a server of databases lists it
        self._replica: Replica | None = None
        if settings.read_database_url:
            self._replica = Replica(settings.read_database_url, self._bounds, self._name)
        self._directory: ActorDirectory | None = None
        self._opening = Lock()
        self._accounts_until = 0.0  # by the monotonic clock: so long it is known that there is none
        self._accounts = False
        self._closing = self._stopping = False
        self._watches: dict[Engine | None, VersionWatch] = {}
        self.kept = Kept(settings.page_cache_mb * 1_000_000)

    @property
    def settings(self) -> Settings:
        """What a person has set."""
        return self._settings

    def session_limits(self) -> SessionLimits:
        """How long somebody stays signed in."""
        return SessionLimits.of_hours(
            self._settings.session_idle_hours, self._settings.session_hours
        )

    @property
    def knows_accounts(self) -> bool:
        """Whether it was found that there are accounts; asks nothing."""
        return self._accounts

    def has_accounts(self) -> bool:
        """Whether anybody may sign in; one made meanwhile is noticed within seconds.

        None is ever deleted, so it is asked no more once there is one.
        """
        if self._accounts or monotonic() < self._accounts_until:
            return self._accounts
        try:
            # Whose answer this is asked for is kept by what is found here, as pages' keys tell it;
            # else one that took seconds to make, in which this is asked again, was never kept.
            with unnoted(), sessions(self.engine()) as session:
                self._accounts = any_account(session) or self._settings.oidc_issuer is not None
        except (SetupError, BusyError):
            return False  # what is asked for says so itself
        self._accounts_until = monotonic() + _LOOK_AGAIN
        return self._accounts

    def accounts_if_known(self) -> bool | None:
        """As ``has_accounts``; None where that would have to ask the database."""
        return self._accounts if self._accounts or monotonic() < self._accounts_until else None

    async def version(self, path: str) -> int | None:
        """The number of the data as the answer to that path would find it committed now.

        None where that is not known.
        """
        if self._replica is not None:
            if path.startswith(OWN):
                return None  # not all who ask read the same
            watch = await run_in_threadpool(self._watching)
        else:
            watch = self._watches.get(self._engine) or await run_in_threadpool(self._watching)
        return await watch.number() if watch is not None else None

    def _watching(self) -> VersionWatch | None:
        """What watches the database that readers read now."""
        try:
            replica = self._replica.engine() if self._replica is not None else None
            engine = replica or self.engine()
            with self._opening:
                if engine not in self._watches:
                    self._watches[engine] = VersionWatch(engine)
                return self._watches[engine]
        except (SetupError, BusyError, SQLAlchemyError):
            return None  # what is asked for says so itself

    def engine(self) -> Engine:
        """The engine of the database itself, to write, and to read what was just written.

        Raises SetupError while the database is missing or has no tables.
        """
        with self._opening:
            if self._engine is None:
                engine = open_engine(self._settings.database_url, self._bounds, name=self._name)
                if not is_current(engine):
                    engine.dispose()
                    raise SetupError(
                        "The database has no tables yet, or older ones. Read some articles: "
                        "onrecord ingest FOLDER, or onrecord demo for those that come with it."
                    )
                self._engine = engine
            return self._engine

    @property
    def replica(self) -> Replica | None:
        """The replica that readers read, if one is set."""
        return self._replica

    def reads_from(self, request: Request) -> Engine:
        """The engine from which the answer to a request is read: the replica's where that will do.

        Raises SetupError when there is none.
        """
        replica = self._replica.engine() if self._replica and may_be_behind(request) else None
        return replica or self.engine()

    @contextmanager
    def reading(self, request: Request) -> Iterator[Session]:
        """A session for the answer to a request, that sees one state and changes nothing.

        Raises SetupError and BusyError as ``sessions`` does.
        """
        engine = self.reads_from(request)
        if self._replica is None or engine is self._engine:
            with sessions(engine) as session:
                yield session
            return
        with ExitStack() as closing:
            try:
                session = closing.enter_context(sessions(engine, at_once=True))
            except SetupError as error:
                self._replica.failed(error)
                session = closing.enter_context(sessions(self.engine()))
            yield session

    def read_ahead(self) -> None:
        """Read what every page needs and a large library takes seconds for, before any is asked."""
        try:
            replica = self._replica.engine() if self._replica else None
            with sessions(replica or self.engine()) as session:
                issues(session)
        except (SetupError, BusyError):
            return  # what is asked for says so itself

    def directory(self) -> ActorDirectory:
        """The directory of actors known beforehand."""
        with self._opening:
            if self._directory is None:
                self._directory = load_actors(self._settings.actors_file)
            return self._directory

    def origin(self, request: Request) -> str:
        """Scheme and host of this site as people see them, without a slash at the end."""
        return (self._settings.base_url or str(request.base_url)).rstrip("/")

    @property
    def closing(self) -> bool:
        """Whether this process takes no more connections, and ends those it has."""
        return self._closing

    @property
    def stopping(self) -> bool:
        """Whether it ends and no other takes its place."""
        return self._stopping

    def end(self, replaced: bool = False) -> None:  # noqa: FBT001, FBT002 - as the server tells it
        """Begin to end; ``replaced``: another process stands in the place of this one."""
        self._closing = True
        self._stopping = not replaced

    def close(self) -> None:
        """Close the connections."""
        with self._opening:
            for watch in self._watches.values():
                watch.close()
            self._watches.clear()
            if self._engine is not None:
                self._engine.dispose()
                self._engine = None
            if self._replica is not None:
                self._replica.close()
