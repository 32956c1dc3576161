"""Site: what one running app holds: settings, one engine, the directory of actors."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from app.db.migrate import is_current
from app.db.session import open_engine
from app.errors import SetupError
from app.readers.definitions import load_actors

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from starlette.requests import Request

    from app.config import Settings
    from app.domain.actors import ActorDirectory


class Site:
    """Opens what it holds on first use, once for all threads, so that importing costs nothing."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._engine: Engine | None = None
        self._directory: ActorDirectory | None = None
        self._opening = Lock()

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

    def close(self) -> None:
        """Close the connections."""
        with self._opening:
            if self._engine is not None:
                self._engine.dispose()
                self._engine = None
