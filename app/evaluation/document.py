"""An evaluation as JSON for programs; shares with both of their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.evaluation.listing import Shown
from app.evaluation.measures import figures_document, reliability_document, share_document
from app.evaluation.scores import Outcome

if TYPE_CHECKING:
    from app.domain.positions import Position
    from app.evaluation.scores import Agreement, Evaluation, Forbidden, Prediction, Verdict
    from app.evaluation.shares import Share


def as_json(evaluation: Evaluation, shown: Shown = Shown.ALL) -> dict[str, Any]:
    """The figures and the verdicts that are wanted; with NONE no word of an article."""
    document = _measures(evaluation)
    if shown is Shown.NONE:
        return document
    return document | {
        "files": list(evaluation.files),
        "forbidden": [_forbidden(each) for each in evaluation.forbidden],
        "statements": [
            _verdict(verdict)
            for verdict in evaluation.verdicts
            if shown is Shown.ALL or verdict.outcome is not Outcome.HIT
        ],
        "extra": [
            {"file": each.file, "instead_of": each.instead_of, **_prediction(each.prediction)}
            for each in evaluation.extras
        ],
    }


def _measures(evaluation: Evaluation) -> dict[str, Any]:
    measures: dict[str, Any] = {
        "issue": evaluation.issue,
        "extractor": evaluation.extractor,
        "articles": len(evaluation.files),
        "marked": len(evaluation.verdicts),
        "overall": figures_document(evaluation.overall),
        "by_kind": {kind: figures_document(figures) for kind, figures in evaluation.by_kind},
        "recall_by_speaker": _shares(evaluation.by_speaker),
        "span_only": figures_document(evaluation.span_only),
        "span_exact": figures_document(evaluation.span_exact),
        "exact": figures_document(evaluation.exact),
        "exact_recall_by_kind": _shares(evaluation.exact_by_kind),
        "quotations": figures_document(evaluation.quotations.with_speaker),
        "quotations_span_only": figures_document(evaluation.quotations.span_only),
        "resolved": share_document(evaluation.resolved),
        "resolved_pronouns_and_roles": share_document(evaluation.resolved_stand_ins),
        "resolved_by_speaker": _shares(evaluation.resolved_by_speaker),
        "kind_right": share_document(evaluation.kind_right),
        "cue": _agreement(evaluation.cues),
        "source": _agreement(evaluation.sources),
        "by_manner": {
            manner: figures_document(figures) for manner, figures in evaluation.by_manner
        },
        "recall_by_construction": _shares(evaluation.by_construction),
        "touching_nobodys_words": len(evaluation.misled),
        "only_nobodys_words": len(evaluation.wholly_misled),
        "outcomes": dict(evaluation.outcomes),
        "invented": evaluation.invented,
        "reliability": reliability_document(evaluation.reliability),
        "reliability_of_actor": reliability_document(evaluation.reliability_of_actor),
    }
    if evaluation.issue is not None:
        measures |= {
            "positions": share_document(evaluation.positions),
            "positions_of_found": share_document(evaluation.positions_of_found),
            "asserted_by": share_document(evaluation.asserters),
            "further_positions": evaluation.further_positions,
            "inversions": evaluation.inversions,
        }
    return measures


def _shares(shares: tuple[tuple[str, Share], ...]) -> dict[str, Any]:
    return {name: share_document(share) for name, share in shares if share.of}


def _agreement(agreement: Agreement) -> dict[str, Any]:
    return {"same": share_document(agreement.same), "touched": share_document(agreement.touched)}


def _prediction(prediction: Prediction) -> dict[str, Any]:
    statement = prediction.statement
    return {
        "kind": statement.kind,
        "actor": statement.actor.name,
        "content": [list(span) for span in prediction.content],
        "content_text": prediction.words,
        "cue_text": prediction.cue_words or None,
        "source_text": prediction.source_words or None,
        "confidence": round(statement.confidence, 3),
        "reasons": list(statement.reasons),
    }


def _forbidden(touched: Forbidden) -> dict[str, Any]:
    return {
        "file": touched.file,
        "words": touched.words,
        "whole": touched.whole,
        **_prediction(touched.prediction),
    }


def _held(position: Position) -> dict[str, str | None]:
    asserted_by = position.asserted_by.name if position.asserted_by else None
    return {
        "holder": position.holder.name,
        "asserted_by": asserted_by,
        "stance": position.stance,
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "file": verdict.file,
        "id": verdict.marked.id,
        "kind": verdict.marked.kind,
        "actor": verdict.marked.actor,
        "speaker": verdict.speaker,
        "construction": verdict.marked.construction or None,
        "words": verdict.words,
        "cue_text": verdict.marked_cue or None,
        "source_text": verdict.marked_source or None,
        "outcome": verdict.outcome,
        "found": verdict.found,
        "exact": verdict.exact,
        "overlap": round(verdict.overlap, 4),
        "right_actor": verdict.right_actor,
        "nearest": None if verdict.nearest is None else _prediction(verdict.nearest),
        "positions": [
            {
                "holder": each.marked.holder,
                "asserted_by": each.marked.asserted_by,
                "stance": each.marked.stance,
                "right": each.right,
                "asserter_right": each.asserter_right,
                "found": None if each.found is None else _held(each.found),
            }
            for each in verdict.positions
        ],
        "further_positions": [_held(each) for each in verdict.further_positions],
        "inversions": [_held(each) for each in verdict.inversions],
    }
