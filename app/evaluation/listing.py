"""An evaluation as text for a terminal and as JSON: figures first, then every verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.positions import Position
    from app.evaluation.scores import (
        Evaluation,
        Figures,
        PositionVerdict,
        Prediction,
        Share,
        Verdict,
    )

_SHOWN_WORDS = 110  # characters of a statement in the listing, which is for reading


def as_text(evaluation: Evaluation) -> str:
    """The figures, then every marked statement with hit or miss, then what was invented."""
    lines = [f"Read by {evaluation.extractor}", "", *_table(evaluation), ""]
    for file in evaluation.files:
        lines.append(file)
        for verdict in evaluation.verdicts:
            if verdict.file == file:
                lines += _verdict_lines(verdict)
        for extra in evaluation.extras:
            if extra.file == file:
                lines.append(f"  extra {_predicted(extra.prediction)}")
        for touched in evaluation.forbidden:
            if touched.file == file:
                lines.append(f"  WRONG nobody's statement: '{touched.words}'")
                lines.append(f"        in {_predicted(touched.prediction)}")
        lines.append("")
    return "\n".join(lines)


def as_json(evaluation: Evaluation) -> dict[str, Any]:
    """The same for programs; shares with both of their numbers."""
    return {
        "issue": evaluation.issue,
        "extractor": evaluation.extractor,
        "files": list(evaluation.files),
        "overall": _figures(evaluation.overall),
        "by_kind": {kind: _figures(figures) for kind, figures in evaluation.by_kind},
        "recall_by_speaker": {
            speaker: _share(share) for speaker, share in evaluation.by_speaker if share.of
        },
        "span_only": _figures(evaluation.span_only),
        "exact": _figures(evaluation.exact),
        "exact_recall_by_kind": {kind: _share(share) for kind, share in evaluation.exact_by_kind},
        "kind_right": _share(evaluation.kind_right),
        "positions": _share(evaluation.positions),
        "positions_of_found": _share(evaluation.positions_of_found),
        "asserted_by": _share(evaluation.asserters),
        "further_positions": evaluation.further_positions,
        "inversions": evaluation.inversions,
        "forbidden": [
            {"file": each.file, "words": each.words, **_prediction(each.prediction)}
            for each in evaluation.forbidden
        ],
        "statements": [_verdict(verdict) for verdict in evaluation.verdicts],
        "extra": [
            {"file": each.file, **_prediction(each.prediction)} for each in evaluation.extras
        ],
    }


def _table(evaluation: Evaluation) -> Iterator[str]:
    yield f"{'':22}{'precision':<19}{'recall':<19}F1"
    yield _row("all", evaluation.overall)
    for kind, figures in evaluation.by_kind:
        yield _row(f"  {kind}", figures)
    yield _row("span only", evaluation.span_only)
    yield _row("exact, right actor", evaluation.exact)
    for kind, share in evaluation.exact_by_kind:
        yield f"{f'  {kind}':<22}{'':<19}{_words_of(share)}"
    yield "speaker given by"
    for speaker, share in evaluation.by_speaker:
        if share.of:
            yield f"{f'  {speaker}':<22}{'':<19}{_words_of(share)}"
    yield ""
    yield f"Kind right, of those found:           {_words_of(evaluation.kind_right)}"
    yield f"Positions right (stance and holder):  {_words_of(evaluation.positions)}"
    yield f"  of those on statements found:       {_words_of(evaluation.positions_of_found)}"
    yield f"  asserted by the right actor:        {_words_of(evaluation.asserters)}"
    yield f"Positions found that are not marked:  {evaluation.further_positions}"
    yield f"Inversions (for taken as against):    {evaluation.inversions}"
    yield f"Nobody's words taken for a statement: {len(evaluation.forbidden)}"


def _row(name: str, figures: Figures) -> str:
    f1 = "-" if figures.f1 is None else f"{figures.f1:.2f}"
    return f"{name:<22}{_words_of(figures.precision):<19}{_words_of(figures.recall):<19}{f1}"


def _words_of(share: Share) -> str:
    value = "-" if share.value is None else f"{share.value:.2f}"
    return f"{value} ({share.right} of {share.of})"


def _verdict_lines(verdict: Verdict) -> Iterator[str]:
    marked = verdict.marked
    outcome = "hit  " if verdict.found else "miss "
    yield (
        f"  {outcome} {marked.id} {marked.kind}, {marked.actor} ({verdict.speaker}):"
        f" {_shortened(verdict.words)}"
    )
    if not verdict.exact:
        yield f"        {_reason(verdict)}"
    for each in verdict.positions:
        if not each.right or not each.asserter_right:
            yield f"        position {_position_line(each)}"
    for position in verdict.further_positions:
        yield f"        position not marked: {_held(position)}"
    for position in verdict.inversions:
        yield f"        INVERSION: {_held(position)}"


def _reason(verdict: Verdict) -> str:
    """What the nearest prediction is, and why it does not count or is not exact."""
    if verdict.nearest is None:
        return "nothing was found there"
    if verdict.found:
        return f"overlap {verdict.overlap:.2f} with {_predicted(verdict.nearest)}"
    why = "" if verdict.right_actor else ", wrong actor"
    return f"nearest: overlap {verdict.overlap:.2f}{why}: {_predicted(verdict.nearest)}"


def _position_line(verdict: PositionVerdict) -> str:
    marked = verdict.marked
    asserted = f", asserted by {marked.asserted_by}" if marked.asserted_by else ""
    found = "nothing of that holder" if verdict.found is None else _held(verdict.found)
    return f"marked: {marked.stance}, held by {marked.holder}{asserted}; found: {found}"


def _held(position: Position) -> str:
    asserted = f", asserted by {position.asserted_by.name}" if position.asserted_by else ""
    return f"{position.stance}, held by {position.holder.name}{asserted}"


def _predicted(prediction: Prediction) -> str:
    statement = prediction.statement
    places = " ".join(f"[{span.start}:{span.end}]" for span in prediction.content)
    words = _shortened(prediction.words)
    return f"{statement.kind}, {statement.actor.name} {places}: {words}"


def _shortened(words: str) -> str:
    return words if len(words) <= _SHOWN_WORDS else words[: _SHOWN_WORDS - 2] + " …"


def _share(share: Share) -> dict[str, float | int | None]:
    value = None if share.value is None else round(share.value, 4)
    return {"value": value, "right": share.right, "of": share.of}


def _figures(figures: Figures) -> dict[str, Any]:
    return {
        "precision": _share(figures.precision),
        "recall": _share(figures.recall),
        "f1": None if figures.f1 is None else round(figures.f1, 4),
    }


def _prediction(prediction: Prediction) -> dict[str, Any]:
    statement = prediction.statement
    return {
        "kind": statement.kind,
        "actor": statement.actor.name,
        "content": [list(span) for span in prediction.content],
        "content_text": prediction.words,
        "confidence": round(statement.confidence, 3),
    }


def _held_json(position: Position) -> dict[str, str | None]:
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
        "words": verdict.words,
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
                "found": None if each.found is None else _held_json(each.found),
            }
            for each in verdict.positions
        ],
        "further_positions": [_held_json(each) for each in verdict.further_positions],
        "inversions": [_held_json(each) for each in verdict.inversions],
    }
