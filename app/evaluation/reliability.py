"""Reliability: whether the confidences mean what they say.

Predictions are put in bands by their confidence; in each, the mean confidence should be the share
that is right. The Brier score is the mean squared difference of confidence and outcome (Brier,
Monthly Weather Review 78, 1950); the expected calibration error the mean difference between the
two columns, weighted by the number in the band (Naeini et al., AAAI 2015), over the bands below.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from app.domain.reviews import EDGES
from app.evaluation.shares import Share

if TYPE_CHECKING:
    from collections.abc import Sequence

SURE = 0.9


@dataclass(frozen=True, slots=True)
class Band:
    """The predictions with a confidence from ``low`` to below ``high``."""

    low: float
    high: float
    right: Share
    mean: float | None  # confidence; None of nothing


@dataclass(frozen=True, slots=True)
class Reliability:
    """How confidence and outcome go together."""

    bands: tuple[Band, ...]
    sure: Share  # right, of those at 0.9 and above
    brier: float | None
    calibration_error: float | None

    @classmethod
    def of(cls, judged: Sequence[tuple[float, bool]]) -> Reliability:
        """From confidences and whether each prediction was right."""
        bands = tuple(_band(low, high, judged) for low, high in pairwise(EDGES))
        count = len(judged)
        gaps = sum(
            abs(band.mean - band.right.value) * band.right.of
            for band in bands
            if band.mean is not None and band.right.value is not None
        )
        squares = sum((confidence - right) ** 2 for confidence, right in judged)
        return cls(
            bands,
            Share.of_all(right for confidence, right in judged if confidence >= SURE),
            squares / count if count else None,
            gaps / count if count else None,
        )


def _band(low: float, high: float, judged: Sequence[tuple[float, bool]]) -> Band:
    last = high == EDGES[-1]
    within = [each for each in judged if low <= each[0] and (last or each[0] < high)]
    mean = sum(confidence for confidence, _ in within) / len(within) if within else None
    return Band(low, high, Share.of_all(right for _, right in within), mean)
