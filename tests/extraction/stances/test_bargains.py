"""Conditions without a conditional connective, and words that leave a matter to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.extraction.stance_help import C, N, O, S, judged

if TYPE_CHECKING:
    from app.domain.positions import Stance


@pytest.mark.parametrize(
    ("statement", "condition"),
    [
        (
            "Show us a mandate, and you will have our support for foreign troops in Varvia.",
            "Show us a mandate",
        ),
        (
            "There will be no support from us for troops in Varvia without a clear mandate.",
            "a clear mandate",
        ),
        (
            "Foreign troops may come to Varvia when the conditions are met.",
            "the conditions are met",
        ),
        (
            "We will send troops to Varvia once the treaty is signed, and not a day sooner.",
            "the treaty is signed, and not a day sooner",
        ),
        (
            "If the allies agree, then yes, foreign troops can go to Varvia.",
            "the allies agree",
        ),
        (
            "If the council asks us, our troops can go to Varvia. Otherwise not.",
            "the council asks us",
        ),
    ],
)
def test_a_bargain_is_a_condition(statement: str, condition: str) -> None:
    found = judged(statement)
    assert found.stance is C
    assert found.condition_text == condition


@pytest.mark.parametrize(
    ("statement", "stance"),
    [
        # what only looks like a bargain
        ("Send troops to Varvia, and do it now.", S),
        ("We will send troops to Varvia once the snow has melted.", S),
        ("Varvia cannot win without foreign troops.", S),
        # yes, no, neither
        ("We cannot say yes or no to foreign troops in Varvia.", N),
        ("Nothing has been promised and nothing refused of the troops for Varvia.", N),
        # the matter is put off or lies with others
        ("The motion on sending troops to Varvia was referred to a committee.", N),
        ("A decision on sending troops to Varvia will be taken in the spring.", N),
        ("The government's view of foreign troops in Varvia has been made public.", N),
        ("Reports that foreign troops would go to Varvia do not correspond to the facts.", N),
        ("The sending of troops to Varvia is under review.", N),
        # a matter that somebody wants to be decided is not put off
        ("We want parliament to approve the sending of troops to Varvia.", S),
        ("The motion on sending troops to Varvia was rejected.", O),
    ],
)
def test_what_is_left_to_others_takes_no_side(statement: str, stance: Stance) -> None:
    assert judged(statement).stance is stance
