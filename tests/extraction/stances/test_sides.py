"""Sides taken by an argument or a construction, with no word of support or refusal, by class."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from app.extraction.stance import Judgement, judge
from app.extraction.stances.propositions import issue_from_proposition
from tests.extraction.parsers import parser
from tests.extraction.stance_help import ACTORS, N, O, S, U, judged

if TYPE_CHECKING:
    from app.domain.positions import Issue, Stance

BRIDGE = "A bridge should be built to the island"
ASKED = "The premier was asked about foreign troops in Varvia."


@cache
def _issue(proposition: str) -> Issue:
    return issue_from_proposition(proposition, parser())


def _judged(statement: str, context: str = "") -> Judgement:
    return judge(statement, context, "Petra Lund", _issue(BRIDGE), ACTORS, parser())


@pytest.mark.parametrize(
    ("statement", "stance"),
    [
        # a verb and its object that judge together
        ("A bridge to the island makes sense.", S),
        ("It makes sense to build a bridge to the island.", S),
        ("It makes no sense to build a bridge to the island.", O),
        ("A bridge to the island would play into the hands of the speculators.", O),
        ("The islanders would foot the bill for a bridge to the island.", O),
        # what it makes likely, easy or worse
        ("A bridge to the island would make accidents less likely.", S),
        ("A bridge to the island would make accidents more likely.", O),
        ("A bridge to the island would make life on it easier.", S),
        ("A bridge to the island would make things worse.", O),
        # who profits, and what it only brings
        ("A bridge to the island would benefit criminals.", O),
        ("A bridge to the island would only give the developers another toy.", O),
        ("A bridge to the island would keep people from leaving.", U),
        # what it yields, whom it drives away, what it lacks, how it is received
        ("A bridge to the island would bring in two million a year.", S),
        ("A bridge to the island would drive families away.", O),
        ("A bridge to the island lacks any legal basis.", O),
        ("A bridge to the island has our full backing.", S),
        ("A bridge to the island has met with resistance from everyone.", O),
        # what it equals, and the last thing that is needed
        ("The best solution for the island is a bridge.", S),
        ("What the island needs is a bridge.", S),
        ("A bridge to the island is the last thing we need.", O),
        ("A bridge to the island is a project we can support.", S),
        ("A bridge to the island is a project we cannot support.", O),
        # no alternative, no excuse, no good in it
        ("There is no alternative to a bridge to the island.", S),
        ("There is no way around a bridge to the island.", S),
        ("We do not see any sense in a bridge to the island.", O),
        ("I cannot see how a bridge to the island would help.", O),
        ("There can be no future for the island without a bridge.", S),
        # time
        ("The time for a bridge to the island has come.", S),
        ("It is high time we built a bridge to the island.", S),
        # what is needed, kept, likened, led through, brought closer
        ("A bridge to the island is exactly what we need.", S),
        ("The way out of isolation for the island leads through a bridge.", S),
        ("A bridge to the island would not bring us one step closer to prosperity.", O),
        ("A bridge to the island would be like pouring petrol on a fire.", O),
        ("A bridge to the island is doomed to fail.", O),
        ("There is no excuse for not building a bridge to the island.", S),
        ("The fog must not serve as a pretext for not building a bridge to the island.", S),
        ("We have every reason to build a bridge to the island.", S),
        ("We want nothing to do with a bridge to the island.", O),
        ("There is a real danger that a bridge to the island would destroy the bay.", O),
        ("The council must have the courage to build a bridge to the island.", S),
        ("The islanders must not be denied a bridge to the island.", S),
        # raising verbs
        ("A bridge to the island is not going to help anybody.", O),
        # what is not its own word for a side
        ("It would be irresponsible to build a bridge to the island.", O),
        ("It is not in our interest to build a bridge to the island.", O),
    ],
)
def test_a_side_is_taken(statement: str, stance: Stance) -> None:
    assert _judged(statement).stance is stance


@pytest.mark.parametrize(
    ("statement", "stance"),
    [
        ("Norland has neither the soldiers nor the equipment for a mission in Varvia.", O),
        ("We do not have the soldiers for a mission in Varvia.", O),
        ("Norland will stay out of any mission in Varvia.", O),
        ("Sending troops to Varvia is not our job.", O),
        ("It is our duty to send troops to Varvia.", S),
        ("Foreign troops in Varvia would be an invitation to another attack.", O),
        ("Foreign troops in Varvia would be ill-advised.", O),
        ("Foreign troops in Varvia are a non-starter.", O),
    ],
)
def test_means_and_whose_matter_it_is(statement: str, stance: Stance) -> None:
    assert judged(statement).stance is stance


@pytest.mark.parametrize(
    ("statement", "stance"),
    [
        ("We are going to do it.", S),
        ("Please do not do it.", O),
        ("We will do our share.", S),
        ("Not with me.", O),
        ("It is the right thing to do.", S),
        ("This is a step we are not prepared to take.", O),
        ("It is not going to happen.", O),
        ("There is nothing that speaks against it.", S),
        ("This is not our war.", O),
        ("There are more important things to do.", O),
        ("That would only help the other side to regroup.", O),
    ],
)
def test_what_the_context_names_is_understood(statement: str, stance: Stance) -> None:
    found = judged(statement, context=ASKED)
    assert found.stance is stance
    assert found.review  # it is in the context alone


@pytest.mark.parametrize(
    ("statement", "stance"),
    [
        ('the planned force for Varvia "a recipe for disaster"', O),
        ('the planned force for Varvia "a guarantee of peace"', S),
        ('the planned force for Varvia "three hundred men"', U),
    ],
)
def test_a_quoted_predicate_without_its_verb(statement: str, stance: Stance) -> None:
    assert judged(statement).stance is stance


@pytest.mark.parametrize(
    "statement",
    [
        "A bridge to the island can only be built in summer.",
        "A bridge to the island would have two lanes.",
        "The time it takes to build a bridge to the island is four years.",
        "The plan for a bridge to the island met the deadline.",
        "The storm has nothing to do with the bridge to the island.",
        "There are good arguments for a bridge to the island and good arguments for a ferry.",
    ],
)
def test_what_looks_alike_takes_no_side(statement: str) -> None:
    assert _judged(statement).stance in {None, U, N}


def test_a_matter_of_fairness_is_nobodys_decision() -> None:
    assert _judged("A bridge to the island is a matter of fairness.").stance is S
