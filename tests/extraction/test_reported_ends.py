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
