"""Passage: a statement's sentences, what in them was said, and what stood before."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from app.extraction.stances.repairs import repaired

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Span, Token

    from app.extraction.parsing import Parser

_QUOTES = frozenset('"“”„‟«»')


@dataclass(frozen=True)
class Passage:
    """What the stance rules read.

    ``inside`` are the indexes of the tokens that were said, and of the cue; ``said`` only those
    that were said. ``before`` are sentences before the statement, nearest last. ``direct`` says
    that the words are the speaker's own, so that 'he' is somebody else.
    """

    doc: Doc
    sentences: tuple[Span, ...]
    inside: frozenset[int]
    said: frozenset[int]
    cue: tuple[Token, ...] = ()
    before: tuple[Span, ...] = ()
    title: tuple[Span, ...] = ()
    direct: bool = False
    quoted: frozenset[int] = field(default_factory=frozenset)
    framed: bool = False  # the words before were given as this statement's context

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens that were said or report it, in order."""
        return tuple(self.doc[index] for index in sorted(self.inside))


def parse_texts(parser: Parser, texts: Sequence[str]) -> list[Doc]:
    """The parses of some texts, made together, which costs a third of making them one by one."""
    return [repaired(doc) for doc in parser.docs(map(_plain, texts))]


@lru_cache(maxsize=16)
def parse_text(parser: Parser, text: str) -> Doc:
    """The parse of a small text; the last few are kept, for the statements of one paragraph."""
    return repaired(parser.doc(_plain(text)))


def _plain(text: str) -> str:
    # The tagger knows "he's" better than "he’s"; both have the same length.
    return text.replace("’", "'").replace("‘", "'")


def sentences_of(doc: Doc) -> tuple[Span, ...]:
    """The sentences of a parse; none for an empty one."""
    return tuple(doc.sents) if len(doc) else ()


def quoted_tokens(tokens: Sequence[Token]) -> frozenset[int]:
    """The indexes of the tokens between double quotation marks."""
    found = set()
    open_quote = False
    for token in tokens:
        marks = sum(character in _QUOTES for character in token.text)
        if marks:
            open_quote = token.text in {"“", "„", "«"} or (
                token.text not in {"”", "»"} and not open_quote
            )
        elif open_quote:
            found.add(token.i)
    return frozenset(found)
