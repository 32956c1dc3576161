"""How long the comparison takes on the seeds: `python -m benchmarks.compare_page`.

Starts the server as `make run` does, over a database of the five seed articles, and asks for pages
one after the other over one kept-alive connection. What is measured is the time at the client,
from sending to the last byte, so it is an upper bound of the server's own time. After a warm-up of
20 requests each address is asked for 200 times, in turns, in 5 rounds; the median of each round's
median is printed, with the lowest and highest of the five.
"""

from __future__ import annotations

import os
import platform
import statistics
import tempfile
import time
from pathlib import Path

import httpx

from tests.server import free_port, running

ADDRESSES = (
    "/healthz",  # the peer: the smallest answer of the same server over the same connection
    "/",
    "/compare",
    "/compare?actor=dmitry-peskov&actor=donald-trump",
    "/compare?from=2025-02-01&to=2025-02-28",
    "/compare.json",
    "/articles",
)
WARM_UP, REQUESTS, ROUNDS = 20, 200, 5


def timed(client: httpx.Client, address: str) -> float:
    """Milliseconds from the request to the last byte of its answer."""
    begun = time.perf_counter()
    client.get(address).raise_for_status()
    return (time.perf_counter() - begun) * 1000


def main() -> None:
    """Print the table."""
    port = free_port()
    with (
        tempfile.TemporaryDirectory() as folder,
        running(("demo", "--port", str(port)), port, Path(folder)) as site,
        httpx.Client(base_url=site, follow_redirects=False) as client,
    ):
        for address in ADDRESSES:
            for _ in range(WARM_UP):
                timed(client, address)
        rounds: dict[str, list[float]] = {address: [] for address in ADDRESSES}
        for _ in range(ROUNDS):
            taken: dict[str, list[float]] = {address: [] for address in ADDRESSES}
            for _ in range(REQUESTS):
                for address in ADDRESSES:
                    taken[address].append(timed(client, address))
            for address in ADDRESSES:
                rounds[address].append(statistics.median(taken[address]))
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"median of {ROUNDS} medians of {REQUESTS} requests, milliseconds at the client")
    for address, medians in rounds.items():
        middle = statistics.median(medians)
        print(f"{middle:8.2f}  ({min(medians):.2f} - {max(medians):.2f})  {address}")


if __name__ == "__main__":
    main()
