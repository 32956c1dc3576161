"""Non-answers: what is declined, put off, noted, awaited or handed over takes no side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.extraction.stance_help import N, O, S, judged

if TYPE_CHECKING:
    from app.domain.positions import Stance

ASKED = "The minister was asked about foreign troops in Varvia."


@pytest.mark.parametrize(
    "statement",
    [
        # declined, though a word of wanting or refusing is in it
        "I do not want to speculate about foreign troops in Varvia.",
        "The ministry sees no need to comment on reports about troops for Varvia.",
        "She would not be drawn on whether troops should go to Varvia.",
        "We are not in a position to tell you whether there will be troops in Varvia.",
        "The envoy spoke of foreign troops in Varvia without saying which side he was on.",
        # what somebody else put forward was only taken in, or something is waited for
        "The government has received the proposal for foreign troops in Varvia.",
        "The cabinet took note of the request for foreign troops in Varvia.",
        "On foreign troops in Varvia we are waiting for the report of the experts.",
        # put off
        "Norland has not yet made up its mind about sending troops to Varvia.",
        "The question of foreign troops in Varvia does not arise at present.",
        "Foreign troops in Varvia are a topic for another day.",
        # others decide
        "The decision on foreign troops in Varvia is for the member states.",
        "Foreign troops in Varvia are a question that the parliament has to settle.",
    ],
)
def test_a_non_answer_takes_no_side(statement: str) -> None:
    assert judged(statement).stance is N


@pytest.mark.parametrize(
    ("statement", "stance"),
    [
        ("Nobody told us why foreign troops in Varvia would be good; they would be bad.", O),
        ("We have made a proposal for foreign troops in Varvia.", S),
        ("We do not want foreign troops in Varvia, and I will comment on it tomorrow.", O),
        ("Foreign troops in Varvia are out of the question.", O),
        ("We should not wait for a report: foreign troops have to go to Varvia.", S),
    ],
)
def test_a_side_beside_it_is_not_lost(statement: str, stance: Stance) -> None:
    assert judged(statement).stance is stance


def test_a_condition_of_answering_is_none_of_the_thing() -> None:
    found = judged("Until then I will not talk about whether there ought to be any.", context=ASKED)
    assert found.stance is N
    assert found.condition_text is None


def test_silence_of_the_guns_is_no_indecision() -> None:
    found = judged("Foreign troops in Varvia would mean silence along the line at last.")
    assert found.stance is not N
