"""Pronouns: whom "he", "she", "it" and "they" stand for, by gender, number and the discourse."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.statements import Attribution, SpeakerBasis
from app.extraction.naming.findings import (
    CLOSE,
    DOUBT,
    LEAST_SCORE,
    NAMES,
    NOBODY,
    UNSURE_PERSON,
    Finding,
    most_mentioned,
    seems_a_place,
)
from app.extraction.naming.introductions import next_of_gender
from app.extraction.naming.sources import FIRST, GENDERS, NEUTERS, PLURALS
from app.extraction.naming.vocabulary import vocabulary
from app.extraction.syntax import child_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.actors import Gender
    from app.domain.spans import Span
    from app.extraction.naming.discourse import Candidate, Discourse
    from app.extraction.naming.entities import Cast, Entity
    from app.extraction.naming.kin import Kin
    from app.extraction.naming.mention import Mention

_OBJECTS = frozenset({"dobj", "pobj", "dative"})
_UNKNOWN_GENDER = 0.85  # times
# Times, for whom the words themselves name: a pronoun does not stand for a name that it commands
# (Chomsky 1981, "Lectures on Government and Binding", Principle C); papers break it now and then.
_NAMED_WITHIN = 0.4
_PLACE = 0.3  # times, for a name that stands only behind prepositions


class Pronouns:
    """Finds whom a pronoun stands for, in one text."""

    def __init__(
        self, cast: Cast, discourse: Discourse, kin: Kin, named: Callable[[Entity], str]
    ) -> None:
        self._cast = cast
        self._text = cast.text
        self._words = cast.text.parsed.text.text
        self._discourse = discourse
        self._kin = kin
        self._named = named

    def _fit(self, word: str, gender: Gender | None, entity: Entity) -> float:
        """How well a pronoun can be somebody's; 0 for not at all."""
        if gender is None:
            if entity.person:
                return UNSURE_PERSON if word in NEUTERS and not entity.sure else 0.0
            if word in NEUTERS:
                return 0.0 if entity.plural else 1.0
            if not entity.plural and not entity.named and self._is_document(entity):
                return 0.0
            return 1.0 if entity.plural else 0.6 if word in PLURALS else 0.0
        if not entity.person or (entity.gender and entity.gender is not gender):
            return 0.0
        known = 1.0 if entity.gender else _UNKNOWN_GENDER
        if not entity.sure and seems_a_place(entity):
            known *= _PLACE
        if not entity.named and not entity.printed and self._is_the(entity.name):
            known *= UNSURE_PERSON  # "the composer" may be somebody who is named
        return known * (1.0 if entity.sure else UNSURE_PERSON)

    def _is_document(self, entity: Entity) -> bool:
        """Whether something is a document, for which "they" does not stand."""
        return vocabulary().documents.at(entity.name.words, 0) is not None

    def find(
        self, word: str, start: int, sentence: int, zone: int, said: tuple[Span, ...] = ()
    ) -> Finding:
        """Whom a pronoun stands for: the most present whom it fits; in a lead, who comes next.

        Whom the words ``said`` name is hardly the one who says them: "He said Smith had come".
        """
        if word in FIRST:
            return replace(NOBODY, reasons=(f"“{word}” is not said of whom.",))
        gender = GENDERS.get(word)

        spoken_of = self._named_in(said, zone)

        def fits(entity: Entity) -> float:
            least = _NAMED_WITHIN if id(entity) in spoken_of else 1.0
            return least * self._fit(word, gender, entity)

        candidates = self._discourse.candidates(start, sentence, zone, fits)
        if not candidates or candidates[0].score < LEAST_SCORE:
            most = most_mentioned(self._cast, start, fits) if gender is not None else None
            how = "the one named most whom it fits"
            if most is None and gender is not None:
                most = next_of_gender(self._cast, start, sentence, gender)
                how = "who is named next"
            if most is not None:
                reason = f"“{word}” stands for {most.name.name}, {how}."
                return Finding(most, SpeakerBasis.PRONOUN, most.name.span, (reason,), DOUBT)
            return replace(NOBODY, reasons=(f"Nobody before “{word}” is found that it fits.",))
        return self._chosen(word, candidates)

    def _named_in(self, said: tuple[Span, ...], zone: int) -> frozenset[int]:
        """The id() of those whom some words of this paragraph or the next name."""
        if not said:
            return frozenset()
        return frozenset(
            id(self._cast.of(mention))
            for mentions in self._text.by_zone[zone : zone + 2]
            for mention in mentions
            if mention.kind in NAMES and any(span.contains(mention.span) for span in said)
        )

    def _is_the(self, mention: Mention) -> bool:
        """Whether a description is definite by its article: "the composer"."""
        return self._words[mention.whole.start : mention.whole.start + 4].lower() == "the "

    def fronted(
        self, attribution: Attribution, word: str, zone: int, other: Finding
    ) -> Finding | None:
        """The subject of what is said, where that stands before: "Ann Smith is against, she said".

        Not where the content has "him" or "her" beside its subject: that is then somebody else,
        and may be the speaker. ``other`` is whom the pronoun would stand for else.
        """
        content, entity = attribution.content[-1], None
        source = attribution.source
        before = source is not None and content.end <= source.start
        if source is not None and before and zone < len(self._text.parsed.zones):
            between = self._words[content.end : source.start]
            if not between.strip(" ,\n"):  # else the cue stands between, or another sentence
                entity = self._subject_of(content, zone, word)
        if entity is None or entity is other.entity:
            return None
        reasons = [f"“{word}” stands for {entity.name.name}, of whom the words before it are."]
        if other.entity is not None:
            reasons.append(f"It might also be {self._named(other.entity)}.")
        factor = DOUBT if other.entity is not None else 1.0
        return Finding(entity, SpeakerBasis.PRONOUN, entity.name.span, tuple(reasons), factor)

    def _subject_of(self, content: Span, zone: int, word: str) -> Entity | None:
        """The person named as the subject of a content, if "he" or "she" can stand for it."""
        parsed, gender = self._text.parsed.zones[zone], GENDERS.get(word)
        first = parsed.first_token_from(content.start)
        last = parsed.last_token_before(content.end)
        if gender is None or first is None or last is None or not 0 <= first <= last:
            return None
        tokens = parsed.doc[first : last + 1]
        if any(t.dep_ in _OBJECTS and GENDERS.get(t.lower_) is gender for t in tokens):
            return None
        subject = child_of(tokens.root, {"nsubj", "nsubjpass"})
        for mention in self._text.by_zone[zone] if subject is not None else ():
            entity = self._cast.of(mention)
            if self._text.words[zone][mention.last].token != subject or entity is None:
                continue
            if not entity.sure and entity.gender is None:
                continue  # it may be a place: "Norland will help, he said"
            if mention.kind in NAMES and entity.person and entity.gender in {gender, None}:
                return entity
        return None

    def _chosen(self, word: str, candidates: list[Candidate]) -> Finding:
        best = candidates[0]
        kin = self._kin.of(best.entity.name) if not best.entity.named else None
        if kin is not None:
            best = replace(best, entity=kin)
        name = self._named(best.entity)
        how = ", who spoke or was asked before" if best.speaks else ""
        reasons = [f"“{word}” stands for {name}{how}."]
        factor = 1.0
        if len(candidates) > 1 and candidates[1].score > CLOSE * best.score:
            other = self._named(candidates[1].entity)
            reasons.append(f"It might also be {other}, who is mentioned about as prominently.")
            factor = DOUBT
        if word in GENDERS and factor == 1.0:
            # One resolved "she" makes the next ones sure, and its name a person's.
            best.entity.gender = best.entity.gender or GENDERS[word]
            best.entity.sure = True
        elif word in NEUTERS and factor == 1.0:
            best.entity.person = False
        basis = SpeakerBasis.PRONOUN if best.entity.named else SpeakerBasis.UNNAMED
        return Finding(best.entity, basis, best.entity.name.span, tuple(reasons), factor)
