"""Site: what one running app holds: settings, one engine, the directory of actors."""

from __future__ import annotations

from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from app.accounts.limits import SessionLimits
from app.db.migrate import is_current
from app.db.queries.accounts import any_account
from app.db.session import open_engine, sessions
from app.errors import SetupError
from app.readers.definitions import load_actors
from app.web.kept import Kept

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from starlette.requests import Request

    from app.config import Settings
    from app.domain.actors import ActorDirectory


_LOOK_AGAIN = 5.0  # seconds until it is asked again whether anybody has an account


class Site:
    """Opens what it holds on first use, once for all threads, so that importing costs nothing."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._engine: Engine | None = None
        self._directory: ActorDirectory | None = None
        self._opening = Lock()
        self._accounts_until = 0.0  # by the monotonic clock: so long it is known that there is none
        self._accounts = False
        self._closing = self._stopping = False
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
            with sessions(self.engine()) as session:
                self._accounts = any_account(session) or self._settings.oidc_issuer is not None
        except SetupError:
            return False  # what is asked for says so itself
        self._accounts_until = monotonic() + _LOOK_AGAIN
        return self._accounts

    def engine(self) -> Engine:
        """The engine. Raises SetupError while the database is missing or has no tables."""
        with self._opening:
            if self._engine is None:
                engine = open_engine(self._settings.database_url)
                if not is_current(engine):
                    engine.dispose()
                    raise SetupError(
                        "The database has no tables yet, or older ones. Read some articles: "
                        "onrecord ingest FOLDER, or onrecord demo for those that come with it."
                    )
                self._engine = engine
            return self._engine

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
            if self._engine is not None:
                self._engine.dispose()
                self._engine = None
