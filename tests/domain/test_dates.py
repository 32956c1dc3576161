from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import UNKNOWN_DATE, DateBasis, UncertainDate

STATED = DateBasis.STATED


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-02-25~", date(2025, 2, 25), date(2025, 2, 25)),
        ("2025-01/2025-03-05", date(2025, 1, 1), date(2025, 3, 5)),
    ],
)
def test_its_bounds(edtf: str, first: date, last: date) -> None:
    parsed = UncertainDate.parse(edtf, STATED)
    assert (parsed.first, parsed.last, parsed.edtf) == (first, last, edtf)


@pytest.mark.parametrize(
    "edtf",
    ["2025-02-30", "2025-13", "0000", "yesterday", "2025-1", "2025-03/2025-01", "2025-02-25x"],
)
def test_what_is_no_date_is_refused(edtf: str) -> None:
    with pytest.raises(ValueError, match=r"date|calendar|ends"):
        UncertainDate.parse(edtf, STATED)


@given(st.text())
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    try:
        parsed = UncertainDate.parse(text, STATED)
    except ValueError:
        return
    assert parsed == UNKNOWN_DATE or (parsed.first and parsed.last and parsed.first <= parsed.last)


@given(st.dates(), st.dates(), st.dates())
def test_what_is_within_a_range_may_fall_in_it(first: date, last: date, day: date) -> None:
    on = UncertainDate.of_day(day, STATED)
    assert on.within(first, last) == (first <= day <= last)
    assert on.may_fall_within(first, last) == on.within(first, last)


def test_a_month_is_not_within_half_of_it_but_may_fall_there() -> None:
    month = UncertainDate.parse("2025-02", STATED)
    half = (date(2025, 2, 1), date(2025, 2, 14))
    assert not month.within(*half)
    assert month.may_fall_within(*half)
    assert not month.may_fall_within(date(2025, 3, 1), None)


def test_the_unknown_date_is_never_within_and_always_possible() -> None:
    assert not UNKNOWN_DATE.within(None, None)
    assert UNKNOWN_DATE.may_fall_within(date(2025, 1, 1), date(2025, 1, 2))


def test_a_guess_is_marked() -> None:
    assert UncertainDate.parse("2025-02", DateBasis.INFERRED).guessed
    assert UncertainDate.parse("2025-02-25~", STATED).guessed
    assert not UncertainDate.parse("2025-02-25", STATED).guessed
    assert not UNKNOWN_DATE.guessed
