"""Roles: whom of the text "the Kremlin spokesman" or "the Polish leader" stands for.

Only somebody whom the text names can be meant. He or she must hold such an office: by the text's
own words ("Ann Smith, a spokeswoman for the ministry"), else by the directory on the day of
publication. An office whose holder the text does not name stays an office, and later mentions of
the same office ("the official") go to it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING

from app.domain.actors import ActorKind
from app.extraction.naming.entities import Cast, Entity, fits_role, is_called, office_class
from app.extraction.naming.introductions import gender_after, named_next
from app.extraction.naming.mention import HeldOffice, Mention, MentionKind
from app.extraction.naming.vocabulary import vocabulary
from app.extraction.naming.words import split_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from spacy.tokens import Token

    from app.extraction.naming.vocabulary import OfficeWord

# Words of these classes say little by themselves: they must be the very word used before.
OPEN_CLASSES = frozenset({"expert", "person_of_note", "official", "judge", "cleric", "relation"})
# Words that any firm or body may be called by.
_ANY_BODY = frozenset(
    re.findall(
        r"[\w-]+",
        "company firm organisation organization group agency manufacturer maker carmaker retailer"
        " developer operator start-up startup team charity",
    )
)
# The class whose words name a field: the health minister is not the transport minister.
_WITH_FIELDS = frozenset({"minister"})
# The classes of the words by which a head of government may be called in translations.
_AS_TRANSLATED = frozenset({"minister", "head_of_state"})
_PLACING = frozenset({"in", "at", "near", "from", "to", "into", "outside", "across", "around"})
_RANKS = "military_chief"
_MOST_CANDIDATES = 60
_NEAR_SENTENCES = 2
_SOURCES = ("source", "insider", "person", "friend", "pal")  # somebody unnamed is any of them
_LEAST_BODY = 0.45  # the salience of what is not only behind a preposition, as a place is
_SUBJECT = 0.6  # the salience of a subject, or of a name that heads a sentence without one
# Words beside an office that do not make it another one.
_SAYING_LITTLE = frozenset(
    ["the", "this", "that", "same", "senior", "top", "latter", "veteran", "a", "an", "s"]
)
_CONTRARIES = (("majority", "minority"), ("deputy", "chief"), ("prime", "foreign"))
_LONGEST_CHAIN = 4  # conjuncts
_SAME_WORD, _SURE, _PERHAPS = 3, 2, 1


def assign_roles(cast: Cast, day: date | None) -> None:
    """Give each description by office the entity it stands for; it is added to the cast.

    A description that stands for nobody who is named opens an entity of its own.
    """
    _Assigner(cast, day).run()


class _Assigner:
    def __init__(self, cast: Cast, day: date | None) -> None:
        self._cast = cast
        self._day = day
        self._persons = [entity for entity in cast.entities if entity.person]
        self._by_class: defaultdict[str, list[Entity]] = defaultdict(list)
        for entity in self._persons:
            roles = entity.actor.roles if entity.actor else ()
            classes = {role.office for role in roles}
            classes |= {office_class(role.printed) or "" for role in roles}
            if "head_of_government" in classes:
                classes |= _AS_TRANSLATED
            for held in entity.offices:
                classes |= {held.word.office, *held.word.fits}
            for name in classes:
                self._by_class[name].append(entity)
        self._unnamed: dict[tuple[str, ...], Entity] = {}
        self._bodies: list[Entity] = []
        self._taken: set[int] = set()
        self._names = {
            (mention.zone, cast.text.words[mention.zone][mention.last].number): mention
            for mention in cast.text.mentions
            if mention.kind in {MentionKind.PERSON, MentionKind.NAME}
        }

    def run(self) -> None:
        last_seen: dict[int, int] = {}
        for mention in self._cast.text.mentions:
            entity = self._cast.of(mention)
            if mention.kind is MentionKind.OFFICE:
                entity = self._office(mention, last_seen)
            elif mention.kind is MentionKind.NOUN:
                entity = self._noun(mention)
            elif mention.kind is MentionKind.GROUP:
                entity = self._group(mention)
            elif entity is not None and (mention.kind is MentionKind.BODY or not entity.sure):
                self._bodies = [*self._bodies[-30:], entity]
            if entity is not None:
                self._cast.of_mention[id(mention)] = entity
                last_seen[id(entity)] = mention.span.start

    def _office(self, mention: Mention, last_seen: dict[int, int]) -> Entity:
        held = mention.offices[0]
        found = self._joined(mention)
        if found is not None:
            self._takes_office(found, held)
            return found
        if mention.definite:
            found = self._definite(mention, held, last_seen)
        if found is None or (not found.named and found.name is mention):
            found = self._introduced(mention, held) or found
        if found is None:
            found = Entity(person=True, name=mention, gender=mention.gender, named=False)
            self._unnamed[held.word.words[-1:]] = found
        return found

    def _introduced(self, mention: Mention, held: HeldOffice) -> Entity | None:
        """The one who is named only after the description; it stays in doubt."""
        same = [one for grade, one in self._graded(held) if grade == _SAME_WORD]
        entity = named_next(self._cast, mention, held, self._taken)
        if entity is not None and len(same) == 1:
            entity = same[0]  # the text says of whom: "the judge, Ann Smith"
        if entity is None:
            return None
        self._taken.add(id(entity))
        self._takes_office(entity, held)
        self._cast.doubts[id(mention)] = (
            f"{entity.name.name} is the next who is named, and “{mention.name}” can be said of them"
        )
        return entity

    def _takes_office(self, entity: Entity, held: HeldOffice) -> None:
        """Note that the text says that somebody holds an office."""
        entity.offices.append(held)
        for name in (held.word.office, *held.word.fits):
            if entity not in self._by_class[name][-_MOST_CANDIDATES:]:
                self._by_class[name].append(entity)
        if entity.gender is None:
            entity.gender = held.word.gender

    def _definite(
        self, mention: Mention, held: HeldOffice, last_seen: dict[int, int]
    ) -> Entity | None:
        """Whom "the minister" stands for: who holds it, the one without a name met last."""
        same = self._same_unnamed(mention, held, last_seen)
        pool = self._pool(mention, held, last_seen, alone=same is None)
        if pool:
            best = max(grade for grade, _ in pool)
            fitting = [entity for grade, entity in pool if grade == best]
            chosen = max(fitting, key=lambda entity: last_seen.get(id(entity), -1))
            if len(fitting) > 1 and same is None:
                names = " and ".join(entity.name.name for entity in fitting[:3])
                self._cast.doubts[id(mention)] = (
                    f"“{mention.name}” fits {names}; the one named last was taken"
                )
            if same is None or last_seen.get(id(same), -1) < last_seen.get(id(chosen), -1):
                return chosen
        return same or self._without_office(mention, held)

    def _same_unnamed(
        self, mention: Mention, held: HeldOffice, last_seen: dict[int, int]
    ) -> Entity | None:
        """The one without a name who was met before: "a diplomat said ... the diplomat added"."""
        if held.of:
            return None
        noun = held.word.words[-1]
        same = self._unnamed.get((noun,))
        if same is None and noun in _SOURCES:
            known = [self._unnamed[(each,)] for each in _SOURCES if (each,) in self._unnamed]
            return max(known, key=lambda one: last_seen.get(id(one), -1), default=None)
        return same if same is not None and self._may_be(mention, same.name) else None

    def _pool(
        self, mention: Mention, held: HeldOffice, last_seen: dict[int, int], *, alone: bool
    ) -> list[tuple[int, Entity]]:
        """Those named who may hold an office, with how surely."""
        graded = [
            (grade, entity)
            for grade, entity in self._graded(held)
            if not self._is_another(mention, held, entity)
        ]
        before = [(grade, entity) for grade, entity in graded if id(entity) in last_seen]
        if before:
            return before
        if held.of:
            return [(grade, entity) for grade, entity in graded if grade >= _SURE]
        # "The prime minister said": the only one of this text, who is named later.
        later = [
            (grade, entity)
            for grade, entity in graded
            if grade == _SAME_WORD or (grade == _SURE and entity.actor is not None)
        ]
        free = held.word.office in OPEN_CLASSES
        return later if len(later) == 1 and alone and not free else []

    def _joined(self, mention: Mention) -> Entity | None:
        """The named person whom the parse makes the same: "His coach was Ann Smith"."""
        noun = self._cast.text.words[mention.zone][mention.last].token
        for token in same_as(noun):
            name = self._names.get((mention.zone, token.i))
            entity = self._cast.of(name) if name is not None else None
            if entity is None or not entity.person or not entity.named or entity.plural:
                continue
            if name is not None and not entity.sure and self._is_placed(name):
                continue  # "in New Ashland, the president"
            if not (mention.gender and entity.gender and mention.gender is not entity.gender):
                return entity
        return None

    def _is_placed(self, name: Mention) -> bool:
        """Whether a name stands behind a preposition of place."""
        words = self._cast.text.words[name.zone]
        return name.left > 0 and words[name.left - 1].low in _PLACING

    def _is_another(self, mention: Mention, held: HeldOffice, entity: Entity) -> bool:
        """Whether a noun before the office tells it from somebody's: health, not defence."""
        words = self._cast.text.words[mention.zone][mention.left : mention.first]
        fields = {word.low for word in words if word.token.pos_ == "NOUN"} - _SAYING_LITTLE
        if held.word.office in _WITH_FIELDS:
            fields |= set(held.word.words[:-1])
        if not fields or mention.of:
            return False
        last = held.word.words[-1]
        its = [other.word.words for other in entity.offices if other.word.words[-1] == last]
        its = [other for other in its if len(other) > 1]
        return bool(its) and not any(fields & set(other) for other in its)

    def _may_be(self, mention: Mention, before: Mention) -> bool:
        """Whether an office may be the unnamed one before: nothing in it was not said then.

        "The minister" may be "the health minister"; the latter is not "the Polish minister".
        """
        return self._describing(mention) <= self._describing(before) | _SAYING_LITTLE

    def _describing(self, mention: Mention) -> set[str]:
        return set(split_words(mention.whole.of(self._cast.text.parsed.text.text)))

    def _without_office(self, mention: Mention, held: HeldOffice) -> Entity | None:
        """The only one of whom no office is known, named as a subject just before.

        "Ann Smith said ... The home secretary added": papers often call somebody by an office
        only at the second mention. It stays in doubt, and the reasons say so.
        """
        if held.word.office in OPEN_CLASSES or held.former:
            return None
        found: dict[int, Entity] = {}
        gender = held.word.gender or gender_after(self._cast, mention)
        for before in self._recent(mention):
            entity = self._cast.of(before)
            if entity is None or not entity.person or not entity.named:
                continue
            if not self._can_also_be(entity, held):
                continue
            if before.salience < _SUBJECT or (gender and entity.gender not in {None, gender}):
                continue
            if entity.sure or len(entity.name.words) > 1:
                found[id(entity)] = entity
        if len(found) != 1:
            return None
        entity = next(iter(found.values()))
        self._cast.doubts[id(mention)] = (
            f"The text does not say who “{mention.name}” is; {entity.name.name}, of whom it names "
            "no office, was taken"
        )
        return entity

    def _can_also_be(self, entity: Entity, held: HeldOffice) -> bool:
        """Whether all that is known of somebody leaves room for an office: a senator may lead."""
        if entity.actor is not None and entity.actor.roles:
            return False
        return all(held.word.office in other.word.also_fits for other in entity.offices)

    def _recent(self, mention: Mention) -> list[Mention]:
        """The mentions of the two sentences before one, its own sentence left out."""
        mentions = self._cast.text.mentions
        place = bisect_left(mentions, mention.span.start, key=lambda each: each.span.start)
        recent = []
        for before in reversed(mentions[max(place - _MOST_CANDIDATES, 0) : place]):
            if mention.sentence - before.sentence > _NEAR_SENTENCES:
                break
            if before.sentence != mention.sentence:
                recent.append(before)
        return recent

    def _graded(self, held: HeldOffice) -> list[tuple[int, Entity]]:
        names = {held.word.office, *held.word.fits, *held.word.also_fits}
        found: dict[int, tuple[int, Entity]] = {}
        for name in sorted(names):  # the order must not depend on hashes
            for entity in self._by_class.get(name, ())[:_MOST_CANDIDATES]:
                if id(entity) not in found:
                    grade = self._grade(held, entity)
                    if grade:
                        found[id(entity)] = (grade, entity)
        return list(found.values())

    def _grade(self, held: HeldOffice, entity: Entity) -> int:
        gender = held.word.gender
        if gender and entity.gender and gender is not entity.gender:
            return 0
        of = self._cast.expand(held.of)
        asked = HeldOffice(held.word, of, held.former)
        best = fits_role(asked, entity.actor, self._day) if entity.actor else 0
        for other in entity.offices:
            best = max(best, self._grade_by_text(asked, other, entity))
        return best

    def _grade_by_text(self, asked: HeldOffice, other: HeldOffice, entity: Entity) -> int:
        if (asked.former and not other.former) or _contradict(asked.word, other.word):
            return 0
        same_word = asked.word.words[-1] == other.word.words[-1]
        covers = asked.word.office not in OPEN_CLASSES and _covers(asked.word, other.word)
        if not same_word and not covers:
            return 0
        if asked.of:
            its = self._cast.expand(other.of)
            if not its and entity.actor is not None and entity.actor.country:
                its = frozenset((entity.actor.country, *entity.actor.belongs_to))
            bodies = {item for item in asked.of if not item.isupper()}
            its_bodies = {item for item in its if not item.isupper()}
            if bodies and its_bodies:
                called = any(is_called(item, its_bodies) for item in bodies)
                if not called and not bodies & its_bodies:
                    return 0
            elif not asked.of & its:
                return 0
        return _SAME_WORD if same_word else _SURE

    def _noun(self, mention: Mention) -> Entity | None:
        """The body that "the ministry" points back to; one of its own where it says whose."""
        names = vocabulary().anaphoric.values.get(mention.words)
        if mention.definite and not mention.of and names is not None:
            names = names or frozenset(mention.words)
            for entity in reversed(self._bodies):
                if _has_word(entity, names):
                    return entity
            if mention.words[-1] in _ANY_BODY:
                return self._last_body(mention)
        return Entity(person=False, name=mention, plural=mention.plural, named=False)

    def _last_body(self, mention: Mention) -> Entity:
        """The firm or body that acts just before: a subject, then the one named last."""
        mentions = self._cast.text.mentions
        place = bisect_left(mentions, mention.span.start, key=lambda each: each.span.start)
        found: list[tuple[float, int, Entity]] = []
        for number in range(place - 1, max(place - _MOST_CANDIDATES, 0) - 1, -1):
            before = mentions[number]
            entity = self._cast.of(before)
            if mention.sentence - before.sentence > _NEAR_SENTENCES:
                break
            if entity is None or entity.name.of or before.salience < _LEAST_BODY:
                continue
            country = entity.actor is not None and entity.actor.kind is not ActorKind.ORGANISATION
            if not country and any(entity is each for each in self._bodies):
                found.append((min(before.salience, _SUBJECT), number, entity))
        if found:
            return max(found, key=lambda each: each[:2])[2]
        return Entity(person=False, name=mention, plural=mention.plural, named=False)

    def _group(self, mention: Mention) -> Entity:
        printed = mention.whole.of(self._cast.text.parsed.text.text).lower()
        if printed.startswith(("the ", "these ", "those ", "both ")) and not mention.of:
            same = self._unnamed.get(mention.words)
            if same is not None and same.plural:
                return same
        entity = Entity(person=False, name=mention, plural=True, named=False)
        self._unnamed[mention.words] = entity
        return entity


def same_as(noun: Token) -> Iterator[Token]:
    """The words that the parse says are the same one as a noun: in apposition, by a predicate."""
    for _ in range(_LONGEST_CHAIN):  # "the speaker's cousin and his neighbour"
        if noun.dep_ != "conj" or noun.head.i == noun.i or noun.head.pos_ not in {"NOUN", "PROPN"}:
            break
        noun = noun.head
    if noun.dep_ == "appos":
        yield noun.head
    for child in noun.children:
        if child.dep_ == "appos":
            yield child
    verb = noun.head
    if noun.dep_ in {"attr", "nsubj"} and verb.lemma_ == "be":
        others = list(verb.children)
        if not any(each.dep_ == "neg" for each in others):
            for other in others:
                if other.dep_ in {"attr", "nsubj"} and other.dep_ != noun.dep_:
                    yield other


def _contradict(asked: OfficeWord, held: OfficeWord) -> bool:
    """Whether two words for an office exclude each other: the majority leader, the minority's.

    "The minister" is another than the prime minister.
    """
    if held.office == "head_of_government" and asked.words == ("minister",):
        return True
    return any(
        one in asked.words and other in held.words
        for pair in _CONTRARIES
        for one, other in (pair, pair[::-1])
    )


def _covers(asked: OfficeWord, held: OfficeWord) -> bool:
    """Whether somebody called by one word for an office may be called by another."""
    if _RANKS in {asked.office, held.office} and asked.office != held.office:
        return False  # a general is no minister and chairs no committee
    if asked.office == held.office or held.office in asked.fits | asked.also_fits:
        return True
    return len(held.fits) == 1 and held.fits <= asked.fits


def _has_word(entity: Entity, names: frozenset[str]) -> bool:
    """Whether a body's name or an alias has one of some words."""
    printed = set(entity.name.words)
    if entity.actor is not None:
        for name in entity.actor.names:
            printed |= set(name.casefold().replace("-", " ").split())
    return bool(printed & names)
