"""Ingesting: reading at half the highest rate while an ingest writes, on a copy of the library.

**The highest rate** is that of the mixture (mixture.py) from 16 connections, each asking as fast as
it is answered, of one process of the server. It depends on whether what was made is given again:

- ``highest_kept``: nobody writes, so most pages are given from what is kept.
- ``highest``: once a second the number of the data moves, as it does with each commit of an ingest,
  and no page made before is given again. Nothing else is done meanwhile: it is what this server can
  make while the data change. Half of it is what is asked for by default beside the ingest; a
  library that changes cannot be read at half of ``highest_kept`` (``--rate`` says another rate).

**The ingest** runs through three stretches of the same length: alone, beside the readers, alone
again. Its speed is the articles stored in a stretch by its seconds, counted from commit to commit;
what it keeps beside readers is the middle one divided by the mean of the others, so that articles
which get slower do not count. ``processor`` is the same in seconds of the ingest's processor time
for an article, which others on the machine change less. ``errors`` are answers that are not 200 (a
503 too) and questions without an answer; ``most_wal`` is how large SQLite's log grew, in bytes.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, make_url, select, text

from app.db.session import open_engine, sessions
from app.db.tables import ItemRow
from benchmarks.serving.mixture import mixed
from tests.invented import article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from benchmarks.serving.scene import Scene

_ROOT = Path(__file__).parent.parent.parent
_CONNECTIONS = 16
_ARTICLES = 20_000  # more than are read
_SENTENCES = 14
_LONGEST_PAUSE = 10  # seconds to wait for a commit
_WARM = 5  # articles before the clock starts
_NAMES = (
    *("harvest", "river", "bridge", "market", "school", "weather", "museum", "engine", "railway"),
    *("garden", "letter", "window", "island", "library", "painter", "doctor", "village"),
)
_VERBS = ("closed", "opened", "moved", "grew", "waited", "changed", "returned", "remained")


def take(scene: Scene, *, seconds: float, rate: float = 0) -> None:
    """Take the figures anew: by default at half of the highest rate that is measured before.

    ``seconds`` below 60 are for trying it out.
    """
    scene.results.drop(part="ingesting", database=scene.database, statements=scene.statements)
    folder = scene.folder / "articles"
    write(folder, _ARTICLES)
    with copied(scene) as url, scene.ours(url=url) as server:
        paths = mixed(scene, "ingesting warm-up", 4000)
        scene.client.ask(server.site, paths, connections=8, seconds=5)
        engine = open_engine(url)
        kept = _highest(scene, server.site, "ingesting kept")
        with moving(engine):
            most = _highest(scene, server.site, "ingesting highest")
        rate = rate or most / 2
        print(f"kept {kept:.1f}, highest {most:.1f} a second; asked at {rate:.1f}", flush=True)
        with ingest(url, folder, scene.folder, engine) as process:
            marks = [_mark(engine, process.pid)]
            print("the ingest runs", flush=True)
            time.sleep(seconds / 2)
            marks.append(_mark(engine, process.pid))
            taken = scene.client.ask(
                server.site,
                mixed(scene, "ingesting", int(rate * seconds) + 100),
                connections=64,
                seconds=seconds,
                rate=rate,
            )
            marks.append(_mark(engine, process.pid))
            time.sleep(seconds / 2)
            marks.append(_mark(engine, process.pid))
            assert process.poll() is None, "the ingest ended before the readers did"
            wal = _wal(engine)
        engine.dispose()
        rss, pss = server.memory()
    speeds, processor = [], []
    for (then, before, used), (at, items, using) in pairwise(marks):
        speeds.append((items - before) / (at - then))
        processor.append((using - used) / max(1, items - before))
    figure = scene.figure(
        "ingesting",
        highest=most,
        highest_kept=kept,
        asked_rate=rate,
        rate=taken["requests"] / taken["seconds"],
        errors=taken["wrong"] + taken["lost"],
        speeds=speeds,
        processor=processor,
        keeps=speeds[1] / ((speeds[0] + speeds[2]) / 2),
        most_wal=wal,
        rss=rss,
        pss=pss,
        **{name: taken[name] for name in ("requests", "seconds", "p50", "p99", "worst", "client")},
        examples=taken.get("examples", []),
    )
    scene.results.add(figure)
    print(figure, flush=True)


def _highest(scene: Scene, site: str, seed: str) -> float:
    """How many pages are given a second, asked as fast as they are."""
    taken = scene.client.ask(site, mixed(scene, seed, 40_000), connections=_CONNECTIONS, seconds=10)
    right = taken["requests"] - taken["wrong"]
    return float(right / taken["seconds"])


@contextlib.contextmanager
def moving(engine: Engine) -> Iterator[None]:
    """Move the number of the data once a second, until the block ends."""
    ended = threading.Event()

    def move() -> None:
        while not ended.wait(1):
            with sessions(engine, write=True) as session:
                session.execute(text("UPDATE data_version SET number = number + 1"))

    thread = threading.Thread(target=move)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _wal(engine: Engine) -> int | None:
    """The size of SQLite's log, which grows where readers never let it be begun anew."""
    file = Path(f"{engine.url.database}-wal")
    return file.stat().st_size if file.exists() else None


def write(folder: Path, count: int) -> None:
    """So many texts: quotations of invented people among sentences that nobody says."""
    folder.mkdir()
    for seed in range(count):
        chance = random.Random(seed)  # noqa: S311 - repeatable, and no secret
        plain = " ".join(
            f"The {chance.choice(_NAMES)} near the {chance.choice(_NAMES)} {chance.choice(_VERBS)}"
            f" after the {chance.choice(_NAMES)} of {chance.randrange(1900, 2025)}."
            for _ in range(_SENTENCES)
        )
        (folder / f"{seed:05}.txt").write_text(f"{article(seed)}\n{plain}\n", "utf-8")


@contextlib.contextmanager
def copied(scene: Scene) -> Iterator[str]:
    """The address of a copy of the library, which may be written."""
    if scene.database == "sqlite":
        file = scene.folder / "copy.db"
        with (
            contextlib.closing(sqlite3.connect(f"file:{scene.file}?mode=ro", uri=True)) as source,
            contextlib.closing(sqlite3.connect(file)) as target,
        ):
            source.backup(target)
        yield f"sqlite:///{file}"
        return
    address = make_url(scene.url)
    name = f"copy_{os.getpid()}"
    scene.engine.dispose()  # nobody may be connected to what is copied
    engine = open_engine(str(address.set(database="postgres")))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {address.database}"))
    try:
        yield address.set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        engine.dispose()


@contextlib.contextmanager
def ingest(
    url: str, folder: Path, place: Path, engine: Engine
) -> Iterator[subprocess.Popen[bytes]]:
    """An ingest that has stored its first articles, until the block ends."""
    before = _stored(engine)
    printed = place / "ingest.log"
    with printed.open("w") as log:
        process = subprocess.Popen(
            (sys.executable, "-m", "app.cli", "ingest", str(folder), "--quiet"),
            cwd=place,
            env=os.environ | {"ONRECORD_DATABASE_URL": url, "PYTHONPATH": str(_ROOT)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        until = time.monotonic() + 300
        while _stored(engine) < before + _WARM:
            if process.poll() is not None or time.monotonic() > until:
                raise AssertionError(printed.read_text()[-4000:])
            time.sleep(0.2)
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _stored(engine: Engine) -> int:
    """How many things ingests have dealt with."""
    with sessions(engine) as session:
        return session.scalar(select(func.count()).select_from(ItemRow)) or 0


def _mark(engine: Engine, process: int) -> tuple[float, int, float]:
    """The moment of the next commit, how many things are stored, and processor time until then."""
    before = _stored(engine)
    until = time.monotonic() + _LONGEST_PAUSE
    while (stored := _stored(engine)) == before and time.monotonic() < until:
        time.sleep(0.02)
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])  # of the program, and of the system for it
    return time.monotonic(), stored, ticks / os.sysconf("SC_CLK_TCK")
