from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.dates import UNKNOWN_DATE, DateBasis, UncertainDate
from app.views.dates import band_of, latest_of, show_date, show_range


@pytest.mark.parametrize(
    ("edtf", "text", "machine"),
    [
        ("2025-12-17", "17 Dec 2025", "2025-12-17"),
        ("2025-09", "Sep 2025", "2025-09"),
        ("2024-02", "Feb 2024", "2024-02"),
        ("2025", "2025", "2025"),
        ("2025-02-25~", "about 25 Feb 2025", "2025-02-25"),
        ("2025-12-15/2025-12-17", "15–17 Dec 2025", None),
        ("2025-11-30/2025-12-02", "30 Nov – 2 Dec 2025", None),
        ("2024-12-30/2025-01-02", "30 Dec 2024 – 2 Jan 2025", None),
        ("2024/2025", "2024–2025", None),
    ],
)
def test_a_date_is_written_so_that_nobody_misreads_it(
    edtf: str, text: str, machine: str | None
) -> None:
    shown = show_date(UncertainDate.parse(edtf, DateBasis.STATED))
    assert shown.text.replace("\N{NO-BREAK SPACE}", " ") == text
    assert shown.machine == machine


def test_what_is_guessed_is_marked_and_what_is_unknown_says_so() -> None:
    assert show_date(UncertainDate.parse("2025-02-20", DateBasis.INFERRED)).guessed
    assert show_date(UncertainDate.parse("2025-02-20?", DateBasis.STATED)).guessed
    assert not show_date(UncertainDate.parse("2025-02-20", DateBasis.WEEKDAY)).guessed
    unknown = show_date(UNKNOWN_DATE)
    assert (unknown.text, unknown.known, unknown.guessed) == ("day not known", False, False)


def test_a_note_of_the_source_goes_before_the_general_one() -> None:
    when = UncertainDate.parse("2025", DateBasis.METADATA)
    assert show_date(when).note == "from the outlet’s own data"
    assert show_date(when, "In its address.").note == "In its address."


@given(day=st.dates(), days=st.integers(0, 800))
@example(day=date(9999, 12, 1), days=1)  # the last month of the calendar has none after it
def test_every_stretch_of_days_has_words_that_hold_its_years(day: date, days: int) -> None:
    last = date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))
    when = UncertainDate(f"{day}/{last}", day, last, DateBasis.STATED)
    text = show_date(when).text
    assert str(day.year) in text
    assert str(last.year) in text
    assert band_of(when) is not None


def test_bands_are_months_then_years() -> None:
    def heading(edtf: str) -> str:
        band = band_of(UncertainDate.parse(edtf, DateBasis.STATED))
        assert band is not None
        return band.heading

    assert heading("2025-02-25") == heading("2025-02") == "February 2025"
    assert heading("2025") == "2025, month not certain"
    assert heading("2024-12/2025-01") == "2024 – 2025, year not certain"
    assert band_of(UNKNOWN_DATE) is None


def test_a_range_is_named_as_a_month_where_it_is_one() -> None:
    assert show_range(date(2025, 2, 1), date(2025, 2, 28)) == "in February\N{NO-BREAK SPACE}2025"
    assert show_range(None, date(2025, 2, 1)).startswith("until 1")
    assert show_range(date(2025, 2, 1), None).startswith("since 1")
    assert show_range(date(2025, 2, 1), date(2025, 2, 1)).startswith("on 1")
    assert show_range(None, None) == ""


def test_the_latest_day_shows_its_surest_date() -> None:
    stated = UncertainDate.parse("2025-12-17", DateBasis.STATED)
    guessed = UncertainDate.parse("2025-12-17", DateBasis.INFERRED)
    weekday = UncertainDate.parse("2025-12-17", DateBasis.WEEKDAY)
    earlier = UncertainDate.parse("2025-12-16", DateBasis.STATED)
    unknown = UncertainDate()
    assert latest_of([unknown, guessed, earlier, weekday, stated]) == stated
    assert latest_of([guessed, weekday]) == weekday
    assert latest_of([earlier, guessed]) == guessed
    assert latest_of([unknown]) is None
