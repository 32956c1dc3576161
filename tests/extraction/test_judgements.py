"""Judgements, stands and polls: what somebody makes of a thing that is only named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.extraction.said import said

if TYPE_CHECKING:
    from app.extraction.parsing import Parser


@pytest.mark.parametrize(
    ("body", "source", "content"),
    [
        (
            "Lind took issue with the speaker's description of the wall.",
            "Lind",
            "the speaker's description of the wall",
        ),
        ("Lind defended the mayor's behavior on Monday.", "Lind", "the mayor's behavior"),
        ("The governor attacked Holm's use of the law.", "The governor", "Holm's use of the law"),
        ("Lind opened the door to sending troops to Asta.", "Lind", "sending troops to Asta"),
        ("Lind left the door open to local participation.", "Lind", "local participation"),
        ("Holm cast doubt on the truce plan.", "Holm", "the truce plan"),
        (
            "Lind conditioned the deployment on a truce.",
            "Lind",
            "the deployment on a truce",
        ),
        ("Holm cited high prices for most families.", "Holm", "high prices for most families"),
        (
            "Brekk is opposed to the deployment of troops.",
            "Brekk",
            "the deployment of troops",
        ),
        ("Holm backed the plan, but Asta has rejected it.", "Asta", "it"),
        ("Polls show that most voters want a truce.", "Polls", "most voters want a truce"),
        (
            "The senator is now second in Asta, according to most polls.",
            "most polls",
            "The senator is now second in Asta",
        ),
    ],
)
def test_a_judgement_of_a_thing_is_a_statement(
    parser: Parser, body: str, source: str, content: str
) -> None:
    assert (source, [content]) in [(one[1], one[3]) for one in said(parser, body)]


@pytest.mark.parametrize(
    "body",
    [
        "Lind backed the candidate on Monday.",
        "Holm cited people familiar with the talks.",
        "The army defended the town at dawn.",
        "The army defended its positions near Asta.",
        "The guard opened the door to the hall.",
        "Lind took aim at Holm.",
        "Pictures show that the bridge is gone.",
        "Lind showed the plan to Holm.",
    ],
)
def test_a_deed_and_a_mere_name_are_no_judgement(parser: Parser, body: str) -> None:
    assert said(parser, body) == []


def test_a_denied_verb_with_a_particle_keeps_both(parser: Parser) -> None:
    assert said(parser, "Lind did not rule it out.")[0][3] == ["did not rule it out"]


def test_who_dismisses_something_also_deems_it(parser: Parser) -> None:
    body = "Lind dismissed the idea that the forces could act as a shield, deeming it unacceptable."
    assert [(one[1], one[3]) for one in said(parser, body)][1] == ("Lind", ["it unacceptable"])


def test_a_judgement_by_a_pronoun_belongs_to_the_clause_that_it_judges(parser: Parser) -> None:
    body = (
        "Lind added that the talks went on in Asta, calling them “one of the hardest rounds yet.”"
    )
    assert [(one[1], one[3]) for one in said(parser, body)] == [
        ("Lind", ["the talks went on in Asta, calling them “one of the hardest rounds yet.”"])
    ]
