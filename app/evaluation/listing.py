"""An evaluation as text for people: the figures, then the verdicts that are wanted."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from app.evaluation.scores import Outcome
from app.evaluation.tables import figures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.positions import Position
    from app.evaluation.scores import (
        Evaluation,
        Extra,
        Forbidden,
        PositionVerdict,
        Prediction,
        Verdict,
    )

_SHOWN_WORDS = 110  # characters of a statement in the listing, which is for reading
_INDENT = " " * 8


class Shown(StrEnum):
    """Which verdicts are listed."""

    ALL = "all"  # every marked statement, hit or miss, in the order of the text
    ERRORS = "errors"  # what is wrong, by what is wrong with it
    NONE = "none"  # figures only: no word of an article


def as_text(evaluation: Evaluation, shown: Shown = Shown.ALL) -> str:
    """The figures, then for each article the verdicts and what was invented."""
    lines = [f"Read by {evaluation.extractor}", "", *figures(evaluation), ""]
    if shown is Shown.NONE:
        return "\n".join(lines)
    for file in evaluation.files:
        verdicts = [verdict for verdict in evaluation.verdicts if verdict.file == file]
        extras = [extra for extra in evaluation.extras if extra.file == file]
        forbidden = [touched for touched in evaluation.forbidden if touched.file == file]
        list_one = _all if shown is Shown.ALL else _errors
        found = list(list_one(verdicts, extras, forbidden))
        if found or shown is Shown.ALL:
            lines += [file, *found, ""]
    return "\n".join(lines)


def _all(verdicts: list[Verdict], extras: list[Extra], forbidden: list[Forbidden]) -> Iterator[str]:
    for verdict in verdicts:
        yield f"  {'hit  ' if verdict.found else 'miss '} {_marked(verdict)}"
        if not verdict.exact:
            yield from _reason(verdict)
        yield from _positions(verdict)
    for extra in extras:
        instead = f"instead of {extra.instead_of}" if extra.instead_of else "invented"
        yield f"  extra ({instead}) {_predicted(extra.prediction)}"
        yield from _why(extra.prediction)
    yield from _forbidden(forbidden)


def _errors(
    verdicts: list[Verdict], extras: list[Extra], forbidden: list[Forbidden]
) -> Iterator[str]:
    for outcome in Outcome:
        wrong = [verdict for verdict in verdicts if verdict.outcome is outcome]
        if wrong and outcome is not Outcome.HIT:
            yield f"  {outcome}: {len(wrong)}"
            for verdict in wrong:
                yield f"    {_marked(verdict)}"
                yield from _reason(verdict)
    for verdict in verdicts:
        about = list(_positions(verdict))
        if verdict.found and about:
            yield f"  positions of {_marked(verdict)}"
            yield from about
    shown = {id(verdict.nearest) for verdict in verdicts if not verdict.found}
    invented = [
        extra for extra in extras if extra.instead_of is None or id(extra.prediction) not in shown
    ]
    if invented:
        yield f"  invented: {len(invented)}"
        for extra in invented:
            beside = f" (beside {extra.instead_of})" if extra.instead_of else ""
            yield f"    {_predicted(extra.prediction)}{beside}"
            yield from _why(extra.prediction)
    yield from _forbidden(forbidden)


def _marked(verdict: Verdict) -> str:
    marked = verdict.marked
    return (
        f"{marked.id} {marked.kind}, {marked.actor} ({verdict.speaker}):"
        f" {_shortened(verdict.words)}"
    )


def _reason(verdict: Verdict) -> Iterator[str]:
    """What is marked around the words, what the nearest prediction is, and why it was made."""
    around = _around(verdict.marked_cue, verdict.marked_source)
    construction = verdict.marked.construction
    if not verdict.found and (around or construction):
        yield f"{_INDENT}marked: {'; '.join(part for part in (around, construction) if part)}"
    if verdict.nearest is None:
        yield f"{_INDENT}nothing was found there"
    elif verdict.found:
        yield f"{_INDENT}overlap {verdict.overlap:.2f} with {_predicted(verdict.nearest)}"
    else:
        why = "" if verdict.right_actor else ", wrong actor"
        predicted = _predicted(verdict.nearest)
        yield f"{_INDENT}nearest: overlap {verdict.overlap:.2f}{why}: {predicted}"
        yield from _why(verdict.nearest)


def _why(prediction: Prediction) -> Iterator[str]:
    around = _around(prediction.cue_words, prediction.source_words) or "no cue, no source"
    yield f"{_INDENT}  confidence {prediction.statement.confidence:.2f}; {around}"
    if prediction.statement.reasons:
        yield f"{_INDENT}  {' '.join(prediction.statement.reasons)}"


def _around(cue: str, source: str) -> str:
    parts = (f"cue '{cue}'" if cue else "", f"source '{_shortened(source)}'" if source else "")
    return ", ".join(part for part in parts if part)


def _positions(verdict: Verdict) -> Iterator[str]:
    for each in verdict.positions:
        if not each.right or not each.asserter_right:
            yield f"{_INDENT}position {_position_line(each)}"
    for position in verdict.further_positions:
        yield f"{_INDENT}position not marked: {_held(position)}"
    for position in verdict.inversions:
        yield f"{_INDENT}INVERSION: {_held(position)}"


def _forbidden(forbidden: list[Forbidden]) -> Iterator[str]:
    for touched in forbidden:
        yield f"  WRONG nobody's statement: '{_shortened(touched.words)}'"
        yield f"{_INDENT}in {_predicted(touched.prediction)}"


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
