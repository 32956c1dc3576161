"""The days of the invented library: which are busy, and how a date is told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from typing import TypeAlias

FIRST, DAYS = date(2023, 1, 1), 1096  # three years
NEVER = 10_000_000
# As app/utterances/occasions.py has them.
_BEFORE, _WIDEST = 7, 10
_AROUND = 60  # days before the first and after the last

Occasion: TypeAlias = "tuple[str | None, str | None, int]"


class When(NamedTuple):
    """A date as its columns say it, and its first and last day as numbers from ``FIRST``."""

    edtf: str | None
    first: str | None
    last: str | None
    basis: str
    low: int = NEVER
    high: int = NEVER


UNKNOWN = When(None, None, None, "unknown")
NO_OCCASION: Occasion = (None, None, 0)


def weights(seed: int, days: int) -> list[float]:
    """How much is printed on each day: months are busy or quiet, and so are days of the week."""
    chance = np.random.default_rng([seed, 2**32])
    months = chance.lognormal(0, 0.5, DAYS // 28 + 1)
    of_day = chance.lognormal(0, 0.3, DAYS)
    return [
        float(months[(one.year - FIRST.year) * 12 + one.month - 1] * of_day[number])
        * (1.0 if one.weekday() < 5 else 0.4)
        for number, one in enumerate(FIRST + timedelta(days=n) for n in range(days))
    ]


class Calendar:
    """Dates by their numbers, each worked out once."""

    def __init__(self) -> None:
        """Work out the days and their months."""
        days = [FIRST + timedelta(days=n - _AROUND) for n in range(DAYS + 2 * _AROUND)]
        self._iso = [one.isoformat() for one in days]
        self._months = [self._month(one) for one in days]

    @staticmethod
    def _month(day: date) -> tuple[str, int, int]:
        first = day.replace(day=1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return f"{day:%Y-%m}", (first - FIRST).days, (last - FIRST).days

    def iso(self, day: int) -> str:
        """A day in ISO 8601."""
        return self._iso[day + _AROUND]

    def day(self, day: int, basis: str) -> When:
        """A date that is one day."""
        iso = self._iso[day + _AROUND]
        return When(iso, iso, iso, basis, day, day)

    def published(self, day: int, share: float) -> When:
        """When an article was published, as far as it is known; ``share`` from 0 to 1."""
        if share < 0.9:
            return self.day(day, "metadata")
        if share < 0.95:
            return self._in_month(day, "metadata")
        return self.day(day, "inferred") if share < 0.98 else UNKNOWN

    def said(self, day: int, share: float, second: float) -> When:
        """When something was said on that day, as far as the text tells it."""
        if share < 0.78:
            return self.day(day, "weekday" if second < 0.5 else "stated")
        if share < 0.82:
            return self._in_month(day, "stated")
        if share < 0.85:
            first = day - 1 - int(second * 4)
            one, other = self.iso(first), self.iso(day)
            return When(f"{one}/{other}", one, other, "stated", first, day)
        if share < 0.88:
            return self.day(day, "inferred")
        return UNKNOWN

    def occasion(self, said: When, published: When) -> Occasion:
        """As ``occasion_of`` in app/utterances/occasions.py, with whether a day is told."""
        if said.first and said.high - said.low <= _WIDEST:
            around = said.basis == "inferred"
            return self.iso(said.low - around), self.iso(said.high + around), 1
        if published.first and published.high - published.low <= _WIDEST:
            first, last = published.low - _BEFORE, published.high
            if said.first:
                first, last = max(first, said.low), min(last, said.high)
            if first <= last:
                return self.iso(first), self.iso(last), 0
        return NO_OCCASION

    def _in_month(self, day: int, basis: str) -> When:
        edtf, first, last = self._months[day + _AROUND]
        return When(edtf, self.iso(first), self.iso(last), basis, first, last)
