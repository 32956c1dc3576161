"""The figures of an evaluation as lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.evaluation.reliability import Reliability
    from app.evaluation.scores import Evaluation
    from app.evaluation.shares import Figures, Share

_NAMES, _SHARES = 36, 20  # widths of the columns


def figures(evaluation: Evaluation) -> Iterator[str]:
    """All figures: nothing here quotes an article."""
    yield f"{len(evaluation.files)} articles, {len(evaluation.verdicts)} marked statements"
    yield ""
    yield f"{'':{_NAMES}}{'precision':<{_SHARES}}{'recall':<{_SHARES}}F1"
    yield _row("all", evaluation.overall)
    for kind, of_kind in evaluation.by_kind:
        yield _row(f"  {kind}", of_kind)
    yield _row("exact, right actor", evaluation.exact)
    for kind, share in evaluation.exact_by_kind:
        yield _recall(f"  {kind}", share)
    yield _row("span only", evaluation.span_only)
    yield _row("span only, exact", evaluation.span_exact)
    yield _row("quotations of 5 words and more", evaluation.quotations.with_speaker)
    yield _row("  whoever speaks", evaluation.quotations.span_only)
    yield "speaker given by"
    for speaker, share in evaluation.by_speaker:
        if share.of:
            yield _recall(f"  {speaker}", share)
    yield ""
    yield from _further(evaluation)
    yield ""
    yield from reliability_lines("content and actor", evaluation.reliability)
    yield ""
    yield from reliability_lines("the actor alone", evaluation.reliability_of_actor)
    if evaluation.by_manner:
        yield ""
        yield "manner of outlet"
        for manner, of_manner in evaluation.by_manner:
            yield _row(f"  {manner}", of_manner)
    if evaluation.by_construction:
        yield ""
        yield "construction"
        for construction, share in evaluation.by_construction:
            yield _recall(f"  {construction}", share)


def _further(evaluation: Evaluation) -> Iterator[str]:
    yield _line("Speaker right, of the words found:", evaluation.resolved)
    for speaker, share in evaluation.resolved_by_speaker:
        if share.of:
            yield _line(f"  given by {speaker}:", share)
    yield _line("  given by pronoun or role:", evaluation.resolved_stand_ins)
    yield _line("Kind right, of those found:", evaluation.kind_right)
    for name, agreement in (("Cue", evaluation.cues), ("Source", evaluation.sources)):
        if agreement.same.of:
            yield _line(f"{name} right (0.8), of the words found:", agreement.same)
            yield _line("  touched:", agreement.touched)
    if evaluation.issue is not None:
        yield _line("Positions right (stance and holder):", evaluation.positions)
        yield _line("  of those on statements found:", evaluation.positions_of_found)
        yield _line("  asserted by the right actor:", evaluation.asserters)
        yield _line("Positions found that are not marked:", evaluation.further_positions)
        yield _line("Inversions (for taken as against):", evaluation.inversions)
    yield _line("Nobody's words touched by predictions:", len(evaluation.misled))
    yield _line("  and nothing else in them:", len(evaluation.wholly_misled))
    for outcome, count in evaluation.outcomes:
        yield _line(f"Marked: {outcome}:", count)
    yield _line("Invented (touches no marked statement):", evaluation.invented)


def reliability_lines(name: str, reliability: Reliability) -> Iterator[str]:
    """The bands of confidence with what was right in them, and the figures over all bands."""
    yield f"{f'confidence ({name})':<{_NAMES}}{'statements':<12}{'mean':<8}right"
    for band in reliability.bands:
        bounds = f"  {band.low:.2f} to {band.high:.2f}"
        mean = _number(band.mean)
        yield f"{bounds:<{_NAMES}}{band.right.of:<12}{mean:<8}{words_of(band.right)}"
    yield _line("  0.90 and above:", reliability.sure)
    brier = _number(reliability.brier, 3)
    error = _number(reliability.calibration_error, 3)
    yield f"  Brier score {brier}, expected calibration error {error}"


def words_of(share: Share) -> str:
    """A share as text: '0.93 (14 of 15)'."""
    return f"{_number(share.value)} ({share.right} of {share.of})"


def _row(name: str, of: Figures) -> str:
    precision, recall = words_of(of.precision), words_of(of.recall)
    return f"{name:<{_NAMES}}{precision:<{_SHARES}}{recall:<{_SHARES}}{_number(of.f1)}"


def _recall(name: str, share: Share) -> str:
    return f"{name:<{_NAMES}}{'':<{_SHARES}}{words_of(share)}"


def _line(name: str, value: Share | int) -> str:
    return f"{name:<44}{value if isinstance(value, int) else words_of(value)}"


def _number(value: float | None, digits: int = 2) -> str:
    return "-" if value is None else f"{value:.{digits}f}"
