"""Set against: a call for a ceasefire is on the order of ceasefire and talks only beside talks."""

from __future__ import annotations

import pytest

from app.extraction.stance import Judgement, judge
from app.readers.definitions import load_issues
from tests.extraction.parsers import parser
from tests.extraction.stance_help import ACTORS, O, S

_ISSUE = next(issue for issue in load_issues(None) if issue.slug == "ceasefire-before-talks")


def _judged(statement: str, context: str = "") -> Judgement:
    return judge(statement, context, "Petra Lund", _ISSUE, ACTORS, parser())


@pytest.mark.parametrize(
    ("statement", "context"),
    [
        ("We demand an immediate and unconditional ceasefire.", ""),
        ("Russia must agree to a truce.", ""),
        ("We demand an immediate ceasefire.", "Talks on prisoners were held on Monday."),
        ("A ceasefire would help the farmers.", "The minister was asked about the harvest."),
    ],
)
def test_a_call_for_a_ceasefire_alone_is_off(statement: str, context: str) -> None:
    assert not _judged(statement, context).on_issue


@pytest.mark.parametrize(
    ("statement", "context", "stance"),
    [
        ("We want a ceasefire now, not more talks.", "", S),
        ("Russia must agree to a truce.", "Moscow wants talks before any truce.", S),
        ("A ceasefire would be a good thing.", "Moscow wants negotiations first.", S),
        ("We call for a full ceasefire.", "Moscow had offered talks without preconditions.", S),
        ("We want a ceasefire.", "She was asked whether talks should begin at once.", S),
        ("A truce is out of the question.", "Kyiv demands a truce before negotiations.", O),
    ],
)
def test_one_that_is_set_against_talks_is_on(statement: str, context: str, stance: object) -> None:
    assert _judged(statement, context).stance is stance


def test_without_preconditions_tells_the_order_only_of_talks() -> None:
    assert _judged("We are ready for talks without preconditions.").stance is O
    assert _judged("We want a ceasefire without preconditions, and then talks.").stance is S


@pytest.mark.parametrize(
    ("statement", "stance"),
    [
        ("We want a ceasefire so that negotiations can then begin.", S),
        ("We want a truce followed by talks.", S),
        ("We call for a ceasefire and then talks.", S),
    ],
)
def test_what_comes_in_turn_is_an_order(statement: str, stance: object) -> None:
    assert _judged(statement).stance is stance
