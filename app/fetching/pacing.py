"""Pace: how often one host is asked."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.fetching.failures import Failed

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_HOSTS = 10_000  # remembered at once; those whose time has passed are forgotten first


@dataclass(frozen=True, slots=True)
class Clock:
    """The time, in seconds that never run backwards, and how to let some pass."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


@dataclass(slots=True)
class Pace:
    """Turns at hosts, for any number of threads. Each process keeps its own pace."""

    delay: float  # seconds from one turn at a host to the next
    longest_wait: float
    clock: Clock
    _free: dict[str, float] = field(default_factory=dict)  # when the next turn is
    _left_alone: dict[str, float] = field(default_factory=dict)  # until when it asked to be
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def turn(self, host: str, delay: float = 0.0) -> None:
        """Waits for a turn at a host; ``delay`` is what the host itself asks for between two.

        Raises Failed when the host asked for a longer pause than the longest wait: there is
        other work to do, and this is for later.
        """
        between = max(delay, self.delay)
        with self._lock:
            now = self.clock.now()
            self._forget(now)
            asked = self._left_alone.get(host, now) - now
            start = max(now, self._free.get(host, now), now + asked)
            too_long = asked > self.longest_wait or (
                between > self.longest_wait and start - now > self.longest_wait
            )
            if too_long:
                raise Failed(
                    f"Its server asks for a pause: try again in {_said(start - now)}.", passing=True
                )
            self._free[host] = start + between
        if start > now:
            self.clock.sleep(start - now)

    def leave_alone(self, host: str, seconds: float) -> None:
        """Gives nobody a turn at a host for some time."""
        with self._lock:
            until = self.clock.now() + seconds
            self._left_alone[host] = max(until, self._left_alone.get(host, until))

    def _forget(self, now: float) -> None:
        for known in (self._free, self._left_alone):
            if len(known) >= _MOST_HOSTS:
                for host in [host for host, moment in known.items() if moment <= now]:
                    del known[host]


def _said(seconds: float) -> str:
    """A time for people, never shorter than it is."""
    if seconds <= 120:
        return f"{max(1, round(seconds)):,} seconds"
    if seconds <= 7200:
        return f"{int(seconds // 60) + 1:,} minutes"
    return f"{int(seconds // 3600) + 1:,} hours"
