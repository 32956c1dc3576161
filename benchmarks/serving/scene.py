"""Scene: a library, the peers' environment, who asks, and where results go."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from app.config import Settings
from app.db.session import open_engine
from benchmarks.serving import peers
from benchmarks.serving.machine import described
from benchmarks.serving.questions import Questions
from benchmarks.serving.servers import serving

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Engine

    from benchmarks.serving.client import Client
    from benchmarks.serving.results import Results
    from benchmarks.serving.servers import Server

_HERE = Path(__file__).parent
_ROOT = _HERE.parent.parent
NOTHING_KEPT = "ours, nothing kept"


def nothing_kept() -> dict[str, str]:
    """The settings by which no page and no block of one is kept."""
    return {
        f"ONRECORD_{name.upper()}": "0"
        for name in Settings.model_fields
        if name.startswith(("page_cache", "block_cache", "cache_"))
    }


@dataclass
class Scene:
    """What all parts need."""

    url: str
    client: Client
    results: Results
    folder: Path  # for what lasts as long as the part

    @cached_property
    def engine(self) -> Engine:
        """An engine on the library."""
        return open_engine(self.url)

    @cached_property
    def questions(self) -> Questions:
        """What can be asked of it."""
        return Questions.of(self.engine)

    @cached_property
    def statements(self) -> int:
        """How many statements it holds."""
        with self.engine.connect() as connection:
            return int(connection.scalar(text("SELECT count(*) FROM statement")) or 0)

    @cached_property
    def machine(self) -> int:
        """The number of this machine in the results."""
        return self.results.on(described(self.engine, self.client.python, self.client.name))

    @property
    def database(self) -> str:
        """The kind of database: "sqlite" or "postgresql"."""
        return str(self.engine.dialect.name)

    @property
    def file(self) -> Path:
        """The file of a SQLite library."""
        return Path(str(self.engine.url.database)).absolute()

    def figure(self, part: str, **values: Any) -> dict[str, Any]:  # noqa: ANN401 - of any key
        """A figure with what tells of which library and machine it is."""
        about = {"part": part, "database": self.database, "statements": self.statements}
        return about | {"machine": self.machine} | values

    @contextlib.contextmanager
    def ours(
        self,
        *,
        kept: bool = True,
        workers: int = 1,
        url: str = "",
        environment: Mapping[str, str] | None = None,
    ) -> Iterator[Server]:
        """Our server, as a person starts it."""
        told = {"ONRECORD_DATABASE_URL": url or self.url, "PYTHONPATH": str(_ROOT)}
        told |= {} if kept else nothing_kept()
        command = (sys.executable, "-m", "app.cli", "serve", "--workers", str(workers))
        with serving(command, self.folder, environment=told | dict(environment or {})) as server:
            yield server

    @contextlib.contextmanager
    def bare(self) -> Iterator[Server]:
        """The bare route."""
        told = {"BARE_URL": self.url, "BARE_SQL": peers.statement(self.database)}
        command = peers.bare(self.client.python)
        with serving(command, self.folder, place=_HERE, environment=told) as server:
            yield server

    @contextlib.contextmanager
    def datasette(self) -> Iterator[Server]:
        """Datasette on the same file, which nobody writes meanwhile."""
        command = peers.datasette(self.client.python, self.file, self.folder)
        with serving(command, self.folder, ready="/-/versions.json") as server:
            yield server

    @contextlib.contextmanager
    def server(self, name: str, workers: int = 1) -> Iterator[Server]:
        """A server by the name that cases give it."""
        if name == "datasette":
            opened = self.datasette()
        elif name == "bare":
            opened = self.bare()
        else:
            opened = self.ours(kept=name != NOTHING_KEPT, workers=workers)
        with opened as server:
            yield server

    def prefix(self, name: str) -> str:
        """What stands before the path in addresses of this server."""
        return f"/{self.file.stem}" if name == "datasette" else ""

    def forget_file(self) -> None:
        """Have the system read a SQLite file from the disk again; nothing for PostgreSQL."""
        if self.database != "sqlite":
            return
        self.engine.dispose()
        descriptor = os.open(self.file, os.O_RDONLY)
        try:
            os.fsync(descriptor)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def scene(url: str, client: Client, results: Results) -> Iterator[Scene]:
    """A scene until the block ends."""
    with tempfile.TemporaryDirectory(prefix="onrecord-bench-") as folder:
        made = Scene(url, client, results, Path(folder))
        try:
            yield made
        finally:
            made.engine.dispose()
