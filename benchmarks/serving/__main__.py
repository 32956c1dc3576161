"""``python -m benchmarks.serving PART``: what parts there are stands in __init__.py."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from app.db.migrate import upgrade
from app.db.session import open_engine
from benchmarks.library import fill
from benchmarks.serving import endurance, growth, ingesting, peers, postgresql, starting, turns
from benchmarks.serving.cases import CASES
from benchmarks.serving.client import Client
from benchmarks.serving.results import Results
from benchmarks.serving.scene import scene

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.serving.scene import Scene

FOLDER = Path(".bench")


def main() -> None:
    """Take the figures of a part."""
    given = _options().parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that its servers end with it
    given.folder.mkdir(parents=True, exist_ok=True)
    if given.part == "postgresql":
        postgresql.run(given.statements[0], given.folder)
        return
    client = Client(peers.environment((given.folder / "peers").absolute()), own=given.own_client)
    results = Results.read(given.results or given.folder / "results.json")
    if given.again:
        results.drop(part=given.part)
    for count in given.statements:
        url = given.url or library(given.folder, count)
        prepare(url)
        with scene(url, client, results) as opened:
            print(f"{given.part}: {opened.statements:,} statements, {opened.database}", flush=True)
            made = _seconds_file(given.folder, url, count)
            if made.exists():
                opened.results.add(opened.figure("making", seconds=float(made.read_text("utf-8"))))
            PARTS[given.part](opened, given)


def prepare(url: str) -> None:
    """Bring a library up to date, all in its file: Datasette reads no other."""
    engine = open_engine(url)
    upgrade(engine)
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


def library(folder: Path, count: int) -> str:
    """The address of a library of so many statements in SQLite, made when it is not there."""
    file = folder.absolute() / f"library{count}.db"
    if not file.exists():
        made = file.with_suffix(".part")
        made.unlink(missing_ok=True)
        begun = time.perf_counter()
        engine = open_engine(f"sqlite:///{made}")
        fill(engine, count, 400)
        engine.dispose()
        made.rename(file)
        took = time.perf_counter() - begun
        _seconds_file(folder, f"sqlite:///{file}", count).write_text(f"{took}", "utf-8")
    return f"sqlite:///{file}"


def _seconds_file(folder: Path, url: str, count: int) -> Path:
    """Where it stands how long a library of ours took to make."""
    kind = "postgresql" if url.startswith("postgresql") else "library"
    return folder / f"{kind}{count}.seconds"


def _turns(opened: Scene, given: argparse.Namespace) -> None:
    names = given.only or list(CASES)
    how = {"repeat": given.repeat, "seconds": given.seconds, "connections": given.connections}
    if given.workers == 1:
        turns.take(opened, names, workers=1, **how)
    else:  # the peers are one process each
        ours = [name for name in names if CASES[name].server.startswith("ours")]
        turns.take(opened, ours, workers=given.workers, **how)


PARTS: dict[str, Callable[[Scene, argparse.Namespace], None]] = {
    "library": lambda opened, _given: print(f"{opened.url}: {opened.statements:,} statements"),
    "turns": _turns,
    "starting": lambda opened, given: starting.take(opened, repeat=given.repeat),
    "growth": lambda opened, given: growth.take(
        opened, repeat=given.repeat, seconds=given.seconds, only=given.only
    ),
    "endurance": lambda opened, given: endurance.take(
        opened, requests=given.requests, workers=given.workers
    ),
    "ingesting": lambda opened, given: ingesting.take(
        opened, seconds=given.seconds, rate=given.rate
    ),
}


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="python -m benchmarks.serving")
    options.add_argument("part", choices=[*PARTS, "postgresql"])
    options.add_argument("--url", default="", help="a library that is there, instead of a new one")
    options.add_argument("--statements", type=_numbers, default=[1_000_000], metavar="N[,N…]")
    options.add_argument("--only", type=lambda told: told.split(";"), help="cases, by semicolons")
    options.add_argument("--repeat", type=int, default=5)
    options.add_argument("--seconds", type=float, default=4, help="of each turn")
    options.add_argument("--connections", type=_numbers, default=[8, 64], metavar="N[,N…]")
    options.add_argument("--workers", type=int, default=1)
    options.add_argument("--requests", type=int, default=200_000, help="of endurance")
    options.add_argument("--rate", type=float, default=0, help="of ingesting, instead of half")
    options.add_argument("--results", type=Path)
    options.add_argument("--folder", type=Path, default=FOLDER, help="for libraries and the peers")
    options.add_argument("--own-client", action="store_true", help="though wrk is installed")
    options.add_argument("--again", action="store_true", help="forget this part's figures first")
    return options


def _numbers(told: str) -> list[int]:
    return [int(number) for number in told.split(",")]


if __name__ == "__main__":
    main()
