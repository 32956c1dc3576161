"""Whose: what somebody has to do is the view of who says so; shares of persons hold views."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.extraction.stance_help import C, O, S, judged

if TYPE_CHECKING:
    from app.domain.positions import Stance


@pytest.mark.parametrize(
    "statement",
    [
        "that Grandia had to accept foreign troops in Varvia",
        "It is time for Grandia to agree to foreign troops in Varvia.",
        "that the Grandian president should accept foreign troops in Varvia",
    ],
)
def test_what_others_have_to_do_is_the_speakers_view(statement: str) -> None:
    found = judged(statement)
    assert found.stance is S
    assert found.holder == "speaker"


@pytest.mark.parametrize(
    ("statement", "holder"),
    [
        ("that Grandia would accept foreign troops in Varvia", "Grandia"),
        ("that Grandia had refused foreign troops in Varvia", "Grandia"),
        (
            "Two thirds of the Grandians are against foreign troops in Varvia.",
            "Two thirds of the Grandians",
        ),
    ],
)
def test_what_others_want_is_theirs(statement: str, holder: str) -> None:
    assert judged(statement).holder == holder


def test_he_is_the_person_of_an_office_whom_somebody_met() -> None:
    found = judged(
        "He told us that he would accept foreign troops in Varvia.",
        context="I spoke with the Grandian president.",
    )
    assert found.holder == "Grandian president"


@pytest.mark.parametrize(
    ("statement", "stance"),
    [
        # for ever, said by who can see to it
        ("As long as I am chancellor, we will not send troops to Varvia.", O),
        ("As long as I hold this office there will be no foreign troops in Varvia.", O),
        # advice to who wants something
        ("If they want peace, send foreign troops to Varvia now.", S),
        # a time without, and not a consent that is lacking
        ("Three years without a vote on foreign troops in Varvia: I support them.", S),
        # nothing hangs on anything
        ("We support foreign troops in Varvia, and that does not depend on the weather.", S),
        # conditions as before
        ("As long as the fighting goes on, we will not send troops to Varvia.", C),
        ("Our support for foreign troops in Varvia depends on the parliament.", C),
    ],
)
def test_what_is_no_condition(statement: str, stance: Stance) -> None:
    assert judged(statement).stance is stance


def test_who_meets_a_condition_does_not_set_it() -> None:
    found = judged("Foreign troops in Varvia make sense only if Grandia provides the ships.")
    assert found.stance is C
    assert found.holder == "speaker"
