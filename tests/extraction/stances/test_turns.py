"""Which way a sentence turns: what was once read the wrong way round, by linguistic class."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.extraction.stance_help import C, N, O, S, U, judged

if TYPE_CHECKING:
    from app.domain.positions import Stance


@pytest.mark.parametrize(
    ("statement", "stance"),
    [
        # one refusal counts once, however many verbs it takes
        ("We are not going to put soldiers in Varvia.", O),
        ("We do not have plans to send troops to Varvia.", O),
        ("No plans are in place to send troops to Varvia.", O),
        ("We will not send troops to Varvia, we will not take part in any mission there.", O),
        ("Our troops will not be sent to Varvia to join a peacekeeping force.", O),
        # being there
        ("We should not have boots on the ground in Varvia.", O),
        ("There will not be foreign troops deployed to Varvia.", O),
        ("Allied boots will not be on the ground in Varvia.", O),
        ("Foreign soldiers have no business in Varvia.", O),
        # doubt, and thoughts called wrong
        ("I doubt that sending troops to Varvia would be effective.", O),
        ("I do not doubt that sending troops to Varvia would be effective.", S),
        ("It would be a mistake to think that we would tolerate foreign troops in Varvia.", O),
        # grounds
        ("We see no reason why allied troops should not be stationed in Varvia.", S),
        ("We see no reason to send troops to Varvia.", O),
        # the other thing chosen
        ("We are willing to mediate, rather than send our forces to Varvia.", O),
        ("We are not against the presence of allied troops in Varvia.", S),
        # feelings about what was said
        ("We are appalled by the statements that allies would send troops to Varvia.", O),
        ("We have a negative attitude toward proposals to send allied troops to Varvia.", O),
        ("We see huge risks in sending troops to Varvia.", O),
        # parts of it only, or meanings denied: no side
        ("The allied contingent in Varvia will not be sent to the front line.", U),
        ("Allied troops in Varvia have no intention of risking their lives.", U),
        ("This does not mean that I will send my army to Varvia.", N),
        ("The ministry denied that allied troops would be sent to Varvia.", N),
        ("The question of sending troops to Varvia is not on the agenda.", N),
        ("Sending troops to Varvia is not being discussed.", N),
        # duration
        ("Until the war is over, there will be no allied soldiers on Varvian soil.", C),
        ("Allied troops would not be deployed to Varvia until the guns are silent.", C),
        # who has a say
        ("It is not up to Grandia to decide if allied troops can be sent to Varvia.", S),
        ("Grandia has no right to decide whether allied troops are sent to Varvia.", S),
        ("If Varvia wants to have allied troops, it is up to them.", C),
        # composition
        ("The peacekeepers in Varvia cannot be drawn from alliance states.", O),
        ("We will have no direct role in a peacekeeping force in Varvia.", O),
    ],
)
def test_turns(statement: str, stance: Stance) -> None:
    assert judged(statement).stance is stance


@pytest.mark.parametrize(
    "statement",
    ["Grandia demands that Varvia pull its troops back.", "Varvia should rotate its soldiers."],
)
def test_own_troops_of_the_place_are_off_the_issue(statement: str) -> None:
    assert not judged(statement).on_issue


def test_whose_plan_it_is() -> None:
    abused = judged('An official called Holm a "fool" over his plan to put troops in Varvia.')
    blamed = judged("An official criticised Holm for his plan to put troops in Varvia.")
    assert abused.stance is U
    assert blamed.stance is O


def test_marks_around_a_fragment_leave_its_evidence_in_place() -> None:
    statement = "She would not “rule out” putting allied troops in Varvia."
    found = judged(statement)
    assert found.stance is N
    assert "rule out" in found.evidence_text[0]
