"""Epithets: whom "the 61-year-old", "the striker", "the former minister" stand for.

One of whom the text said so (descriptions.py); else, for words that news uses of somebody it has
named, the most present of those whom nothing contradicts; else nobody.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from app.domain.statements import SpeakerBasis
from app.extraction.naming.descriptions import Descriptions, Epithet, read_epithet
from app.extraction.naming.discourse import Candidate, Discourse
from app.extraction.naming.findings import (
    CLOSE,
    DOUBT,
    LEAST_SCORE,
    NAMES,
    UNSURE_PERSON,
    Finding,
    head_of,
    most_mentioned,
    seems_a_place,
)
from app.extraction.naming.mention import Mention, MentionKind
from app.extraction.naming.phrases import narrowed
from app.extraction.naming.roles import OPEN_CLASSES
from app.extraction.naming.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.spans import Span
    from app.extraction.naming.entities import Cast, Entity

_AGED = re.compile(r",\s(\d{2})\b")
_APT = 0.75  # times, for an epithet that the text did not say of the person before
_MOST_TIMES = 2  # that somebody is called by where they are from
_SHORTEST_PLACE = 5  # letters
_ALONE = 0.35  # how present the second may be, of the first, where an office has one holder
_PRESENT_BEFORE = 0.1  # the same for what somebody was: "the former pilot" has been named
_PRESENT = 0.2  # as present somebody has to be who is called by what nothing was said of
# Who is left without a name on purpose.
_NAMELESS = frozenset({"source", "insider", "person", "official", "aide", "diplomat", "user"})
_MOST_PERSONS = 60  # of a text in which "the only one" is looked for: bounds the time


class Epithets:
    """Finds whom an epithet stands for, in one text."""

    def __init__(self, cast: Cast, discourse: Discourse) -> None:
        self._cast = cast
        self._words = cast.text.parsed.text.text
        self._discourse = discourse
        self._descriptions = Descriptions(cast)

    @cached_property
    def _names(self) -> frozenset[str]:
        """The last words of all names."""
        mentions = self._cast.text.mentions
        return frozenset(each.words[-1] for each in mentions if each.kind in NAMES)

    @cached_property
    def _unnamed(self) -> dict[str, int]:
        """The nouns by which the text introduces somebody without a name, and where: "a farmer"."""
        found: dict[str, int] = {}
        for each in self._cast.text.mentions:
            if each.kind is MentionKind.OFFICE and not each.definite:
                entity = self._cast.of(each)
                if entity is None or not entity.named:
                    found.setdefault(each.words[-1], each.span.start)
        return found

    @cached_property
    def _persons(self) -> list[Entity]:
        """All with a whole name."""
        return [each for each in self._cast.entities if len(each.name.words) > 1 and each.person]

    def of_office(
        self, source: Span | None, mention: Mention, entity: Entity | None, zone: int
    ) -> Finding | None:
        """Whom an office stands for that no one was said to hold: "the farmer", "the host"."""
        if self._is_from(mention, entity) and source is not None:
            return self.of_phrase(source, zone, mention.sentence)
        if mention.kind is not MentionKind.OFFICE or entity is None or entity.named:
            return None
        if not entity.name.definite or source is None:
            return None
        if mention.of and mention.offices[0].word.words[-1] not in vocabulary().epithets:
            return None
        return self.of_phrase(source, zone, mention.sentence)

    def _is_from(self, mention: Mention, entity: Entity | None) -> bool:
        """Whether a name calls somebody by a place that the text names: "the Norlander"."""
        if mention.kind is not MentionKind.BODY or entity is None or entity.actor is not None:
            return False
        word = mention.words[-1]
        if len(mention.words) > 1 or len(entity.mentions) > _MOST_TIMES:
            return False
        return any(word[:end] in self._names for end in range(_SHORTEST_PLACE, len(word)))

    def of_phrase(self, source: Span, zone: int, sentence: int) -> Finding | None:
        """Whom an epithet stands for: one of whom it was said, else the most present it fits."""
        printed = narrowed(source.of(self._words))
        aged = _AGED.search(source.of(self._words))
        head = head_of(self._cast.text, source, zone)
        epithet = read_epithet(printed, head, aged[1] if aged else None)
        if epithet is None:
            return None
        grades: dict[int, int] = {}

        def fits(entity: Entity) -> float:
            if not entity.person or not entity.named or entity.plural:
                return 0.0
            grade = self._descriptions.fit(epithet, entity)
            if grade is None or self._of_another_field(epithet, entity):
                return 0.0
            if not entity.sure and seems_a_place(entity):
                return 0.0
            grades[id(entity)] = grade
            return 1.0 if entity.sure else UNSURE_PERSON

        candidates, best = self._candidates(epithet, source, (zone, sentence), fits, grades)
        if not candidates or (not best and not epithet.apt):
            found = self._by_trade(epithet, candidates, printed, source.start)
            return found or self._by_gender(epithet, printed, source.start, fits)
        if candidates[0].score < LEAST_SCORE and len(candidates) > 1:
            return None
        chosen = candidates[0].entity
        if epithet.age:
            self._descriptions.of(chosen).ages.add(epithet.age)
        reasons = [f"“{printed}” is taken for {chosen.name.name}."]
        factor = 1.0 if best else _APT
        if len(candidates) > 1 and candidates[1].score > CLOSE * candidates[0].score:
            reasons.append(f"It might also be {candidates[1].entity.name.name}.")
            factor = DOUBT
        return Finding(chosen, SpeakerBasis.ROLE, chosen.name.span, tuple(reasons), factor)

    def _candidates(
        self,
        epithet: Epithet,
        source: Span,
        place: tuple[int, int],
        fits: Callable[[Entity], float],
        grades: dict[int, int],
    ) -> tuple[list[Candidate], int]:
        """Those whom an epithet may stand for, and how much of it was said of them; 0: nothing."""
        zone, sentence = place
        candidates = self._discourse.candidates(source.start, sentence, zone, fits)
        best = max((grades[id(each.entity)] for each in candidates), default=0)
        if best:
            candidates = [each for each in candidates if grades[id(each.entity)] == best]
        else:
            introduced = self._introduced(epithet, source.start, fits)
            if introduced is not None:
                known = epithet.noun in self._descriptions.of(introduced).nouns
                best = int(known)
                if known or not candidates:
                    candidates = [Candidate(introduced, 1.0, source, speaks=False)]
        return candidates, best

    def _by_trade(
        self, epithet: Epithet, candidates: list[Candidate], printed: str, start: int
    ) -> Finding | None:
        """Who is called by what nothing was said of: the one spoken of just before.

        "Ann Smith looked up. 'No,' the farmer said." It stays in doubt. Where the text has
        somebody of that trade without a name before ("a farmer"), it is that one.
        """
        if epithet.noun in _NAMELESS or self._unnamed.get(epithet.noun, start) < start:
            return None
        former = "former " in printed.lower()
        able = (each for each in candidates if former or self._may_be(epithet, each.entity))
        best = next(able, None)
        if best is None or best.score < (_PRESENT_BEFORE if former else _PRESENT):
            return None
        second = next(able, None)
        alone = second is None or second.score <= _ALONE * best.score
        if self._has_one_holder(epithet) and not former and not alone:
            return None
        name = best.entity.name.name
        reason = (
            f"The text does not say who “{printed}” is; {name}, spoken of just before, was taken."
        )
        return Finding(best.entity, SpeakerBasis.ROLE, best.entity.name.span, (reason,), DOUBT)

    def _by_gender(
        self, epithet: Epithet, printed: str, start: int, fits: Callable[[Entity], float]
    ) -> Finding | None:
        """The one named most, for a noun that tells a gender and of which the text has no other."""
        if epithet.gender is None or self._unnamed.get(epithet.noun, start) < start:
            return None
        most = most_mentioned(self._cast, start, fits)
        if most is None or not self._may_be(epithet, most):
            return None
        reason = f"“{printed}” is taken for {most.name.name}, the one named most whom it fits."
        return Finding(most, SpeakerBasis.ROLE, most.name.span, (reason,), DOUBT)

    def _has_one_holder(self, epithet: Epithet) -> bool:
        """Whether a noun is for an office that one person has: "the minister"."""
        office = vocabulary().offices.values.get((epithet.noun,))
        return office is not None and office.office not in OPEN_CLASSES

    def _of_another_field(self, epithet: Epithet, entity: Entity) -> bool:
        """Whether somebody has the same office of something else: health, not transport."""
        fields = [
            set(held.word.words[:-1])
            for held in entity.offices
            if held.word.words[-1] == epithet.noun and len(held.word.words) > 1
        ]
        return bool(fields and epithet.traits) and not any(epithet.traits & one for one in fields)

    def _may_be(self, epithet: Epithet, entity: Entity) -> bool:
        """Whether an office may be somebody's of whom the text tells other offices or none."""
        office = vocabulary().offices.values.get((epithet.noun,))
        if office is None or office.office in OPEN_CLASSES:
            return True
        held = [other.word for other in entity.offices]
        roles = {role.office for role in entity.actor.roles} if entity.actor is not None else set()
        if roles and not roles & (office.fits | office.also_fits):
            return False
        return all(
            word.office in OPEN_CLASSES
            or word.office == office.office
            or office.fits & (word.fits | {word.office})
            or word.fits & {office.office}
            for word in held
        )

    def _introduced(
        self, epithet: Epithet, start: int, fits: Callable[[Entity], float]
    ) -> Entity | None:
        """The only person anywhere before of whom the noun was said, or whom it fits at all."""
        called = self._descriptions.called(epithet.noun)
        found = [each for each in called[:_MOST_PERSONS] if _before(each, start) and fits(each)]
        if not found and epithet.apt and len(self._persons) <= _MOST_PERSONS:
            found = [each for each in self._persons if _before(each, start) and fits(each)]
        return found[0] if len(found) == 1 else None


def _before(entity: Entity, start: int) -> bool:
    """Whether somebody is mentioned before a place."""
    return bool(entity.mentions) and entity.mentions[0].span.start < start
