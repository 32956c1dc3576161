"""Counted at once: the same as looked at one by one."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from app.domain.placed import PlacedLine
from app.domain.positions import Stance
from app.domain.queries import Bands
from app.domain.records import PlacedRecord
from app.views.bands import band_in
from app.views.stretches import Taken, bands_of, ends_of, of_stance

DAYS = [
    (date(2025, 1, 31), date(2025, 1, 31)),
    (date(2025, 1, 1), date(2025, 1, 31)),
    (date(2024, 12, 31), date(2025, 1, 1)),
    (date(2024, 1, 1), date(2024, 12, 31)),
    (date(2025, 2, 1), date(2025, 3, 31)),
    (date(2025, 3, 31), date(2025, 4, 1)),
    *(
        (date(2024, 11, 1) + timedelta(n), date(2024, 11, 1) + timedelta(n + n % 3))
        for n in range(99)
    ),
]


@pytest.mark.parametrize("bands", Bands)
@pytest.mark.parametrize("more", [[], [(date(1900, 5, 1), date(1900, 5, 1))]], ids=["few", "long"])
def test_each_pair_of_days_is_in_the_band_that_it_is_in_alone(
    bands: Bands, more: list[tuple[date, date]]
) -> None:
    days = DAYS + more

    codes, found = bands_of(
        np.array([one.toordinal() for one, _ in days]),
        np.array([one.toordinal() for _, one in days]),
        bands,
    )

    assert [found[code] for code in codes] == [band_in(*pair, bands) for pair in days]


def test_no_days_are_in_no_band() -> None:
    codes, found = bands_of(np.zeros(0, np.int64), np.zeros(0, np.int64), Bands.MONTH)

    assert (len(codes), found) == (0, ())


def test_stances_are_counted_by_code_the_certain_ones_apart() -> None:
    both = ((Stance.SUPPORTS, True), (Stance.OPPOSES, False))
    line = PlacedLine.of(
        PlacedRecord(name, "ann", day, day, guessed=False, stances=stances, second_hand=False)
        for name, day, stances in (
            ("a", date(2025, 1, 1), both[:1]),
            ("b", date(2025, 1, 2), both),
            ("silent", date(2025, 1, 3), ()),
            ("undated", None, both),
            ("c", date(2025, 1, 4), both[1:]),
            ("d", date(2025, 1, 5), both[:1]),
        )
    )
    own = Taken(line)

    counts = own.counted(np.array([0, 0, 2, 2]), 3)

    assert own.places.tolist() == [0, 1, 4, 5]
    assert [of_stance(row, Stance.SUPPORTS) for row in counts] == [(2, 0), (0, 0), (1, 0)]
    assert [of_stance(row, Stance.OPPOSES) for row in counts] == [(0, 1), (0, 0), (0, 1)]
    assert Taken(PlacedLine.of(())).counted(np.zeros(0, np.int64), 2).tolist() == [[0] * 10] * 2


@pytest.mark.parametrize("far", [0, 3_000_000])
def test_each_code_has_its_first_and_its_last_day(far: int) -> None:
    codes, days = np.array([2, 0, 2, 2, 0]), np.array([700_005, 700_001, 700_003, 700_004, 700_001])
    days[1] += far
    days[4] += far

    first, last = ends_of(codes, days, 3)

    assert first.tolist() == [700_001 + far, 0, 700_003]
    assert last.tolist() == [700_001 + far, 0, 700_005]
    assert [one.tolist() for one in ends_of(codes[:0], days[:0], 2)] == [[0, 0], [0, 0]]
