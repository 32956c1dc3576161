"""Ingest runs: what became of everything that one run of the job was given."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Outcome(StrEnum):
    """What became of one thing that was given to the job."""

    STORED = "stored"
    UNCHANGED = "unchanged"
    NEW_VERSION = "new_version"  # the text at that address has changed
    UPDATED = "updated"  # the same text, of which something is known otherwise now
    DUPLICATE = "duplicate"  # stored, and a copy of an article that was stored before
    PUT_ASIDE = "put_aside"  # with a reason


class RunState(StrEnum):
    """How far a run came."""

    RUNNING = "running"
    FINISHED = "finished"
    INTERRUPTED = "interrupted"  # its process is gone and it never said that it had finished


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """What became of one thing; ``source`` is a path or an address, for people."""

    source: str
    outcome: Outcome
    reason: str  # empty unless it was put aside
    article: str | None  # id


@dataclass(frozen=True, slots=True)
class AsideGroup:
    """What one run put aside for one reason: how many things, and the newest few of them."""

    reason: str
    count: int
    newest: tuple[ItemRecord, ...]


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A run and how many things came to which outcome."""

    id: int
    started_at: datetime  # UTC
    finished_at: datetime | None
    state: RunState
    extractor: str
    outcomes: tuple[tuple[Outcome, int], ...]  # in the order of Outcome, zeros included
    put_aside: tuple[AsideGroup, ...]  # the reasons given most often first, not all of them
    command: str  # "ingest", "retry", "watch", "reprocess"
    seen_at: datetime  # when it last said something, UTC

    @property
    def aside(self) -> int:
        """How many things it put aside."""
        return dict(self.outcomes)[Outcome.PUT_ASIDE]


@dataclass(frozen=True, slots=True)
class AsidePage:
    """A part of what a run put aside, the newest first; ``older`` is where the next part begins."""

    run: RunRecord
    items: tuple[ItemRecord, ...]
    older: int | None
