"""Leaving, withholding, gerunds and words that only describe: each class with its turns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.extraction.stance_help import N, O, S, U, judged

if TYPE_CHECKING:
    from app.domain.positions import Stance


@pytest.mark.parametrize(
    ("statement", "stance"),
    [
        ("Foreign troops in Varvia must go home.", O),
        ("Foreign troops in Varvia must go.", O),
        ("Foreign troops in Varvia must leave.", O),
        ("Foreign troops have to leave Varvia.", O),
        ("Foreign troops should get out of Varvia.", O),
        ("Foreign troops should be withdrawn from Varvia.", O),
        ("The foreign forces in Varvia need to go back.", O),
        ("All foreign soldiers must withdraw from Varvia.", O),
        ("Bring allied troops home from Varvia.", O),
        ("The foreign troops in Varvia must be sent home.", O),
        ("We demand that foreign troops leave Varvia.", O),
        ("We want foreign troops out of Varvia.", O),
        ("We oppose foreign troops leaving Varvia.", S),
        ("Foreign troops should not leave Varvia.", S),
        # arriving, going on, and what only will happen
        ("Foreign troops should go to Varvia.", S),
        ("The deployment of foreign troops to Varvia should go ahead.", S),
        ("Lund called for the withdrawal of foreign troops from Varvia.", O),
        ("Lund opposed the withdrawal of foreign troops from Varvia.", S),
        ("Lund called on foreign troops to leave Varvia.", O),
        ("Lund ordered the foreign troops in Varvia to go home.", O),
        ("Our troops in Varvia must go.", S),
        ("The foreign troops are packed for Varvia; let them go.", S),
        ("Foreign troops will leave Varvia.", U),
        ("Foreign troops in Varvia must leave no doubt.", U),
    ],
)
def test_leaving_undoes_the_thing(statement: str, stance: Stance) -> None:
    assert judged(statement).stance is stance


@pytest.mark.parametrize(
    "statement",
    [
        "Lund refused to say that foreign troops in Varvia are unacceptable.",
        "Lund declined to say that foreign troops in Varvia are unacceptable.",
        "Lund stopped short of saying that foreign troops in Varvia are unacceptable.",
        "Lund stopped short of calling foreign troops in Varvia a mistake.",
        "Lund avoided saying that foreign troops in Varvia are unacceptable.",
        "Lund would not say whether foreign troops in Varvia are unacceptable.",
        "Lund refused to condemn the deployment of foreign troops in Varvia.",
    ],
)
def test_what_is_withheld_takes_no_side(statement: str) -> None:
    assert judged(statement).stance is N


def test_what_is_said_without_hesitation_or_refused_in_deed_keeps_its_side() -> None:
    said = judged("Lund did not hesitate to say that foreign troops in Varvia are unacceptable.")
    refused = judged("Lund refused to approve the deployment of foreign troops in Varvia.")
    assert said.stance is O
    assert refused.stance is O


@pytest.mark.parametrize("verb", ["ruled out", "rejected", "opposed", "excluded", "avoided"])
@pytest.mark.parametrize("troops", ["Polish troops", "soldiers"])
def test_a_gerund_is_the_object_of_a_verb_against_it(verb: str, troops: str) -> None:
    assert judged(f"Lund {verb} sending {troops} to Varvia.").stance is O


def test_a_gerund_not_ruled_out_leaves_the_matter_open() -> None:
    assert judged("Lund has not ruled out sending Polish troops to Varvia.").stance is N


@pytest.mark.parametrize(
    "statement",
    [
        "The plan included the deployment of allied peacekeepers in Varvia.",
        "The plan includes sending foreign troops to Varvia.",
        "The plan is meant to bring foreign troops to Varvia.",
        "The plan means foreign troops in Varvia.",
        "The deal will involve foreign troops in Varvia.",
    ],
)
def test_words_that_only_describe_decide_nothing(statement: str) -> None:
    assert judged(statement).stance is U


def test_a_good_purpose_leans_weakly() -> None:
    found = judged("The deployment of foreign troops in Varvia is meant to secure peace.")
    assert found.stance is S
    assert found.review == ("The deciding words are weak.",)


def test_an_intention_of_people_is_no_description() -> None:
    assert judged("We do not mean to send troops to Varvia.").stance is O
