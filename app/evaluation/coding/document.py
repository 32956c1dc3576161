"""A comparison of codings as JSON for programs; shares with both of their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.evaluation.coding.rows import STANCES, Label
from app.evaluation.listing import Shown
from app.evaluation.measures import figures_document, reliability_document, share_document

if TYPE_CHECKING:
    from app.evaluation.coding.comparison import CodingComparison


def as_json(of: CodingComparison, shown: Shown) -> dict[str, Any]:
    """The figures, and the rows that are wanted; with NONE no word of a statement."""
    document: dict[str, Any] = {
        "statements": len(of.compared),
        "macro_f1": round(of.macro_f1, 4),
        "by_stance": {stance: figures_document(figures) for stance, figures in of.by_stance},
        "by_issue": {issue: round(value, 4) for issue, value in of.by_issue},
        "confusion": {
            coded: {given: of.confusion.get((coded, given), 0) for given in Label}
            for coded in (*STANCES, Label.OFF)
        },
        "topic": figures_document(of.topic),
        "inversions": share_document(of.inversions),
        "inversions_decided": share_document(of.inversions_decided),
        "holder": share_document(of.holder),
        "scope": share_document(of.scope),
        "condition": share_document(of.condition),
        "decided": share_document(of.decided),
        "covered": share_document(of.covered),
        "stances_decided": share_document(of.stances_decided),
        "stances_covered": share_document(of.stances_covered),
        "alpha": None if of.alpha is None else round(of.alpha, 4),
        "reliability": reliability_document(of.reliability),
        "by_construction": {name: share_document(share) for name, share in of.by_construction},
    }
    if shown is Shown.NONE:
        return document
    return document | {
        "rows": [
            {
                "id": one.row.id,
                "statement": one.row.statement,
                "coded": one.row.code.label,
                "answered": one.answer.label,
                "holder": one.row.code.holder,
                "answered_holder": one.answer.holder,
                "confidence": round(one.answer.confidence, 3),
                "review": one.answer.review,
                "right": one.right,
            }
            for one in of.compared
            if shown is Shown.ALL or not one.right
        ]
    }
