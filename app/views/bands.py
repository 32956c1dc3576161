"""TimeBand: the stretch of time under which statements stand side by side."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.domain.queries import Bands
from app.views.dates import show_day

if TYPE_CHECKING:
    from app.domain.dates import UncertainDate

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
# So many days are shown by day, by month, by quarter; more by year.
_DAYS, _MONTHS_OF, _QUARTERS_OF = 31, 24 * 31, 6 * 366


@dataclass(frozen=True, slots=True, order=True)
class TimeBand:
    """A day, month, quarter or year; greater is later. ``when`` follows 'nothing'.

    What is known less exactly than that stands in a band of its own, after (in a list from the
    latest to the earliest) all bands that lie in the same month or year.
    """

    key: tuple[int, int, int]
    heading: str
    when: str
    certain: bool = True


def fitting_bands(first: date | None, last: date | None) -> Bands:
    """The bands for what was said between two days."""
    if first is None or last is None:
        return Bands.MONTH
    days = (last - first).days + 1
    if days <= _DAYS:
        return Bands.DAY
    if days <= _MONTHS_OF:
        return Bands.MONTH
    return Bands.QUARTER if days <= _QUARTERS_OF else Bands.YEAR


def band_in(first: date | None, last: date | None, bands: Bands) -> TimeBand | None:
    """The band of what was said between two days; None when nothing is known of them."""
    if first is None or last is None:
        return None
    year, month = last.year, last.month
    unit = bands.value
    if first.year != year:
        unit = "day" if bands is Bands.DAY else "year"
        return _uncertain((year, -1, 0), f"{first.year} – {year}", unit)
    if bands in (Bands.YEAR, Bands.QUARTER):
        return _long(first, last, bands)
    if first.month != month:
        return _uncertain((year, 0, 0), str(year), unit)
    name = f"{_MONTHS[month - 1]} {year}"
    if bands is Bands.MONTH:
        return _certain((year, month, 0), name)
    day = show_day(last)
    return (
        TimeBand((year, month, last.day), day, f"on {day}")
        if first == last
        else _uncertain((year, month, 0), name, unit)
    )


def _long(first: date, last: date, bands: Bands) -> TimeBand:
    """The band in a year."""
    year = last.year
    if bands is Bands.YEAR:
        return _certain((year, 0, 0), str(year))
    if _quarter(first) != _quarter(last):
        return _uncertain((year, 0, 0), str(year), bands.value)
    begins, ends = _MONTHS[_quarter(last)], _MONTHS[_quarter(last) + 2]
    heading = f"{begins} – {ends} {year}"
    return TimeBand((year, _quarter(last) + 1, 0), heading, f"from {begins} to {ends} {year}")


def _certain(key: tuple[int, int, int], heading: str) -> TimeBand:
    return TimeBand(key, heading, f"in {heading}")


def _uncertain(key: tuple[int, int, int], heading: str, unit: str) -> TimeBand:
    words = f"{heading}, {unit} not certain"
    return TimeBand(key, words, f"in {words}", certain=False)


def _quarter(day: date) -> int:
    """The first month of a day's quarter, counted from 0."""
    return (day.month - 1) // 3 * 3


def days_of(band: TimeBand, bands: Bands) -> tuple[date, date] | None:
    """The first and the last day of a band that is certain; None of one that is not."""
    year, month, day = band.key
    if not band.certain:
        return None
    if bands is Bands.YEAR:
        return date(year, 1, 1), date(year, 12, 31)
    if bands is Bands.DAY:
        return date(year, month, day), date(year, month, day)
    end = month + 2 if bands is Bands.QUARTER else month
    return date(year, month, 1), date(year, end, monthrange(year, end)[1])


def band_of_date(when: UncertainDate, bands: Bands) -> TimeBand | None:
    """The band of a date; None when nothing is known of it."""
    return band_in(when.first, when.last, bands)
