"""SaidWhen: how many utterances each speaker has in any range of days, without looking at each.

Nearly every utterance was said on one day that all its reports agree on. These are put in order by
speaker and day once; then a range is two looks for each speaker. Of the others each report is
looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from datetime import date

    from app.db.queries.field import Field, Ints, Places

_DAYS = 1 << 22  # more than there are


@dataclass(frozen=True, slots=True)
class SaidWhen:
    """The utterances of a field in which each has reports of one speaker alone."""

    of_one_day: Ints  # speaker and day as one number, in order
    others: Places  # the dated reports of all other utterances
    speakers: int

    def between(self, field: Field, first: date | None, last: date | None) -> Ints:
        """How many utterances each speaker has certainly in a range, both days within it."""
        start = first.toordinal() if first else 1
        stop = last.toordinal() if last else _DAYS - 1
        base = np.arange(self.speakers, dtype=np.int64) * _DAYS
        low, high = np.searchsorted(self.of_one_day, (base + start, base + stop + 1))
        within = (field.first[self.others] >= start) & (field.last[self.others] <= stop)
        found: Ints = high - low + field.said_of(self.others[within])
        return found


def said_when(field: Field, speakers: Places) -> SaidWhen:
    """Of a field, with the speaker of each utterance."""
    order = field.by_utterance
    dated = order[field.first[order] > 0]
    utterance = field.utterance[dated]
    starts = np.flatnonzero(np.diff(utterance, prepend=-1))
    if not len(starts):
        return SaidWhen(np.zeros(0, np.int64), dated, len(field.speakers))
    first, last = field.first[dated], field.last[dated]
    begin, end = np.minimum.reduceat(first, starts), np.maximum.reduceat(last, starts)
    one = begin == end
    days = speakers[utterance[starts[one]]].astype(np.int64) * _DAYS + begin[one]
    others = dated[~np.repeat(one, np.diff(starts, append=len(dated)))]
    return SaidWhen(np.sort(days), others, len(field.speakers))
