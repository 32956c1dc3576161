"""What the thing does to people, what it is a means to, who gains; attitudes that are judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.extraction.stance import judge
from app.extraction.stances.propositions import issue_from_proposition
from app.readers.definitions import load_issues
from tests.extraction.parsers import parser
from tests.extraction.stance_help import ACTORS, O, S, U, judged

if TYPE_CHECKING:
    from app.domain.positions import Stance


@pytest.mark.parametrize(
    ("statement", "stance"),
    [
        # placing in a bad state; the thing moves others and is not moved
        ("Sending foreign troops to Varvia would put our own people in the line of fire.", O),
        ("Foreign troops in Varvia would place all of us in danger.", O),
        ("Foreign troops in Varvia would put the aggressor under pressure.", S),
        ("Foreign troops will be put in Varvia.", S),
        # leaving out
        ("Foreign troops in Varvia would leave out the people who live there.", O),
        ("Foreign troops in Varvia would burden the oligarchs.", S),
        # worth nothing, mean nothing
        ("Without foreign troops in Varvia the agreement will be worth nothing.", S),
        ("Without foreign troops in Varvia the guarantees mean nothing.", S),
        # gain and loss
        ("All of us would benefit from foreign troops in Varvia.", S),
        ("The alliance gains nothing from foreign troops in Varvia.", O),
        ("The alliance has nothing to gain from foreign troops in Varvia.", O),
        ("Working people would suffer from foreign troops in Varvia.", O),
        ("Nobody would profit from foreign troops in Varvia.", O),
        ("Grandia would benefit from foreign troops in Varvia.", U),
        # means
        ("We must not be dragged into the war by sending troops to Varvia.", O),
        ("We would only escalate the war by sending foreign troops to Varvia.", O),
        ("We can prevent the next war by sending foreign troops to Varvia.", S),
        ("We will not escalate the war by sending foreign troops to Varvia.", U),
        # what cannot be replaced, what is taken off the table
        ("Nothing can replace foreign troops in Varvia.", S),
        ("No treaty can replace foreign troops in Varvia.", S),
        ("We have promised to take foreign troops in Varvia off the table.", O),
        ("Foreign troops in Varvia must be taken off the agenda.", O),
        ("We will not allow foreign troops in Varvia to be taken off the table.", S),
        # only this, nothing but this
        ("Nothing but foreign troops in Varvia will help.", S),
        ("Only foreign troops in Varvia will change anything.", S),
        ("Foreign troops in Varvia will change nothing.", O),
        # an attitude that is judged, or only spoken of
        ("Calling for foreign troops in Varvia means playing with fire.", O),
        ("Calling for foreign troops in Varvia is a way of avoiding talks.", U),
        ("The calls for foreign troops in Varvia were designed to prolong the war.", O),
        ("The unions are wrong to fight foreign troops in Varvia.", S),
        ("We will fight foreign troops in Varvia with all our means.", O),
        # evils and prices
        ("The risk of doing nothing is greater than the risk of sending troops to Varvia.", S),
        ("Foreign troops in Varvia are the price of lasting peace.", S),
        ("The price of foreign troops in Varvia would be war.", O),
        # what others want of us, and the answer
        ("They want us to send foreign troops to Varvia.", U),
        ("They want us to send foreign troops to Varvia. No, thank you.", O),
        ("The government wants to send foreign troops to Varvia. We say no.", O),
        # what is granted before a turn
        ("Foreign troops in Varvia are certainly desirable, but we can do other things.", U),
        ("Foreign troops in Varvia are certainly desirable, and we will send them.", S),
    ],
)
def test_consequences(statement: str, stance: Stance) -> None:
    assert judged(statement).stance is stance


@pytest.mark.parametrize(
    ("proposition", "statement", "stance"),
    [
        ("The use of chlorine should be banned", "We should renew the approval of chlorine.", O),
        (
            "The use of chlorine should be banned",
            "The approval of chlorine should not be renewed.",
            S,
        ),
        ("Billboards should be banned", "We see nothing wrong with banning billboards.", S),
        ("Billboards should be banned", "We see nothing good in banning billboards.", O),
        ("The speed limit should be lowered", "We do not want to touch the speed limit.", U),
        ("Ferries should be privatised", "Nobody gets to skip privatising the ferries.", S),
    ],
)
def test_what_stays_in_force(proposition: str, statement: str, stance: Stance) -> None:
    issue = issue_from_proposition(proposition, parser())
    assert judge(statement, "", "Petra Lund", issue, ACTORS, parser()).stance is stance


@pytest.mark.parametrize(
    ("slug", "statement", "stance"),
    [
        # "before talks would" is no clause: the verb is that of the sentence
        ("ceasefire-before-talks", "The demand for a ceasefire before talks is unacceptable.", O),
        ("ceasefire-before-talks", "Insisting on a truce before negotiations is a mistake.", O),
        ("ceasefire-before-talks", "A ceasefire before talks would be right.", S),
        ("ceasefire-before-talks", "It is unrealistic to expect a ceasefire before talks.", O),
        ("ceasefire-before-talks", "A truce before talks would be a pause for rearming.", U),
        (
            "ceasefire-before-talks",
            "A truce before negotiations would be a pause and we need a lasting peace instead.",
            U,
        ),
        ("ceasefire-before-talks", "Talks are only possible after a ceasefire.", S),
        ("wartime-elections-ukraine", "Postponing elections until after the war was right.", O),
        ("wartime-elections-ukraine", "Postponing elections until after the war was wrong.", S),
        ("wartime-elections-ukraine", "No elections in Ukraine before the war is over.", O),
    ],
)
def test_an_order_before_the_verb(slug: str, statement: str, stance: Stance) -> None:
    (issue,) = (one for one in load_issues(None) if one.slug == slug)
    assert judge(statement, "", "Petra Lund", issue, ACTORS, parser()).stance is stance
