"""Pointing words in an article: they stand for an issue's thing only if nothing nearer is meant."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from app.domain.articles import Article
from app.extraction.pipeline import extract
from app.readers.definitions import load_issues
from tests.extraction.parsers import parser
from tests.extraction.stance_help import ACTORS

if TYPE_CHECKING:
    from app.domain.positions import Issue, Position

NATO, CEASEFIRE, ELECTIONS, TROOPS = (
    "ukraine-nato-membership",
    "ceasefire-before-talks",
    "wartime-elections-ukraine",
    "foreign-troops-ukraine",
)


@cache
def _issues() -> tuple[Issue, ...]:
    return load_issues(None)


def _positions(body: str) -> list[Position]:
    found = extract(Article(body, "a.txt"), ACTORS, _issues(), parser())
    return [position for one in found.statements for position in one.positions]


def _told(body: str) -> set[tuple[str, str]]:
    return {(one.issue, one.stance.value) for one in _positions(body)}


def test_something_nearer_is_meant() -> None:
    # What was received is the offer, and "it" is the ministry.
    body = (
        "Petra Lund conceded that NATO membership of Ukraine is unlikely.\n\n"
        "The foreign ministry declined to say whether it had received an offer."
    )
    assert [one.holder.name for one in _positions(body) if one.issue == NATO] == ["Petra Lund"]


def test_a_subject_in_between_is_meant() -> None:
    body = (
        "Petra Lund spoke of the membership of Ukraine in NATO.\n\n"
        "The budget of the city surprised many. Anna Berg called it unacceptable."
    )
    assert (NATO, "opposes") not in _told(body)


def test_nothing_nearer_is_there() -> None:
    body = (
        "The allies debated the deployment of foreign troops in Ukraine.\n\n"
        "Petra Lund said they would be legitimate targets."
    )
    assert (TROOPS, "opposes") in _told(body)


@pytest.mark.parametrize(
    "body",
    [
        "Petra Lund named a number of conditions for a ceasefire in Ukraine, including elections.",
        'Petra Lund said in Kyiv: "We have to talk, for you cannot end a war without talking."',
        "Petra Lund said that troops would only be sent to Ukraine after a ceasefire is agreed.",
        "Petra Lund vowed to keep Ukraine in the fight while talks go on.",
    ],
)
def test_a_ceasefire_named_is_no_order(body: str) -> None:
    assert not [one for one in _told(body) if one[0] == CEASEFIRE]


def test_an_order_without_the_thing_is_off() -> None:
    body = 'Petra Lund said in Kyiv: "A ceasefire must come first."'
    assert not [one for one in _told(body) if one[0] in {CEASEFIRE, ELECTIONS}]


@pytest.mark.parametrize(
    ("body", "issue", "stance"),
    [
        (
            "Petra Lund said that talks with Russia are only possible after a ceasefire.",
            CEASEFIRE,
            "supports",
        ),
        (
            'Petra Lund said that talks without a ceasefire in Ukraine would "make no sense."',
            CEASEFIRE,
            "supports",
        ),
        (
            "Petra Lund said that elections in Ukraine are possible only after the end of the war.",
            ELECTIONS,
            "opposes",
        ),
    ],
)
def test_an_order_is_told(body: str, issue: str, stance: str) -> None:
    assert (issue, stance) in _told(body)


def test_what_is_foretold_is_the_word_of_who_foretells_it() -> None:
    body = "Petra Lund said that Ukraine will never become a member of NATO."
    found = [one for one in _positions(body) if one.issue == NATO]
    assert [(one.stance.value, one.holder.name) for one in found] == [("opposes", "Petra Lund")]


def test_what_somebody_is_accused_of_is_no_position_of_the_accuser() -> None:
    body = "Petra Lund accused Kyiv of using the war to avoid elections in Ukraine."
    assert (ELECTIONS, "opposes") not in _told(body)


@pytest.mark.parametrize(
    "body",
    [
        "Petra Lund called on allies to speed up military assistance for Ukraine.",
        "Petra Lund said that the proposal for Ukraine has been on the table since March.",
        "Petra Lund said that they would stand by Ukraine for as long as it takes.",
    ],
)
def test_no_troops_abroad(body: str) -> None:
    assert not [one for one in _told(body) if one[0] == TROOPS]
