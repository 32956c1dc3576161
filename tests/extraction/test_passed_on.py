"""What outlets only pass on from somebody named, in sentences made up for the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.extraction.said import said as all_said

if TYPE_CHECKING:
    from app.extraction.parsing import Parser


@pytest.mark.parametrize(
    ("body", "source", "content"),
    [
        (
            "The Varvia Herald notes that earlier, Secretary Holm told Lind that ships will stay.",
            "Secretary Holm",
            "ships will stay",
        ),
        (
            "Orvala News, a state-owned news agency, said Lind told Holm that ships must go.",
            "Lind",
            "ships must go",
        ),
        (
            "It was reported on Tuesday that Holm had suggested to Lind that Brekk could come.",
            "Holm",
            "Brekk could come",
        ),
        (
            "The Varvia Herald said the ships would stay.",
            "The Varvia Herald",
            "the ships would stay",
        ),
        (
            "Lind said Holm told her the ships would stay.",
            "Lind",
            "Holm told her the ships would stay",
        ),
    ],
)
def test_whose_words_they_are(parser: Parser, body: str, source: str, content: str) -> None:
    assert [(who, words) for _, who, _, words in all_said(parser, body)] == [(source, [content])]
