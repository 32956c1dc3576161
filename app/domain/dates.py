"""UncertainDate: a date as far as it is known, and how it is known.

A date is written in the part of EDTF (ISO 8601-2:2019, levels 0 and 1) that news needs: a year,
a month or a day, each with an optional qualifier (``?`` uncertain, ``~`` approximate, ``%`` both),
or two of them joined by ``/``. Why this is our own and not the edtf package:
docs/decisions/0003-edtf.md.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_PART = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([?~%]?)")


class DateBasis(StrEnum):
    """How a date came to be known; the order is the order of trust."""

    STATED = "stated"  # the text prints the date in full
    METADATA = "metadata"  # the outlet's own metadata or address
    WEEKDAY = "weekday"  # "on Wednesday", resolved against the article's date
    INFERRED = "inferred"  # worked out from other facts; always shown with a "?"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class UncertainDate:
    """A date as EDTF, with the first and the last day it may be, and its basis.

    ``edtf``, ``first`` and ``last`` are all None when nothing is known.
    """

    edtf: str | None = None
    first: date | None = None
    last: date | None = None
    basis: DateBasis = DateBasis.UNKNOWN

    @classmethod
    def parse(cls, edtf: str | None, basis: DateBasis) -> UncertainDate:
        """The date an EDTF string names.

        None and the empty string give the unknown date. Raises ValueError, with a sentence for
        people, on anything that is not of the form above or is no day of the calendar.
        """
        if not edtf:
            return UNKNOWN_DATE
        if "/" in edtf:
            start, _, end = edtf.partition("/")
            first, last = _bounds(start)[0], _bounds(end)[1]
            if first > last:
                raise ValueError(f"'{edtf}' ends before it begins.")
        else:
            first, last = _bounds(edtf)
        return cls(edtf, first, last, basis)

    @classmethod
    def of_day(cls, day: date, basis: DateBasis) -> UncertainDate:
        """The date that is exactly ``day``."""
        return cls(day.isoformat(), day, day, basis)

    @property
    def known(self) -> bool:
        """Whether anything at all is known of it."""
        return self.first is not None

    @property
    def exact(self) -> bool:
        """Whether it is one day."""
        return self.first is not None and self.first == self.last

    @property
    def guessed(self) -> bool:
        """Whether it must be shown with a question mark."""
        qualified = self.edtf is not None and self.edtf[-1] in "?~%"
        return self.known and (self.basis is DateBasis.INFERRED or qualified)

    def within(self, first: date | None, last: date | None) -> bool:
        """Whether it certainly falls between two days, both included; None leaves a side open."""
        if self.first is None or self.last is None:
            return False
        return (first is None or self.first >= first) and (last is None or self.last <= last)

    def may_fall_within(self, first: date | None, last: date | None) -> bool:
        """Whether it possibly falls between two days; an unknown date always may."""
        if self.first is None or self.last is None:
            return True
        return (first is None or self.last >= first) and (last is None or self.first <= last)


UNKNOWN_DATE = UncertainDate()


def _bounds(part: str) -> tuple[date, date]:
    """The first and the last day of one EDTF date."""
    match = _PART.fullmatch(part)
    if match is None:
        raise ValueError(f"'{part}' is not a date like 2025, 2025-02 or 2025-02-25.")
    year, month, day = (int(field) if field else None for field in match.group(1, 2, 3))
    try:
        assert year is not None  # noqa: S101 - the pattern requires it
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except ValueError as error:  # a month 13, a 30 February, a year 0
        raise ValueError(f"'{part}' is not a day of the calendar.") from error
