"""Actor: who can speak or hold a position, and the directory of those known beforehand."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from app.domain.dates import UNKNOWN_DATE, UncertainDate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date


class ActorKind(StrEnum):
    """What an actor is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GOVERNMENT = "government"
    GROUP = "group"  # several together: "EU leaders", "analysts"
    OFFICE = "office"  # an office-holder whom the text does not name: "Germany's defence minister"


class Gender(StrEnum):
    """The grammatical gender under which an actor is publicly written about."""

    MASCULINE = "m"
    FEMININE = "f"


@dataclass(frozen=True, slots=True)
class Role:
    """An office that somebody holds or held."""

    title: str  # formal: "Press Secretary of the President of Russia"
    printed: str  # as newspapers print it before a name: "Kremlin spokesman"
    office: str  # the class of office: "spokesperson", "foreign_minister", ...
    of: str | None  # slug of the institution or government
    held_from: UncertainDate = UNKNOWN_DATE
    held_to: UncertainDate = UNKNOWN_DATE

    def held_on(self, day: date) -> bool:
        """Whether it may have been held that day; an open end counts as still held."""
        started = self.held_from.first is None or self.held_from.first <= day
        ended = self.held_to.last is not None and self.held_to.last < day
        return started and not ended


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who speaks or holds a position."""

    slug: str
    name: str
    kind: ActorKind
    country: str | None = None  # ISO 3166-1 alpha-2, or EU
    gender: Gender | None = None
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()  # governments: "Russian"
    roles: tuple[Role, ...] = ()
    belongs_to: tuple[str, ...] = ()  # slugs
    wikidata: str | None = None
    in_directory: bool = False  # False: first met in an article's text

    @property
    def names(self) -> tuple[str, ...]:
        """The name and all aliases."""
        return (self.name, *self.aliases)

    def role_on(self, day: date | None) -> Role | None:
        """The role held that day, the latest begun first; None when none is known."""
        if day is None:
            return None
        held = [role for role in self.roles if role.held_on(day)]
        return max(held, key=lambda role: role.held_from.first or day.min, default=None)


def slugify(name: str) -> str:
    """A lower-case ASCII slug of a name, never empty: 'Radosław Sikorski' -> 'radoslaw-sikorski'.

    A name with no letter that has an ASCII form gets the code points instead, so that two such
    names never share a slug.
    """
    folded = fold(name)
    slug = re.sub(r"[^a-z0-9]+", "-", folded.encode("ascii", "ignore").decode()).strip("-")
    return slug or "u" + "-".join(f"{ord(character):x}" for character in name[:16] if name.strip())


# Letters that Unicode does not decompose to an ASCII letter and a mark.
_UNDECOMPOSED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae"})


@lru_cache(maxsize=8_192)
def fold(name: str) -> str:
    """A name without case, accents and doubled spaces, for comparing spellings."""
    if name.isascii():
        return " ".join(name.lower().split())
    decomposed = unicodedata.normalize("NFKD", name.casefold().translate(_UNDECOMPOSED))
    plain = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return " ".join(plain.replace("’", "'").split())


@dataclass(frozen=True)
class ActorDirectory:
    """The actors known beforehand, looked up by slug, name, surname and demonym."""

    actors: tuple[Actor, ...]
    _by_slug: Mapping[str, Actor] = field(init=False, repr=False, compare=False)
    _by_name: Mapping[str, tuple[Actor, ...]] = field(init=False, repr=False, compare=False)
    _by_surname: Mapping[str, tuple[Actor, ...]] = field(init=False, repr=False, compare=False)
    _by_demonym: Mapping[str, Actor] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_name: dict[str, list[Actor]] = defaultdict(list)
        by_surname: dict[str, list[Actor]] = defaultdict(list)
        for actor in self.actors:
            for name in dict.fromkeys(fold(name) for name in actor.names):
                by_name[name].append(actor)
            if actor.kind is ActorKind.PERSON:
                for surname in dict.fromkeys(_surnames(actor)):
                    by_surname[surname].append(actor)
        set_field = object.__setattr__  # the dataclass is frozen; its indexes are made once, here
        set_field(self, "_by_slug", {actor.slug: actor for actor in self.actors})
        set_field(self, "_by_name", {name: tuple(found) for name, found in by_name.items()})
        set_field(self, "_by_surname", {name: tuple(found) for name, found in by_surname.items()})
        demonyms = {fold(word): actor for actor in self.actors for word in actor.demonyms}
        set_field(self, "_by_demonym", demonyms)

    @classmethod
    def of(cls, actors: Iterable[Actor]) -> ActorDirectory:
        """A directory of these actors."""
        return cls(tuple(actors))

    def __iter__(self) -> Iterator[Actor]:
        return iter(self.actors)

    def by_slug(self, slug: str) -> Actor | None:
        """The actor with that slug."""
        return self._by_slug.get(slug)

    def by_name(self, name: str) -> tuple[Actor, ...]:
        """All actors one of whose whole names is this, however it is cased or accented."""
        return self._by_name.get(fold(name), ())

    def by_surname(self, surname: str) -> tuple[Actor, ...]:
        """All persons with that surname; more than one means that the text must decide."""
        return self._by_surname.get(fold(surname), ())

    def by_demonym(self, word: str) -> Actor | None:
        """The government a demonym belongs to: 'Polish' -> Poland."""
        return self._by_demonym.get(fold(word))


# Particles that belong to the surname when a name is cut into given name and surname.
_PARTICLES = frozenset({"von", "van", "de", "der", "den", "del", "della", "di", "da", "la", "le"})


def _surnames(actor: Actor) -> Iterator[str]:
    """The surnames, folded, under which an actor's names may be shortened."""
    for name in actor.names:
        words = fold(name).split()
        if len(words) < 2:
            continue
        yield words[-1]
        start = len(words) - 1
        while start > 1 and words[start - 1] in _PARTICLES:
            start -= 1
        if start < len(words) - 1:
            yield " ".join(words[start:])
