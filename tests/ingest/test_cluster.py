"""A Dask scheduler and workers on this machine, some of which die."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from app.cli import main
from app.db import queries
from app.db.session import open_engine, sessions
from app.domain.articles import Article
from app.domain.captures import Capture
from app.domain.runs import Outcome
from app.errors import SetupError, UnreadableSource
from app.extraction.parsing import Parser
from app.ingest import Cluster, Here, Job, Recipe, Sourcing, cluster
from app.ingest.extracting import DIED
from app.readers import Limits
from app.readers.definitions import load_actors, load_issues
from tests.ingest.test_extracting import MODEL, Deadly
from tests.invented import folder_of
from tests.server import free_port
from tests.test_ingest import content

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from app.ingest.extracting import Pool
    from tests.postgresql import Cluster as Server

ROOT = Path(__file__).resolve().parents[2]
LIMITS = Limits(max_text_bytes=10_000, max_document_bytes=10_000, max_seconds=10)
ARTICLES = 40
# A death of a worker is told at once; as a rule the scheduler itself tries three others first.
SCHEDULER = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}


@dataclass
class Machines:
    """Processes as on several machines. Each listens on a free port of the loopback interface."""

    folder: Path
    address: str
    running: list[subprocess.Popen[bytes]]

    def worker(self, *options: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start a worker with one thread."""
        return self._start(
            "dask_worker", self.address, "--host", "127.0.0.1", "--nthreads", "1",
            "--no-dashboard", "--local-directory", str(self.folder), *options, **environment,
        )  # fmt: skip

    def scheduler(self) -> subprocess.Popen[bytes]:
        port = self.address.rpartition(":")[2]
        return self._start(
            "dask_scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard", **SCHEDULER
        )

    def _start(self, program: str, *options: str, **environment: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{program}-{len(self.running)}.log").open("wb") as log:
            process = subprocess.Popen(
                (sys.executable, "-m", f"distributed.cli.{program}", *options),
                cwd=self.folder,
                env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.running.append(process)
        return process


@contextmanager
def machines(folder: Path) -> Iterator[Machines]:
    """A scheduler, to which workers may be added; all end with the block."""
    made = Machines(folder, f"tcp://127.0.0.1:{free_port()}", [])
    made.scheduler()
    try:
        yield made
    finally:
        for process in reversed(made.running):  # the scheduler last: workers tell it
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture
def some(tmp_path: Path) -> Iterator[Machines]:
    with machines(tmp_path) as made:
        yield made


@pytest.fixture
def postgresql(request: pytest.FixtureRequest) -> Iterator[tuple[Engine, Engine]]:
    """Two databases with all tables and no rows."""
    server: Server = request.getfixturevalue("cluster")
    names = [server.create(request.getfixturevalue("migrated_template")) for _ in range(2)]
    engines = [open_engine(server.url(name)) for name in names]
    yield engines[0], engines[1]
    for engine, name in zip(engines, names, strict=True):
        engine.dispose()
        server.drop(name)


@pytest.fixture(scope="module")
def recipe() -> Recipe:
    return Recipe(MODEL, load_actors(None), tuple(load_issues(None)))


def job(engine: Engine, recipe: Recipe, pool: Pool) -> Job:
    return Job(engine, Sourcing(engine, LIMITS), recipe, pool)


@pytest.mark.postgresql
def test_a_worker_killed_in_the_middle_changes_nothing(
    some: Machines, postgresql: tuple[Engine, Engine], recipe: Recipe, tmp_path: Path
) -> None:
    doomed, other = some.worker("--no-nanny"), some.worker("--no-nanny")
    folder = folder_of(tmp_path / "articles", ARTICLES)
    disturbed, undisturbed = postgresql
    here = Here(recipe, lambda: Parser(MODEL))
    assert len(list(job(undisturbed, recipe, here).run([folder]))) == ARTICLES

    pool = Cluster(recipe, some.address)
    pool._client.wait_for_workers(2, timeout=60)
    items = []
    for item in job(disturbed, recipe, pool).run([folder]):
        items.append(item)
        if len(items) == ARTICLES // 3:
            doomed.send_signal(signal.SIGKILL)
            doomed.wait()
    assert len(pool._client.nthreads()) == 1
    pool.close()
    assert other.poll() is None, "the workers stay"
    assert [item.outcome for item in items] == [Outcome.STORED] * ARTICLES
    assert content(disturbed) == content(undisturbed)
    with sessions(disturbed) as session:
        (run,) = queries.runs(session)
    assert dict(run.outcomes)[Outcome.STORED] == ARTICLES


def test_what_workers_die_of_is_given_once_more_then_put_aside(
    some: Machines, recipe: Recipe
) -> None:
    some.worker("--nanny")
    deadly = Cluster(Deadly(MODEL, recipe.actors, recipe.issues), some.address)
    asked = deadly.ask(Article("Text.", "a.txt"))
    with pytest.raises(UnreadableSource, match="made a worker process stop twice") as caught:
        asked.result()
    assert (caught.value.source, caught.value.reason) == ("a.txt", DIED)
    deadly.close()


def test_bytes_of_pages_stay_here(some: Machines, recipe: Recipe) -> None:
    some.worker("--no-nanny")
    pool = Cluster(recipe, some.address)
    article = Article("A text.\n\nIt rains.", "a.txt", capture=Capture(b"\0" * 1000))
    sent = []
    submit = pool._executor.submit

    def noted(function: object, one: Article, packed: bytes) -> object:
        sent.append(one)
        return submit(function, one, packed)

    pool._executor.submit = noted
    found = pool.ask(article).result()
    pool.close()
    assert sent == [replace(article, capture=None)]
    assert found.article == article
    assert found.definitions == recipe.definitions


def test_a_scheduler_that_goes_is_a_sentence_and_no_hang(some: Machines, recipe: Recipe) -> None:
    some.worker("--no-nanny")
    pool = Cluster(Slow(MODEL, recipe.actors, recipe.issues), some.address)
    asked = pool.ask(Article("Text.", "a.txt"))
    some.running[0].kill()
    with pytest.raises(SetupError, match="has gone"):
        asked.result()
    with pytest.raises(SetupError, match="has gone"):
        pool.ask(Article("Text.", "b.txt")).result()
    pool.close()


class Slow(Recipe):
    """A recipe that takes very long to open."""

    def __reduce__(self) -> tuple[object, ...]:
        return time.sleep, (600,)


def test_who_is_not_there_is_said(some: Machines, recipe: Recipe) -> None:
    with pytest.raises(SetupError, match="has no worker"):
        Cluster(recipe, some.address, first_worker=1)


def test_a_worker_with_another_version_is_refused(some: Machines, recipe: Recipe) -> None:
    """The worker has a copy of the program that says of itself that it is another one."""
    copied = some.folder / "other"
    shutil.copytree(ROOT / "app", copied / "app", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("seeds", "templates"):
        (copied / name).symlink_to(ROOT / name)
    (copied / "app" / "__init__.py").write_text('__version__ = "99"\n')
    some.worker("--no-nanny", PYTHONPATH=str(copied))
    with pytest.raises(SetupError, match="Install the same version") as caught:
        Cluster(recipe, some.address)
    assert re.search(r"The worker at tcp://.* \(onrecord/99\S*, here onrecord/", str(caught.value))


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense://x", "127.0.0.1:no"])
def test_an_address_where_nobody_answers(
    address: str, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_CONNECTING", 1)
    with pytest.raises(SetupError, match="No Dask scheduler answers at"):
        Cluster(recipe, address)


def test_without_the_extra_it_says_what_to_install(
    recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(SetupError, match=r"pip install onrecord\[cluster\]"):
        Cluster(recipe, "tcp://127.0.0.1:1")


def test_sqlite_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/onrecord.db"
    arguments = ["ingest", "--database", url, "--cluster", "tcp://127.0.0.1:1", str(tmp_path)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert "--cluster needs PostgreSQL, which many machines can share" in result.stderr
    both = CliRunner().invoke(main, [*arguments, "--workers", "2"])
    assert both.exit_code == 2
    assert "not both" in both.stderr
