"""Watch: feeds, sitemaps and pages asked again and again, each at its own interval.

A watch is one run of the job for as long as its process lives. When each source was asked and how
often it failed stands in the database, so that a watch that is started anew asks nobody too soon.
One watch at a time works on one database: store.start_run refuses a second.
"""

from __future__ import annotations

import logging
import threading
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Protocol

from app.db import store
from app.db.session import sessions
from app.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.fetches import Fetch
    from app.ingest.items import Item
    from app.ingest.job import Job
    from app.readers.watched import Watched

_log = logging.getLogger(__name__)

_LONGEST = timedelta(days=1)  # between two tries at what fails, unless its interval is longer
_SPREAD = 0.1  # a source is asked up to a tenth of its time sooner or later
_FIRST = timedelta(minutes=1)  # those never asked before are asked in the course of it
_LOOK = 60.0  # seconds, at most, between two looks at the clock
_HEARTBEAT = 60.0  # seconds; store.is_gone waits for a few of them


class Stopped(Exception):  # noqa: N818 - no error: somebody asked for it
    """The watch shall end, and something waits in the middle of its work."""


class Time(Protocol):
    """What time it is, and how to let some pass."""

    def now(self) -> datetime:
        """Now, in UTC."""

    def wait(self, seconds: float) -> bool:
        """Let time pass; True at once when the watch shall end."""

    def stopped(self) -> bool:
        """Whether the watch shall end."""


@dataclass(frozen=True, slots=True)
class RealTime:
    """The time of this machine. ``stop`` is set when the watch shall end; any thread may do so."""

    stop: threading.Event = field(default_factory=threading.Event)

    def now(self) -> datetime:
        """Now, in UTC."""
        return datetime.now(UTC)

    def wait(self, seconds: float) -> bool:
        """Let time pass; True at once when the watch shall end."""
        return self.stop.wait(seconds)

    def stopped(self) -> bool:
        """Whether the watch shall end."""
        return self.stop.is_set()

    def sleep(self, seconds: float) -> None:
        """Let time pass, for a fetcher; raises Stopped when the watch shall end."""
        if self.wait(seconds):
            raise Stopped


@dataclass(frozen=True, slots=True)
class Watch:
    """What is watched, and the job that reads it. ``random`` spreads the sources over time."""

    job: Job
    sources: tuple[Watched, ...]
    time: Time
    random: Random = field(default_factory=Random)

    def run(self, *, once: bool = False) -> Iterator[Item]:
        """What becomes of all that is found, until ``time`` says that it is enough.

        With ``once`` every source whose time has come is asked once. What has nothing new is not
        given, and a run with ``once`` that found nothing leaves no trace. Raises SetupError when
        another watch is at work on this database.
        """
        run = self.job.start(alone=True)
        with self._beating(run), suppress(Stopped):
            yield from self._due(run) if once else self._forever(run)
        self.job.finish(run, keep_empty=not once)

    def _due(self, run: int) -> Iterator[Item]:
        for source in self.sources:
            if self.time.stopped():
                return
            # A clock that calls every quarter of an hour is sometimes a second early.
            if self._planned(source, 1 - _SPREAD) <= self.time.now():
                yield from self._ask(run, source)

    def _forever(self, run: int) -> Iterator[Item]:
        plan = {source: self._planned(source) for source in self.sources}
        while not self.time.stopped():
            source = min(plan, key=plan.__getitem__)
            wait = (plan[source] - self.time.now()) / timedelta(seconds=1)
            if wait > 0:
                # Not at a stretch: a machine that slept, or whose clock was set, is looked at anew.
                if self.time.wait(min(wait, _LOOK)):
                    return
                continue
            yield from self._ask(run, source)
            plan[source] = self._next(source)

    def _ask(self, run: int, source: Watched) -> Iterator[Item]:
        """Ask one source and read what is new there, up to what is in hand at the end."""
        sourcing = replace(
            self.job.sourcing,
            outlet=source.outlet,
            language=source.language,
            too_soon=lambda known: self._too_soon(known, source.every),
        )
        found = sourcing.find([source.address])
        job = replace(self.job, note_unchanged=False)
        with closing(found), closing(job.through(run, found)) as groups:
            for group in groups:
                yield from group
                if self.time.stopped():
                    return

    def _planned(self, source: Watched, factor: float | None = None) -> datetime:
        """When to ask a source, by what the database knows of it; ``factor`` None: by chance."""
        known = self._known(source)
        if known is None or known.fetched_at is None:
            spread = self.random.random() if factor is None else 0.0
            return self.time.now() + spread * min(_FIRST, source.every)
        if factor is None:
            factor = self._chance()
        return known.fetched_at + factor * patience(source.every, known.failures)

    def _chance(self) -> float:
        return self.random.uniform(1 - _SPREAD, 1 + _SPREAD)

    def _next(self, source: Watched) -> datetime:
        """When to ask a source again that was asked just now."""
        known = self._known(source)
        failures = known.failures if known is not None else 0
        wait = self._chance() * patience(source.every, failures)
        then = self.time.now() + wait
        if failures:
            _log.warning(
                "%s failed %s; it is asked again at %s UTC.",
                source.address,
                "once" if failures == 1 else f"{failures} times in a row",
                f"{then:%H:%M}" if wait < _LONGEST / 2 else f"{then:%Y-%m-%d %H:%M}",
            )
        return then

    def _too_soon(self, known: Fetch, every: timedelta) -> bool:
        """Whether a page that failed, and is listed still, is left for later."""
        if known.fetched_at is None or not known.failures:
            return False
        return self.time.now() < known.fetched_at + patience(every, known.failures)

    def _known(self, source: Watched) -> Fetch | None:
        with sessions(self.job.engine) as session:
            return store.last_fetch(session, source.address)

    @contextmanager
    def _beating(self, run: int) -> Iterator[None]:
        """Tell the database in the meantime that this watch lives."""
        ended = threading.Event()

        def beat() -> None:
            while not ended.wait(_HEARTBEAT):
                try:
                    with sessions(self.job.engine, write=True) as session:
                        store.still_running(session, run)
                except SetupError as error:  # who stores articles meets it too
                    _log.warning("%s", error)

        thread = threading.Thread(target=beat, daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()


def patience(every: timedelta, failures: int) -> timedelta:
    """How long to leave a source alone: twice as long after each failure in a row, up to a day."""
    doubled: int = 2 ** min(failures, 20)
    return max(every, min(every * doubled, _LONGEST))
