from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.statements import StatementKind
from app.evaluation.gold import GoldStatement
from app.evaluation.quotations import compare_quotations
from tests.factories import span_of

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = (
    "“We will never go to that place,” she said. “It is too far away for us.” The “road” is long."
    " He called it “a very long way to go home”."
)
ONE, TWO = "“We will never go to that place,”", "“It is too far away for us.”"
SHORT, FRAGMENT = "“road”", "it “a very long way to go home”"


def statement(*words: str, kind: StatementKind = StatementKind.DIRECT) -> GoldStatement:
    content = tuple(span_of(TEXT, each) for each in words)
    return GoldStatement("1", kind, content, None, "Ada", ())


def compared(
    marked: list[GoldStatement],
    *predicted: tuple[str, ...],
    right_actor: Callable[[int, int], bool] | None = None,
) -> tuple[int, int, int]:
    contents = [[span_of(TEXT, each) for each in words] for words in predicted]
    figures = compare_quotations(TEXT, marked, contents, right_actor)
    assert figures.precision.right == figures.recall.right
    return figures.recall.right, figures.precision.of, figures.recall.of


def test_each_stretch_counts_singly_however_it_is_joined() -> None:
    for marked in ([statement(ONE, TWO)], [statement(ONE), statement(TWO)]):
        assert compared(marked, (ONE, TWO)) == (2, 2, 2)
        assert compared(marked, (ONE,), (TWO,)) == (2, 2, 2)
        assert compared(marked, (TWO,)) == (1, 1, 2)


def test_a_prediction_of_another_kind_that_holds_the_stretch_has_found_it() -> None:
    marked = [statement(ONE)]
    assert compared(marked, (ONE + " she said",)) == (1, 1, 1)


def test_short_stretches_count_neither_way() -> None:
    assert compared([statement(ONE), statement(SHORT)], (ONE,), (SHORT,)) == (1, 1, 1)


def test_a_stretch_by_the_wrong_speaker_is_wrong() -> None:
    marked = [statement(ONE), statement(TWO)]
    right = compared(marked, (ONE,), (TWO,), right_actor=lambda left, right: left == right == 0)
    assert right == (1, 2, 2)


def test_an_invented_stretch_costs_precision_and_a_half_one_too() -> None:
    assert compared([statement(ONE)], (ONE,), (TWO,)) == (1, 2, 1)
    assert compared([statement(ONE)], ("“We will never go to",)) == (0, 1, 1)


def test_a_stretch_of_a_marked_mixed_statement_is_left_out() -> None:
    marked = [statement(ONE), statement(FRAGMENT, kind=StatementKind.MIXED)]
    assert compared(marked, (ONE,), ("“a very long way to go home”",)) == (1, 1, 1)
