"""Ranges of days that many ask for, chosen from what there is, each with its count."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from app.views.choice import COMPARE, Shortcut, anew
from app.views.dates import show_days, show_month

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.domain.queries import ComparisonQuery, ComparisonView
    from app.domain.records import MonthTotal

_YEARS = 5  # the latest
_MONTHS = 3  # those with most
_YEAR_OF_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Range:
    """Some days and what to call them."""

    first: date
    last: date
    text: str


def ranges_of(months: Sequence[MonthTotal], today: date) -> tuple[Range, ...]:
    """The ranges that the material suggests: its years, its last twelve months, its fullest ones.

    ``months`` are those in which something was said, the earliest first.
    """
    if not months:
        return ()
    years = sorted({one.month.year for one in months})[-_YEARS:]
    found = [_year(year, today) for year in reversed(years)]
    last = _end(months[-1].month)
    begins = _before(months[-1].month, _YEAR_OF_MONTHS - 1)
    if months[0].month < begins:
        found.append(Range(begins, last, f"last 12 months, to {show_month(last.year, last.month)}"))
    fullest = sorted(months, key=lambda one: (-one.utterances, one.month))[:_MONTHS]
    if len(months) > 1:
        ends = sorted(one.month for one in fullest)
        if (ends[0].year, ends[-1].year) == (last.year, last.year) or len(years) == 1:
            found.append(Range(ends[0], _end(ends[-1]), _stretch(ends[0], ends[-1])))
        found += [Range(month, _end(month), show_month(month.year, month.month)) for month in ends]
    return tuple({(one.first, one.last): one for one in reversed(found)}.values())[::-1]


def shortcuts(
    query: ComparisonQuery, view: ComparisonView, ranges: Iterable[Range], numbers: Iterable[int]
) -> tuple[Shortcut, ...]:
    """The ranges as links, each with how many utterances it would show; the one in use drops it."""
    found = []
    for one, number in zip(ranges, numbers, strict=True):
        chosen = (query.first, query.last) == (one.first, one.last)
        rest = (
            replace(query, first=None, last=None, undated=False)
            if chosen
            else replace(query, first=one.first, last=one.last)
        )
        found.append(Shortcut(rest.address(COMPARE, anew(view)), one.text, number, chosen))
    return tuple(found)


def _year(year: int, today: date) -> Range:
    text = f"this year, {year}" if year == today.year else str(year)
    return Range(date(year, 1, 1), date(year, 12, 31), text)


def _stretch(first: date, last: date) -> str:
    """Whole months: 'Feb – Dec 2025'."""
    if first == last:
        return show_month(first.year, first.month)
    if first.year == last.year:
        begins = show_month(first.year, first.month).split()[0]
        return f"{begins} – {show_month(last.year, last.month)}"
    return show_days(first, _end(last))


def _end(month: date) -> date:
    """The last day of the month."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def _before(month: date, number: int) -> date:
    """The first day of the month so many months before."""
    months = max(12, month.year * 12 + month.month - 1 - number)  # January of the year 1
    return date(months // 12, months % 12 + 1, 1)
