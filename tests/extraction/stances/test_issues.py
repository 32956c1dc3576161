"""The shipped issues: what is on each, and which way, in words that stand in no data set."""

from __future__ import annotations

from functools import cache

import pytest

from app.extraction.stance import Judgement, judge
from app.extraction.stances.propositions import issue_from_proposition
from app.readers.definitions import load_issues
from tests.extraction.parsers import parser
from tests.extraction.stance_help import ACTORS, C, O, S

NATO, CEASEFIRE, ELECTIONS = (
    "ukraine-nato-membership",
    "ceasefire-before-talks",
    "wartime-elections-ukraine",
)


@cache
def _issues() -> dict[str, object]:
    return {issue.slug: issue for issue in load_issues(None)}


def _judged(slug: str, statement: str, context: str = "") -> Judgement:
    issue = _issues()[slug]
    return judge(statement, context, "Petra Lund", issue, ACTORS, parser())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("slug", "statement", "stance"),
    [
        (NATO, "We support Ukraine's accession to NATO.", S),
        (NATO, "I want Ukraine in the alliance.", S),
        (NATO, "Membership of Ukraine in NATO is unacceptable to us.", O),
        (NATO, "We oppose Ukraine's accession to NATO.", O),
        (NATO, "We want Ukraine to stay out of NATO.", O),
        (NATO, "Ukraine could join NATO only after the war is over.", C),
        (CEASEFIRE, "There must be a ceasefire before any talks can begin.", S),
        (CEASEFIRE, "First a ceasefire, then talks.", S),
        (CEASEFIRE, "Talks can only start once the guns fall silent.", S),
        (CEASEFIRE, "We will not negotiate under fire.", S),
        (CEASEFIRE, "A ceasefire is a precondition for negotiations.", S),
        (CEASEFIRE, "A ceasefire cannot be a precondition for talks.", O),
        (CEASEFIRE, "Talks should begin without waiting for a ceasefire.", O),
        (CEASEFIRE, "Russia insists that negotiations take place before any truce.", O),
        (CEASEFIRE, "We can talk while the fighting goes on.", O),
        (ELECTIONS, "Ukraine should hold elections even while the war goes on.", S),
        (ELECTIONS, "Ukrainians should go to the polls despite martial law.", S),
        (ELECTIONS, "Ukraine will hold elections after the war.", O),
        (ELECTIONS, "There will be no elections in Ukraine until martial law is lifted.", O),
        (ELECTIONS, "Kyiv should postpone the vote until peace.", O),
        (ELECTIONS, "Postponing the elections in Ukraine would be a mistake.", S),
        (ELECTIONS, "I am ready for elections in Ukraine if Norland ensures security.", C),
        # Where somebody is or speaks is not where the thing is.
        (NATO, "We oppose Ukraine's accession to NATO, whatever somebody in Paris says.", O),
        # What only completes a noun or verb belongs to the place that stands with that.
        (NATO, "The promise of membership to Kyiv was a mistake.", O),
        # A vote that goes ahead is not one of deputies, who vote to do something.
        (ELECTIONS, "We want the vote to go ahead despite martial law.", S),
        # What comes first is told by how a thing begins.
        (CEASEFIRE, "It would be wrong to begin with a truce.", O),
        (CEASEFIRE, "It would be better to start with a ceasefire.", S),
        (CEASEFIRE, "We reject a ceasefire at the outset.", O),
        (CEASEFIRE, "Any plan that begins with a truce will fail.", O),
        (CEASEFIRE, "Nobody can negotiate while rockets hit those with whom one negotiates.", S),
    ],
)
def test_a_side_is_taken(slug: str, statement: str, stance: object) -> None:
    assert _judged(slug, statement).stance is stance


@pytest.mark.parametrize(
    ("slug", "statement"),
    [
        (NATO, "NATO allies must send more weapons to Ukraine."),
        (NATO, "Sweden's membership of NATO makes the sea safer, also for Ukraine."),
        (NATO, "Ukraine should become a member of the European Union by 2030."),
        (CEASEFIRE, "We call for an immediate ceasefire."),
        (CEASEFIRE, "The ceasefire talks will continue on Monday."),
        (CEASEFIRE, "The talks in Norland were constructive."),
        (ELECTIONS, "Martial law in Ukraine was extended by ninety days."),
        (ELECTIONS, "Deputies voted to send aid to Ukraine."),
        (ELECTIONS, "Moldova's elections are a victory for Ukraine too."),
        (ELECTIONS, "Nobody should recognise the elections which Norland wants to hold."),
        (ELECTIONS, "Parliament extended martial law by 290 votes."),
        (ELECTIONS, "In our election in June half of the votes were cast by post."),
        (NATO, "We welcome Ukraine's accession to the Union."),
        (NATO, "Norland's neutrality is a matter for its people."),
        (NATO, "I oppose our country joining NATO, and the war in Ukraine changed nothing."),
        (NATO, "We are against our state entering NATO, whatever becomes of Ukraine."),
        (CEASEFIRE, "The truce was announced at the beginning of the week."),
        ("foreign-troops-ukraine", "We will send more troops to our own northern border."),
        ("foreign-troops-ukraine", "The peacekeepers on the island should come home."),
        ("foreign-troops-ukraine", "We oppose the mission in Mali and the war in Ukraine."),
    ],
)
def test_other_things_are_off(slug: str, statement: str) -> None:
    assert not _judged(slug, statement).on_issue


def test_a_statement_without_a_place_is_on_the_place_it_is_judged_by() -> None:
    found = _judged("foreign-troops-ukraine", "A deployment of foreign soldiers is unacceptable.")
    assert found.stance is O


def test_a_yes_goes_on_about_what_was_named_before() -> None:
    ban = issue_from_proposition("The use of fireworks should be banned", parser())
    said, before = "On the squares yes, at home only once it is tested.", "A ban was debated."
    found = judge(said, f"{before[:-1]} on fireworks.", "Petra Lund", ban, ACTORS, parser())
    assert found.on_issue
    assert not judge(said, "", "Petra Lund", ban, ACTORS, parser()).on_issue


def test_a_general_noun_takes_up_what_was_named() -> None:
    ban = issue_from_proposition("The use of glyphosate should be banned", parser())
    said, before = "Banning the substance would be wrong.", "They spoke about glyphosate."
    assert judge(said, before, "Petra Lund", ban, ACTORS, parser()).stance is O
    other = "Banning loud music would be wrong."
    assert not judge(other, before, "Petra Lund", ban, ACTORS, parser()).on_issue


def test_what_is_said_of_a_demand_has_to_be_read() -> None:
    unread = _judged(CEASEFIRE, "Insisting on a ceasefire first is how wars get longer.")
    assert unread.stance is not O
    assert unread.review
    assert _judged(CEASEFIRE, "Insisting on a ceasefire first is right.").stance is S


def test_what_is_off_for_an_exclusion_asks_for_a_look() -> None:
    found = _judged("foreign-troops-ukraine", "Russian troops in Ukraine must go home.")
    assert not found.on_issue
    assert any("something else" in reason for reason in found.review)
    assert not _judged("foreign-troops-ukraine", "Bread is dear in Ukraine.").review


def test_the_order_told_is_no_condition() -> None:
    found = _judged(CEASEFIRE, "No talks until the guns fall silent.")
    assert (found.stance, found.condition) == (S, None)


@pytest.mark.parametrize(
    ("proposition", "slug"),
    [
        ("Ukraine should join NATO", NATO),
        ("NATO should admit Ukraine", NATO),
        ("Ukraine should become a member of NATO", NATO),
        ("There should be a ceasefire before peace talks", CEASEFIRE),
        ("Talks should only start after a ceasefire", CEASEFIRE),
        ("The guns should fall silent before negotiations begin", CEASEFIRE),
        ("Ukraine should hold elections during martial law", ELECTIONS),
        ("Elections should be held in Ukraine while martial law is in force", ELECTIONS),
        ("European peacekeepers should be stationed in Ukraine", "foreign-troops-ukraine"),
    ],
)
def test_a_proposition_that_asks_the_same_is_the_issue(proposition: str, slug: str) -> None:
    made = issue_from_proposition(proposition, parser(), load_issues(None))
    assert made.slug == slug
    assert made.proposition == proposition


@pytest.mark.parametrize(
    "proposition",
    [
        "Ukraine should join the EU",
        "Ukraine should not join NATO",
        "Ukraine should stay out of NATO",
        "Peace talks should begin before a ceasefire",
        "Elections should be held in Ukraine after the war",
        "Ukraine should hold elections",
        "Weapons should be sent to Ukraine",
    ],
)
def test_the_contrary_or_another_question_is_not_the_issue(proposition: str) -> None:
    slugs = {issue.slug for issue in load_issues(None)}
    assert issue_from_proposition(proposition, parser(), load_issues(None)).slug not in slugs


def test_the_same_question_of_another_place_has_that_place() -> None:
    made = issue_from_proposition(
        "Foreign troops should be deployed in Varvia", parser(), load_issues(None)
    )
    assert "varvia" in made.place
    assert "ukraine" not in made.place
    assert not any("ukrain" in words for words in made.exclusions)


@pytest.mark.parametrize(
    ("proposition", "statement", "stance"),
    [
        ("Sanctions on Grandia should be lifted", "We want the sanctions on Grandia lifted.", S),
        ("Sanctions on Grandia should be lifted", "We support the sanctions on Grandia.", O),
        ("Sanctions on Grandia should be lifted", "We oppose lifting sanctions on Grandia.", O),
        ("There should be a tax on large fortunes", "We reject a levy on the very rich.", O),
        ("Tariffs on cars should be raised", "We support higher duties on cars.", S),
        ("Tariffs on cars should be raised", "We support lower duties on cars.", O),
        ("The country should build nuclear power stations", "We are against new reactors.", O),
    ],
)
def test_issues_that_nobody_defined(proposition: str, statement: str, stance: object) -> None:
    issue = issue_from_proposition(proposition, parser())
    assert judge(statement, "", "Petra Lund", issue, ACTORS, parser()).stance is stance
