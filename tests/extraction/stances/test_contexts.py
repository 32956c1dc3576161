"""Contexts: what makes a statement without a word for the thing be about that of its context."""

from __future__ import annotations

import pytest

from app.extraction.stance import issue_from_proposition, judge
from tests.extraction.parsers import parser
from tests.extraction.stance_help import ACTORS

BRIDGE = "A bridge should be built to the island"
VETO = "The death penalty should be abolished"


def _on(proposition: str, context: str, statement: str) -> bool:
    issue = issue_from_proposition(proposition, parser())
    return judge(statement, context, "Petra Lund", issue, ACTORS, parser()).on_issue


@pytest.mark.parametrize(
    ("proposition", "context"),
    [
        (BRIDGE, "The mayor was asked about the bridge to the island."),
        (BRIDGE, "Reporters wanted to know whether the bridge would be built."),
        (BRIDGE, "She was speaking in the town hall about the plan for a bridge."),
        (BRIDGE, "The debate turned to the construction of the bridge."),
        (VETO, "The bishop was attacking the death penalty."),
        (VETO, "The question was whether the death penalty should be abolished."),
    ],
)
def test_what_was_asked_is_what_is_answered(proposition: str, context: str) -> None:
    """Whatever nouns of its own the answer has."""
    assert _on(proposition, context, "My grandmother kept sheep, and sheep do not queue.")


@pytest.mark.parametrize(
    "context",
    [
        "The mayor was asked about the harbour; earlier questions had concerned the bridge.",
        "The council had proposed a new school; it also spoke about the bridge.",
        "During the debate on the bridge, the mayor had called a colleague a liar.",
        "The mayor was asked about a visit to Lusania. The plans for the bridge lie in a drawer.",
    ],
)
def test_what_was_asked_or_done_last_may_be_another_thing(context: str) -> None:
    assert not _on(BRIDGE, context, "That is a serious mistake, and I do not support it.")


@pytest.mark.parametrize(
    "statement",
    [
        "That would be a mistake.",
        "We support it.",
        "Not with us.",
        "This technology has had its day.",
        "We will vote against the bill.",
        "Our answer depends on the voters.",
        "We are ready to take one here.",
        "We will take part.",
        "We will do so next year.",
        "Nobody in this town wants bridges.",
    ],
)
def test_reference_substitution_and_ellipsis_carry_on(statement: str) -> None:
    assert _on(BRIDGE, "The council had called for a bridge to the island.", statement)


@pytest.mark.parametrize(
    "statement",
    [
        "The appointment of the harbour master did not come up.",
        "Four percent is not an offer, it is an insult.",
        "I agree with the council on this: the rents are too high.",
        "My critic is right about one thing: the museum should be reopened.",
        "We oppose imports of sugar, and we want a date on which they will end.",
        "I had asked for the floor before the minister did.",
    ],
)
def test_a_topic_of_its_own_does_not(statement: str) -> None:
    assert not _on(BRIDGE, "The council had called for a bridge to the island.", statement)


def test_a_request_is_no_question() -> None:
    context = "The islanders had asked for a bridge."
    assert _on(BRIDGE, context, "We support that.")
    assert not _on(BRIDGE, context, "The museum keeps sheep on its meadow.")
