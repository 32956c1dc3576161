from __future__ import annotations

import pytest

from app.domain.spans import Span
from app.evaluation.quoted import count_words, pieces, quoted_share, quoted_stretches
from tests.factories import span_of


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ('"A b," he said. "C."', ["A b,", "C."]),
        ("“He said ‘go’ to me,” she said. “C”", ["He said ‘go’ to me,", "C"]),
        ("„Ja, es ist so“, sagte er. „Tak”", ["Ja, es ist so", "Tak"]),
        ("« Oui », dit-il. »Nein«, sagte er.", [" Oui ", "Nein"]),
        ("‘The workers’ rights are ours,’ he said. ‘So’", ["The workers’ rights are ours,", "So"]),
        ("'It's the workers' right,' said the boss's 'man'", ["It's the workers' right,", "man"]),
        ("'Twas the boss's house.", []),
        ("“Never closed.\nNext.", ["Never closed."]),
        ("“One\n“Two” three", ["One", "Two"]),
        ("a ” b", []),
        ("", []),
    ],
)
def test_what_stands_in_quotation_marks(text: str, stretches: list[str]) -> None:
    assert [span.of(text) for span in quoted_stretches(text)] == stretches


def test_the_share_of_a_content_that_is_quoted() -> None:
    text = "He called it “a lie” and left."
    assert quoted_share(text, [span_of(text, "“a lie”")]) == 1
    assert quoted_share(text, [span_of(text, "called it")]) == 0
    assert quoted_share(text, [span_of(text, "it “a lie”")]) == pytest.approx(4 / 6)
    assert quoted_share(text, []) == 0


def test_the_quoted_pieces_of_a_content() -> None:
    text = "“Go home,” she said, “ or stay.”"
    (whole,) = [Span(0, len(text))]
    found = [piece.of(text) for piece in pieces(text, [whole], quoted_stretches(text))]
    assert found == ["Go home,", "or stay."]


def test_words_are_counted_as_printed() -> None:
    assert count_words("We don't re-open 2.5 – it’s …") == 5
