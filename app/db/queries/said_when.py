"""SaidWhen: how many utterances speakers have in ranges of days, without looking at each.

Nearly every utterance was said on one day that all its reports agree on. These are put in order by
speaker and day once; then a range is two looks for each speaker.

Of the others only the narrowest stretches of days count, those that hold no other of the same
utterance. Put in order, those within a range follow each other; so the utterance is there once when
each is counted as one, and each two that follow each other, taken together, as one less. Stretches
are within a range that end in it, but for those that begin before it; what is too much taken off
then are the few that are longer than the range.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from app.db.queries.field import Field, Ints, Places

_DAYS = 1 << 22  # more than there are


@dataclass(frozen=True, slots=True)
class SaidWhen:
    """The utterances of a field in which each has reports of one speaker alone."""

    of_one_day: Ints  # speaker and day as one number, in order
    begins: Ints  # speaker and first day of each stretch, in order
    begun: Places  # what the stretches count together before each of these
    ends: Ints  # the same of last days
    ended: Places
    longest: _Stretches
    speakers: int

    def between(
        self, ranges: Sequence[tuple[date | None, date | None]], speakers: Ints | None = None
    ) -> Ints:
        """How many utterances each has certainly in each range, both days within it.

        A row for each range; of all speakers, or of those with these codes, in their order.
        """
        codes = np.arange(self.speakers) if speakers is None else speakers
        starts = [first.toordinal() if first else 1 for first, _ in ranges]
        stops = [
            max(last.toordinal() if last else _DAYS - 1, start - 1)  # none are in none
            for (_, last), start in zip(ranges, starts, strict=True)
        ]
        base = codes.astype(np.int64) * _DAYS
        low = base + np.array(starts)[:, None]
        high = base + np.array(stops)[:, None] + 1
        found: Ints = self.of_one_day.searchsorted(high) - self.of_one_day.searchsorted(low)
        found += self.ended[self.ends.searchsorted(high)]
        found -= self.begun[self.begins.searchsorted(low)]
        for number, (start, stop) in enumerate(zip(starts, stops, strict=True)):
            around = self.longest.around(start, stop, self.speakers)
            if around is not None:
                found[number] += around[codes]
        return found


@dataclass(frozen=True, slots=True)
class _Stretches:
    """Stretches of days, the longest first."""

    shortness: Places
    first: Places
    last: Places
    speaker: Places
    weight: NDArray[np.int8]

    def around(self, start: int, stop: int, speakers: int) -> Ints | None:
        """What those of each speaker count that begin before a range and end after it."""
        some = int(self.shortness.searchsorted(start - stop - 2, "right"))
        if not some:
            return None
        found = (self.first[:some] < start) & (self.last[:some] > stop)
        of, weights = self.speaker[:some][found], self.weight[:some][found]
        return np.bincount(of, weights, minlength=speakers).astype(np.int64)


def said_when(field: Field, speakers: Places) -> SaidWhen:
    """Of a field, with the speaker of each utterance."""
    dated = np.arange(field.dated, dtype=np.int32)
    low = np.full(field.utterances, _DAYS, np.int32)
    high = np.zeros(field.utterances, np.int32)
    np.minimum.at(low, field.utterance[dated], field.first[dated])
    np.maximum.at(high, field.utterance[dated], field.last[dated])
    one = low == high
    of_one_day = speakers[one].astype(np.int64) * _DAYS + low[one]
    others = dated[~one[field.utterance[dated]]]
    first, last, utterance, weight = _narrowest(
        field.first[others], field.last[others], field.utterance[others]
    )
    speaker = speakers[utterance]
    begins, begun = _summed(speaker.astype(np.int64) * _DAYS + first, weight)
    ends, ended = _summed(speaker.astype(np.int64) * _DAYS + last, weight)
    longest = np.argsort(first - last)
    return SaidWhen(
        of_one_day=np.sort(of_one_day),
        begins=begins,
        begun=begun,
        ends=ends,
        ended=ended,
        longest=_Stretches(
            (first - last)[longest],
            first[longest],
            last[longest],
            speaker[longest],
            weight[longest],
        ),
        speakers=len(field.speakers),
    )


def _narrowest(
    first: Places, last: Places, utterance: Places
) -> tuple[Places, Places, Places, NDArray[np.int8]]:
    """The stretches that hold no other of their utterance, and with less each two that follow."""
    order = np.lexsort((last, -first, utterance))
    first, last, utterance = first[order], last[order], utterance[order]
    # Falls from one utterance to the next, so that the least so far is that of the same one.
    end = last - utterance.astype(np.int64) * _DAYS
    least = np.minimum.accumulate(end)
    kept = np.ones(len(end), np.bool_)
    kept[1:] = end[1:] < least[:-1]
    first, last, utterance = first[kept], last[kept], utterance[kept]
    both = np.flatnonzero(utterance[1:] == utterance[:-1])
    return (
        np.concatenate((first, first[both + 1])),
        np.concatenate((last, last[both])),
        np.concatenate((utterance, utterance[both])),
        np.repeat(np.array([1, -1], np.int8), (len(first), len(both))),
    )


def _summed(keys: Ints, weight: NDArray[np.int8]) -> tuple[Ints, Places]:
    order = np.argsort(keys)
    sums = np.concatenate(([0], np.cumsum(weight[order])))
    return keys[order], sums.astype(np.int32)
