"""A server, and a fetcher that may reach it and nothing else on this machine."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from app.fetching import Bounds, Clock, Fetcher
from tests.fetching.servers import Server

if TYPE_CHECKING:
    from collections.abc import Iterator

BOUNDS = Bounds(
    max_bytes=100_000,
    connect_seconds=10.0,
    read_seconds=10.0,
    whole_seconds=30.0,
    tries=3,
    delay_seconds=1.0,
    longest_wait_seconds=60.0,
)
# For servers that keep us waiting; too tight for others on a machine that is busy.
HASTY = replace(BOUNDS, connect_seconds=0.4, read_seconds=0.4, whole_seconds=1.0)


@dataclass
class Pauses:
    """A clock that goes on only when somebody sleeps, and remembers how long."""

    moment: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.moment

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.moment += seconds

    @property
    def clock(self) -> Clock:
        return Clock(self.now, self.sleep)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
def fetcher(server: Server, pauses: Pauses) -> Fetcher:
    return Fetcher(BOUNDS, also_reach=[("127.0.0.1", server.port)], clock=pauses.clock)


@pytest.fixture
def hasty(server: Server, pauses: Pauses) -> Fetcher:
    return Fetcher(HASTY, also_reach=[("127.0.0.1", server.port)], clock=pauses.clock)
