"""Drafts: what the rules find, as tokens, and how it becomes spans of the text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.domain.spans import Span
from app.domain.statements import Quotation, SpeakerBasis, StatementKind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from app.domain.articles import Zone
    from app.extraction.parsing import ParsedText, ParsedZone
    from app.extraction.reporting.speakers import NounPhrase

_LONGEST_TITLE = 8  # words
_LONGEST_PARTICLE = 3  # letters: "of", "the", "and" are not capitalised in a title


@dataclass
class Draft:
    """A statement found by a rule, not yet checked against the others."""

    content: list[Span]
    cue: Span | None
    source: Span | None
    confidence: float
    reasons: list[str]
    place: int  # where its cue or content stands, for order
    basis: SpeakerBasis = SpeakerBasis.NAMED
    quotations: list[Quotation] = field(default_factory=list)  # those that are its whole content
    turn: bool = False  # a turn of a transcript: the speaker's own words without quotation marks


class Places:
    """The quotations of a text, looked up by offset."""

    def __init__(self, parsed: ParsedText) -> None:
        self.text = parsed.text.text
        self._zones = parsed.text.zones
        self._zone_starts = [zone.span.start for zone in parsed.text.zones]
        self._quotations = parsed.quotations
        self._starts = [quotation.span.start for quotation in parsed.quotations]

    def quotation_at(self, offset: int) -> Quotation | None:
        """The quotation that covers an offset."""
        number = bisect_right(self._starts, offset) - 1
        if number < 0 or self._quotations[number].span.end <= offset:
            return None
        return self._quotations[number]

    def quotations_between(self, start: int, end: int) -> tuple[Quotation, ...]:
        """The quotations that start between two offsets."""
        first = bisect_left(self._starts, start)
        return self._quotations[first : bisect_left(self._starts, end)]

    def zone_above(self, offset: int) -> Zone | None:
        """What stands above the paragraph of an offset, a heading too."""
        number = bisect_right(self._zone_starts, offset) - 2
        return self._zones[number] if number >= 0 else None

    def quoted(self, zone: ParsedZone, token: Token) -> bool:
        """Whether a token stands inside a quotation or for one."""
        return self.quotation_at(zone.token_span(token).start) is not None

    def said(self, zone: ParsedZone, token: Token) -> bool:
        """Whether a token is quoted speech and not a title or a name at arm's length."""
        quotation = self.quotation_at(zone.token_span(token).start)
        return quotation is not None and not is_title(quotation.words.of(self.text))

    def content_span(self, zone: ParsedZone, first: Token, last: Token) -> Span:
        """The place of a content from its first to its last token.

        Quotation marks that belong to it are included, and the punctuation before a closing mark;
        other punctuation at the ends is not.
        """
        doc = zone.doc
        start, end = first.i, last.i
        while start < end and doc[start].is_punct and not self._opens(zone, doc[start]):
            start += 1
        while end > start and (doc[end].is_punct or doc[end].is_space):
            if self.quoted(zone, doc[end]) or doc[end].text in {")", "%", "]"}:
                break
            end -= 1
        place = zone.tokens_span(doc[start], doc[end])
        opening = self.quotation_at(place.start)
        if opening is not None:
            place = Span(opening.span.start, place.end)
        closing = self.quotation_at(place.end - 1)
        if closing is not None:
            # A quoted fragment is given whole, whatever the parser made of its words.
            place = Span(place.start, closing.span.end)
        return place

    def _opens(self, zone: ParsedZone, token: Token) -> bool:
        return token.text in {"(", "[", "$", "€", "£"} or self.quoted(zone, token)

    def kind(self, content: list[Span]) -> StatementKind:
        """Direct when all of it is quoted, mixed when some is, else indirect."""
        quoted = covered = 0
        for span in content:
            covered += span.length
            quoted += self._quoted_length(span)
        if quoted == 0:
            return StatementKind.INDIRECT
        return StatementKind.DIRECT if quoted >= covered else StatementKind.MIXED

    def _quoted_length(self, span: Span) -> int:
        number = max(bisect_right(self._starts, span.start) - 1, 0)
        length = 0
        while number < len(self._quotations) and self._starts[number] < span.end:
            quotation = self._quotations[number].span
            length += max(0, min(quotation.end, span.end) - max(quotation.start, span.start))
            number += 1
        return length


def is_title(words: str) -> bool:
    """Whether quoted words are a title or a name: few, and all that count with a capital."""
    parts = words.strip(" ,.").split()
    capitals = [word for word in parts if word[:1].isupper()]
    long_words = [word for word in parts if len(word) > _LONGEST_PARTICLE]
    return (
        len(parts) <= _LONGEST_TITLE
        and bool(capitals)
        and all(word[:1].isupper() for word in long_words)
    )


def source_span(zone: ParsedZone, source: NounPhrase) -> Span:
    """The place of a source."""
    return zone.tokens_span(source.first, source.last)
