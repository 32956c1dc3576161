"""Occasions: a thing that only a meeting, a paper or a person is about; a thing of the past."""

from __future__ import annotations

import pytest

from app.extraction.stance import judge
from app.readers.definitions import load_issues
from tests.extraction.parsers import parser
from tests.extraction.stance_help import ACTORS

_ISSUES = {issue.slug: issue for issue in load_issues(None)}
TROOPS, NATO, VOTE = (
    "foreign-troops-ukraine",
    "ukraine-nato-membership",
    "wartime-elections-ukraine",
)


def _on(slug: str, statement: str) -> bool:
    return judge(statement, "", "Petra Lund", _ISSUES[slug], ACTORS, parser()).on_issue


@pytest.mark.parametrize(
    ("slug", "statement"),
    [
        (TROOPS, "The museum will publish a book on the foreign troops in Ukraine."),
        (TROOPS, "The ministers will meet on Friday to discuss troops for Ukraine."),
        (TROOPS, "The hearing on European soldiers in Ukraine was postponed."),
        (TROOPS, "The general who may lead the troops in Ukraine studied in Lusania."),
        (TROOPS, "The former observer mission in Ukraine had forty members."),
        (NATO, "The petition on Ukraine's membership in NATO was signed by two thousand."),
        (NATO, "We joined the alliance in 1999, and so did two others."),
        (NATO, "Our partners in NATO spoke with the envoys of Ukraine."),
        (NATO, "Lusania's accession talks with NATO do not depend on Ukraine."),
        (VOTE, "If troops go to Ukraine, I will put the matter to the house for a vote."),
        (VOTE, "Turnout in the last election in Ukraine was 62 percent."),
        (VOTE, "Ukraine's president was elected in a free vote."),
    ],
)
def test_an_occasion_or_the_past_says_nothing_of_the_thing(slug: str, statement: str) -> None:
    assert not _on(slug, statement)


@pytest.mark.parametrize(
    ("slug", "statement"),
    [
        (TROOPS, "Any report on foreign troops in Ukraine is nonsense: nobody is going."),
        (TROOPS, "We want to discuss foreign troops in Ukraine, and we are for them."),
        (TROOPS, "Those who send troops to Ukraine will regret it."),
        (TROOPS, "We have opened the debate on European soldiers in Ukraine because we need them."),
        (NATO, "If we invited Ukraine into NATO, there would be war."),
        (NATO, "We decided to invite Ukraine into NATO."),
        (NATO, "We do not want to see Ukraine in the western military alliance."),
        (VOTE, "We call for a vote in Ukraine this year."),
        (VOTE, "The next election in Ukraine must be held this year, in spite of the war."),
    ],
)
def test_the_thing_itself_is_on(slug: str, statement: str) -> None:
    assert _on(slug, statement)
