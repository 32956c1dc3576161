"""Stretch: a piece of a text, parsed without the marks of quoted fragments, and the way back."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.spans import Span
from app.extraction.stances.passage import parse_text, quoted_tokens, sentences_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as SpacySpan

    from app.extraction.parsing import Parser

# 'would not “rule out” sending': marks around a part of a sentence break its parse.
_FRAGMENT = re.compile(r"[“\"]([a-z][^“”\"\n.!?]{0,200}[^“”\"\n.!?,\s])[”\"]")


@dataclass(frozen=True)
class Stretch:
    """A parsed piece of a text; ``starts`` gives the place in the text of each character parsed."""

    doc: Doc
    starts: array[int]
    sentences: tuple[SpacySpan, ...]
    quoted: frozenset[int]
    places: list[int]  # where in the text each token of the doc begins
    spaces: frozenset[int]  # the numbers of those that are white space

    @classmethod
    def of(cls, text: str, start: int, end: int, parser: Parser) -> Stretch:
        """The piece of ``text`` from ``start`` to before ``end``."""
        unparsed = Unparsed.of(text, start, end)
        return unparsed.with_parse(parse_text(parser, unparsed.words))

    def extent(self, words: Sequence[Token]) -> Span:
        """The place in the text from the first to the last of some words of the doc."""
        ordered = sorted(words, key=lambda word: word.idx)
        last = ordered[-1]
        return Span(self.starts[ordered[0].idx], self.starts[last.idx + len(last.text) - 1] + 1)

    def indexes(self, spans: Iterable[Span]) -> frozenset[int]:
        """The numbers of the doc's tokens that start in these places of the text."""
        found: set[int] = set()
        for start, end in spans:
            found.update(range(bisect_left(self.places, start), bisect_left(self.places, end)))
        return frozenset(found - self.spaces)


@dataclass(frozen=True)
class Unparsed:
    """The words of a stretch as they are to be parsed."""

    words: str
    starts: array[int]
    inside: tuple[tuple[int, int], ...]  # where in ``words`` marks were taken away around

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Unparsed:
        """The words of ``text`` from ``start`` to before ``end``."""
        pieces: list[str] = []
        starts = array("i")
        inside: list[tuple[int, int]] = []
        place = start
        for match in _FRAGMENT.finditer(text, start, end):
            low, high = match.span(1)
            for first, last in ((place, match.start()), (low, high)):
                pieces.append(text[first:last])
                starts.extend(range(first, last))
            inside.append((len(starts) - (high - low), len(starts)))
            place = match.end()
        pieces.append(text[place:end])
        starts.extend(range(place, end))
        return cls("".join(pieces), starts, tuple(inside))

    def with_parse(self, doc: Doc) -> Stretch:
        """The stretch, given the parse of ``words``."""
        tokens = list(doc)
        within = [token.idx for token in tokens]
        unmarked: set[int] = set()
        for low, high in self.inside:
            unmarked.update(range(bisect_left(within, low), bisect_left(within, high)))
        return Stretch(
            doc,
            self.starts,
            sentences_of(doc),
            quoted_tokens(tokens) | unmarked,
            [self.starts[index] for index in within],
            frozenset(token.i for token in tokens if token.is_space),
        )
