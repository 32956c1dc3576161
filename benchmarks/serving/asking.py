"""A client of our own: run by the Python of the peers, which has httptools; prints JSON.

    python asking.py SITE FILE --connections 8 --seconds 5 [--rate 50] [--requests 100]

Asks for the addresses of a file, one after the other, over kept connections, and looks at every
answer. Without ``--rate`` each connection asks again as soon as it is answered, as wrk does. With
it questions come at even times, whether or not the server keeps up, and a time is counted from
when the question was due: a server that stands still for a second cannot hide it.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

_GRACE = 10  # seconds after the end in which what is due is still asked


@dataclass
class Tally:
    """What came of the questions."""

    smallest: int
    ending: bytes
    times: list[float] = field(default_factory=list)  # seconds
    received: int = 0  # bytes
    wrong: int = 0
    lost: int = 0
    examples: list[str] = field(default_factory=list)  # of what was wrong

    def add(self, status: int, body: bytes, seconds: float, path: str) -> None:
        """Count an answer."""
        self.times.append(seconds)
        self.received += len(body)
        if status != 200 or len(body) < self.smallest or self.ending not in body[-128:]:
            self.wrong += 1
            self.examples = [*self.examples, f"{status}, {len(body)} bytes: {path}"][:5]


class Connection(asyncio.Protocol):
    """One kept connection; it has at most one question at a time."""

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self.transport: asyncio.Transport | None = None
        self._answered: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note how to send."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def connection_lost(self, _error: Exception | None) -> None:
        """A question that was on its way is lost."""
        self.transport = None
        if self._answered is not None and not self._answered.done():
            self.tally.lost += 1
            self._answered.set_result(None)

    async def ask(self, request: bytes, path: str, due: float) -> None:
        """Send a question and wait for the whole answer."""
        from httptools import HttpResponseParser  # noqa: PLC0415 - the peers have it

        assert self.transport is not None
        self._parser = HttpResponseParser(self)
        self._body: list[bytes] = []
        self._path, self._due = path, due
        self._answered = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        await self._answered

    def data_received(self, data: bytes) -> None:
        """Parse what came."""
        self._parser.feed_data(data)

    def on_body(self, data: bytes) -> None:
        """Keep a part of the body."""
        self._body.append(data)

    def on_message_complete(self) -> None:
        """Count the answer."""
        body = b"".join(self._body)
        self.tally.add(
            self._parser.get_status_code(), body, time.perf_counter() - self._due, self._path
        )
        keeps = self._parser.should_keep_alive()
        if not keeps and self.transport is not None:
            self.transport.close()
            self.transport = None
        if self._answered is not None and not self._answered.done():
            self._answered.set_result(None)


class Load:
    """Connections that ask until told to stop."""

    def __init__(self, given: argparse.Namespace) -> None:
        site = urlsplit(given.site)
        self.host, self.port = site.hostname or "", site.port or 80
        self.tally = Tally(given.smallest, given.ending.encode())
        self.asked = 0
        packed = f"Accept-Encoding: {given.encoding}\r\n" if given.encoding else ""
        head = f" HTTP/1.1\r\nHost: {site.netloc}\r\n{packed}\r\n"
        paths = Path(given.paths).read_text("utf-8").splitlines()
        self._requests: Iterator[tuple[bytes, str]] = itertools.cycle(
            [(f"GET {path}{head}".encode(), path) for path in paths]
        )
        self._left = given.requests or float("inf")
        self._until = time.perf_counter() + given.seconds
        self._due: deque[float] = deque()
        self._wakes = asyncio.Event()

    async def run(self, connections: int, rate: float) -> None:
        """Ask from so many connections; with a rate, so many questions a second."""
        if rate:
            await asyncio.gather(
                self._clock(rate), *(self._asks(when_due=True) for _ in range(connections))
            )
        else:
            await asyncio.gather(*(self._asks(when_due=False) for _ in range(connections)))

    async def _clock(self, rate: float) -> None:
        next_one = time.perf_counter()
        while next_one < self._until:
            await asyncio.sleep(max(0, next_one - time.perf_counter()))
            while next_one <= time.perf_counter():
                self._due.append(next_one)
                next_one += 1 / rate
            self._wakes.set()

    async def _asks(self, *, when_due: bool) -> None:
        connection: Connection | None = None
        loop = asyncio.get_running_loop()
        while self._left > 0 and (time.perf_counter() < self._until or self._due):
            due = time.perf_counter()
            if due > self._until + _GRACE:
                self.tally.lost += len(self._due)  # nobody would wait for these any more
                self._due.clear()
                break
            if when_due:
                if not self._due:
                    self._wakes.clear()
                    with_patience = asyncio.wait_for(self._wakes.wait(), 0.2)
                    try:
                        await with_patience
                    except TimeoutError:
                        continue
                    continue
                due = self._due.popleft()
            self._left -= 1
            self.asked += 1
            request, path = next(self._requests)
            try:
                if connection is None or connection.transport is None:
                    _, connection = await loop.create_connection(
                        lambda: Connection(self.tally), self.host, self.port
                    )
                await connection.ask(request, path, due)
            except OSError:
                self.tally.lost += 1
                connection = None
                await asyncio.sleep(0.05)
        if connection is not None and connection.transport is not None:
            connection.transport.close()


def share(times: list[float], part: float) -> float:
    """Milliseconds within which this part of the answers came; 0 without any."""
    if not times:
        return 0.0
    return sorted(times)[min(len(times) - 1, int(len(times) * part))] * 1000


def main() -> None:
    """Ask, and print what came of it."""
    options = argparse.ArgumentParser()
    options.add_argument("site")
    options.add_argument("paths")
    options.add_argument("--connections", type=int, default=8)
    options.add_argument("--seconds", type=float, default=5)
    options.add_argument("--requests", type=int, default=0)
    options.add_argument("--rate", type=float, default=0)
    options.add_argument("--encoding", default="")
    options.add_argument("--smallest", type=int, default=1)
    options.add_argument("--ending", default="")
    given = options.parse_args()
    begun = time.perf_counter()
    load = Load(given)
    asyncio.run(load.run(given.connections, given.rate))
    tally = load.tally
    print(
        json.dumps(
            {
                "seconds": time.perf_counter() - begun,
                "requests": len(tally.times),
                "bytes": tally.received,
                "asked": load.asked,
                "wrong": tally.wrong,
                "lost": tally.lost,
                "p50": share(tally.times, 0.5),
                "p99": share(tally.times, 0.99),
                "worst": share(tally.times, 1),
                "examples": tally.examples,
            }
        )
    )


if __name__ == "__main__":
    main()
