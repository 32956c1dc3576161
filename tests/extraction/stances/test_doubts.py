"""Doubts: a statement that is called off the issue though it is near it asks for a review."""

from __future__ import annotations

from functools import cache

import pytest

from app.extraction.stance import Judgement, judge
from app.extraction.stances.doubts import AROUND, EXCLUDED, POINTING
from app.extraction.stances.propositions import issue_from_proposition
from app.readers.definitions import load_issues
from tests.extraction.parsers import parser
from tests.extraction.stance_help import ACTORS

VOTE = "The voting age should be lowered to 16"
BAN = "The use of fireworks should be banned"
CEASEFIRE = "ceasefire-before-talks"
ELECTIONS = "wartime-elections-ukraine"
NATO = "ukraine-nato-membership"


@cache
def _judged(issue: str, statement: str, context: str = "") -> Judgement:
    known = {one.slug: one for one in load_issues(None)}
    made = known.get(issue) or issue_from_proposition(issue, parser())
    return judge(statement, context, "Petra Lund", made, ACTORS, parser())


@pytest.mark.parametrize(
    ("issue", "statement", "context", "why"),
    [
        # the words around are about it, and a side is taken without a thing of its own
        (
            BAN,
            "On the squares maybe, at home we go along only once it is tested.",
            "A ban on fireworks was debated.",
            POINTING,
        ),
        (VOTE, "Those at 16 cannot sign a lease and should not decide on taxes.", "", AROUND),
        # words of its family, on which a side is taken
        (CEASEFIRE, "Any plan that rests on a truce will fail.", "", EXCLUDED),
        (CEASEFIRE, "We renew our appeal for a truce.", "", EXCLUDED),
        (ELECTIONS, "It could be done without lifting martial law.", "", EXCLUDED),
    ],
)
def test_what_is_near_asks_for_a_review(issue: str, statement: str, context: str, why: str) -> None:
    found = _judged(issue, statement, context)
    assert not found.on_issue
    assert found.review == (why,)


@pytest.mark.parametrize(
    ("issue", "statement", "context"),
    [
        (BAN, "The town hall was painted in the summer.", "Fireworks may be banned."),
        (VOTE, "The bridge will open in May.", "Parliament debated the voting age."),
        (CEASEFIRE, "The truce of 1953 lasted for decades.", ""),
        (NATO, "Ukraine has bought pumps for its waterworks.", ""),
    ],
)
def test_what_is_plainly_off_asks_for_none(issue: str, statement: str, context: str) -> None:
    found = _judged(issue, statement, context)
    assert not found.on_issue
    assert not found.review
