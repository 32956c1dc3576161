"""Alpha against published figures and another way of counting; the interval; what is compared."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.coding.agreement import alpha, figures
from app.coding.codes import OFF_ISSUE, Answer, Variable, checked
from app.evaluation.coding.alpha import alpha as other_alpha

# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), examples A (two values) and
# B (five values, two observers, twelve units); the figures are those printed there.
A = tuple(zip("0100000010", "1110010000", strict=True))
B = tuple(zip("aabbdcccedda", "babbbccceddd", strict=True))


def test_alpha_is_that_of_the_published_examples() -> None:
    assert alpha(A) == pytest.approx(0.095, abs=0.0005)
    assert alpha(B) == pytest.approx(0.692, abs=0.0005)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), max_size=30))
def test_two_ways_of_counting_agree(units: list[tuple[str, str]]) -> None:
    one, other = alpha(units), other_alpha(units) if len(units) > 1 else None
    assert one == (None if other is None else pytest.approx(other))


def test_it_is_not_defined_without_two_values() -> None:
    assert alpha(()) is None
    assert alpha([("a", "a")] * 5) is None
    assert alpha([("a", "b")]) is None


def _stances(*pairs: tuple[str, str]) -> list[tuple[Answer, Answer]]:
    return [(checked(Answer(stance=one)), checked(Answer(stance=other))) for one, other in pairs]


def test_what_only_one_was_asked_is_not_compared() -> None:
    pairs = _stances(("supports", "supports"), ("opposes", OFF_ISSUE), (OFF_ISSUE, OFF_ISSUE))
    found = {one.variable: one for one in figures(pairs)}
    assert found[Variable.STANCE].n == 3
    assert found[Variable.STANCE].alike == 2
    assert found[Variable.SCOPE].n == found[Variable.HOLDER].n == 1
    assert found[Variable.STANCE].per_cent == pytest.approx(66.67, abs=0.01)


def test_the_interval_holds_the_figure_repeats_and_narrows() -> None:
    some = _stances(
        *[("supports", "supports"), ("opposes", "opposes"), ("supports", "opposes")] * 4
    )
    few, again, many = (
        next(one for one in figures(pairs) if one.variable is Variable.STANCE)
        for pairs in (some, some, some * 8)
    )
    assert few == again
    for one in (few, many):
        assert one.low is not None
        assert one.high is not None
        assert one.alpha is not None
        assert one.low <= one.alpha <= one.high
    assert (few.high or 0) - (few.low or 0) > 2 * ((many.high or 0) - (many.low or 0))


def test_resamples_of_one_value_are_counted_and_left_out() -> None:
    pairs = _stances(*[("supports", "supports")] * 5, ("opposes", "opposes"))
    found = next(one for one in figures(pairs) if one.variable is Variable.STANCE)
    assert found.alpha == 1.0
    assert found.low == found.high == 1.0
    assert 400 < found.undefined < 1000  # (5/6)**6 of 2,000 is 670


def test_values_are_compared_without_case_and_conditions_without_marks() -> None:
    one = Answer(actor="Ada", stance="conditional", condition="If the war, ends")
    other = replace(one, actor="ADA", condition="if war ends.")
    assert all(figure.alike == figure.n for figure in figures([(one, other)]))


def test_more_disagreement_never_raises_alpha() -> None:
    values = [
        alpha([("a", "a")] * (20 - wrong) + [("b", "b")] * 20 + [("a", "b")] * wrong)
        for wrong in range(10)
    ]
    assert all((before or 0) > (after or 0) for before, after in pairwise(values))
