"""Which words of a statement stand in quotation marks."""

from __future__ import annotations

import pytest

from app.domain.spans import Span
from app.utterances.quoted import quoted_spans


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("he calls it “a red line” and no more", ["a red line"]),
        ('he calls it "a red line" and "a threat"', ["a red line", "a threat"]),
        ("il parle d'une « ligne rouge »", [" ligne rouge "]),
        ("eine „rote Linie“ sei das", ["rote Linie"]),
        ("a ``red line'' it is", ["red line"]),
        ("nothing of Russia's is quoted, they don't", []),
        ("hon kallar det ”en röd linje” nu", ["en röd linje"]),
        ("»rote Linie« sagt er", ["rote Linie"]),
        ("an “open mark, then “a line”", ["a line"]),
        ('no line" it is', []),
        ("an “open mark and no more", []),
        ("", []),
    ],
)
def test_quoted(text: str, quoted: list[str]) -> None:
    found = quoted_spans([Span(100, 100 + len(text))], [text])
    assert [text[span.start - 100 : span.end - 100] for span in found] == quoted


def test_each_stretch_of_the_content_is_read_for_itself() -> None:
    parts = ["“no troops", "not now” he said “ever”"]
    found = quoted_spans([Span(0, 10), Span(50, 73)], parts)
    assert found == (Span(68, 72),)
