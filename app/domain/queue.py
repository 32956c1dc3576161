"""The review queue: why a statement waits for a person, and which of those that wait are asked for.

The order of ``WaitReason`` is the order of the queue: of two statements the one with the first
reason comes first; where both have it, the second reason decides, and so on.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from app.domain.articles import Zone
    from app.domain.positions import Stance
    from app.domain.reader_reports import ReaderReport
    from app.domain.records import Facet, StatementRecord
    from app.domain.revisions import Revision


class WaitReason(StrEnum):
    """Why a statement is looked at before others."""

    REPORTED = "reported"  # a reader says that something is wrong
    ON_ISSUE = "on-issue"  # it takes a position
    OUTLETS_DIFFER = "outlets-differ"
    STANCE = "stance"  # which way it goes is not certain
    SPEAKER = "speaker"  # who speaks is not certain
    SECOND_HAND = "second-hand"
    OFTEN_SHOWN = "often-shown"  # many reports, or an actor of many statements

    @property
    def bit(self) -> int:
        """Its bit in the number by which the queue is ordered; earlier reasons weigh more."""
        return _BITS[self]

    @classmethod
    def of(cls, number: int) -> tuple[WaitReason, ...]:
        """The reasons whose bits a number has, in order."""
        return tuple(one for one, bit in _BITS.items() if number & bit)


_BITS: Mapping[WaitReason, int] = {
    one: 1 << place for place, one in reversed(list(enumerate(reversed(WaitReason))))
}


@dataclass(frozen=True, slots=True)
class QueueQuery:
    """Which of the statements that wait; an empty choice leaves that side open."""

    issue: str | None = None  # slug
    reason: WaitReason | None = None
    actor: str | None = None  # slug
    outlet: str | None = None  # slug
    stance: Stance | None = None
    first: date | None = None  # of the days on which it may have been said
    last: date | None = None
    skipped: bool = False  # only those that somebody put off

    def parameters(self) -> list[tuple[str, str]]:
        """The parameters of its canonical address."""
        pairs = [
            ("actor", self.actor),
            ("from", self.first.isoformat() if self.first else None),
            ("issue", self.issue),
            ("outlet", self.outlet),
            ("reason", self.reason),
            ("show", "skipped" if self.skipped else None),
            ("stance", self.stance),
            ("to", self.last.isoformat() if self.last else None),
        ]
        return [(name, str(value)) for name, value in pairs if value]

    def address(self, path: str = "/queue", **more: str | None) -> str:
        """The address of a page of the queue with these filters."""
        pairs = self.parameters() + [(name, value) for name, value in more.items() if value]
        return f"{path}?{urlencode(pairs)}" if pairs else path


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement stands in the queue."""

    rank: int
    statement: str  # id
    reasons: tuple[WaitReason, ...] = ()

    @property
    def key(self) -> str:
        """As an address names it."""
        return f"{self.rank}.{self.statement}"


@dataclass(frozen=True, slots=True)
class Skip:
    """That somebody put a statement off, and why."""

    by: str
    reason: str
    at: datetime
    user: int | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A statement in the queue's list."""

    place: Place
    statement: StatementRecord
    skip: Skip | None


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """How many wait, and what each value of a filter would show, the others kept."""

    total: int  # under all filters
    all: int  # under none
    skipped: int
    issues: tuple[Facet, ...]
    reasons: tuple[Facet, ...]
    outlets: tuple[Facet, ...]
    stances: tuple[Facet, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """A statement with all that an editor needs to decide on it, withdrawn or not."""

    statement: StatementRecord
    place: Place | None  # None: it does not wait
    withdrawn: str | None  # why it is not shown any more
    newest: bool  # False: the article has a newer text
    version: str  # id
    text: str
    zones: tuple[Zone, ...]
    seen: int  # the last revision of it
    skip: Skip | None
    reports: tuple[ReaderReport, ...]  # open ones of readers
    history: tuple[Revision, ...]  # newest first
    issues: Mapping[str, str]  # title by slug, of all that are stored
