"""Utterances: quotations in their paragraphs, and which of them are speech at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.statements import SpeakerBasis
from app.extraction.parsing import stands_alone
from app.extraction.reporting.cues import find_cue, word_list
from app.extraction.reporting.drafts import is_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from app.domain.spans import Span
    from app.domain.statements import Quotation
    from app.extraction.parsing import ParsedZone

DASHES = frozenset({"-", "–", "—", "--", "―"})
_LEAST_WORDS = 3  # said "no" may be anything; said "it is so" is speech
_LONGEST_LABEL = 8
_SHORT_LABEL = 4
# The subjects that short sentences have; other short ones are not told from names unparsed.
_BEGINNING = frozenset(
    [
        "i",
        "we",
        "you",
        "he",
        "she",
        "it",
        "they",
        "this",
        "that",
        "these",
        "those",
        "there",
        "here",
        "who",
        "what",
        "no",
        "yes",
        "not",
        "never",
    ]
)
_ENDING = frozenset(",.?!…")


@dataclass(frozen=True, slots=True)
class Speech:
    """Who speaks a quotation, where and how that is said, and how sure it is."""

    cue: Span | None
    source: Span
    sure: float
    reason: str
    basis: SpeakerBasis = SpeakerBasis.NAMED


@dataclass(frozen=True, slots=True)
class Utterance:
    """A quotation with its first and last token in the doc of its paragraph."""

    zone: ParsedZone
    quotation: Quotation
    first: int
    last: int
    words: str  # what is quoted, without the marks and trailing spaces

    @property
    def doc(self) -> Doc:
        """The parse it stands in."""
        return self.zone.doc

    @property
    def before(self) -> Token | None:
        """The token before it."""
        return self.doc[self.first - 1] if self.first else None

    @property
    def after(self) -> Token | None:
        """The token after it."""
        return self.doc[self.last + 1] if self.last + 1 < len(self.doc) else None

    @property
    def ended(self) -> bool:
        """Whether its words end as a sentence does."""
        return self.words[-1:] in set(".?!…")

    def is_speech(self) -> bool:
        """Whether it is said for itself and is no title and no part of the grammar around it."""
        before, after = self.before, self.after
        if before is not None and before.lower_ in word_list("titling"):
            return False
        if self.first in self.zone.collapsed:
            named = before is not None and (
                before.tag_ in {"POS", "IN", "DT", "PRP$"} or before.text in {"'", "’"}
            )
            if not is_title(self.words):
                return True
            return self.words[-1:] in _ENDING and not named  # on CNN's "State of the Union."
        if before is not None and self._hangs_on(before):
            return True
        opens = before is None or self.doc[self.first].is_sent_start is True
        opens = opens or before is None or before.text in {":", ",", *DASHES}
        ends = self.words[-1:] in _ENDING or self.doc[self.last].is_punct
        if before is not None and before.text == ":" and after is None:
            ends = True  # texted: "so be it", and nothing after it
        return opens and (ends or (after is not None and after.text == ","))

    def is_label(self) -> bool:
        """Whether it is a few words that state nothing: a name or a word at arm's length.

        Only a verb of saying beside it makes such words somebody's: "No way," she said.
        """
        words = self.words.split()
        if len(words) > _LONGEST_LABEL or self.words[-1:] in set("?!…") or ". " in self.words:
            return False
        if self.first in self.zone.collapsed:
            short = not self.ended and len(words) <= _SHORT_LABEL
            return is_title(self.words) or (short and words[0].lower() not in _BEGINNING)
        inside = self.doc[self.first : self.last + 1]
        return not any(token.pos_ in {"VERB", "AUX"} for token in inside)

    def _hangs_on(self, before: Token) -> bool:
        """Whether a cue stands right before it and nothing goes on from it: tweeted "it is so"."""
        cue = find_cue(before)
        if cue is None or "quote" not in cue.builds or cue.lemma in word_list("naming"):
            return False
        after = self.after
        ends = after is None or after.is_punct or after.pos_ in {"ADV", "CCONJ"}
        return ends and len(self.words.split()) >= _LEAST_WORDS

    def is_alone(self) -> bool:
        """Whether it is a sentence of its own."""
        before = self.before
        rest = self.doc[self.last + 1 :]
        after = next((t for t in rest if not t.is_punct and not t.is_space), None)
        starts = before is None or before.is_punct or before.i in self.zone.collapsed
        ends = after is None or after.is_sent_start is True or after.i in self.zone.collapsed
        whole = (self.words[:1].isupper() and self.ended) or stands_alone(self.words)
        return starts and ends and whole


def find_utterances(
    zones: Sequence[ParsedZone], quotations: Sequence[Quotation], text: str
) -> list[list[Utterance]]:
    """For each paragraph, its quotations in order."""
    found: list[list[Utterance]] = []
    upcoming = 0
    for zone in zones:
        inside: list[Utterance] = []
        end = zone.ends[-1] if len(zone.doc) else 0
        while upcoming < len(quotations) and quotations[upcoming].span.start < end:
            quotation = quotations[upcoming]
            upcoming += 1
            first = zone.first_token_from(quotation.span.start)
            last = zone.last_token_before(quotation.span.end)
            if first is not None and last is not None and first <= last:
                words = quotation.words.of(text).strip()
                inside.append(Utterance(zone, quotation, first, last, words))
        found.append(inside)
    return found
