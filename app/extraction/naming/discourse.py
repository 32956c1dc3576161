"""Discourse: the cast of a text and how present each member is at each place.

A pronoun goes to the one who is most present: mentioned lately, as a subject rather than an
object, as a speaker rather than inside somebody's words. This is the salience of Lappin and Leass
(1994), with their halving at each sentence; that the speaker of the discourse outweighs a
subject, and that what stands inside somebody's words counts little, is what news needs.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.extraction.naming.mention import MentionKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from spacy.tokens import Token

    from app.domain.spans import Span
    from app.extraction.naming.entities import Cast, Entity
    from app.extraction.naming.mention import Mention
    from app.extraction.naming.words import Word

# The weights of the ranking: what each thing adds to how present somebody is, or takes from it.
# Found by a search, one weight after the other over two rounds, on articles that may be read: what
# resolved most pronouns and descriptions right stayed, in round numbers. That somebody is mentioned
# more than once, or has no name, turned out to weigh nothing.
_SPEAKER = 0.4  # added to the place's own weight
_PRONOUN = 0.8  # the weight of "he" or "she" as the subject
_POSSESSIVE = 0.6  # of "his" or "her"
_IN_CONTENT = 0.15  # times: mentioned inside somebody's words
_IN_AN_ASIDE = 0.5  # times: mentioned in a clause that only adds to a noun
_OWNED = 0.5  # times: somebody without a name, mentioned as another's
_PREDICATE = 0.2  # times: what somebody is said to be
_PER_SENTENCE = 0.7  # times, for each sentence between
_OTHER_PARAGRAPH = 0.3  # times, once: who is spoken of in this one comes first
_WINDOW = 8  # sentences back: what is farther weighs next to nothing
_MOST_EVENTS = 60  # looked at for one pronoun: bounds the time where a sentence has no end
_ASIDE = frozenset({"relcl", "acl"})
_DEEPEST = 8  # heads climbed
# Those to whom this is done speak next, as do those who do what the second set tells.
_ASKED = frozenset({"ask", "press", "question", "quiz", "challenge", "grill", "interview"})
_ANSWERS = frozenset({"answer", "reply", "respond"})


@dataclass(frozen=True, slots=True)
class Event:
    """Somebody is mentioned, or speaks, at a place."""

    start: int
    entity: Entity
    weight: float
    sentence: int
    zone: int
    span: Span
    speaks: bool = False


@dataclass(slots=True)
class Candidate:
    """Somebody whom a pronoun or role may stand for."""

    entity: Entity
    score: float
    span: Span  # where last mentioned
    speaks: bool


class Discourse:
    """Who is present where. Speakers are added as they are resolved, in the text's order."""

    def __init__(self, cast: Cast, contents: Iterable[Span]) -> None:
        self._contents = _merged(contents)
        self._events: list[Event] = []
        for mention in cast.text.mentions:
            entity = cast.of(mention)
            if entity is None or (mention.modifier and mention.kind is MentionKind.BODY):
                continue
            token = cast.text.words[mention.zone][mention.last].token
            answers = not self.in_content(mention.span.start) and _is_answering(token)
            weight = self._weight(cast, mention, named=entity.named)
            weight += _SPEAKER if answers else 0.0
            place, sentence = mention.span, mention.sentence
            self._events.append(
                Event(place.start, entity, weight, sentence, mention.zone, place, speaks=answers)
            )
        self._events.sort(key=_start)

    def _weight(self, cast: Cast, mention: Mention, *, named: bool) -> float:
        """How present a mention makes somebody."""
        words = cast.text.words[mention.zone]
        token = words[mention.last].token
        said = self.in_content(mention.span.start)
        weight = mention.salience * (_IN_CONTENT if said else 1.0) * _dependence(token)
        if not named and _is_predicate(token):
            weight *= _PREDICATE
        elif not named and _is_owned(words, mention):
            weight *= _OWNED
        return weight

    def goes_on(
        self, entity: Entity, place: Span, sentence: int, zone: int, *, subject: bool
    ) -> None:
        """Somebody was found to be "he" or "she" as the subject, or "his" or "her"."""
        weight = _PRONOUN if subject else _POSSESSIVE
        insort(self._events, Event(place.start, entity, weight, sentence, zone, place), key=_start)

    def in_content(self, place: int) -> bool:
        """Whether a place is inside somebody's words."""
        number = bisect_right(self._contents, place, key=lambda item: item[0]) - 1
        return number >= 0 and place < self._contents[number][1]

    def speaks(self, entity: Entity, place: Span, sentence: int, zone: int) -> None:
        """Somebody was found to speak at ``place``."""
        event = Event(place.start, entity, _PRONOUN + _SPEAKER, sentence, zone, place, speaks=True)
        insort(self._events, event, key=_start)

    def candidates(
        self, start: int, sentence: int, zone: int, fits: Callable[[Entity], float]
    ) -> list[Candidate]:
        """Those mentioned before ``start`` whom ``fits`` gives more than 0, most present first."""
        present: dict[int, Candidate] = {}
        place = bisect_right(self._events, start - 1, key=_start)
        for event in reversed(self._events[max(0, place - _MOST_EVENTS) : place]):
            distance = sentence - event.sentence
            if distance > _WINDOW:
                break
            weight = event.weight * _PER_SENTENCE ** max(distance, 0)
            if event.zone != zone:
                weight *= _OTHER_PARAGRAPH
            found = present.setdefault(
                id(event.entity), Candidate(event.entity, 0.0, event.span, speaks=False)
            )
            found.score = max(found.score, weight)
            found.speaks = found.speaks or event.speaks
        for candidate in present.values():
            candidate.score *= fits(candidate.entity)
        fitting = [candidate for candidate in present.values() if candidate.score > 0]
        return sorted(fitting, key=lambda candidate: -candidate.score)

    def last_speaker(self, start: int, since: int) -> Event | None:
        """The one who spoke last between ``since`` and ``start``."""
        place = bisect_right(self._events, start - 1, key=_start)
        for event in reversed(self._events[max(0, place - _MOST_EVENTS) : place]):
            if event.start < since:
                return None
            if event.speaks:
                return event
        return None


def _is_answering(token: Token) -> bool:
    """Whether a token is the subject that is asked or that answers: the next to speak."""
    verb = token.head.lemma_.lower()
    return (token.dep_ == "nsubjpass" and verb in _ASKED) or (
        token.dep_ == "nsubj" and verb in _ANSWERS
    )


def _dependence(token: Token) -> float:
    """How far a phrase is part of the main line: what a relative clause tells is aside."""
    for _ in range(_DEEPEST):
        if token.dep_ in _ASIDE:
            return _IN_AN_ASIDE
        if token.head.i == token.i:
            break
        token = token.head
    return 1.0


def _is_predicate(token: Token) -> bool:
    """Whether somebody else is said to be it: "she is an engineer", "he, a baker, said"."""
    return token.dep_ in {"attr", "appos", "oprd"}


def _is_owned(words: Sequence[Word], mention: Mention) -> bool:
    """Whether somebody is only mentioned as another's: "his wife", "whose brother"."""
    return words[mention.left].token.tag_ in {"PRP$", "WP$"}


def _start(event: Event) -> int:
    return event.start


def _merged(spans: Iterable[Span]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
