"""Quotations: each quoted stretch of five words and more, counted singly, with its speaker.

This is the measure that others publish for direct quotations. A statement that is split or joined
otherwise than marked costs nothing here, as long as its quoted words are found and its speaker is
right. Where a text has quotation marks is read plainly (app/evaluation/quoted.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.statements import StatementKind
from app.evaluation.matching import SAME_CONTENT, assign, overlap
from app.evaluation.quoted import count_words, pieces, quoted_stretches
from app.evaluation.shares import Figures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from app.domain.spans import Span
    from app.evaluation.gold import GoldStatement

LEAST_WORDS = 5


def compare_quotations(
    text: str,
    marked: Sequence[GoldStatement],
    predicted: Sequence[Sequence[Span]],
    right_actor: Callable[[int, int], bool] | None,
) -> Figures:
    """Precision and recall of the quoted stretches of marked direct statements.

    ``predicted`` are the contents of the predictions, of whatever kind they were taken for;
    ``right_actor`` is asked for the numbers of a marked statement and a prediction, and None
    leaves the speaker out. A predicted stretch that lies in a marked statement of another kind
    counts neither for nor against.
    """
    stretches = quoted_stretches(text)

    def long(contents: Iterable[Sequence[Span]]) -> list[tuple[int, Span]]:
        return [
            (number, piece)
            for number, content in enumerate(contents)
            for piece in pieces(text, content, stretches)
            if count_words(piece.of(text)) >= LEAST_WORDS
        ]

    of_marked = long(statement.content for statement in marked)
    direct = [each for each in of_marked if marked[each[0]].kind is StatementKind.DIRECT]
    others = [each for each in of_marked if marked[each[0]].kind is not StatementKind.DIRECT]
    found = long(predicted)

    def fit(left: int, right: int) -> float:
        (statement, words), (prediction, quoted) = direct[left], found[right]
        value = overlap([words], [quoted])
        if not value or right_actor is None or right_actor(statement, prediction):
            return value
        return 0.0

    matched = assign(len(direct), len(found), fit, SAME_CONTENT)
    right = set(matched.values())
    counted = sum(
        number in right or not any(piece.overlaps(other) for _, other in others)
        for number, (_, piece) in enumerate(found)
    )
    return Figures.of_matches(len(matched), counted, len(direct))
