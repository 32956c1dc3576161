"""What nouns of speech tell and what somebody leaves open, in sentences made up for the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.extraction.said import said as all_said

if TYPE_CHECKING:
    from app.extraction.parsing import Parser


def told(parser: Parser, body: str) -> list[tuple[str | None, list[str]]]:
    """The source and the content of every statement."""
    return [(source, content) for _, source, _, content in all_said(parser, body)]


@pytest.mark.parametrize(
    ("body", "source", "content"),
    [
        (
            "There is some optimism within the ministry that a truce can be reached.",
            "the ministry",
            "a truce can be reached",
        ),
        (
            "They remain far apart on Varvia's demand for Sarmel to leave the island.",
            "Varvia",
            "Sarmel to leave the island",
        ),
        (
            "The council’s decision that the wall must go was read aloud on Monday.",
            "The council",
            "the wall must go",
        ),
        (
            "Lind has long been lobbying for the state to buy boats.",
            "Lind",
            "the state to buy boats",
        ),
        (
            "President Lind would prefer states reopen on May 1.",
            "President Lind",
            "states reopen on May 1",
        ),
    ],
)
def test_what_somebody_asks_for_and_thinks(
    parser: Parser, body: str, source: str, content: str
) -> None:
    assert told(parser, body) == [(source, [content])]


def test_nobodys_demand_is_no_statement(parser: Parser) -> None:
    assert told(parser, "The demand for bread rose in March.") == []


@pytest.mark.parametrize(
    ("body", "source", "content"),
    [
        (
            "Asked by reporters whether the ships would sail, Lind declined to comment.",
            "Lind",
            "whether the ships would sail",
        ),
        (
            "Pressed on how many had died, the minister would not say.",
            "the minister",
            "how many had died",
        ),
        (
            "The chair would not be drawn on whether it was late.",
            "The chair",
            "whether it was late",
        ),
        ("Lind has left open who would pay for it.", "Lind", "who would pay for it"),
        (
            "The ministry gave no reason why the road was shut.",
            "The ministry",
            "why the road was shut",
        ),
        (
            "There was no explanation from the ministry why the envoy had left.",
            "the ministry",
            "why the envoy had left",
        ),
        ("Whether the road would open, she did not say.", "she", "Whether the road would open"),
    ],
)
def test_a_question_left_open(parser: Parser, body: str, source: str, content: str) -> None:
    assert told(parser, body) == [(source, [content])]


@pytest.mark.parametrize(
    "body",
    [
        "Asked whether the ships would sail, Lind left the hall.",
        "The road was left open for lorries, who pay twice.",
        "There is a good reason why the road is shut.",
    ],
)
def test_no_question_is_left_open(parser: Parser, body: str) -> None:
    assert told(parser, body) == []
