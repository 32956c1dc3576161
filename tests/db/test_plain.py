"""What the driver gives is read as the columns' own types would read it."""

from __future__ import annotations

from datetime import date

from app.db.queries.plain import day, values, when
from app.domain.dates import UNKNOWN_DATE, DateBasis, UncertainDate


def test_a_date_is_the_same_from_text_and_from_dates() -> None:
    expected = UncertainDate("2025-02", date(2025, 2, 1), date(2025, 2, 28), DateBasis.STATED)

    assert when("2025-02", "2025-02-01", "2025-02-28", "stated") == expected
    assert when("2025-02", date(2025, 2, 1), date(2025, 2, 28), "stated") == expected
    assert when(None, None, None, "unknown") == UNKNOWN_DATE
    assert when(None, None, None, "stated") == UncertainDate(basis=DateBasis.STATED)
    assert day(None) is None


def test_a_list_is_the_same_from_text_and_from_a_list() -> None:
    assert values("[]") == values([]) == []
    assert values('[[0,3],["a“b\\n"]]') == values([[0, 3], ["a“b\n"]]) == [[0, 3], ["a“b\n"]]
