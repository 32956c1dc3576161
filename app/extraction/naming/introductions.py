"""Introductions: who is first described and then named: "The nurse said so. Ann Smith, 61, had".

News likes to open with what somebody is, let them speak, and give the name a sentence or a
paragraph later; often so at the beginning of an article, and with kin ("His son disagreed. Bob
Smith ..."). The name is then that of the first person who is named after the description for the
first time, in full and as a subject.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from app.domain.actors import Gender
from app.extraction.naming.entities import fits_role
from app.extraction.naming.mention import MentionKind

if TYPE_CHECKING:
    from collections.abc import Container

    from app.extraction.naming.entities import Cast, Entity
    from app.extraction.naming.mention import HeldOffice, Mention

_NAMES = frozenset({MentionKind.PERSON, MentionKind.NAME})
_SUBJECT = 0.6  # the salience of a subject
_HE_OR_SHE = {
    **dict.fromkeys(("he", "his"), Gender.MASCULINE),
    **dict.fromkeys(("she", "her"), Gender.FEMININE),
}
_SPOKEN_OF = 3  # sentences back in which somebody named may be whom an office stands for
_NEAR = 40  # words after a description in which a pronoun tells its gender
_LEAD = 3  # paragraphs in which an article's first speaker may stay without a name
_IN_THE_LEAD, _ELSEWHERE = 8, 3  # sentences until the name
_MOST_LOOKED_AT = 60  # mentions: bounds the time
# Those who are left without a name on purpose, and those of whom a text has many.
_NAMELESS = frozenset(
    re.findall(
        r"[\w-]+",
        "source insider person official diplomat aide spokesman spokeswoman spokesperson friend pal"
        " resident neighbour neighbor witness colleague informant whistleblower staffer user"
        " commentator observer reporter correspondent journalist lawyer attorney solicitor",
    )
)
_OPEN = frozenset({"person_of_note", "expert", "relation", "cleric", "official", "legislator"})


def named_next(
    cast: Cast, mention: Mention, held: HeldOffice, taken: Container[int]
) -> Entity | None:
    """The person whom the text names next, if a description can be that one's; else None.

    ``taken`` are the id() of those whom other descriptions stand for.
    """
    if held.word.words[-1] in _NAMELESS or held.word.plural:
        return None
    mentions = cast.text.mentions
    place = bisect_left(mentions, mention.span.start, key=lambda each: each.span.start)
    lead = mention.zone < _LEAD and not _is_somebody_before(cast, mention, place)
    if not lead and not _is_expected(cast, mention, held, place):
        return None
    gender = mention.gender or gender_after(cast, mention)
    limit = mention.sentence + (_IN_THE_LEAD if lead else _ELSEWHERE)
    for following in mentions[place + 1 : place + 1 + _MOST_LOOKED_AT]:
        if following.sentence > limit:
            return None
        if following.sentence == mention.sentence or following.kind not in _NAMES:
            continue
        if following.zone == mention.zone and not mention.definite:
            continue  # "A farmer said so. Ann Smith came.": two persons
        entity = cast.of(following)
        if entity is None or not _is_introduced(cast, entity, following, lead=lead):
            continue
        if lead and id(entity) in taken:
            continue
        if gender and entity.gender and gender is not entity.gender:
            continue
        return entity if _fits(held, entity, following, lead=lead) else None
    return None


def next_of_gender(cast: Cast, start: int, sentence: int, gender: Gender) -> Entity | None:
    """Whom "he" or "she" stands for that opens a text: the first of that gender named after it."""
    mentions = cast.text.mentions
    place = bisect_left(mentions, start, key=lambda each: each.span.start)
    for following in mentions[place : place + _MOST_LOOKED_AT]:
        if following.zone >= _LEAD or following.sentence > sentence + _IN_THE_LEAD:
            return None
        entity = cast.of(following) if following.kind in _NAMES else None
        if entity is None or entity.gender not in {None, gender}:
            continue
        if _is_introduced(cast, entity, following, lead=True):
            return entity
    return None


def _is_expected(cast: Cast, mention: Mention, held: HeldOffice, place: int) -> bool:
    """Whether a name is to be expected: for kin, and for an office where nobody was spoken of."""
    words = cast.text.words[mention.zone]
    if words[mention.left].token.tag_ == "PRP$" or any(
        word.possessive for word in words[mention.left : mention.first]
    ):
        return True
    if not mention.definite or held.word.office in _OPEN or held.former:
        return False
    for before in reversed(cast.text.mentions[max(place - _MOST_LOOKED_AT, 0) : place]):
        if mention.sentence - before.sentence > _SPOKEN_OF:
            return True
        entity = cast.of(before)
        named = entity is not None and entity.person and entity.named
        if named and before.salience >= _SUBJECT and before.zone == mention.zone:
            return False
    return True


def gender_after(cast: Cast, mention: Mention) -> Gender | None:
    """What "he" or "she" says after a description, in its sentence or the next."""
    sentences = cast.text.sentences[mention.zone]
    for word in cast.text.words[mention.zone][mention.right + 1 : mention.right + 1 + _NEAR]:
        if sentences[word.number] > mention.sentence + 1:
            break
        if word.low in _HE_OR_SHE and (word.low != "her" or word.token.tag_ == "PRP$"):
            return _HE_OR_SHE[word.low]
    return None


def _is_somebody_before(cast: Cast, mention: Mention, place: int) -> bool:
    """Whether a person is named as a subject before a description: it does not open the text."""
    for before in cast.text.mentions[max(place - _MOST_LOOKED_AT, 0) : place]:
        entity = cast.of(before)
        if before.kind not in _NAMES or entity is None or not entity.person:
            continue
        if not entity.sure and len(entity.name.words) == 1:
            continue
        if before.salience >= _SUBJECT and before.span.end < mention.whole.start:
            return True
    return False


def _is_introduced(cast: Cast, entity: Entity, mention: Mention, *, lead: bool) -> bool:
    """Whether a mention names a person for the first time, in full, as a subject or an owner."""
    if not entity.person or not entity.named:
        return False
    if mention.salience < _SUBJECT and not (lead and _owns(cast, mention)):
        return False
    if len(mention.words) == 1 and not mention.titled:
        return False
    whole = (each for each in entity.mentions if len(each.words) >= len(mention.words))
    return min(each.span.start for each in whole) == mention.span.start


def _owns(cast: Cast, mention: Mention) -> bool:
    """Whether a name stands in the genitive: "Ann Smith's team"."""
    words = cast.text.words[mention.zone]
    return mention.last + 1 < len(words) and words[mention.last + 1].possessive


def _fits(held: HeldOffice, entity: Entity, following: Mention, *, lead: bool) -> bool:
    """Whether the name can be that of somebody with an office."""
    if entity.actor is not None and entity.actor.roles and held.word.office not in _OPEN:
        return bool(fits_role(held, entity.actor, None))  # of whom it is known what else they are
    if not following.offices and (entity.actor is None or not entity.actor.roles):
        return True
    if any(_alike(held, other) for other in following.offices):
        return True
    open_classes = {other.word.office for other in following.offices} <= _OPEN
    return lead and (open_classes or held.word.office in _OPEN)


def _alike(one: HeldOffice, other: HeldOffice) -> bool:
    """Whether two words for an office may be of one person."""
    if one.word.office == other.word.office or one.word.words[-1] == other.word.words[-1]:
        return True
    return bool({other.word.office} & one.word.fits or {one.word.office} & other.word.fits)
