"""PostgreSQL: a server with a library, until it is ended, so that several parts can ask it.

Unlike the one of the tests it keeps what it writes (fsync), and has a quarter of the memory for
its cache, as its documentation advises.
"""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

from app.db.session import open_engine
from benchmarks.library import fill
from tests.postgresql import running_cluster

if TYPE_CHECKING:
    from pathlib import Path

_SAFE = "-c fsync=on -c synchronous_commit=on -c full_page_writes=on"


def run(statements: int, folder: Path) -> None:
    """Serve a library of so many statements; its address is in postgresql.url when it is filled."""
    told = folder / "postgresql.url"
    quarter = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 4 // 2**20
    cache = f"-c shared_buffers={min(quarter, 4096)}MB -c effective_cache_size={quarter * 2}MB"
    told.unlink(missing_ok=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with running_cluster(options=f"-c listen_addresses='' {_SAFE} {cache}") as cluster:
        url = cluster.url(cluster.create())
        begun = time.perf_counter()
        engine = open_engine(url)
        fill(engine, statements, 400)
        engine.dispose()
        print(
            f"{statements:,} statements in {time.perf_counter() - begun:.0f} s: {url}", flush=True
        )
        told.write_text(f"{url}\n", "utf-8")
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            told.unlink(missing_ok=True)
