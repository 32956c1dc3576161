"""Paragraph: one parsed paragraph with the cues in it, as the rules of reporting read it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from app.extraction.reporting.cues import Cue, find_cue, verbs_of

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

    @classmethod
    def read(cls, zone: ParsedZone, above: ParsedZone | None, places: Places) -> Paragraph:
        """The paragraph with its cues found."""
        cues = {}
        doc = zone.doc
        for number in verbs_of(doc):
            cue = find_cue(doc[number])
            if cue is not None and not places.quoted(zone, doc[number]):
                cues[number] = cue
        return cls(zone, above, places, cues)

    @cached_property
    def _places_of(self) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
        """The numbers of the tokens by their word and by their lemma, in lower case."""
        by_word: defaultdict[str, list[int]] = defaultdict(list)
        by_lemma: defaultdict[str, list[int]] = defaultdict(list)
        strings = self.doc.vocab.strings
        for number, (word, lemma) in enumerate(self.doc.to_array(["LOWER", "LEMMA"]).tolist()):
            by_word[strings[word]].append(number)
            by_lemma[strings[lemma].lower()].append(number)
        return dict(by_word), dict(by_lemma)

    def with_word(self, word: str) -> list[Token]:
        """The tokens that are a word, which is given in lower case."""
        return [self.doc[number] for number in self._places_of[0].get(word, ())]

    def with_lemma(self, lemmas: frozenset[str]) -> list[Token]:
        """The tokens whose lemma, in lower case, is one of these."""
        known = self._places_of[1]
        found = [number for lemma in known.keys() & lemmas for number in known[lemma]]
        return [self.doc[number] for number in sorted(found)]

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
