"""When something may have been said."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.dates import UNKNOWN_DATE, DateBasis, UncertainDate
from app.domain.utterances import Occasion
from app.utterances.occasions import occasion_of


def when(edtf: str, basis: DateBasis = DateBasis.STATED) -> UncertainDate:
    return UncertainDate.parse(edtf, basis)


REPORTED = when("2031-03-10", DateBasis.METADATA)


@pytest.mark.parametrize(
    ("said_on", "published", "expected"),
    [
        (when("2031-03-04"), REPORTED, Occasion(date(2031, 3, 4), date(2031, 3, 4))),
        (when("2031-03-04"), UNKNOWN_DATE, Occasion(date(2031, 3, 4), date(2031, 3, 4))),
        (
            when("2031-03-04", DateBasis.INFERRED),
            REPORTED,
            Occasion(date(2031, 3, 3), date(2031, 3, 5)),
        ),
        (UNKNOWN_DATE, REPORTED, Occasion(date(2031, 3, 3), date(2031, 3, 10), told=False)),
        (when("2031-03"), REPORTED, Occasion(date(2031, 3, 3), date(2031, 3, 10), told=False)),
        (
            when("2031-02"),
            when("2031-03-02"),
            Occasion(date(2031, 2, 23), date(2031, 2, 28), told=False),
        ),
        (UNKNOWN_DATE, UNKNOWN_DATE, None),
        (UNKNOWN_DATE, when("2031"), None),
        (when("2030"), REPORTED, None),  # it was not said in the week before
        (
            when("0001-01-01", DateBasis.INFERRED),
            UNKNOWN_DATE,
            Occasion(date(1, 1, 1), date(1, 1, 2)),
        ),
    ],
)
def test_the_days_on_which_it_may_have_been_said(
    said_on: UncertainDate, published: UncertainDate, expected: Occasion | None
) -> None:
    assert occasion_of(said_on, published) == expected


def test_occasions_overlap_when_they_share_a_day() -> None:
    first = Occasion(date(2031, 3, 1), date(2031, 3, 4))
    assert first.overlaps(Occasion(date(2031, 3, 4), date(2031, 3, 9)))
    assert not first.overlaps(Occasion(date(2031, 3, 5), date(2031, 3, 9)))
