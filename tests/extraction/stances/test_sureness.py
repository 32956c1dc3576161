"""Sureness: a confidence is counted, falls with what makes a position doubtful, asks for review."""

from __future__ import annotations

import pytest

from app.domain.certainty import CERTAIN_FROM
from app.extraction.stances.sureness import (
    CHOSEN,
    RARELY_RIGHT,
    REVIEW_BELOW,
    SENTENCES,
    UNDECIDED,
    confidence_of,
    factor_of,
)
from app.training.sureness import Counted, table
from tests.extraction.stance_help import U, judged

COMMON = "evaluation, opposes"


def test_the_line_of_review_is_not_below_that_of_certainty() -> None:
    assert REVIEW_BELOW >= CERTAIN_FROM


def test_of_a_kind_never_counted_it_is_that_of_all() -> None:
    assert confidence_of("no such kind", ()) == pytest.approx(confidence_of("nor this", ()))
    assert confidence_of("", ()) == UNDECIDED


@pytest.mark.parametrize("circumstance", [*CHOSEN, "context", "weak", "unsure", "told"])
def test_what_makes_it_doubtful_takes_it_below_the_line(circumstance: str) -> None:
    assert factor_of(circumstance) < 1
    assert confidence_of(COMMON, [circumstance]) < confidence_of(COMMON, ())
    if circumstance != "context":
        assert confidence_of(COMMON, [circumstance]) < REVIEW_BELOW


@pytest.mark.parametrize(
    "statement",
    [
        "Foreign troops in Varvia are unacceptable.",
        "We might send troops to Varvia.",
        "Let them send troops to Varvia.",
        "Foreign troops in Varvia were a topic of the day.",
    ],
)
def test_a_position_below_the_line_says_why_it_is_to_be_reviewed(statement: str) -> None:
    found = judged(statement)
    assert found.on_issue
    assert bool(found.review) or found.confidence >= REVIEW_BELOW
    known = {*SENTENCES.values(), RARELY_RIGHT}
    assert set(found.review) <= known
    assert (found.kind == "") is (found.stance is U)


def test_the_table_counts_what_is_on_the_issue_by_kind_and_circumstance() -> None:
    rows = [
        Counted("refusal, opposes", (), on_issue=True, right=True),
        Counted("refusal, opposes", (), on_issue=True, right=False),
        Counted("refusal, opposes", ("weak",), on_issue=True, right=False),
        Counted("refusal, opposes", (), on_issue=False, right=False),
    ]
    made = table(rows, ())
    assert "topic: [3, 4]\nplain: [1, 2]\n" in made
    assert '"refusal, opposes": [1, 2]' in made
    assert '"weak": [0, 1]' in made
