"""A comparison of codings as lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.evaluation.coding.rows import STANCES, Label
from app.evaluation.listing import Shown
from app.evaluation.tables import reliability_lines, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.evaluation.coding.comparison import CodingComparison, Compared

_NAME, _CELL = 44, 14


def as_text(comparison: CodingComparison, shown: Shown) -> str:
    """The figures, and then the rows that are wanted; with NONE no word of a statement."""
    lines = [*_figures(comparison)]
    if shown is not Shown.NONE:
        lines += ["", *_rows(comparison, shown)]
    return "\n".join(lines)


def _figures(of: CodingComparison) -> Iterator[str]:
    yield f"{len(of.compared)} statements"
    yield ""
    yield f"{'coded (down), answered (across)':<{_NAME}}" + "".join(
        f"{label:<{_CELL}}" for label in Label
    )
    for coded in (*STANCES, Label.OFF):
        cells = "".join(f"{of.confusion.get((coded, given), 0):<{_CELL}}" for given in Label)
        yield f"  {coded:<{_NAME - 2}}{cells}".rstrip()
    yield ""
    yield f"{'Macro-F1 of the four stances:':<{_NAME}}{of.macro_f1:.2f}"
    for stance, figures in of.by_stance:
        f1 = "-" if figures.f1 is None else f"{figures.f1:.2f}"
        yield (
            f"  {stance:<{_NAME - 2}}{f1}   precision {words_of(figures.precision)}, "
            f"recall {words_of(figures.recall)}"
        )
    if len(of.by_issue) > 1:
        for issue, value in of.by_issue:
            yield f"  {f'on the issue {issue}':<{_NAME - 2}}{value:.2f}"
    topic = "-" if of.topic.f1 is None else f"{of.topic.f1:.2f}"
    yield f"{'Topic, F1:':<{_NAME}}{topic}"
    for name, share in (
        ("Inversions (for taken as against):", of.inversions),
        ("  where no review is asked for:", of.inversions_decided),
        ("Holder right, where both are on the issue:", of.holder),
        ("Scope right, where both are on the issue:", of.scope),
        ("Condition the same words, of those coded:", of.condition),
        ("Right where no review is asked for:", of.decided),
        ("  share of all statements:", of.covered),
        ("  of them given a stance, right:", of.stances_decided),
        ("  these, of all that are on the issue:", of.stances_covered),
    ):
        yield f"{name:<{_NAME}}{words_of(share)}"
    alpha = "-" if of.alpha is None else f"{of.alpha:.2f}"
    yield f"{'Krippendorff’s alpha of the two codings:':<{_NAME}}{alpha}"
    yield ""
    yield from reliability_lines("stance and holder", of.reliability)
    if of.by_construction:
        yield ""
        yield "construction"
        for construction, share in of.by_construction:
            yield f"  {construction:<{_NAME - 2}}{words_of(share)}"


def _rows(of: CodingComparison, shown: Shown) -> Iterator[str]:
    for one in of.compared:
        if shown is Shown.ALL or not one.right:
            yield _verdict(one)


def _verdict(one: Compared) -> str:
    code, answer = one.row.code, one.answer
    said = "right" if one.right else f"{answer.label} for {code.label}"
    if not one.right and answer.label is code.label:
        said = f"holder {answer.holder} for {code.holder}"
    review = ", review" if answer.review else ""
    kind = f" ({one.row.construction})" if one.row.construction else ""
    return f"{one.row.id}{kind} {said}, {answer.confidence:.2f}{review}: {one.row.statement}"
