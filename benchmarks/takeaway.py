"""What taking much away costs: ``python -m benchmarks.takeaway [--reports 100000] [--file PATH]``.

Fills a SQLite database with an invented library (benchmarks/library.py), puts all positions on one
issue, and starts a server of its own for each form. Every form of a whole issue is taken
once: seconds to the first byte and to the last at the client, seconds of the processor that the
server took, megabytes, and by how much its memory grew at its highest. Before, a small answer of
the same issue and form is taken, with its seconds, because the first answer after a change reads
what the whole issue is chosen from.
The same of an issue of a tenth of the size tells what grows with it.
"""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import tempfile
import time
from pathlib import Path

import httpx

from app.db.session import open_engine
from benchmarks.library import ISSUES, fill
from tests.server import free_port, running

FORMS = ("csv", "jsonl", "xlsx", "parquet")


def make(file: Path, reports: int) -> None:
    """A database with about so many reports on the first issue and a tenth on the second."""
    if not file.exists():
        engine = open_engine(f"sqlite:///{file}")
        fill(engine, int(reports * 1.1), actors=400)
        engine.dispose()
        with sqlite3.connect(file) as database:
            database.execute(
                "UPDATE position SET issue_id = (SELECT id FROM issue WHERE slug ="
                " CASE position.id % 11 WHEN 0 THEN ? ELSE ? END)",
                ISSUES[1::-1],
            )


def server_of(port: int) -> int:
    """The process that listens on a port of this machine."""
    inode = next(
        fields[9]
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:]
        if (fields := line.split())[1].endswith(f":{port:04X}") and fields[3] == "0A"
    )
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if str(link.readlink()) == f"socket:[{inode}]":
                return int(link.parts[2])
        except OSError:  # ended meanwhile
            continue
    raise AssertionError(port)


def memory(process: int, name: str) -> float:
    """Megabytes of a process: VmRSS now, VmHWM at its highest since it was last forgotten."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    raise AssertionError(name)


def processor(process: int) -> float:
    """Seconds of the processor that a process has taken."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def taken(site: str, process: int, form: str, query: str) -> str:
    """A line of the table."""
    begun = time.perf_counter()
    join = "&" if query else "?"
    httpx.get(f"{site}/compare.{form}{query}{join}actor=actor-399", timeout=600).raise_for_status()
    small = time.perf_counter() - begun
    before, worked = memory(process, "VmRSS"), processor(process)
    Path(f"/proc/{process}/clear_refs").write_text("5")  # forget the highest
    begun = time.perf_counter()
    first, size, lines = 0.0, 0, 0
    asked = httpx.stream(
        "GET",
        f"{site}/compare.{form}{query}",
        headers={"Accept-Encoding": "identity"},
        timeout=600,
    )
    with asked as answer:
        answer.raise_for_status()
        for piece in answer.iter_raw():
            first = first or time.perf_counter() - begun
            size += len(piece)
            lines += piece.count(b"\n")
    whole = time.perf_counter() - begun
    grown, worked = memory(process, "VmHWM") - before, processor(process) - worked
    told = f"{lines:9,}" if form in {"csv", "jsonl"} else " " * 9
    sizes = f"{form:8} {told} {size / 2**20:8.1f}"
    return f"{sizes} {small:8.2f} {first:8.2f} {whole:8.1f} {worked:8.1f} {grown:8.0f}"


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser()
    options.add_argument("--reports", type=int, default=100_000)
    options.add_argument("--file", type=Path)
    options.add_argument("forms", nargs="*", default=FORMS)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = given.file or Path(folder) / "takeaway.db"
        make(file, given.reports)
        print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
        print("form         lines       MB  small s  first s  whole s     work  more MB")
        for query in (f"?issue={ISSUES[1]}", ""):
            for form in given.forms:
                port = free_port()
                environment = {"ONRECORD_DATABASE_URL": f"sqlite:///{file}"}
                started = ("serve", "--port", str(port))
                with running(started, port, Path(folder), environment=environment) as site:
                    process = server_of(port)
                    print(taken(site, process, form, query), flush=True)


if __name__ == "__main__":
    main()
