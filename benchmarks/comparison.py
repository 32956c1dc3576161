"""How fast the comparison answers over 40 actors with 8,000 statements, and how large it is.

    python -m benchmarks.comparison [--statements 8000] [--actors 40] [--url sqlite:///...]

Fills an empty database with an invented library (benchmarks/library.py), or takes one as it stands,
and asks for pages through the app, in this process: the time is the server's, without a network.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect

from app.config import Settings
from app.db import queries
from app.db.session import open_engine, sessions
from app.domain.queries import ComparisonQuery
from app.main import create_app
from benchmarks.library import fill
from tests.web.asking import TestClient

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.records import Standing

ROUNDS = 15


def main() -> None:
    """Print for each kind of page the time in the middle and at worst, and its size."""
    options = argparse.ArgumentParser()
    options.add_argument("--statements", type=int, default=8_000)
    options.add_argument("--actors", type=int, default=40)
    options.add_argument("--url", default="")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.url or f"sqlite:///{Path(folder) / 'library.db'}"
        engine = open_engine(url)
        if not inspect(engine).has_table("statement"):
            fill(engine, given.statements, given.actors)
        with sessions(engine) as session:
            found = queries.overview(session, ComparisonQuery())
        print(f"{found.counted.utterances:,} utterances in {found.counted.reports:,} reports")
        _measure(TestClient(create_app(Settings(database_url=url))), found.rows[:6])


def _measure(client: TestClient, rows: Sequence[Standing]) -> None:
    slugs = [row.actor.slug for row in rows]
    six = "&".join(f"actor={slug}" for slug in slugs)
    pages = {
        "overview": "/compare",
        "overview, by kind": "/compare?group=who&order=name",
        "overview, filtered": "/compare?stance=opposes&side=ua&side=gb&from=2023-03-01",
        "six columns": f"/compare?{six}",
        "two columns": f"/compare?actor={slugs[0]}&actor={slugs[1]}",
        "six columns, words": f"/compare?{six}&q=troops",
        "six columns, a month": f"/compare?{six}&from=2023-03-01&to=2023-03-31",
        "the issue": "/",
        "search": "/search?q=troops",
    }
    for name, address in pages.items():
        times, work = [], []
        for _ in range(ROUNDS):
            begun, busy = time.perf_counter(), time.process_time()
            answer = client.get(address)
            times.append(time.perf_counter() - begun)
            work.append(time.process_time() - busy)
            answer.raise_for_status()
        print(
            f"{name:22} {statistics.median(times) * 1000:6.0f} ms, worst {max(times) * 1000:5.0f};"
            f" of the processor {statistics.median(work) * 1000:4.0f} ms;"
            f" {len(answer.text.encode()) / 1000:5.0f} KB of HTML"
        )


if __name__ == "__main__":
    main()
