"""Constructions that take a side without one word for it, by linguistic class."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.domain.positions import Scope
from tests.extraction.stance_help import C, N, O, S, judged

if TYPE_CHECKING:
    from app.domain.positions import Stance


@pytest.mark.parametrize(
    ("statement", "stance"),
    [
        # wishes, what was missed, and when it is time
        ("I wish the allies had sent troops to Varvia.", S),
        ("Had allied troops been in Varvia that winter, nobody would have dared to invade.", S),
        ("The time has come to send troops to Varvia.", S),
        ("It is time to send troops to Varvia.", S),
        # what is lacking, and what stands in the way
        ("We do not have the money to send troops to Varvia.", O),
        ("The party would not stand in the way of a peacekeeping contingent for Varvia.", S),
        ("We see nothing hasty in sending troops to Varvia.", S),
        ("Foreign troops in Varvia would not be in our interest.", O),
        # the other thing chosen
        ("Instead of sending soldiers to Varvia, Norland should invest in diplomacy.", O),
        ("We prefer sanctions to sending troops to Varvia.", O),
        # a cleft, a called thought, a call
        ("It won't be Norlandic boots on the ground in Varvia.", O),
        ("It is wrong to say that foreign troops in Varvia would escalate the war.", S),
        ("The mayors called on the government to send troops to Varvia without delay.", S),
        # a verb's negation over its noun; what is only voted or talked on
        (
            "The government has not yet taken a decision on participating in the force for Varvia.",
            N,
        ),
        ("Parliament will be given a vote on any deployment of troops to Varvia.", N),
        ("She refused to speculate on what might happen if foreign troops come to Varvia.", N),
        ("My group is divided on sending troops to Varvia.", N),
        # a condition by the word of exclusion before the verb
        ("Troops would only be sent to Varvia after a ceasefire is agreed.", C),
    ],
)
def test_constructions(statement: str, stance: Stance) -> None:
    assert judged(statement).stance is stance


def test_what_is_needed_for_a_purpose_is_not_the_purpose() -> None:
    found = judged("We do not need unanimity to send troops to Varvia.")
    assert found.stance is not O


@pytest.mark.parametrize(
    ("statement", "speaker", "holder"),
    [
        (
            "Grandia told us that it would not accept foreign troops in Varvia.",
            "a Norlandic diplomat",
            "Grandia",
        ),
        (
            "The premier had told us that he had not ruled out foreign troops in Varvia.",
            "a lawmaker",
            "premier",
        ),
        (
            "Parliament must never allow foreign troops to be sent to Varvia.",
            "the lawmaker Mina Tosk",
            "speaker",
        ),
    ],
)
def test_whose_it_is(statement: str, speaker: str, holder: str) -> None:
    assert judged(statement, speaker=speaker).holder == holder


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("We will send troops to Varvia as long as the costs are shared.", "the costs are shared"),
        ("We will send troops to Varvia provided that all allies agree.", "all allies agree"),
        (
            "Troops would only be sent to Varvia after a ceasefire is agreed.",
            "a ceasefire is agreed",
        ),
    ],
)
def test_a_condition_is_given_without_the_words_that_make_it_one(
    statement: str, words: str
) -> None:
    assert judged(statement).condition_text == words


def test_whom_somebody_bars_from_sending_is_not_their_own_part() -> None:
    found = judged("Grandia ruled out allowing the allies to deploy peacekeepers in Varvia.")
    assert (found.stance, found.scope) == (O, Scope.GENERAL)
