"""Direct speech: who says what stands between quotation marks.

The cascade, for each quotation that is an utterance and not a fragment of the sentence around it:

1. a cue right before it (X said: "..."), a name and a colon, or "according to X" after it;
2. a cue and its subject right after it ("...", X said / said X), or a dash and a name;
3. the same cue as the quotation before it, which its attribution interrupts ("A," he said. "B.");
4. a sentence before it that ends with a colon, in this paragraph or the one above;
5. the speaker of the quotation before it, in this paragraph or the one above (carried).

A quotation that none of these reaches is nobody's statement: a title, a motto, a word at arm's
length.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.spans import Span
from app.domain.statements import Quotation, SpeakerBasis
from app.extraction import confidence
from app.extraction.cues import Cue, cue_tokens, find_cue, reporting_above
from app.extraction.drafts import Draft, Places, is_title, source_span
from app.extraction.parsing import stands_alone
from app.extraction.quotations import runs_on
from app.extraction.speakers import (
    NounPhrase,
    can_speak,
    find_speaker,
    is_speaker_noun,
    noun_phrase,
)
from app.extraction.syntax import child_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from app.extraction.parsing import ParsedZone

_FARTHEST_SUBJECT = 3  # tokens between a quotation and the subject or cue that follows it
_FARTHEST_CUE = (
    14  # tokens from a cue to the quotation after it: "told reporters in Rome on Monday"
)
_LONGEST_LABEL = 8  # tokens in NAME: "..."
_DASHES = frozenset({"-", "–", "—", "--", "―"})


@dataclass(frozen=True, slots=True)
class _Speech:
    """Who speaks, where and how it is said, and how sure that is."""

    cue: Span | None
    source: Span
    sure: float
    reason: str
    basis: SpeakerBasis = SpeakerBasis.NAMED


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a quotation stands in the doc of its paragraph: its first and last token."""

    zone: ParsedZone
    quotation: Quotation
    first: int
    last: int

    @property
    def doc(self) -> Doc:
        """The doc it stands in."""
        return self.zone.doc


def direct_drafts(
    zones: Sequence[ParsedZone], places: Places, quotations: Sequence[Quotation]
) -> list[Draft]:
    """The direct statements of a text, in order."""
    return _DirectReader(zones, places, quotations).read()


class _DirectReader:
    def __init__(
        self, zones: Sequence[ParsedZone], places: Places, quotations: Sequence[Quotation]
    ) -> None:
        self._zones = zones
        self._places = places
        self._text = places.text
        self._by_zone = _placed(zones, quotations)
        self._drafts: list[Draft] = []

    def read(self) -> list[Draft]:
        """All direct statements."""
        spoken_above: Draft | None = None  # the last statement of the paragraph above
        open_draft: Draft | None = None  # the statement whose quotation runs on
        for number, zone in enumerate(self._zones):
            previous: Draft | None = None  # the last statement of this paragraph
            previous_end = 0  # the token after its last word
            for place in self._by_zone[number]:
                if open_draft is not None and place.first == 0:
                    open_draft.content.append(place.quotation.span)
                    open_draft.quotations.append(place.quotation)
                    draft: Draft | None = open_draft
                    own = self._speech(place)
                    if own is not None and open_draft.cue is None:
                        self._give(open_draft, own)
                else:
                    draft = self._draft(place, number, previous, previous_end, spoken_above)
                open_draft = draft if runs_on(place.quotation) else None
                if draft is not None:
                    previous, previous_end = draft, place.last + 1
            spoken_above = previous
        return self._drafts

    def _draft(
        self,
        place: _Place,
        number: int,
        previous: Draft | None,
        previous_end: int,
        spoken_above: Draft | None,
    ) -> Draft | None:
        if not self._is_utterance(place):
            return None
        speech = self._speech(place)
        if previous is not None:
            if self._interrupted(place, previous, previous_end) and self._same(speech, previous):
                previous.content.append(place.quotation.span)
                previous.quotations.append(place.quotation)
                return previous
            if speech is None and self._alone(place):
                speech = self._carried(
                    previous,
                    confidence.CARRIED_SAME_PARAGRAPH,
                    "the quotation before it in the paragraph",
                )
        if speech is None and place.first <= 1:
            speech = self._announced_above(number)
            if speech is None and spoken_above is not None and self._alone(place):
                speech = self._carried(
                    spoken_above,
                    confidence.CARRIED_NEXT_PARAGRAPH,
                    "the quotation in the paragraph above",
                )
        if speech is None and self._alone(place):
            speech = self._sentence_before(place, number)
        if speech is None:
            if runs_on(place.quotation):
                speech = None
            return None
        loss = 0.0 if place.quotation.closed else confidence.UNCLOSED_LOSS
        reasons = [speech.reason]
        if loss:
            reasons.append("Its closing quotation mark is missing; the paragraph’s end was taken.")
        draft = Draft(
            [place.quotation.span],
            speech.cue,
            speech.source,
            speech.sure - loss,
            reasons,
            place.quotation.span.start,
            speech.basis,
            [place.quotation],
        )
        self._drafts.append(draft)
        return draft

    def _give(self, draft: Draft, speech: _Speech) -> None:
        """Let a statement that was carried over have the cue found in a later paragraph."""
        draft.cue, draft.source, draft.basis = speech.cue, speech.source, speech.basis
        draft.confidence = speech.sure
        draft.reasons = [speech.reason]

    # -- is it speech at all ---------------------------------------------------------------------

    def _is_utterance(self, place: _Place) -> bool:
        """Whether a quotation is said for itself and is no part of the grammar around it."""
        if place.first in place.zone.collapsed:
            words = place.quotation.words.of(self._text).rstrip()
            return not (is_title(words) and words[-1:] not in set(",.?!…"))
        words = place.quotation.words.of(self._text)
        doc, first = place.doc, place.first
        opens = first == doc[first].sent.start or doc[first - 1].text in {":", ",", *_DASHES}
        ends = words.rstrip()[-1:] in set(",.?!…") or doc[place.last].is_punct
        after = doc[place.last + 1] if place.last + 1 < len(doc) else None
        return opens and (ends or (after is not None and after.text == ","))

    def _alone(self, place: _Place) -> bool:
        """Whether a quotation is a sentence of its own."""
        doc = place.doc
        before = doc[place.first - 1] if place.first else None
        after = next((t for t in doc[place.last + 1 :] if not t.is_punct and not t.is_space), None)
        starts = before is None or before.is_punct or before.i in place.zone.collapsed
        ends = after is None or after.is_sent_start is True or after.i in place.zone.collapsed
        words = place.quotation.words.of(self._text).strip()
        utterance = words[:1].isupper() and words[-1:] in set(".?!…")
        return bool(starts and ends) and (utterance or stands_alone(words))

    # -- 1 and 2: beside it ------------------------------------------------------------------------

    def _speech(self, place: _Place) -> _Speech | None:
        return (
            self._before(place, near=True) or self._after(place) or self._before(place, near=False)
        )

    def _before(self, place: _Place, *, near: bool) -> _Speech | None:
        doc, zone = place.doc, place.zone
        if place.first == 0:
            return None
        joint = doc[place.first - 1]
        jointed = joint.text in {":", ","} or joint.lower_ in {"that", "as"}
        sentence = doc[place.first].sent
        start = sentence.start
        if start == place.first:
            if joint.text != ":":
                return None
            start = joint.sent.start
        label = self._label(place, start) if joint.text == ":" else None
        if label is not None:
            return label
        words = 0
        for number in range(place.first - 1, start - 1, -1):
            token = doc[number]
            words += 1
            if number in zone.collapsed:
                return None
            if self._places.quoted(zone, token):
                continue
            if words > _FARTHEST_CUE:
                break
            cue = find_cue(token)
            if cue is None or "quote" not in cue.builds:
                if near and not jointed and token.pos_ in {"VERB", "AUX"}:
                    return None
                continue
            if near and not jointed and number < place.first - 1:
                continue
            source = find_speaker(reporting_above(token)) or find_speaker(token.sent.root)
            if source is None or source.head.i >= place.first:
                continue
            if not can_speak(source, strict=False) or self._places.quoted(zone, source.head):
                continue
            if any(doc[i].i in zone.collapsed for i in range(source.first.i, source.last.i)):
                continue
            own = token.tag_ != "VBG"
            sure = confidence.BEFORE_QUOTATION if own else confidence.PARTICIPLE_CUE
            if not jointed:
                sure -= confidence.UNJOINED_LOSS
            return self._told(zone, cue, source, sure)
        if joint.text == ":" and near:
            return self._colon(place, start)
        return None

    def _label(self, place: _Place, start: int) -> _Speech | None:
        """A name, a colon and a quotation: no verb between the sentence's start and the colon."""
        doc, zone = place.doc, place.zone
        tokens = [t for t in doc[start : place.first - 1] if not t.is_space]
        if not tokens or len(tokens) > _LONGEST_LABEL:
            return None
        if any(t.pos_ in {"VERB", "AUX", "SCONJ"} for t in tokens):
            return None
        named = any(t.pos_ == "PROPN" for t in tokens) or is_speaker_noun(tokens[-1].lemma_.lower())
        if not named or not tokens[0].text[:1].isupper():
            return None
        source = zone.tokens_span(tokens[0], tokens[-1])
        return _Speech(
            None,
            source,
            confidence.NAME_AND_COLON,
            f"The quotation stands after “{source.of(self._text)}” and a colon.",
        )

    def _colon(self, place: _Place, start: int) -> _Speech | None:
        """A sentence about somebody, and a colon: his answer was blunt: "..." """
        root = place.doc[place.first - 1].sent.root
        if root.i < start or root.i >= place.first:
            return None
        source = find_speaker(root)
        if source is None or not can_speak(source, strict=True):
            return None
        if self._places.quoted(place.zone, source.head):
            return None
        where = source_span(place.zone, source)
        return _Speech(
            place.zone.token_span(root),
            where,
            confidence.UNKNOWN_VERB,
            f"A colon joins the quotation to a sentence about “{where.of(self._text)}”.",
        )

    def _after(self, place: _Place) -> _Speech | None:
        doc, zone = place.doc, place.zone
        number = place.last + 1
        while number < len(doc) and (doc[number].text in {",", "."} or doc[number].is_space):
            if doc[number].text == "." and not self._mark_inside(place, doc[number]):
                return None
            number += 1
        if number >= len(doc) or number in zone.collapsed:
            return None
        token = doc[number]
        if token.text in _DASHES:
            dashed = self._dash(place, number)
            if dashed is not None:
                return dashed
        if token.lower_ == "according" and number + 1 < len(doc):
            return self._according(place, number)
        if self._ended(place) and not self._continues(place, number):
            return None
        return self._verb_after(place, number)

    def _verb_after(self, place: _Place, number: int) -> _Speech | None:
        doc, zone = place.doc, place.zone
        limit = min(len(doc), number + _FARTHEST_CUE * 2)
        for candidate in range(number, limit):
            verb = doc[candidate]
            if candidate in zone.collapsed:
                return None
            if verb.pos_ not in {"VERB", "AUX"} or verb.dep_ in {"aux", "auxpass", "relcl", "acl"}:
                continue
            subject = find_speaker(verb)
            if subject is None and candidate == number and verb.dep_ == "ROOT":
                taken = child_of(verb, {"dobj"})  # "asked one officer": a subject taken for object
                subject = noun_phrase(taken) if taken is not None else None
            if subject is None or self._places.quoted(zone, subject.head):
                continue
            if min(subject.first.i, candidate) - number > _FARTHEST_SUBJECT:
                return None
            if subject.first.i < number or not can_speak(subject, strict=False):
                continue
            cue = find_cue(verb)
            if cue is not None and "quote" in cue.builds:
                return self._told(zone, cue, subject, confidence.BESIDE_CUE)
            if self._ended(place) or not self._comma(place):
                return None
            where = source_span(zone, subject)
            if not can_speak(subject, strict=True):
                return None
            return _Speech(
                zone.token_span(verb),
                where,
                confidence.UNKNOWN_VERB,
                f"“{verb.text}” stands after the quotation where a verb of saying would; "
                f"its subject is “{where.of(self._text)}”.",
            )
        return None

    def _dash(self, place: _Place, number: int) -> _Speech | None:
        """A dash and a name after the quotation, and nothing else in the paragraph."""
        doc, zone = place.doc, place.zone
        rest = [t for t in doc[number + 1 :] if not t.is_space]
        if not rest or len(rest) > _FARTHEST_CUE or any(t.pos_ in {"VERB", "AUX"} for t in rest):
            return None
        if not any(t.pos_ == "PROPN" for t in rest[:4]):
            return None
        last = rest[-1] if not rest[-1].is_punct else rest[-2] if len(rest) > 1 else rest[-1]
        where = zone.tokens_span(rest[0], last)
        return _Speech(
            None,
            where,
            confidence.DASH_AND_NAME,
            f"A dash and “{where.of(self._text)}” stand after the quotation.",
        )

    def _according(self, place: _Place, number: int) -> _Speech | None:
        doc, zone = place.doc, place.zone
        to = doc[number + 1]
        name = next((c for c in to.children if c.dep_ == "pobj"), None)
        if name is None or to.lower_ != "to":
            return None
        where = source_span(zone, noun_phrase(name))
        return _Speech(
            zone.tokens_span(doc[number], to),
            where,
            confidence.ACCORDING_TO,
            f"The quotation is given “according to” “{where.of(self._text)}”.",
        )

    def _told(self, zone: ParsedZone, cue: Cue, source: NounPhrase, sure: float) -> _Speech:
        where = source_span(zone, source)
        cue_place = zone.tokens_span(*cue_tokens(cue))
        if source.head.i > cue.verb.i:
            sure -= confidence.INVERTED_LOSS
        return _Speech(
            cue_place,
            where,
            sure,
            f"“{cue_place.of(self._text)}” stands beside the quotation; its subject is "
            f"“{where.of(self._text)}”.",
        )

    def _mark_inside(self, place: _Place, token: Token) -> bool:
        return place.quotation.span.contains(place.zone.token_span(token))

    def _comma(self, place: _Place) -> bool:
        """Whether the sentence plainly goes on after the quotation."""
        words = place.quotation.words.of(self._text).rstrip()
        following = self._text[place.quotation.span.end :][:2].lstrip()
        return words[-1:] in {",", "?", "!", "…", "—", "–"} or following[:1] == ","

    def _ended(self, place: _Place) -> bool:
        """Whether the quotation ends with a full stop or the like."""
        return place.quotation.words.of(self._text).rstrip()[-1:] in {".", "?", "!", "…"}

    def _continues(self, place: _Place, number: int) -> bool:
        """Whether what follows an ended quotation is only its attribution: "Really?" X asked."""
        doc = place.doc
        words = place.quotation.words.of(self._text).rstrip()
        if doc[number].text[:1].islower():
            return True
        if words[-1:] in {".", "…"} and doc[number].is_sent_start:
            return False
        sentence = doc[number].sent
        return sentence.end - number <= _FARTHEST_CUE

    # -- 3 to 5: from elsewhere ----------------------------------------------------------------------

    def _interrupted(self, place: _Place, previous: Draft, previous_end: int) -> bool:
        """Whether only an attribution stands between this quotation and the one before."""
        doc, zone = place.doc, place.zone
        if previous.cue is None or previous.source is None:
            return previous_end == place.first
        between = doc[previous_end : place.first]
        ends = [
            t for t in between if t.text in {".", "!", "?"} and not self._places.quoted(zone, t)
        ]
        start = zone.token_span(between[0]).start if len(between) else place.quotation.span.start
        inside = start <= previous.cue.start < place.quotation.span.start
        return inside and (len(ends) == 0 or (len(ends) == 1 and between[-1].i == ends[0].i))

    def _same(self, speech: _Speech | None, previous: Draft) -> bool:
        """Whether a quotation has no cue but that of the one before: "he went on to say"."""
        if speech is None or speech.cue is None or previous.cue is None:
            return speech is None
        between = self._text[previous.cue.end : speech.cue.start].strip()
        return speech.cue == previous.cue or between in {"to", "on to"}

    def _carried(self, previous: Draft, sure: float, whence: str) -> _Speech | None:
        if previous.source is None:
            return None
        return _Speech(
            None,
            previous.source,
            min(sure, previous.confidence),
            f"Nobody is named beside the quotation; the speaker of {whence} is taken: "
            f"“{previous.source.of(self._text)}”.",
            SpeakerBasis.CARRIED,
        )

    def _announced_above(self, number: int) -> _Speech | None:
        """The paragraph above ends with a cue and a colon."""
        if number == 0:
            return None
        zone = self._zones[number - 1]
        words = [t for t in zone.doc if not t.is_space]
        if not words or words[-1].text != ":":
            return None
        sentence = words[-1].sent
        if not any(t.pos_ in {"VERB", "AUX"} for t in sentence):
            where = zone.tokens_span(sentence[0], words[-2]) if len(words) > 1 else None
            if where is None or not any(t.pos_ == "PROPN" for t in sentence):
                return None
            return _Speech(
                None,
                where,
                confidence.NAME_AND_COLON,
                f"“{where.of(self._text)}” and a colon stand above the quotation.",
            )
        for token in reversed(list(sentence)):
            cue = find_cue(token)
            verb = token if cue is not None and "quote" in cue.builds else None
            if verb is None and token is sentence.root:
                verb = token
            source = find_speaker(verb) if verb is not None else None
            if verb is None or source is None or not can_speak(source, strict=False):
                continue
            place = zone.tokens_span(*cue_tokens(cue)) if cue else zone.token_span(verb)
            where = source_span(zone, source)
            return _Speech(
                place,
                where,
                confidence.NEXT_PARAGRAPH,
                f"The paragraph above ends with a colon after “{where.of(self._text)}” and "
                f"“{place.of(self._text)}”.",
            )
        return None

    def _sentence_before(self, place: _Place, number: int) -> _Speech | None:
        """The subject of the sentence before, when it speaks there."""
        if place.first > 0:
            zone, before = place.zone, place.doc[place.first - 1]
        elif number > 0 and len(self._zones[number - 1].doc):
            zone = self._zones[number - 1]
            before = zone.doc[-1]
        else:
            return None
        for token in sorted(before.sent, key=lambda t: t is not before.sent.root):
            cue = find_cue(token)
            if cue is None or self._places.quoted(zone, token):
                continue
            source = find_speaker(token)
            if source is None or not can_speak(source, strict=True):
                continue
            where = source_span(zone, source)
            return _Speech(
                None,
                where,
                confidence.CARRIED_SUBJECT,
                "Nobody is named beside the quotation; the speaker of the sentence before is "
                f"taken: “{where.of(self._text)}”.",
                SpeakerBasis.CARRIED,
            )
        return None


def _placed(zones: Sequence[ParsedZone], quotations: Sequence[Quotation]) -> list[list[_Place]]:
    """For each paragraph, its quotations with their first and last tokens."""
    found: list[list[_Place]] = []
    upcoming = 0
    for zone in zones:
        places: list[_Place] = []
        if len(zone.doc):
            begin, end = zone.starts[0], zone.ends[-1]
            while upcoming < len(quotations) and quotations[upcoming].span.start < end:
                quotation = quotations[upcoming]
                upcoming += 1
                if quotation.span.start < begin - 2:
                    continue
                first = zone.first_token_from(quotation.span.start)
                last = zone.last_token_before(quotation.span.end)
                if first is not None and last is not None and first <= last:
                    places.append(_Place(zone, quotation, first, last))
        found.append(places)
    return found
