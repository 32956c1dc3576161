"""Findings: what a source was found to stand for, and what the steps that find it share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.statements import SpeakerBasis
from app.extraction.naming.mention import MentionKind
from app.extraction.naming.roles import same_as
from app.extraction.naming.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Token

    from app.domain.spans import Span
    from app.extraction.naming.entities import Cast, Entity
    from app.extraction.naming.mentions import MentionedText

DOUBT = 0.6  # times, where two fit about equally
CLOSE = 0.75  # the second scores this much of the first: about equally
LEAST_SCORE = 0.03  # below it nobody is present enough to be meant
UNSURE_PERSON = 0.8  # times, for a name that may be no person's
NAMES = frozenset({MentionKind.PERSON, MentionKind.NAME})
_AT_BEST = 0.45  # the salience of what is neither a subject nor an object
_MOST_PERSONS = 60  # of a text: bounds the time
_MOST_LOOKED_AT = 8  # mentions of a name, to see whether it is a place's


@dataclass(frozen=True, slots=True)
class Finding:
    """What a source was found to stand for."""

    entity: Entity | None
    basis: SpeakerBasis
    antecedent: Span | None = None
    reasons: tuple[str, ...] = ()
    factor: float = 1.0


NOBODY = Finding(None, SpeakerBasis.UNNAMED)


def seems_a_place(entity: Entity) -> bool:
    """Whether a name is never a subject or an object: "in Ashmere"."""
    given = entity.name.words[0] in vocabulary().given
    few = entity.mentions[:_MOST_LOOKED_AT]
    return not given and all(mention.salience < _AT_BEST for mention in few)


def head_of(text: MentionedText, source: Span, zone: int) -> Token | None:
    """The token of a source, in a paragraph, on which its others depend."""
    if zone >= len(text.parsed.zones):
        return None
    parsed = text.parsed.zones[zone]
    first = parsed.first_token_from(source.start)
    last = parsed.last_token_before(source.end)
    if first is None or last is None or not 0 <= first <= last:
        return None
    return parsed.doc[first : last + 1].root


def named_at(cast: Cast, token: Token, zone: int) -> Entity | None:
    """The entity named by the mention whose last word is a token."""
    for mention in cast.text.by_zone[zone]:
        if cast.text.words[zone][mention.last].token == token:
            entity = cast.of(mention)
            if entity is not None and entity.named:
                return entity
    return None


def apposed(cast: Cast, noun: Token, zone: int) -> Entity | None:
    """The person to whom a noun stands in apposition: "Ann Smith, an engineer who"."""
    for token in same_as(noun):
        entity = named_at(cast, token, zone)
        if entity is not None and entity.person:
            return entity
    return None


def most_mentioned(cast: Cast, start: int, fits: Callable[[Entity], float]) -> Entity | None:
    """The person whom a text names most before a place, of those who fit; None for a tie."""
    counted = [
        (sum(mention.span.start < start for mention in each.mentions), each)
        for each in cast.entities[:_MOST_PERSONS]
        if each.person and each.named and each.sure and each.gender is not None and fits(each)
    ]
    counted = sorted((each for each in counted if each[0]), key=lambda each: -each[0])
    if not counted or (len(counted) > 1 and counted[1][0] == counted[0][0]):
        return None
    return counted[0][1]
