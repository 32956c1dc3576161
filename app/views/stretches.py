"""Counting a line by stretches of time, at once for all of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from app.domain.positions import Stance
from app.domain.queries import Bands
from app.views.bands import band_in

if TYPE_CHECKING:
    from app.domain.placed import Ints, PlacedLine
    from app.views.bands import TimeBand

_STANCES = tuple(Stance)
_BITS = len(_STANCES)
# More months than these make too many pairs to count each in a place of its own.
_MONTHS = 300


def own_bits(line: PlacedLine) -> Ints:
    """The stances that each utterance takes: the certain ones in the low bits, then the others."""
    return line.certain | line.uncertain.astype(np.int64) << _BITS


def taken(bits: Ints, codes: Ints, number: int) -> Ints:
    """How many take which stance: a row for each code from 0, of one count a bit of own_bits."""
    kinds = np.flatnonzero(np.bincount(bits, minlength=1))
    dense = np.zeros(int(kinds[-1]) + 1 if len(kinds) else 1, np.int64)
    dense[kinds] = np.arange(len(kinds))
    width = max(1, len(kinds))
    found = np.bincount(codes * width + dense[bits], minlength=number * width)
    having = kinds[:, None] >> np.arange(2 * _BITS) & 1
    counts: Ints = found.reshape(number, width)[:, : len(kinds)] @ having
    return counts


def of_stance(counts: Ints, stance: Stance) -> tuple[int, int]:
    """From a row of ``taken`` how many take a stance certainly, and how many not certainly."""
    bit = _STANCES.index(stance)
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
