"""A side is not sure when something on the way to the thing, or beside it, was not read."""

from __future__ import annotations

import pytest

from app.extraction.stances.sureness import SENTENCES
from tests.extraction.stance_help import O, S, judged

VERB, NEGATION, COMPARISON, CONTRAST = (
    SENTENCES[name] for name in ("unread verb", "unread negation", "comparison", "contrast")
)


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("The council wasted a year on the plan to accept troops in Varvia.", VERB),
        ("He laughed about the refusal to send troops to Varvia.", VERB),
        ("She resigned so that nobody could accuse her of backing troops in Varvia.", NEGATION),
        ("Troops in Varvia would be more dangerous than a hundred sanctions.", COMPARISON),
        ("Troops in Varvia are more useful than another resolution.", COMPARISON),
        ("Troops in Varvia would be helpful, but one should not ask for too much.", CONTRAST),
    ],
)
def test_what_was_not_read_is_said(statement: str, why: str) -> None:
    found = judged(statement)
    assert found.stance in {S, O}
    assert why in found.review


@pytest.mark.parametrize(
    ("statement", "stance"),
    [
        ("We will not send troops to Varvia.", O),
        ("We will send troops to Varvia without delay.", S),
        ("Norland has no intention of sending troops to Varvia.", O),
        ("Foreign troops in Varvia are unacceptable, and no doubt everybody knows it.", O),
        ("Nobody likes the cost, but we support foreign troops in Varvia.", S),
        ("We see no reason to send troops to Varvia.", O),
        ("The minister promised that troops would be sent to Varvia.", S),
    ],
)
def test_what_was_read_or_turns_nothing_asks_for_no_review(statement: str, stance: object) -> None:
    found = judged(statement)
    assert found.stance is stance
    assert not {VERB, NEGATION, COMPARISON, CONTRAST} & set(found.review)
