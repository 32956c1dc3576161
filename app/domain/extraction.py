"""Extraction: all that one reading of one article yields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.articles import Article, CleanText
    from app.domain.statements import Statement


@dataclass(frozen=True, slots=True)
class Extraction:
    """An article, its clean text and the statements found in it, in the order of the text."""

    article: Article
    text: CleanText
    statements: tuple[Statement, ...]
    extractor: str  # name and version of what read it
    notes: tuple[str, ...] = ()  # for people: "in French, which is not read for statements yet"
    definitions: str = ""  # a hash of the actors and issues it was read with
    signature: bytes | None = None  # of the text, by which copies are found; None: too short
