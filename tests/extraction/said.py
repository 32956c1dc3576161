"""Said: what attribution finds in a text, in words, for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.articles import Article
from app.extraction.attribution import attribute
from app.extraction.clean import clean
from app.extraction.quotations import find_quotations

if TYPE_CHECKING:
    from app.extraction.parsing import Parser

Said = tuple[str, str | None, str | None, list[str]]


def said(parser: Parser, body: str) -> list[Said]:
    """Kind (three letters), source, cue and content of every statement."""
    text = clean(Article(body=body, file="test.txt"))
    return [
        (
            one.kind.value[:3],
            one.source.of(text.text) if one.source else None,
            one.cue.of(text.text) if one.cue else None,
            [span.of(text.text) for span in one.content],
        )
        for one in attribute(parser.parse(text, find_quotations(text)))
    ]
