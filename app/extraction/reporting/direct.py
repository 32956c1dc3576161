"""Direct speech: who says what stands between quotation marks.

The cascade, for each quotation that is speech and not a part of the sentence around it:

1. it goes on from the paragraph above, whose quotation was not closed: the same statement;
2. it is named beside it (beside.py): X said: "..."; "...", X said; NAME: "..."; "..." — X;
3. it has no cue but that of the quotation before it: "A," he said. "B.": the same statement;
4. the paragraph above ends with a cue and a colon;
5. nobody is named beside it and it is a sentence of its own: the speaker of the quotation before
   it, in this paragraph or the one above, or of the sentence before it, is carried over.

A quotation that none of these reaches is nobody's statement: a title, a motto, a word at arm's
length.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.domain.statements import Quotation, SpeakerBasis
from app.extraction.quotations import runs_on
from app.extraction.reporting import confidence
from app.extraction.reporting.announced import announced_speech, head_name
from app.extraction.reporting.beside import QUOTE_HEADINGS, speech_beside
from app.extraction.reporting.cues import find_cue, word_list
from app.extraction.reporting.drafts import Draft, Places, source_span
from app.extraction.reporting.speakers import (
    NounPhrase,
    can_speak,
    find_speaker,
    is_person_noun,
    noun_phrase,
)
from app.extraction.reporting.utterances import DASHES, Speech, Utterance, find_utterances
from app.extraction.syntax import child_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Span

    from app.extraction.parsing import ParsedZone


def direct_drafts(
    zones: Sequence[ParsedZone], places: Places, quotations: Sequence[Quotation]
) -> list[Draft]:
    """The direct statements of a text, in order."""
    return _DirectReader(zones, places).read(find_utterances(zones, quotations, places.text))


_LONGEST_REMARK = 10  # tokens
_REMARK = re.compile(r"\s*[—–-]{1,2}[^.!?—–\n]{3,60}[—–-]{1,2}\s*")
_JOINING = frozenset({"and", "or", "but", ","})
_MOST_JOINING = 2  # tokens
_NEAR_START = 4  # tokens: "When asked directly"


def _is_broken_off(said: Utterance) -> bool:
    """Whether a remark between two dashes parts a quotation from the one that goes on after it."""
    doc, after = said.doc, said.last + 1
    if said.ended or after >= len(doc) or doc[after].text not in DASHES:
        return False
    closing = next((n for n in range(after + 1, len(doc)) if doc[n].text in DASHES), None)
    if closing is None or closing - after > _LONGEST_REMARK or closing + 1 >= len(doc):
        return False
    remark = doc[after + 1 : closing]
    return not any(t.is_sent_start or t.text in {".", "!", "?"} for t in remark[1:])


class _DirectReader:
    def __init__(self, zones: Sequence[ParsedZone], places: Places) -> None:
        self._zones = zones
        self._places = places
        self._text = places.text
        self._drafts: list[Draft] = []
        self._spoken_above: Draft | None = None  # the last statement of the paragraph above
        self._previous: Draft | None = None  # the last statement of this paragraph
        self._previous_end = 0  # the token after its last word
        self._parted: Utterance | None = None  # a quotation that a dash breaks off, nobody named
        self._open: Draft | None = None  # the statement whose quotation runs on
        self._waiting: list[Quotation] = []  # quotations that run on, nobody named yet

    def read(self, utterances: list[list[Utterance]]) -> list[Draft]:
        """All direct statements."""
        for number, inside in enumerate(utterances):
            self._previous, self._previous_end, self._parted = None, 0, None
            for said in inside:
                self._read_one(said, number)
            self._spoken_above = self._previous
        return self._drafts

    def _read_one(self, said: Utterance, number: int) -> None:
        goes_on = said.first == 0
        if self._open is not None and goes_on:
            draft: Draft | None = self._open
            self._add(self._open, said)
            own = speech_beside(said, self._places) if self._open.cue is None else None
            if own is not None:
                self._open.cue, self._open.source = own.cue, own.source
                self._open.basis, self._open.confidence = own.basis, own.sure
                self._open.reasons = [own.reason]
        else:
            draft = self._joined(said) or (self._draft(said, number) if said.is_speech() else None)
            if draft is not None and goes_on and self._waiting:
                draft.content[:0] = [quotation.span for quotation in self._waiting]
                draft.quotations[:0] = self._waiting
            if not (draft is None and goes_on):
                self._waiting = []
        running = runs_on(said.quotation)
        self._open = draft if running else None
        self._waiting = [*self._waiting, said.quotation] if running and draft is None else []
        if draft is not None and self._parted is not None:
            self._prepend(draft, self._parted)
        self._parted = said if draft is None and _is_broken_off(said) else None
        if draft is not None:
            self._previous, self._previous_end = draft, said.last + 1

    def _add(self, draft: Draft, said: Utterance) -> None:
        draft.content.append(said.quotation.span)
        draft.quotations.append(said.quotation)

    def _prepend(self, draft: Draft, parted: Utterance) -> None:
        """Join what a remark between dashes parts: “We must” — he paused — “find a way.”."""
        draft.content.insert(0, parted.quotation.span)
        draft.quotations.insert(0, parted.quotation)

    def _draft(self, said: Utterance, number: int) -> Draft | None:
        speech = None if self._is_chanted(said) else speech_beside(said, self._places)
        previous = self._previous
        if previous is not None and (
            self._interrupts(said, previous, speech) or self._is_past_remark(said, previous)
        ):
            self._add(previous, said)
            return previous
        if speech is None and not self._is_chanted(said):
            speech = self._from_elsewhere(said, number)
        if speech is None:
            return None
        reasons, sure = [speech.reason], speech.sure
        if not said.quotation.closed:
            sure -= confidence.UNCLOSED_LOSS
            reasons.append("Its closing quotation mark is missing; the paragraph’s end was taken.")
        span = said.quotation.span
        draft = Draft(
            [span],
            speech.cue,
            speech.source,
            sure,
            reasons,
            span.start,
            speech.basis,
            [said.quotation],
        )
        self._drafts.append(draft)
        return draft

    def _joined(self, said: Utterance) -> Draft | None:
        """The statement to which a quotation is joined by "and" alone: said “A” and “B”."""
        previous = self._previous
        between = said.doc[self._previous_end : said.first]
        if previous is None or previous.cue is None or not 0 < len(between) <= _MOST_JOINING:
            return None
        if any(token.lower_ not in _JOINING for token in between):
            return None
        self._add(previous, said)
        return previous

    def _interrupts(self, said: Utterance, previous: Draft, speech: Speech | None) -> bool:
        """Whether nothing but one attribution parts a quotation from the one before."""
        if self._is_chanted(said) or (speech is not None and speech.cue is None):
            return False
        if previous.cue is None:
            return speech is None and self._previous_end == said.first
        if speech is not None and speech.cue is not None and speech.cue != previous.cue:
            between = self._text[previous.cue.end : speech.cue.start].strip()
            if between not in {"to", "on to"}:
                return False
        doc, zone = said.doc, said.zone
        tokens = doc[self._previous_end : said.first]
        if not len(tokens) or not zone.token_span(tokens[0]).start <= previous.cue.start:
            return False
        if previous.cue.start >= said.quotation.span.start:
            return False
        stops = [t.i for t in tokens if t.text in {".", "!", "?"} and not self._quoted(said, t.i)]
        return not stops or stops == [tokens[-1].i]

    def _is_past_remark(self, said: Utterance, previous: Draft) -> bool:
        """Whether a remark between dashes parts it from its cue: “A,” she said — x — “b.”."""
        cue, source = previous.cue, previous.source
        if cue is None or source is None or cue.start < previous.content[-1].start:
            return False
        between = self._text[max(cue.end, source.end) : said.quotation.span.start]
        return said.words[:1].islower() and _REMARK.fullmatch(between) is not None

    @staticmethod
    def _is_chanted(said: Utterance) -> bool:
        """Whether nobody named says it: 'to chants of, “Go home!”', 'Asked “Why?”, Lind said'."""
        number = said.first - 1
        asked = [t for t in said.doc[max(0, number - 3) : said.first] if not t.is_punct]
        if asked and asked[0].is_sent_start and number < _NEAR_START + asked[0].i:
            words = {token.lower_ for token in asked}
            if words & {"asked", "pressed", "questioned"} and not words & {"he", "she", "they"}:
                return asked[0].lower_ in {"asked", "pressed", "questioned", "when"}
        while number >= 0 and said.doc[number].text == ",":
            number -= 1
        return number >= 0 and said.doc[number].lower_ == "of"

    def _quoted(self, said: Utterance, number: int) -> bool:
        return self._places.quoted(said.zone, said.doc[number])

    # -- carried from elsewhere --------------------------------------------------------------------

    def _from_elsewhere(self, said: Utterance, number: int) -> Speech | None:
        if said.words.endswith("?") and said.last + 1 in said.zone.collapsed:
            return None  # “Will you go?” “I will,” Lind said: somebody asks her
        speech = self._announced_above(number) if said.first <= 1 else None
        if speech is None and said.first == 0 and said.is_alone():
            speech = self._headed(said)
        if speech is not None or not said.is_alone() or said.is_label():
            return speech
        if self._previous is not None:
            between = said.doc[self._previous_end : said.first]
            if any(token.is_sent_start and not self._quoted(said, token.i) for token in between):
                # A whole sentence stands between: whom it is about may speak now.
                about = self._sentence_before(said, number)
                if about is not None:
                    return about
            sure, whence = confidence.CARRIED_SAME_PARAGRAPH, "before it in the paragraph"
            return self._carried(self._previous, sure, whence)
        if self._opens(said) and self._spoken_above is not None:
            sure, whence = confidence.CARRIED_NEXT_PARAGRAPH, "in the paragraph above"
            return self._carried(self._spoken_above, sure, whence)
        return self._sentence_before(said, number)

    @staticmethod
    def _opens(said: Utterance) -> bool:
        """Whether a quotation opens its paragraph, after a mark or the heading "Quote:" at most."""
        return said.first <= 1 or (
            said.first == 2 and said.doc[0].lower_ in QUOTE_HEADINGS and said.doc[1].text == ":"
        )

    def _carried(self, previous: Draft, sure: float, whence: str) -> Speech | None:
        if previous.source is None:
            return None
        reason = (
            f"Nobody is named beside the quotation; the speaker of the quotation {whence} is "
            f"taken: “{previous.source.of(self._text)}”."
        )
        sure = min(sure, previous.confidence)
        return Speech(None, previous.source, sure, reason, SpeakerBasis.CARRIED)

    def _announced_above(self, number: int) -> Speech | None:
        """The paragraph above ends with a colon after a cue or a name."""
        return announced_speech(self._zones[number - 1], self._places) if number else None

    def _headed(self, said: Utterance) -> Speech | None:
        """A line with a name and a role alone stands above: "Anna Lind, mayor of Asta"."""
        above = self._places.zone_above(said.quotation.span.start)
        where = head_name(above.span, self._text) if above is not None else None
        if where is None:
            return None
        reason = f"The line “{where.of(self._text)}” stands above the quotation as its head."
        return Speech(None, where, confidence.DASH_AND_NAME, reason)

    def _sentence_before(self, said: Utterance, number: int) -> Speech | None:
        """The subject of the sentence before, when it speaks there."""
        zone, before = said.zone, said.before
        if before is None or self._opens(said):
            above = self._zones[number - 1] if number else None
            if above is None or not len(above.doc):
                return None
            zone, before = above, above.doc[-1]
        sentences = [before.sent]
        if said.first > 1 and zone is not said.zone:
            sentences = list(reversed(list(zone.doc.sents)))  # "Source: ..." stands between
        spoken = (self._speaks_in(sentence, zone) for sentence in sentences)
        found = next((each for each in spoken if each is not None), None)
        if found is None:
            return None
        source, sure = found
        where = source_span(zone, source)
        reason = (
            "Nobody is named beside the quotation; whom the sentence before is about is "
            f"taken: “{where.of(self._text)}”."
        )
        return Speech(None, where, sure, reason, SpeakerBasis.CARRIED)

    def _speaks_in(self, sentence: Span, zone: ParsedZone) -> tuple[NounPhrase, float] | None:
        """Who speaks in a sentence or is asked there; else the person that it is about."""
        root = sentence.root
        for token in sentence:
            if token.lower_ == "to" and token.i and token.nbor(-1).lower_ == "according":
                name = child_of(token, {"pobj"})
                source = noun_phrase(name) if name is not None else None
                if source is not None and can_speak(source, strict=True):
                    return source, confidence.CARRIED_SUBJECT
        for token in (root, *sentence):
            if self._places.quoted(zone, token):
                continue
            source = None
            if find_cue(token) is not None:
                asked = child_of(token, {"nsubjpass"})
                told = asked is not None and token.lemma_.lower() in word_list("questioning")
                source = noun_phrase(asked) if asked is not None and told else find_speaker(token)
            if source is not None and can_speak(source, strict=True):
                return source, confidence.CARRIED_SUBJECT
        subject = child_of(root, {"nsubj", "nsubjpass"})
        if subject is None or self._places.quoted(zone, subject):
            return None
        source = noun_phrase(subject)
        person = subject.pos_ == "PROPN" or subject.lower_ in {"he", "she"}
        apposed = child_of(subject, {"appos"})
        person = person or (apposed is not None and apposed.pos_ == "PROPN")
        person = person or is_person_noun(subject.lemma_.lower())
        if person and can_speak(source, strict=True):
            return source, confidence.CARRIED_TOPIC
        return None
