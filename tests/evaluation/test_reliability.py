from __future__ import annotations

import pytest

from app.evaluation import as_json, as_text
from app.evaluation.reliability import Reliability
from app.evaluation.shares import Share
from tests.evaluation.small import ADA, BO, DIRECT, FOREVER, INDIRECT, TEXT, THREE, scored
from tests.factories import make_statement


def test_bands_hold_their_lower_bound_and_the_last_one_holds_all() -> None:
    reliability = Reliability.of([(0.5, True), (0.95, True), (1.0, False), (0.9, True), (0, False)])
    counts = {(band.low, band.high): band.right.of for band in reliability.bands}
    assert counts[0.0, 0.5] == counts[0.5, 0.6] == counts[0.9, 0.95] == 1
    assert counts[0.95, 1.0] == 2
    assert sum(counts.values()) == 5
    assert reliability.sure == Share(2, 3)


def test_brier_score_and_calibration_error() -> None:
    reliability = Reliability.of([(0.8, True), (0.8, False), (0.5, True), (0.5, False)])
    assert reliability.brier == pytest.approx((0.04 + 0.64 + 0.25 + 0.25) / 4)
    assert reliability.calibration_error == pytest.approx((0.3 * 2 + 0) / 4)
    band = next(band for band in reliability.bands if band.low == 0.8)
    assert band.mean == pytest.approx(0.8)


def test_nothing_has_no_reliability() -> None:
    reliability = Reliability.of([])
    assert reliability.brier is None
    assert reliability.calibration_error is None
    assert all(band.mean is None for band in reliability.bands)


def test_the_actor_alone_may_be_right_where_the_extent_is_not() -> None:
    evaluation = scored(
        THREE,
        make_statement(TEXT, DIRECT, ADA),
        make_statement(TEXT, INDIRECT[:12], ADA),  # too short
        make_statement(TEXT, FOREVER, BO),  # nobody's
    )
    assert evaluation.reliability.sure == Share(1, 3)
    assert evaluation.reliability_of_actor.sure == Share(2, 3)
    assert "0.33 (1 of 3)" in as_text(evaluation)
    bands = as_json(evaluation)["reliability"]["bands"]
    assert [band["right"]["of"] for band in bands] == [0, 0, 0, 0, 0, 3, 0]
