"""Where what somebody reports ends, and what is no report, in sentences made up for the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.extraction.said import said as all_said

if TYPE_CHECKING:
    from app.extraction.parsing import Parser


def contents(parser: Parser, body: str) -> list[list[str]]:
    """The content of every statement."""
    return [content for _, _, _, content in all_said(parser, body)]


@pytest.mark.parametrize(
    ("body", "content"),
    [
        (
            "Lind claimed the harbour had been closed in March, although the boats sailed in May.",
            "the harbour had been closed in March",
        ),
        (
            "The council wants to close the harbour, a slight that angered the fishermen.",
            "to close the harbour",
        ),
        (
            "Lind wants the rest of his wages paid – a cool two million.",
            "the rest of his wages paid",
        ),
        (
            "Lind said the harbour – closed since March – would open again.",
            "the harbour – closed since March – would open again",
        ),
        (
            "Lind promised to close the harbour even before she took office.",
            "to close the harbour",
        ),
        (
            "Lind vowed when she took office to close the harbour.",
            "to close the harbour",
        ),
        (
            "The court ruled that Holm may sail again, overturning a ban of two years.",
            "Holm may sail again",
        ),
        (
            "Fishermen vowed to block the pier if the harbour is shut.",
            "to block the pier if the harbour is shut",
        ),
        (
            "Lind explained why the boats were late in comments to the press.",
            "why the boats were late",
        ),
        (
            "Lind said the strike would end soon in an interview with the Post.",
            "the strike would end soon",
        ),
        (
            "Lind met the press to tell reporters neither side would give in.",
            "neither side would give in",
        ),
        (
            "The strike is over, said the decision by the court in Asta.",
            "The strike is over",
        ),
        (
            "Lind said the two had agreed on nine points, but the other five are the hard ones.",
            "the two had agreed on nine points",
        ),
        (
            "According to Lind, the harbour holds ninety boats, although many have left.",
            "the harbour holds ninety boats",
        ),
        ("Lind spoke to Holm, pushing him to close the harbour.", "him to close the harbour"),
        (
            "Lind sought firm promises of help for the harbour.",
            "firm promises of help for the harbour",
        ),
        (
            "Lind said that Holm had gone “absolutely mad” after his boats rammed the pier.",
            "Holm had gone “absolutely mad”",
        ),
    ],
)
def test_what_the_outlet_adds_is_left_out(parser: Parser, body: str, content: str) -> None:
    assert contents(parser, body) == [[content]]


@pytest.mark.parametrize(
    "body",
    [
        "It was not immediately clear whether the harbour would open.",
        "“We were late,” Lind said when the council met the press.",
        "Not everyone here wants the harbour open.",
        "The board is to announce on Monday whether the harbour will open.",
        "The boats wait as the council continues to add new rules for the harbour.",
        "This article asks what the harbour is for.",
        "Lind walked off when a reporter asked for an example.",
        "A fisherman, who did not want to be named, left.",
    ],
)
def test_what_nobody_says_is_no_indirect_statement(parser: Parser, body: str) -> None:
    assert not [kind for kind, _, _, _ in all_said(parser, body) if kind == "ind"]


def test_what_is_not_confirmed_keeps_its_negation(parser: Parser) -> None:
    assert contents(parser, "The ministry declined to confirm this.") == [
        ["declined to confirm this"]
    ]
    assert contents(parser, "Lind did not mention the offer.") == [["did not mention the offer"]]
    assert contents(parser, "Lind mentioned the offer.") == []
    assert contents(parser, "Lind made no mention of it in Monday's post.") == [
        ["made no mention of it"]
    ]
