"""Interviews without labels: which paragraphs ask, which answer, which tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.extraction.reporting.interviews import Part, read_parts
from tests.extraction.said import said

if TYPE_CHECKING:
    from app.extraction.parsing import Parser

INTRODUCTION = "Mara Tolve has kept the lighthouse of Osk for thirty years. She pours tea first."
CLOSING = "The lamp turns twice. “Go before the tide does,” Tolve says, and shuts the door."
PLAIN = [
    (INTRODUCTION, "T"),
    ("Why did you stay, and did nobody ask you to leave?", "Q"),
    ("Because I had nowhere to be. My sister has the farm.", "A"),
    ("You never wanted the farm.", "Q"),
    ("For a week, in a dry summer.", "A"),
    ("She laughs, and looks at the lamp as if it had said something.", "T"),
    ("What will you do when the lamp is switched off?", "Q"),
    ("I shall sleep at night, as they do in the town.", "A"),
    ("My nephew says I will not manage it.", "A"),
    ("And do you believe him?", "Q"),
    ("I believe the tide tables.", "A"),
    (CLOSING, "T"),
    ("This summer the lighthouse is open to visitors on Sundays.", "T"),
]
BOLD = [
    (INTRODUCTION, "T"),
    ("**Ms Tolve, is it true that nobody relieves you?**", "Q"),
    ("It is true on paper.", "A"),
    ("**The ministry speaks of a team.**", "Q"),
    ("I am the team. We get on well.", "A"),
    ("**Will you train somebody?**", "Q"),
    ("If somebody comes, I will.", "A"),
]


@pytest.mark.parametrize("text", [PLAIN, BOLD], ids=["plain", "bold"])
def test_the_likeliest_sequence_tells_questions_without_marks(text: list[tuple[str, str]]) -> None:
    found = read_parts([paragraph for paragraph, _ in text])
    assert "".join(part.name[0] for part in found) == "".join(part for _, part in text)


def test_an_article_that_asks_is_no_interview() -> None:
    asking = ["Will you pay more?", "The council will decide in May.", "Nobody knows."]
    assert read_parts(asking * 4) == []
    assert read_parts([]) == []


def test_answers_are_statements_and_questions_are_nobodys(parser: Parser) -> None:
    found = said(parser, "\n\n".join(paragraph for paragraph, _ in PLAIN))
    answers = [one[3] for one in found if one[1] == "Mara Tolve"]
    assert answers[0] == ["Because I had nowhere to be. My sister has the farm."]
    assert answers[2] == [
        "I shall sleep at night, as they do in the town.",
        "My nephew says I will not manage it.",
    ]
    assert [one[3] for one in found if one[1] == "Tolve"] == [["“Go before the tide does,”"]]
    said_words = " ".join(words for one in found for words in one[3])
    assert not any(paragraph in said_words for paragraph, part in PLAIN if part == "Q")


def test_a_long_text_is_read_in_one_pass() -> None:
    paragraphs = [paragraph for paragraph, _ in PLAIN] * 300
    assert len(read_parts(paragraphs)) == len(paragraphs)
    assert Part.ANSWER in read_parts(paragraphs)


def test_a_bare_question_reports_nothing_and_what_the_outlet_tells_is_no_turn(
    parser: Parser,
) -> None:
    body = (
        "Q: The mayor says you hid the map.\n\n"
        "TOLVE: I hid nothing.\n\n"
        "Q: Did he ask you for it?\n\n"
        "TOLVE: He asked my cat.\n\n"
        "Tolve joined the guild as a child. Her aunt told her the sea was a bad clock.\n\n"
        "Q: Will you go?\n\n"
        "TOLVE: No."
    )
    assert [(one[1], one[3]) for one in said(parser, body)] == [
        ("TOLVE", ["I hid nothing."]),
        ("TOLVE", ["He asked my cat."]),
        ("Her aunt", ["the sea was a bad clock"]),
        ("TOLVE", ["No."]),
    ]
