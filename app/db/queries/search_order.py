"""The order of what is found: what is told once is one, and the best of it comes first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from app.domain.search import WEIGHED, HitOrder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Days = Ints | NDArray[np.int32]  # later is more
    Places = NDArray[np.intp]
    # How well the words stand in each of these, which are ascending.
    Score = Callable[[Ints], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Found:
    """What is found, in groups of what is one: the reports of an utterance, copies of a text."""

    numbers: Ints  # group by group
    given: Places  # where each stood among what was given
    rank: NDArray[np.int8]  # which of its group stands for it, the least first, to 3
    days: Days
    keys: Ints  # of the groups, ascending
    starts: Places  # of the groups, one end more than these
    chosen: Places  # by group: which stands for it

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def sizes(self) -> Places:
        """How many each group has."""
        return np.diff(self.starts)


def grouped(numbers: Ints, groups: Ints, rank: NDArray[np.int8], days: Days) -> Found:
    """What is found, ascending, put together by group."""
    order = np.argsort(groups, kind="stable")
    groups, rank = groups[order], rank[order]
    begins = np.flatnonzero(np.diff(groups, prepend=-1))
    starts = np.append(begins, len(groups))
    group = np.repeat(np.arange(len(begins)), np.diff(starts))
    chosen = begins.copy()
    for one in (3, 2, 1, 0):  # what is written last stays
        places = np.flatnonzero(rank == one)[::-1]
        chosen[group[places]] = places
    return Found(numbers[order], order, rank, days[order], groups[begins], starts, chosen)


def in_order(
    found: Found, order: HitOrder, score: Score, *, as_chosen: bool
) -> Iterator[tuple[Ints, Places]]:
    """Who stands for each group, and how many that has: of those weighed, then of all others.

    The ``WEIGHED`` latest are weighed by their words; the others follow by day. A group is of the
    latest day and the best score in it or, ``as_chosen``, of those of who stands for it, which of
    several of one rank is who has the best score.
    """
    chosen = found.chosen.copy()
    days = found.days[chosen]
    if not as_chosen and len(found):
        days = np.maximum.reduceat(found.days, found.starts[:-1])
    groups = _latest(days, WEIGHED)
    sizes = found.sizes
    begins = np.cumsum(sizes[groups]) - sizes[groups]
    places = np.repeat(found.starts[groups] - begins, sizes[groups])
    places += np.arange(len(places))
    ascending = np.argsort(found.numbers[places])
    scores = np.zeros(len(found.numbers))
    scores[places[ascending]] = score(found.numbers[places[ascending]])
    if as_chosen:
        for one in groups[(sizes[groups] > 1) & (found.rank[chosen[groups]] > 0)].tolist():
            start = found.starts[one]
            chosen[one] = start + int(np.argmax(scores[start : found.starts[one + 1]]))
        days = found.days[chosen]
        best = scores[chosen[groups]]
    else:
        best = np.maximum.reduceat(scores[places], begins) if len(groups) else np.zeros(0)
    keys = (-days[groups], -best) if order is HitOrder.NEWEST else (-best, -days[groups])
    groups = groups[np.lexsort((found.keys[groups], *reversed(keys)))]
    yield found.numbers[chosen[groups]], sizes[groups]
    if len(groups) < len(found):
        others = np.ones(len(found), np.bool_)
        others[groups] = False
        rest = np.flatnonzero(others)
        rest = rest[np.argsort(-days[rest], kind="stable")]
        yield found.numbers[chosen[rest]], sizes[rest]


def _latest(days: Days, most: int) -> Places:
    """The groups of the latest days, ascending; of one day those of the lowest keys."""
    if len(days) <= most:
        return np.arange(len(days))
    last = np.partition(days, len(days) - most)[len(days) - most]
    later = np.flatnonzero(days > last)
    on_it = np.flatnonzero(days == last)[: most - len(later)]
    return np.sort(np.concatenate((later, on_it)))
