"""Entities: which mentions of a text are of the same person or body, and who that is.

A full name opens an entity; a later bare surname goes to the full name before it, else to one
after it, else to the only person of the directory with that surname who fits the text. Two of one
surname are kept apart by a form of address, an office or a given name; where none of these
decides, the one mentioned last is taken and the entity's mention says that it is in doubt.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from app.domain.actors import ActorDirectory, ActorKind, Gender
from app.extraction.naming.mention import OF_NAME, OF_NOUN, HeldOffice, Mention, MentionKind
from app.extraction.naming.vocabulary import vocabulary
from app.extraction.naming.words import split_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from app.domain.actors import Actor, Role
    from app.extraction.naming.mentions import MentionedText

_HEADS = frozenset({"chief", "leader"})
_NAMES = frozenset({MentionKind.PERSON, MentionKind.NAME})
# Offices whose holders are printed by surname alone in papers all over the world.
_SUBJECT = 0.6  # the salience of a subject, or of a name that heads a sentence without one
_NEAR_SENTENCES = 3
_PROMINENT = frozenset({"head_of_state", "head_of_government", "foreign_minister", "deputy_head"})
_KINGDOMS = frozenset({"ES", "BE", "NL", "DK", "SE", "NO", "GB", "CA", "AU", "NZ", "JP", "TH"})
_MOST_MENTIONS = 8  # of a body, to see which was named last
_MOST_BODIES = 200  # looked at for a short name: bounds the time
# Last words of the names of firms, which papers shorten to the first.
_OF_FIRMS = frozenset(
    {"ag", "plc", "ltd", "inc", "corp", "corporation", "group", "holdings", "partners", "gmbh"}
    | {"company", "co", "llc", "lines", "airlines", "airways", "motors", "systems", "robotics"}
    | {"technologies", "industries", "energy", "capital", "foods", "pharmaceuticals", "logistics"}
)
_NAMES_ALONE = frozenset({"house", "senate"})  # the House is not the White House
_WITH_GIVEN = frozenset({"sir", "dame", "lady", "lord", "prince", "princess", "king", "queen"})
# Forms of address that tell nothing of what somebody is.
_POLITE = frozenset(
    {"mr", "mister", "mrs", "ms", "miss", "herr", "frau", "monsieur", "mme", "madame", "dr"}
    | {"signor", "signora", "senor", "senora"}
)


@dataclass(slots=True, eq=False)
class Entity:
    """One person or body of a text."""

    person: bool
    name: Mention  # the mention that names it best
    actor: Actor | None = None
    gender: Gender | None = None
    plural: bool = False
    offices: list[HeldOffice] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    sure: bool = True  # False: it may be no person at all
    named: bool = True  # False: a description is all there is of it
    printed: str = ""  # by which words it is known that is not named, where they are a source's


@dataclass(frozen=True)
class Cast:
    """The entities of a text."""

    text: MentionedText
    entities: tuple[Entity, ...]
    of_mention: dict[int, Entity]  # by id() of the mention
    doubts: dict[int, str]  # by id() of the mention: why it may be somebody else

    @cached_property
    def by_last_word(self) -> dict[str, Entity]:
        """The entities by the last word of their name; the first of each word."""
        found: dict[str, Entity] = {}
        for entity in self.entities:
            found.setdefault(entity.name.words[-1], entity)
        return found

    def of(self, mention: Mention) -> Entity | None:
        """The entity of a mention; None for a description that names nobody."""
        return self.of_mention.get(id(mention))

    def expand(self, of: Iterable[str]) -> frozenset[str]:
        """What an office is of, names in it replaced by the countries and bodies behind them."""
        expanded: set[str] = set(of)
        for item in of:
            if item.startswith(OF_NAME):
                entity = self.by_last_word.get(item.removeprefix(OF_NAME).split()[-1])
                if entity is not None and entity.actor is not None:
                    expanded |= {entity.actor.slug, *entity.actor.belongs_to}
        return frozenset(expanded)


def cast_of(text: MentionedText, directory: ActorDirectory, day: date | None) -> Cast:
    """The entities of a text; ``day`` is when it was published, for who held which office."""
    builder = _Builder(text, directory, day)
    builder.full_names()
    builder.short_names()
    return Cast(text, tuple(builder.entities), builder.of_mention, builder.doubts)


def fits_role(held: HeldOffice, actor: Actor, day: date | None) -> int:
    """How well a word for an office fits an actor's offices: 2 surely, 1 perhaps, 0 not."""
    best = 0
    for role in actor.roles:
        holds = day is None or role.held_on(day)
        if held.former == holds and day is not None:
            continue
        grade = 2 if role.office in held.word.fits else int(role.office in held.word.also_fits)
        if office_class(role.printed) == held.word.office:
            grade = 2  # what the press prints says more than its class: "the pontiff"
        if grade and fits_body(held.of, actor, role):
            best = max(best, grade)
        elif grade and held.word.office in _HEADS and actor.country in held.of:
            best = max(best, 1)  # "the EU chief" heads its Commission; "the Kremlin leader"
        elif role.office == "head_of_government" and actor.country in held.of:
            best = max(best, _as_translated(held, actor.country))
    return best


def _as_translated(held: HeldOffice, country: str) -> int:
    """How well a head of government's title in the country's own tongue fits: "the president".

    A kingdom has no other president than its government's, as the Spanish is called at home; "the
    minister" may be the prime minister where no other is meant.
    """
    if held.word.words == ("president",) and country in _KINGDOMS:
        return 2
    return int(held.word.words == ("minister",))


@cache
def office_class(printed: str) -> str | None:
    """The class of the word for an office that ends a printed role: 'Russian President'."""
    words = split_words(printed)
    offices = vocabulary().offices
    for place in range(len(words)):
        found = offices.at(words, place)
        if found is not None and place + found[0] == len(words):
            return found[1].office
    return None


def fits_body(of: frozenset[str], actor: Actor, role: Role | None) -> bool:
    """Whether what stands beside an office ("Polish", "of NATO") fits an actor in a role."""
    if not of:
        return True
    bodies = {item for item in of if not item.isupper()}
    codes = {item for item in of if item.isupper()}
    own = {role.of, *actor.belongs_to} if role is not None else set(actor.belongs_to)
    if bodies & own or any(is_called(item, own) for item in bodies):
        return True
    return not bodies and actor.country in codes


def is_called(noun: str, slugs: Iterable[str | None]) -> bool:
    """Whether one of some bodies may be called by a common noun: NATO "the alliance"."""
    if not noun.startswith(OF_NOUN):
        return False
    phrase = tuple(noun.removeprefix(OF_NOUN).split())
    names = vocabulary().anaphoric.values.get(phrase, frozenset()) | {phrase[-1]}
    return any(names & set(slug.split("-")) for slug in slugs if slug)


class _Builder:
    def __init__(self, text: MentionedText, directory: ActorDirectory, day: date | None) -> None:
        self._text = text
        self._directory = directory
        self._day = day
        self._book = vocabulary()
        self.entities: list[Entity] = []
        self.of_mention: dict[int, Entity] = {}
        self.doubts: dict[int, str] = {}
        self._by_surname: defaultdict[str, list[Entity]] = defaultdict(list)
        self._by_given: defaultdict[str, list[Entity]] = defaultdict(list)
        self._by_slug: dict[str, Entity] = {}
        self._bodies: list[Entity] = []
        self._by_words: dict[tuple[str, ...], Entity] = {}
        self._around = self._slugs_and_codes()

    def _slugs_and_codes(self) -> frozenset[str]:
        """All bodies and countries that the text names, to judge a bare surname by."""
        named: set[str] = set()
        for mention in self._text.mentions:
            named |= mention.of
            for held in mention.offices:
                named |= held.of
            for actor in mention.actors:
                if actor.kind is not ActorKind.PERSON:
                    named |= {actor.slug, *([actor.country] if actor.country else [])}
        return frozenset(named)

    def full_names(self) -> None:
        """Open the entities of all names of two words and more, and of bodies."""
        before: Mention | None = None
        for mention, following in pairwise(self._text.mentions):
            if self._shares_surname(mention, following):
                mention.words = (*mention.words, *following.words[1:])
                mention.name += " " + following.name.split(" ", 1)[1]
                mention.kind = MentionKind.PERSON
                mention.gender = self._book.given[mention.words[0]]
        for mention in self._text.mentions:
            if before is not None and self._abbreviates(mention, before):
                self._by_words.setdefault(mention.words, self.of_mention[id(before)])
                self._join(self.of_mention[id(before)], mention)
                continue
            before = mention
            several = len(mention.words) > 1 or bool(mention.actors)
            if mention.kind is MentionKind.BODY and (several or not mention.name.isupper()):
                self._body(mention)
            small = mention.name[0].islower() and not mention.actors  # "Mr | de Witt"
            if mention.kind in _NAMES and several and not small:
                self._full(mention)

    def _shares_surname(self, mention: Mention, following: Mention) -> bool:
        """Whether two given names are joined before one surname: "Ivo and Ann Smith"."""
        if mention.kind not in _NAMES or len(mention.words) > 1 or mention.actors:
            return False
        whole = following.kind is MentionKind.PERSON and " " in following.name
        if not whole or len(following.words) < 2 or following.offices or following.titled:
            return False
        between = self._text.parsed.text.text[mention.span.end : following.span.start]
        known = mention.words[0] in self._book.given and following.words[0] in self._book.given
        return known and between in {" and ", " & "}

    def _abbreviates(self, mention: Mention, before: Mention) -> bool:
        """Whether capitals in brackets follow a body's name: "the Foreign Office (FO)"."""
        if mention.actors or before.kind is not MentionKind.BODY:
            return False
        between = self._text.parsed.text.text[before.span.end : mention.span.start]
        return between.strip() == "(" and mention.name.isupper() and id(before) in self.of_mention

    def _body(self, mention: Mention) -> None:
        if mention.actors:
            entity = self._by_slug.get(mention.actors[0].slug)
        else:
            entity = self._by_words.get(mention.words)
        if entity is None and not mention.actors:
            entity = self._short_body(mention)
        if entity is None:
            actor = mention.actors[0] if mention.actors else None
            entity = self._open(mention, person=False, actor=actor)
            self._bodies.append(entity)
            self._by_words[mention.words] = entity
            initials = "".join(
                word[0] for word in mention.words if word not in {"of", "for", "the", "and"}
            )
            if len(initials) > 2:
                self._by_words.setdefault((initials,), entity)
        self._join(entity, mention)

    def _short_body(self, mention: Mention) -> Entity | None:
        """The body that a word of its name is short for: "Rovers", "Brand" of Brand AG.

        Of several newspapers called "the Post" it is the one named last before.
        """
        if len(mention.words) > 1:
            return None
        word = mention.words[0]
        found = [
            each
            for each in self._bodies[-_MOST_BODIES:]
            if len(each.name.words) > 1
            and (each.actor is None or word in self._book.organisation_words - _NAMES_ALONE)
            and (
                each.name.words[-1] == word
                or (each.name.words[0] == word and each.name.words[-1] in _OF_FIRMS)
            )
        ]
        if len(found) <= 1:
            return found[0] if found else None
        before = [
            (max(starts), number)
            for number, each in enumerate(found)
            if (
                starts := [
                    m.span.start
                    for m in (*each.mentions[-_MOST_MENTIONS:], *each.mentions[:1])
                    if m.span.start < mention.span.start
                ]
            )
        ]
        return found[max(before)[1]] if before else None

    def _full(self, mention: Mention) -> None:
        actor = self._choose(mention)
        entity = self._by_slug.get(actor.slug) if actor else self._by_words.get(mention.words)
        if entity is None and actor is None:
            entity = self._same_person(mention)
        if entity is None:
            entity = self._open(mention, person=True, actor=actor)
            self._by_words.setdefault(mention.words, entity)
            self._by_surname[self._surname(mention.words)].append(entity)
            for word in mention.words[:-1]:  # "Big Dom Smith" is Dom
                self._by_given[word].append(entity)
        self._join(entity, mention)

    def _choose(self, mention: Mention) -> Actor | None:
        """The one actor of the directory that bears a whole name and fits its office."""
        actors = mention.actors
        if len(actors) > 1:
            fitting = [
                actor
                for actor in actors
                if any(fits_role(held, actor, self._day) for held in mention.offices)
            ]
            actors = tuple(fitting) if len(fitting) == 1 else ()
        return actors[0] if actors else None

    def _same_person(self, mention: Mention) -> Entity | None:
        """An entity of the same surname and given name, middle names and initials aside."""
        for entity in self._by_surname.get(self._surname(mention.words), ()):
            given, other = mention.words[0], entity.name.words[0]
            if given == other or (min(len(given), len(other)) == 1 and given[0] == other[0]):
                return entity
        return None

    def short_names(self) -> None:
        """Give each bare surname or given name to an entity, or open one for it."""
        for mention in self._text.mentions:
            if id(mention) in self.of_mention:
                continue
            if mention.kind is MentionKind.BODY and self._by_surname.get(mention.words[0]):
                mention.kind = MentionKind.NAME  # "LIND:" in a transcript, of Anna Lind
            if mention.kind is MentionKind.BODY:
                self._body(mention)
            elif mention.kind in _NAMES:
                self._short(mention)

    def _short(self, mention: Mention) -> None:
        surname = self._surname(mention.words)
        candidates = [
            entity
            for entity in self._by_surname.get(surname, ())
            if not (mention.gender and entity.gender and mention.gender is not entity.gender)
        ]
        if len(candidates) > 1:
            candidates = self._narrow(mention, candidates)
        if not candidates and (not mention.titled or self._styled(mention)):
            given = self._by_given.get(surname, [])
            candidates = given if len(given) == 1 and given[0].person else []
        if candidates:
            entity = self._nearest(mention, candidates)
            if len(candidates) > 1:
                names = " and ".join(each.name.name for each in candidates[:3])
                self.doubts[id(mention)] = (
                    f"“{mention.name}” may be {names}; {entity.name.name} was taken"
                )
            self._join(entity, mention)
            return
        actor = self._by_directory(mention, surname)
        body = self._short_body(mention) if actor is None and not mention.titled else None
        if body is not None:
            self._join(body, mention)
            return
        if actor is not None:
            entity = self._by_slug.get(actor.slug) or self._open(mention, person=True, actor=actor)
        else:
            known = self._by_words.get(mention.words)
            entity = known or self._open(mention, person=True, actor=None)
            entity.sure = entity.sure and mention.kind is MentionKind.PERSON
            if known is not None and not known.person:
                self._join(known, mention)
                return
            self._by_words.setdefault(mention.words, entity)
        if entity not in self._by_surname[surname]:
            self._by_surname[surname].append(entity)
        self._join(entity, mention)

    def _styled(self, mention: Mention) -> bool:
        """Whether the form of address goes with a given name: "Sir Ivo", not "Mr Ivo"."""
        printed = split_words(mention.whole.of(self._text.parsed.text.text))
        return bool(_WITH_GIVEN & set(printed[: -len(mention.words)]))

    def _narrow(self, mention: Mention, candidates: list[Entity]) -> list[Entity]:
        """Those of one surname whom the office before it fits; all when it fits none."""
        for held in mention.offices:
            word = held.word.words[-1]
            same_word = [
                entity
                for entity in candidates
                if any(other.word.words[-1] == word for other in entity.offices)
            ]
            fitting = same_word or [
                entity
                for entity in candidates
                if any(other.word.office == held.word.office for other in entity.offices)
                or (entity.actor is not None and fits_role(held, entity.actor, self._day))
            ]
            if fitting:
                return fitting
        return candidates

    def _nearest(self, mention: Mention, candidates: list[Entity]) -> Entity:
        """The one mentioned last before; the first mentioned after when there is none."""
        first = min(candidates, key=lambda entity: entity.mentions[0].span.start)
        before = [
            entity for entity in candidates if entity.mentions[0].span.start < mention.span.start
        ]
        if not before:
            return first
        # A bare surname is that of the one whom the text is about; papers print the given names
        # of a wife or a brother, or a form of address. But in one paragraph, who was the subject
        # last goes on.
        here = [
            entity
            for entity in before
            if any(
                self._is_near(each, mention)
                for each in entity.mentions
                if each.span.start < mention.span.start
            )
        ]
        if not here:
            return first
        before = here

        def last_before(entity: Entity) -> int:
            # Mentions join in the order of the text within each of the two passes.
            return max(
                (
                    each.span.start
                    for each in entity.mentions[-8:] + entity.mentions[:1]
                    if each.span.start < mention.span.start
                ),
                default=-1,
            )

        return max(before, key=last_before)

    def _is_near(self, before: Mention, mention: Mention) -> bool:
        """Whether somebody was a subject in the paragraph or just before, not as another's kin."""
        if before.salience < _SUBJECT:
            return False
        sentences = mention.sentence - before.sentence
        if before.zone == mention.zone or sentences <= 1:
            return True
        owner = self._text.words[before.zone][before.left].token.tag_ == "PRP$"
        return sentences <= _NEAR_SENTENCES and not owner

    def _by_directory(self, mention: Mention, surname: str) -> Actor | None:
        """The one person of the directory with a surname whom the text lets one expect."""
        actors = self._directory.by_surname(" ".join(mention.words)) or (
            self._directory.by_surname(surname)
        )
        fitting = [
            actor
            for actor in actors
            if not (mention.gender and actor.gender and mention.gender is not actor.gender)
            and self._expected(actor, mention)
        ]
        if len(fitting) > 1:  # two of one surname: the one in office then
            fitting = [actor for actor in fitting if actor.role_on(self._day) is not None]
        return fitting[0] if len(fitting) == 1 else None

    def _expected(self, actor: Actor, mention: Mention) -> bool:
        offices = [held for held in mention.offices if held.word.fits]
        if offices:
            return any(
                fits_role(held, actor, self._day) or fits_role(held, actor, None)
                for held in offices
            )
        bodies = {actor.country, *actor.belongs_to, *(role.of for role in actor.roles)}
        if bodies & self._around:
            return True
        if not any(role.office in _PROMINENT for role in actor.roles):
            return False
        before = split_words(mention.whole.of(self._text.parsed.text.text))[: -len(mention.words)]
        # "Mr. Smith" says no more of who he is than "Smith"; "Judge Smith" is somebody else.
        return not mention.titled or _POLITE.issuperset(before)

    def _surname(self, words: tuple[str, ...]) -> str:
        if len(words) > 1 and words[-1] in self._book.suffixes:
            return words[-2]
        return words[-1]

    def _open(self, mention: Mention, *, person: bool, actor: Actor | None) -> Entity:
        entity = Entity(person, mention, actor, sure=mention.kind is not MentionKind.NAME)
        if actor is not None:
            entity.gender = actor.gender
            entity.plural = actor.kind is ActorKind.GROUP
            entity.sure = True
            self._by_slug[actor.slug] = entity
        self.entities.append(entity)
        return entity

    def _join(self, entity: Entity, mention: Mention) -> None:
        entity.mentions.append(mention)
        entity.offices.extend(mention.offices)
        entity.sure = entity.sure or mention.kind is MentionKind.PERSON
        if entity.gender is None:
            entity.gender = mention.gender
        if len(mention.words) > len(entity.name.words):
            entity.name = mention
        self.of_mention[id(mention)] = entity
