"""The lexicons of people, offices, bodies and countries, looked up by folded words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Generic, TypeVar

from app.domain.actors import Gender
from app.extraction.lexicons import load_lexicon
from app.extraction.naming.words import low, split_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Value = TypeVar("Value")
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfficeWord:
    """A word for somebody by what they do: 'foreign minister', 'spokeswoman', 'leader'."""

    words: Words
    office: str  # its class
    fits: frozenset[str]  # the classes of office in a directory that it surely may stand for
    also_fits: frozenset[str]  # those it may stand for when nothing nearer fits
    gender: Gender | None
    plural: bool
    capitals: bool  # written in capitals only: MP, PM


@dataclass(slots=True)
class Phrases(Generic[Value]):
    """Phrases of one or more words; the longest that starts at a place is found first."""

    longest: dict[str, int] = field(default_factory=dict)
    values: dict[Words, Value] = field(default_factory=dict)

    def add(self, words: Words, value: Value) -> None:
        """Keep a phrase; the first value of each phrase stays."""
        if words and words not in self.values:
            self.values[words] = value
            self.longest[words[0]] = max(self.longest.get(words[0], 0), len(words))

    def at(self, words: Sequence[str], place: int) -> tuple[int, Value] | None:
        """The length and the value of the longest phrase at ``place``."""
        longest = self.longest.get(words[place], 0)
        for length in range(min(longest, len(words) - place), 0, -1):
            value = self.values.get(tuple(words[place : place + length]))
            if value is not None:
                return length, value
        return None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All the lexicons that name people, offices, bodies and countries."""

    offices: Phrases[OfficeWord]
    titles: Mapping[str, Gender | None]  # Mr, Dr, Gen.
    title_offices: Mapping[str, OfficeWord]  # the office that a form of address stands for
    given: Mapping[str, Gender]  # given names
    surname_endings: tuple[str, ...]
    particles: frozenset[str]
    suffixes: frozenset[str]
    countries: Phrases[str]  # names -> code
    demonyms: Phrases[str]  # Polish -> code
    capitals: Phrases[str]  # Warsaw -> code
    country_names: Mapping[str, str]  # code -> name
    organisation_words: frozenset[str]
    anaphoric: Phrases[frozenset[str]]  # the ministry -> words of a name it may stand for
    media: frozenset[Words]  # nouns that tell of which kind a named medium is: the newspaper
    government_nouns: frozenset[str]
    collectives: Phrases[bool]
    documents: Phrases[bool]
    genders_of_words: Mapping[Words, Gender]  # spokeswoman, widow
    styles: frozenset[str]  # titles by which somebody is known as by a given name
    epithets: frozenset[str]  # words for somebody that need no introduction
    synonyms: tuple[frozenset[str], ...]  # nouns by which news calls the same person by turns


@cache
def vocabulary() -> Vocabulary:
    """The lexicons, read at the first call."""
    people, bodies = load_lexicon("people"), load_lexicon("bodies")
    countries, demonyms, capitals, country_names = _countries()
    titles: dict[str, Gender | None] = {}
    for gender, words in people["titles"].items():
        for word in words:
            for part in split_words(word):
                titles.setdefault(part, Gender(gender) if gender != "any" else None)
    genders_of_words = _genders(people["gendered_words"])
    offices = _offices(genders_of_words)
    return Vocabulary(
        offices=offices,
        titles=titles,
        title_offices={
            title: offices.values[split_words(office)]
            for title, office in people["title_offices"].items()
        },
        given={
            word: Gender(gender)
            for gender, names in people["given"].items()
            for name in names.split()
            for word in split_words(name)
        },
        surname_endings=tuple(dict.fromkeys(low(ending) for ending in people["surname_endings"])),
        particles=frozenset(people["particles"]),
        suffixes=frozenset(people["suffixes"]),
        countries=countries,
        demonyms=demonyms,
        capitals=capitals,
        country_names=country_names,
        organisation_words=frozenset(bodies["organisation_words"]),
        anaphoric=_phrases({noun: frozenset(names) for noun, names in bodies["anaphoric"].items()}),
        media=frozenset(split_words(noun) for noun in bodies["media"]),
        government_nouns=frozenset(bodies["government_nouns"]),
        collectives=_phrases(dict.fromkeys(bodies["collectives"], True)),
        documents=_phrases(dict.fromkeys(bodies["documents"], True)),
        genders_of_words=genders_of_words,
        styles=frozenset(people["styles"]),
        epithets=frozenset(people["epithets"]),
        synonyms=tuple(frozenset(group) for group in people["synonyms"]),
    )


def _phrases(values: Mapping[str, Value]) -> Phrases[Value]:
    phrases: Phrases[Value] = Phrases()
    for phrase, value in values.items():
        phrases.add(split_words(phrase), value)
    return phrases


def _genders(words: Mapping[str, Sequence[str]]) -> dict[Words, Gender]:
    return {split_words(word): Gender(key) for key, group in words.items() for word in group}


def _offices(genders: Mapping[Words, Gender]) -> Phrases[OfficeWord]:
    phrases: Phrases[OfficeWord] = Phrases()
    for name, office in load_lexicon("offices").items():
        fits, also = frozenset(office["fits"]), frozenset(office.get("also_fits", ()))
        for phrase in office["words"]:
            words = split_words(phrase)
            gender = genders.get(words) or genders.get(words[-1:])
            one = OfficeWord(
                words, name, fits, also, gender, plural=False, capitals=phrase.isupper()
            )
            phrases.add(words, one)
            for plural in (_plural(words), (words[0] + "s", *words[1:])):
                phrases.add(plural, replace(one, words=plural, plural=True))
    return phrases


def _plural(words: Words) -> Words:
    last = words[-1]
    if last.endswith("man"):
        return (*words[:-1], last[:-3] + "men")
    if last.endswith("y") and last[-2:-1] not in "aeiou":
        return (*words[:-1], last[:-1] + "ies")
    if last.endswith("person"):
        return (*words[:-1], last[:-6] + "people")
    if last.endswith("ess"):
        return (*words[:-1], last + "es")
    return (*words[:-1], last + "s")


def _countries() -> tuple[Phrases[str], Phrases[str], Phrases[str], dict[str, str]]:
    names: Phrases[str] = Phrases()
    demonyms: Phrases[str] = Phrases()
    capitals: Phrases[str] = Phrases()
    by_code: dict[str, str] = {}
    for code, line in load_lexicon("countries").items():
        parts = [[item.strip() for item in part.split(",")] for part in line.split(";")]
        by_code[code] = parts[0][0]
        for phrases, items in zip((names, demonyms, capitals), parts, strict=False):
            for item in items:
                phrases.add(split_words(item), code)
    return names, demonyms, capitals, by_code
