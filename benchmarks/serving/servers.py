"""Servers: started as a person starts them, each with its memory and its time of the processor."""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.server import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_PATIENCE = 300  # seconds


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs: its address, its first process, and how long it took to answer."""

    site: str
    process: int
    started_in: float  # seconds

    def memory(self) -> tuple[float, float]:
        """Megabytes of all its processes: resident, and with shared pages divided among sharers."""
        rss = pss = 0
        for process in family(self.process):
            rolled = Path(f"/proc/{process}/smaps_rollup")
            with contextlib.suppress(OSError):  # ended meanwhile
                for line in rolled.read_text().splitlines():
                    name, _, rest = line.partition(":")
                    if name == "Rss":
                        rss += int(rest.split()[0])
                    elif name == "Pss":
                        pss += int(rest.split()[0])
        return rss / 1024, pss / 1024

    def each_memory(self) -> list[float]:
        """Resident megabytes of each of its processes, the largest first."""
        found = []
        for process in family(self.process):
            with contextlib.suppress(OSError):
                lines = Path(f"/proc/{process}/status").read_text().splitlines()
                found += [int(line.split()[1]) / 1024 for line in lines if "VmRSS:" in line]
        return sorted(found, reverse=True)

    def settle(self) -> None:
        """Wait until it has done with what clients no longer wait for, at most a minute."""
        for _ in range(200):
            before = self.processor()
            time.sleep(0.3)
            if self.processor() - before < 0.1:
                return

    def processor(self) -> float:
        """Seconds of the processor that all its processes have taken."""
        return sum(seconds_of(process) for process in family(self.process))


def family(process: int) -> list[int]:
    """A process and all that it started that still run."""
    found = [process]
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in task.read_text().split():
                found += family(int(child))
    return found


def seconds_of(process: int) -> float:
    """Seconds of the processor that a process has taken; 0 when it has ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def serving(
    command: Sequence[str],
    folder: Path,
    *,
    ready: str = "/healthz",
    place: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """A server until the block ends. Fails with what it printed when it does not answer.

    ``ready`` is an address that it answers when it is up; ``place`` the folder it runs in.
    """
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    printed = folder / f"server-{port}.log"
    begun = time.perf_counter()
    with printed.open("w") as log:
        process = subprocess.Popen(
            (*command, "--port", str(port)),
            cwd=place or folder,
            env=os.environ | dict(environment or {}),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        while not _answers(f"{site}{ready}"):
            if process.poll() is not None or time.perf_counter() - begun > _PATIENCE:
                raise AssertionError(printed.read_text()[-4000:])
            time.sleep(0.02)
        yield Server(site, process.pid, time.perf_counter() - begun)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        printed.unlink(missing_ok=True)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - our own
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
