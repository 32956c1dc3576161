"""Paragraph: one parsed paragraph with the cues in it, as the rules of reporting read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.extraction.reporting.cues import Cue, find_cue

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from app.domain.spans import Span
    from app.extraction.parsing import ParsedZone
    from app.extraction.reporting.drafts import Places


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, the one above it, and its cues outside quotation marks by token number."""

    zone: ParsedZone
    above: ParsedZone | None
    places: Places
    cues: dict[int, Cue]
    words: frozenset[str]  # all that it holds, in lower case: what is not there need not be sought

    @classmethod
    def read(cls, zone: ParsedZone, above: ParsedZone | None, places: Places) -> Paragraph:
        """The paragraph with its cues found."""
        cues = {}
        for token in zone.doc:
            cue = find_cue(token)
            if cue is not None and not places.quoted(zone, token):
                cues[token.i] = cue
        return cls(zone, above, places, cues, frozenset(token.lower_ for token in zone.doc))

    @property
    def doc(self) -> Doc:
        """Its parse."""
        return self.zone.doc

    @property
    def text(self) -> str:
        """The whole clean text, of which this is a paragraph."""
        return self.places.text

    def placeholder(self, token: Token) -> bool:
        """Whether a token stands for a collapsed quotation."""
        return token.i in self.zone.collapsed

    def quoted(self, token: Token) -> bool:
        """Whether a token stands inside a quotation or for one."""
        return self.places.quoted(self.zone, token)

    def said(self, token: Token) -> bool:
        """Whether a token is quoted speech and not a title or a name at arm's length."""
        return self.places.said(self.zone, token)

    def content_span(self, first: Token, last: Token) -> Span:
        """The place of a content from its first to its last token, its marks included."""
        return self.places.content_span(self.zone, first, last)
