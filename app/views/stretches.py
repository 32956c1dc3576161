"""Counting a line by stretches of time, at once for all of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from app.domain.positions import Stance
from app.domain.queries import Bands
from app.views.bands import band_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.placed import Ints, PlacedLine
    from app.views.bands import TimeBand

_STANCES = tuple(Stance)
_BITS = len(_STANCES)
_BIT = {stance: bit for bit, stance in enumerate(_STANCES)}
# More months than these make too many pairs to count each in a place of its own.
_MONTHS = 300
_CELLS = 4_000_000


class Taken:
    """The own positions of a line on known days, to be counted by whatever stretches.

    ``speaker``, ``first`` and ``last`` are those of the utterances that take any, and ``places``
    where these stand in the line.
    """

    def __init__(self, line: PlacedLine) -> None:
        bits = line.certain | line.uncertain.astype(np.uint16) << _BITS
        self.places = np.flatnonzero((line.first > 0) & (bits != 0))
        whole = len(self.places) == len(bits)
        self.speaker, self.first, self.last, taken = (
            values if whole else values[self.places]
            for values in (line.speaker, line.first, line.last, bits)
        )
        kinds = np.flatnonzero(np.bincount(taken, minlength=1))
        dense = np.zeros(1 << 2 * _BITS, np.uint16)
        dense[kinds] = np.arange(len(kinds))
        self._kind = dense[taken]
        self._kinds = len(kinds)
        self._having = kinds[:, None] >> np.arange(2 * _BITS) & 1

    def counted(self, codes: Ints, number: int) -> Ints:
        """How many take which stance: for each code from 0 a row, for ``of_stance``."""
        width = max(1, self._kinds)
        found = np.bincount(codes * width + self._kind, minlength=number * width)
        counts: Ints = found.reshape(number, width)[:, : self._kinds] @ self._having
        return counts


def ends_of(codes: Ints, days: Ints, number: int) -> tuple[Ints, Ints]:
    """The first and the last day of each code from 0; 0 and 0 of one that has none."""
    if not len(days):
        return np.zeros(number, np.int64), np.zeros(number, np.int64)
    low = int(days.min())
    width = int(days.max()) - low + 1
    if number * width > _CELLS:
        first = np.full(number, np.iinfo(np.int64).max)
        last = np.zeros(number, np.int64)
        np.minimum.at(first, codes, days)
        np.maximum.at(last, codes, days)
        return np.where(last, first, 0), last
    having = np.zeros(number * width, np.bool_)
    having[codes * width + (days - low)] = True
    table = having.reshape(number, width)
    some = table.any(axis=1)
    first = np.where(some, low + table.argmax(axis=1), 0)
    return first, np.where(some, low + width - 1 - table[:, ::-1].argmax(axis=1), 0)


def of_stance(counts: Sequence[int] | Ints, stance: Stance) -> tuple[int, int]:
    """From a row of ``Taken.counted`` how many take a stance, surely and not surely."""
    bit = _BIT[stance]
    return int(counts[bit]), int(counts[_BITS + bit])


def bands_of(first: Ints, last: Ints, bands: Bands) -> tuple[Ints, tuple[TimeBand, ...]]:
    """The band of each pair of known days: as a code, and what the codes stand for.

    Two codes may stand for the same band.
    """
    if not len(first):
        return first, ()
    earliest = int(first.min())
    days = np.arange(earliest, int(last.max()) + 1) - _EPOCH
    month = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    begin, number = int(month[0]), int(month[-1] - month[0]) + 1
    month -= begin
    codes = month[first - earliest] * number + month[last - earliest]
    if bands is Bands.DAY:
        codes = np.where(first == last, number * number + last - earliest, codes)
    if number <= _MONTHS:
        kinds = np.flatnonzero(np.bincount(codes))
        dense = np.zeros(int(kinds[-1]) + 1, np.int64)
        dense[kinds] = np.arange(len(kinds))
        codes = dense[codes]
    else:
        kinds, codes = np.unique(codes, return_inverse=True)
    return codes, tuple(_band(int(kind), number, begin, earliest, bands) for kind in kinds)


_EPOCH = date(1970, 1, 1).toordinal()


def _band(kind: int, number: int, begin: int, earliest: int, bands: Bands) -> TimeBand:
    if kind >= number * number:
        day = date.fromordinal(kind - number * number + earliest)
        found = band_in(day, day, bands)
    else:
        one, other = divmod(kind, number)
        # Two days, so that they are never taken for one.
        found = band_in(_day(begin + one, 1), _day(begin + other, 2), bands)
    assert found is not None  # noqa: S101 - both days are known
    return found


def _day(month: int, day: int) -> date:
    """A day of a month that is counted from January 1970."""
    return date(1970 + month // 12, month % 12 + 1, day)
