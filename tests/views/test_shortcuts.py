from __future__ import annotations

from datetime import date

from app.domain.queries import ComparisonQuery, ComparisonView
from app.domain.records import MonthTotal
from app.views.shortcuts import ranges_of, shortcuts

SPACE = "\N{NO-BREAK SPACE}"
TODAY = date(2026, 11, 22)


def months(*found: tuple[int, int, int]) -> list[MonthTotal]:
    return [MonthTotal(date(year, month, 1), number) for year, month, number in found]


def offered(*found: tuple[int, int, int]) -> list[str]:
    return [one.text.replace(SPACE, " ") for one in ranges_of(months(*found), TODAY)]


def test_the_material_decides_which_ranges_are_offered() -> None:
    assert offered() == []
    assert offered((2025, 2, 4)) == ["2025"]
    assert offered((2025, 2, 9), (2025, 3, 1), (2025, 8, 5), (2025, 12, 7)) == [
        "2025", "Feb – Dec 2025", "Feb 2025", "Aug 2025", "Dec 2025",
    ]  # fmt: skip
    assert offered((2024, 1, 9), (2025, 3, 1), (2026, 2, 5)) == [
        "this year, 2026", "2025", "2024", "last 12 months, to Feb 2026",
        "Jan 2024", "Mar 2025", "Feb 2026",
    ]  # fmt: skip


def test_ranges_hold_whole_months() -> None:
    found = ranges_of(months((2025, 2, 9), (2025, 3, 1), (2025, 8, 5), (2025, 12, 7)), TODAY)
    stretch = next(one for one in found if "–" in one.text)
    assert (stretch.first, stretch.last) == (date(2025, 2, 1), date(2025, 12, 31))


def test_a_range_in_use_leads_out_of_itself() -> None:
    query = ComparisonQuery(words="x", first=date(2025, 1, 1), last=date(2025, 12, 31))
    (year,) = shortcuts(
        query, ComparisonView(before="y"), ranges_of(months((2025, 2, 1)), TODAY), [3]
    )
    assert (year.chosen, year.address, year.number) == (True, "/compare?q=x", 3)
    other = ComparisonQuery(words="x", first=date(2025, 1, 1), undated=True)
    (year,) = shortcuts(other, ComparisonView(), ranges_of(months((2025, 2, 1)), TODAY), [3])
    assert year.address == "/compare?from=2025-01-01&q=x&to=2025-12-31&undated=show"


def test_the_ends_of_the_calendar_are_no_trouble() -> None:
    found = ranges_of(months((1, 1, 1), (9999, 12, 1)), TODAY)
    assert max(one.last for one in found) == date(9999, 12, 31)
    assert min(one.first for one in ranges_of(months((1, 1, 1), (1, 2, 1)), TODAY)) == date(1, 1, 1)
