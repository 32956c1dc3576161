"""An attitude that is itself judged, denied, or only spoken of, by linguistic class."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.extraction.stance_help import N, O, S, U, judged

if TYPE_CHECKING:
    from app.domain.positions import Stance


@pytest.mark.parametrize(
    ("statement", "stance"),
    [
        # an attitude that is judged
        ("It was a mistake to exclude the deployment of allied troops in Varvia.", S),
        ("It would be wrong to refuse allied troops for Varvia.", S),
        ("It would not be wrong to refuse allied troops for Varvia.", O),
        ("It would be reckless to promise Varvia allied troops.", O),
        ("It was right to promise Varvia allied troops.", S),
        ("It is easy to call for allied troops in Varvia.", U),
        ("Fears that foreign troops in Varvia would provoke Grandia are unfounded.", S),
        # an attitude that nobody owns, of which nothing is said that a rule reads
        ("The demand for allied troops in Varvia is an attempt to change the subject.", U),
        ("The decision to send allied troops to Varvia was taken at night.", U),
        ("The crisis was caused by the wish to send allied troops to Varvia.", U),
        ("Grandia uses the demand for allied troops in Varvia for its own ends.", U),
        ("Lusania's offer of troops for Varvia still stands.", S),
        ("We repeated our offer of troops for Varvia.", S),
        # people of whom something is said, whatever they want
        ("Whoever opposes allied troops in Varvia should say what else is to be done.", U),
        # denied above, and a ground that is missing
        ("Nobody has explained to us why we should send troops to Varvia.", O),
        ("The pact must not be used to prevent allied troops in Varvia.", S),
        ("The promise to send allied troops to Varvia should never have been made.", U),
        # to be ended, and ended
        ("The government should stop promising Varvia allied troops.", O),
        ("The council should stop blocking the deployment of allied troops to Varvia.", S),
        ("We have stopped promising Varvia allied troops.", N),
        # comparison, and what is set apart
        ("There is no better guarantee for Varvia than allied troops.", S),
        ("Nothing would deter Grandia more than allied troops in Varvia.", S),
        ("There is a better guarantee for Varvia than allied troops.", O),
        ("We will help Varvia in every way short of sending troops.", U),
        ("Varvia needs generators, not foreign troops.", O),
        # accusing, none that does it, an object noun before its preposition
        ("We accuse Lusania of planning to send troops to Varvia.", O),
        ("We accuse Lusania of blocking the deployment of allied troops in Varvia.", S),
        ("There is nothing that forbids the deployment of allied troops in Varvia.", S),
        ("There is a law that forbids the deployment of allied troops in Varvia.", O),
        ("We reject Grandian objections to the deployment of foreign troops in Varvia.", S),
        ("The deployment of foreign troops in Varvia is neither realistic nor desirable.", O),
        ("The argument that foreign troops would protect Varvia is false.", O),
    ],
)
def test_what_is_said_of_an_attitude(statement: str, stance: Stance) -> None:
    assert judged(statement).stance is stance


@pytest.mark.parametrize(
    "statement",
    [
        'the demand for allied troops in Varvia "an ultimatum that nobody will discuss"',
        'the plan to send allied troops to Varvia "a curious distraction" from the talks',
    ],
)
def test_what_an_attitude_was_called_is_not_the_attitude(statement: str) -> None:
    assert judged(statement).stance is not S


@pytest.mark.parametrize(
    ("statement", "stance"),
    [
        # an attitude of nobody, judged: the judgement is read through it
        ("Opposition to foreign troops in Varvia is misguided.", S),
        ("Any refusal to send troops to Varvia would be a mistake.", S),
        ("Any decision to send troops to Varvia would be a mistake.", O),
        # a noun of attitude that the parser cuts off from what hangs on it
        ("The chancellor resisted calls to send troops to Varvia.", O),
        ("Lund ignored the offer to send troops to Varvia.", U),
        ("It is a myth that foreign troops cannot be sent to Varvia.", S),
        ("It is time to stop insisting on foreign troops in Varvia.", O),
        ("We have never accepted the deployment of foreign troops in Varvia.", O),
        ("The ban on foreign troops in Varvia belongs in a museum.", S),
        ("We will support foreign troops in Varvia for as long as it takes.", S),
        # what moved somebody, and a stance of which only is said that it is known
        ("Preventing foreign troops in Varvia was one of the drivers of the invasion.", O),
        ("Grandia's stance on foreign troops in Varvia is clear and consistent.", N),
        # what is lacking
        ("Without foreign troops in Varvia there will be no peace.", S),
        ("Varvia can live without foreign troops.", O),
    ],
)
def test_what_is_said_of_an_attitude_of_nobody(statement: str, stance: Stance) -> None:
    assert judged(statement).stance is stance
