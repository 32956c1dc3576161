from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.dates import DateBasis, UncertainDate
from app.domain.queries import Bands
from app.views.bands import band_in, days_of, fitting_bands

SPACE = "\N{NO-BREAK SPACE}"


def heading(edtf: str, bands: Bands) -> str:
    when = UncertainDate.parse(edtf, DateBasis.STATED)
    band = band_in(when.first, when.last, bands)
    assert band is not None
    days = days_of(band, bands)
    # Whatever stands in a band was certainly said on the days that it leads to.
    assert (days is None) is not band.certain
    assert days is None or when.within(*days)
    return band.heading


@pytest.mark.parametrize(
    ("edtf", "bands", "words"),
    [
        ("2025-02-25", Bands.DAY, f"25{SPACE}Feb{SPACE}2025"),
        ("2025-02", Bands.DAY, "February 2025, day not certain"),
        ("2025", Bands.DAY, "2025, day not certain"),
        ("2025-02-25", Bands.MONTH, "February 2025"),
        ("2025-02", Bands.MONTH, "February 2025"),
        ("2025-02-25/2025-03-01", Bands.MONTH, "2025, month not certain"),
        ("2025-02-25/2025-03-01", Bands.QUARTER, "January – March 2025"),
        ("2025-12-31", Bands.QUARTER, "October – December 2025"),
        ("2025-03-31/2025-04-01", Bands.QUARTER, "2025, quarter not certain"),
        ("2025", Bands.YEAR, "2025"),
        ("2024-12-31/2025-01-01", Bands.YEAR, "2024 – 2025, year not certain"),
        ("2024-12-31/2025-01-01", Bands.MONTH, "2024 – 2025, year not certain"),
    ],
)
def test_a_date_stands_in_the_band_that_is_certain(edtf: str, bands: Bands, words: str) -> None:
    assert heading(edtf, bands) == words


def test_an_unknown_day_has_no_band() -> None:
    assert band_in(None, None, Bands.MONTH) is None


@pytest.mark.parametrize("bands", Bands)
def test_later_bands_are_greater_and_what_is_less_certain_comes_after(bands: Bands) -> None:
    days = [date(2024, 12, 31) + timedelta(days=n) for n in range(0, 400, 7)]
    found = [band_in(day, day, bands) for day in days]
    assert found == sorted(found, key=lambda band: band.key if band else ())
    vague = band_in(date(2025, 1, 1), date(2025, 12, 31), bands)
    exact = band_in(date(2025, 1, 1), date(2025, 1, 1), bands)
    assert vague is not None
    assert exact is not None
    assert bands is Bands.YEAR or vague < exact


@pytest.mark.parametrize(
    ("days", "bands"),
    [(1, Bands.DAY), (31, Bands.DAY), (32, Bands.MONTH), (365, Bands.MONTH),
     (1095, Bands.QUARTER), (4000, Bands.YEAR)],
)  # fmt: skip
def test_bands_fit_the_time(days: int, bands: Bands) -> None:
    first = date(2023, 1, 1)
    assert fitting_bands(first, first + timedelta(days=days - 1)) is bands
    assert fitting_bands(None, None) is Bands.MONTH
