"""Counted at once: the same as looked at one by one."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from app.domain.positions import Stance
from app.domain.queries import Bands
from app.views.bands import band_in
from app.views.stretches import bands_of, of_stance, taken

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
    supports, opposes = 1, 1 << list(Stance).index(Stance.OPPOSES)
    bits = np.array([supports, supports | opposes << 5, opposes << 5, supports])

    counts = taken(bits, np.array([0, 0, 2, 2]), 3)

    assert [of_stance(row, Stance.SUPPORTS) for row in counts] == [(2, 0), (0, 0), (1, 0)]
    assert [of_stance(row, Stance.OPPOSES) for row in counts] == [(0, 1), (0, 0), (0, 1)]
    assert taken(bits[:0], bits[:0], 2).tolist() == [[0] * 10] * 2
