"""DateView: a date in words that nobody misreads, with a '?' where it is a guess."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.dates import DateBasis
from app.views.wording import DATE_BASIS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from app.domain.dates import UncertainDate

# Written out, because strftime follows the machine's locale.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONG = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_SPACE = "\N{NO-BREAK SPACE}"
UNKNOWN_DAY = "day not known"
_TRUST = tuple(DateBasis)  # the order of trust, the surest first


@dataclass(frozen=True, slots=True)
class DateView:
    """A date as a page prints it.

    ``machine`` is what <time datetime> takes (a year, a month or a day) or None; ``note`` says
    how the date is known.
    """

    text: str
    machine: str | None
    guessed: bool
    known: bool
    note: str


def show_date(when: UncertainDate, note: str = "") -> DateView:
    """The view of a date; ``note`` adds what its source says about it."""
    basis = DATE_BASIS[when.basis]
    if when.first is None or when.last is None:
        return DateView(UNKNOWN_DAY, None, guessed=False, known=False, note=note or basis)
    edtf = when.edtf or ""
    machine = edtf.rstrip("?~%") if "/" not in edtf else None
    words = show_days(when.first, when.last)
    if edtf.endswith(("~", "%")):
        words = f"about{_SPACE}{words}"
    return DateView(words, machine, guessed=when.guessed, known=True, note=note or basis)


def show_placed(first: date | None, last: date | None, *, guessed: bool) -> DateView:
    """The view of days of which no more is known than whether they are a guess."""
    if first is None or last is None:
        return DateView(UNKNOWN_DAY, None, guessed=False, known=False, note="")
    machine = first.isoformat() if first == last else None
    note = DATE_BASIS[DateBasis.INFERRED] if guessed else ""
    return DateView(show_days(first, last), machine, guessed=guessed, known=True, note=note)


def latest_of(dates: Iterable[UncertainDate]) -> UncertainDate | None:
    """The latest of the known dates; of several for the same days the surest.

    A day that somebody printed is not to look like a guess because a guess fell on it too.
    """
    return max((when for when in dates if when.known), key=_late_and_sure, default=None)


def _late_and_sure(when: UncertainDate) -> tuple[int, int, bool, int]:
    first, last = (day.toordinal() if day else 0 for day in (when.first, when.last))
    return last, first, not when.guessed, -_TRUST.index(when.basis)


def show_day(day: date) -> str:
    """A day in words: '17 Dec 2025'."""
    return f"{day.day}{_SPACE}{_MONTHS[day.month - 1]}{_SPACE}{day.year}"


def show_month(year: int, month: int) -> str:
    """A month in words: 'Dec 2025'."""
    return f"{_MONTHS[month - 1]}{_SPACE}{year}"


def show_moment(when: datetime) -> str:
    """A moment, given in UTC, in words: '17 Dec 2025, 09:05 UTC'."""
    return f"{show_day(when.date())}, {when:%H:%M}{_SPACE}UTC"


def show_range(first: date | None, last: date | None) -> str:
    """A stretch of days in words, empty when both sides are open."""
    if first and last:
        if (first, last) == _month_of(first):
            return f"in {_LONG[first.month - 1]}{_SPACE}{first.year}"
        return f"on {show_day(first)}" if first == last else f"{show_day(first)} – {show_day(last)}"
    if first:
        return f"since {show_day(first)}"
    return f"until {show_day(last)}" if last else ""


@dataclass(frozen=True, slots=True, order=True)
class Band:
    """A stretch of time under which statements are gathered; greater is later.

    A month where the month is certain, else the year, else all that is between two years.
    """

    year: int
    month: int  # 0: only the year is known, so that it sorts after the months of that year
    heading: str


def band_of(when: UncertainDate) -> Band | None:
    """The band of a date; None when nothing is known of it."""
    if when.first is None or when.last is None:
        return None
    first, last = when.first, when.last
    if (first.year, first.month) == (last.year, last.month):
        return Band(last.year, last.month, f"{_LONG[last.month - 1]} {last.year}")
    if first.year == last.year:
        return Band(last.year, 0, f"{last.year}, month not certain")
    return Band(last.year, -1, f"{first.year} – {last.year}, year not certain")


def _month_of(day: date) -> tuple[date, date]:
    """The first and the last day of the month of a day."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def show_days(first: date, last: date) -> str:
    """The shortest words for the days from ``first`` to ``last``."""
    if first == last:
        return show_day(first)
    if (first, last) == _month_of(first):
        return f"{_MONTHS[first.month - 1]}{_SPACE}{first.year}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        years = (first.year, last.year)
        return str(years[0]) if years[0] == years[1] else f"{years[0]}–{years[1]}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{show_day(last)}"
    if first.year == last.year:
        return f"{first.day}{_SPACE}{_MONTHS[first.month - 1]} – {show_day(last)}"
    return f"{show_day(first)} – {show_day(last)}"
