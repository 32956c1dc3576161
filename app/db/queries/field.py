"""Field: all statements on one issue as columns of numbers, so that any choice is counted at once.

A page shows some dozen statements and counts thousands, by speaker, side, stance, outlet, month.
Each count asked of the database reads them all; here they are read once, and what was written
since is read alone (field_keeping.py). What a page shows of a statement is read from the tables.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from app.db.queries.distinct import Told
from app.db.queries.groups import Groups
from app.db.queries.said_when import SaidWhen, said_when
from app.domain.actors import ActorKind
from app.domain.ids import from_number, to_number
from app.domain.positions import Scope, Stance
from app.domain.records import MonthTotal
from app.domain.statements import StatementKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from app.domain.records import ActorRef, OutletRef

    Ints = NDArray[np.int64]
    Places = NDArray[np.int32]
    Bools = NDArray[np.bool_]

STANCES = tuple(Stance)
SCOPES = tuple(Scope)
KINDS = tuple(StatementKind)
UNKNOWN = 0  # as the number of a day: no date has it
# The columns of a field, and how a number of each is kept.
COLUMNS: Mapping[str, type[np.generic]] = {
    "numbers": np.int64,
    "text": np.int64,
    "starts_at": np.int32,
    "original": np.int32,
    "utterance": np.int32,
    "speaker": np.int32,
    "outlet": np.int32,
    "article": np.int32,
    "kind": np.int8,
    "first": np.int32,
    "last": np.int32,
    "published_last": np.int32,
    "guessed": np.bool_,
    "reviewed": np.bool_,
    "second_hand": np.bool_,
    "first_of_original": np.bool_,
    "rank": np.int8,
    "takes": np.int32,
    "own_certain": np.uint8,
    "own_uncertain": np.uint8,
}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks in a field, and for whom."""

    id: str
    ref: ActorRef
    sides: tuple[str, ...]  # its country first


@dataclass(frozen=True)
class Field:
    """The shown statements on an issue, in the order of a list: the latest day first.

    Every array has one number for each statement. Days are ordinals, 0 where none is known. Codes
    count from 0; of speakers and outlets they stand for what is in the tuple of that name.
    """

    numbers: Ints  # of the statements (app/domain/ids.py)
    text: Ints  # the number of the article
    starts_at: Places
    original: Places  # the same code: the same words in copies of one article
    utterance: Places
    speaker: Places
    outlet: Places
    article: Places  # the same code: copies of one article
    kind: NDArray[np.int8]
    first: Places
    last: Places
    published_last: Places
    guessed: Bools
    reviewed: Bools
    second_hand: Bools
    first_of_original: Bools  # it is the one in the earliest copy
    rank: NDArray[np.int8]  # in its utterance: 0 the representative, 1 of an original, 2 of a copy
    takes: Places  # bits of ``bit``: its positions on the issue, whoever holds them
    own_certain: NDArray[np.uint8]  # bits by stance: its speaker's own positions, certainly
    own_uncertain: NDArray[np.uint8]
    originals: int  # more than any code of ``original``
    utterances: int
    articles: int
    speakers: tuple[Speaker, ...]
    outlets: tuple[OutletRef, ...]
    side_names: Mapping[str, str]

    def __len__(self) -> int:
        return len(self.numbers)

    def id(self, place: int) -> str:
        """The id of the statement at that place."""
        return from_number(int(self.numbers[place]))

    def place(self, identifier: str) -> int | None:
        """Where a statement stands; None where it is not in the field."""
        number = to_number(identifier)
        found = np.flatnonzero(self.numbers == number)
        return int(found[0]) if number is not None and len(found) else None

    def places(self, numbers: Ints) -> Places:
        """Where the statements with these numbers stand, in the order of the field."""
        return member(self.numbers, numbers)

    @cached_property
    def dated(self) -> int:
        """How many have a known day: they stand before all others."""
        return bisect_left(range(len(self)), UNKNOWN, key=lambda place: -int(self.last[place]))

    def since(self, day: date) -> int:
        """How many were possibly said on that day or later: they stand first."""
        return self._until(day.toordinal() - 1)

    def after(self, day: date) -> int:
        """How many were possibly said after that day."""
        return self._until(day.toordinal())

    def until(self, day: date) -> int:
        """A place before which all was certainly said after that day."""
        first = self._earliest
        return (
            bisect_left(range(len(first)), -day.toordinal(), key=lambda n: -int(first[n])) * _STEP
        )

    @cached_property
    def _earliest(self) -> Places:
        """The first day up to the end of each so many places."""
        first = self.first[: self.dated]
        if not len(first):
            return first
        lowest = np.minimum.reduceat(first, np.arange(0, len(first), _STEP))
        return np.minimum.accumulate(lowest)

    def _until(self, day: int) -> int:
        places = range(self.dated)
        return bisect_left(places, -day, key=lambda place: -int(self.last[place]))

    @cached_property
    def of_speaker(self) -> tuple[Places, Ints]:
        """The places ordered by speaker, and where those of each begin; one end more than these."""
        code = self.speaker.astype(np.uint16) if len(self.speakers) < 1 << 16 else self.speaker
        order = np.argsort(code, kind="stable").astype(np.int32)
        sizes = np.bincount(self.speaker, minlength=len(self.speakers))
        return order, np.concatenate(([0], np.cumsum(sizes)))

    @cached_property
    def speaks_alone(self) -> Places | None:
        """The speaker of each utterance; None where one has reports of several speakers."""
        found = np.zeros(self.utterances, np.int32)
        found[self.utterance] = self.speaker
        return found if bool((found[self.utterance] == self.speaker).all()) else None

    @cached_property
    def said_by(self) -> Ints:
        """How many utterances each speaker has."""
        return Told(self, np.arange(len(self), dtype=np.int32)).by_speaker()

    @cached_property
    def of_actor(self) -> Groups:
        """The speakers, who has most utterances first, then by name."""
        names = [(one.ref.slug, one.ref.name) for one in self.speakers]
        pairs = [(one.ref.slug, code) for code, one in enumerate(self.speakers)]
        return Groups.of(names, pairs).most_first(self.said_by)

    @cached_property
    def of_side(self) -> Groups:
        """The sides of the speakers, that with most utterances first, then by name."""
        sides = sorted({side for one in self.speakers for side in one.sides})
        names = [(side, self.side_names[side]) for side in sides]
        pairs = [(side, code) for code, one in enumerate(self.speakers) for side in one.sides]
        return Groups.of(names, pairs).most_first(self.said_by)

    @cached_property
    def of_kind(self) -> Groups:
        """The kinds of speakers that there are, in the order of ``ActorKind``."""
        kinds = [one.ref.kind for one in self.speakers]
        names = [(kind.value, kind.value) for kind in ActorKind if kind in kinds]
        return Groups.of(names, [(kind.value, code) for code, kind in enumerate(kinds)])

    @cached_property
    def of_outlet(self) -> Groups:
        """The outlets, that with most reports first, then by name."""
        names = [(one.slug, one.name) for one in self.outlets]
        pairs = [(one.slug, code) for code, one in enumerate(self.outlets)]
        reports = np.bincount(self.outlet, minlength=len(self.outlets))
        return Groups.of(names, pairs).most_first(reports)

    @cached_property
    def said_when(self) -> SaidWhen | None:
        """What counts the utterances of each speaker in a range; None where some are of several."""
        speakers = self.speaks_alone
        return None if speakers is None else said_when(self, speakers)

    @cached_property
    def held(self) -> tuple[int, int]:
        """All bits of ``takes`` that occur, and of kinds: 1 shifted by each code."""
        kinds = np.flatnonzero(np.bincount(self.kind, minlength=1))
        return int(np.bitwise_or.reduce(self.takes, initial=0)), int((1 << kinds).sum())

    @cached_property
    def utterances_said(self) -> int:
        """How many utterances there are; a code may stand for one that is gone."""
        return int(np.count_nonzero(np.bincount(self.utterance, minlength=1)))

    @cached_property
    def articles_said(self) -> int:
        """How many articles there are, copies once."""
        return int(np.count_nonzero(np.bincount(self.article, minlength=1)))

    @cached_property
    def lone(self) -> tuple[Bools, Bools]:
        """Whether a statement is the only one of its original; of its utterance."""
        return (
            (np.bincount(self.original, minlength=1) == 1)[self.original],
            (np.bincount(self.utterance, minlength=1) == 1)[self.utterance],
        )

    @cached_property
    def months_said(self) -> tuple[MonthTotal, ...]:
        """Each month in which anything was certainly said, and how many utterances were."""
        first, last = self.first[: self.dated], self.last[: self.dated]
        months = self.month(first)
        exact = np.flatnonzero(months == self.month(last)).astype(np.int32)
        if not len(exact):
            return ()
        begins = int(months[exact].min())
        number = int(months[exact].max()) - begins + 1
        found = Told(self, exact).by_code(months[exact] - begins, number)
        return tuple(
            MonthTotal(date((begins + n) // 12 + 1, (begins + n) % 12 + 1, 1), int(found[n]))
            for n in np.flatnonzero(found).tolist()
        )

    @cached_property
    def months(self) -> tuple[int, Places]:
        """The first known day, and the month of each day from it on, 0 for January of year 1."""
        known = self.first[: self.dated]
        if not len(known):
            return 0, np.zeros(0, np.int32)
        first, last = int(known.min()), int(self.last.max())
        return first, month(np.arange(first, last + 1))

    def month(self, days: Places) -> Places:
        """The months of known days of this field, 0 for January of year 1."""
        first, found = self.months
        return found[days - first]


def month(days: Ints) -> Places:
    """The number of the month of each day (an ordinal), 0 for January of the year 1."""
    since = (days - _EPOCH).astype("datetime64[D]").astype("datetime64[M]")
    return (since.astype(np.int64) + 1969 * 12).astype(np.int32)


_STEP = 64  # places
_MANY = 40_000  # numbers
_EPOCH = 719_163  # the ordinal of 1 January 1970


def bit(stance: Stance, scope: Scope) -> int:
    """The bit of ``Field.takes`` for a position with that stance and that scope."""
    return 1 << (STANCES.index(stance) * len(SCOPES) + SCOPES.index(scope))


def member(values: Ints, wanted: Ints) -> Places:
    """The places of the values that are wanted.

    Few of very many: their last 16 bits tell of nearly all others that they are none. Of more it is
    quicker to put the values in order.
    """
    if not len(values) or not len(wanted):
        return np.zeros(0, np.int32)
    if len(wanted) > _MANY:
        order, wanted = np.argsort(values), np.sort(wanted)
        ascending = values[order]
        at = np.minimum(np.searchsorted(wanted, ascending), len(wanted) - 1)
        return np.sort(order[wanted[at] == ascending]).astype(np.int32)
    ends = np.zeros(1 << 16, np.bool_)
    ends[wanted & 0xFFFF] = True
    near = np.flatnonzero(ends[values & 0xFFFF])
    return near[np.isin(values[near], wanted)].astype(np.int32)
