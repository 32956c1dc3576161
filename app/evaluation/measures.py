"""Shares, figures and reliability as JSON for programs; shares with both of their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.evaluation.reliability import Reliability
    from app.evaluation.shares import Figures, Share


def share_document(share: Share) -> dict[str, float | int | None]:
    """A share with its two numbers; the value null of nothing."""
    return {"value": _rounded(share.value), "right": share.right, "of": share.of}


def figures_document(figures: Figures) -> dict[str, Any]:
    """Precision and recall as shares, and their F1."""
    return {
        "precision": share_document(figures.precision),
        "recall": share_document(figures.recall),
        "f1": _rounded(figures.f1),
    }


def reliability_document(reliability: Reliability) -> dict[str, Any]:
    """The bands of confidence, and the figures over all of them."""
    return {
        "bands": [
            {
                "low": band.low,
                "high": band.high,
                "mean": _rounded(band.mean),
                "right": share_document(band.right),
            }
            for band in reliability.bands
        ],
        "sure": share_document(reliability.sure),
        "brier": _rounded(reliability.brier),
        "calibration_error": _rounded(reliability.calibration_error),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
