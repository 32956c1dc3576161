"""Descriptions: what a text calls somebody besides the name, and whom an epithet fits by it.

"Ann Smith, a sculptor from Norland, 54" is later "the sculptor", "the Norlander", "the
54-year-old". What the parse joins to a name is kept: appositions, words before the name,
predicates. An epithet that nothing introduced ("the veteran") fits everybody whom nothing of it
contradicts; who of them is meant, the discourse decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from app.extraction.naming.mention import MentionKind
from app.extraction.naming.vocabulary import vocabulary
from app.extraction.syntax import child_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from app.domain.actors import Gender
    from app.extraction.naming.entities import Cast, Entity
    from app.extraction.naming.mention import Mention

_NAMES = frozenset({MentionKind.PERSON, MentionKind.NAME})
_AGE = re.compile(r"\b(\d{1,3})[-\s]year[-\s]old\b", re.IGNORECASE)
_AGED = re.compile(r"^\s*,\s(?:aged\s)?(\d{1,3})(?=[,.;)]|\s(?:and|of|from)\s)")
_PARENT = re.compile(r"\b(?:mother|father|mum|mom|dad|parent)[-\s]of[-\s]\w+", re.IGNORECASE)
_DEFINITE = re.compile(r"(?:the|this|that)\s+", re.IGNORECASE)
_SINGULAR = frozenset({"NN", "NNP", "JJ", "CD", ""})
_MODIFIERS = frozenset({"amod", "compound", "nmod", "nummod", "npadvmod", "poss"})
_COMMON = frozenset({"NOUN", "ADJ", "PROPN"})
_SHORTEST_STEM = 4
_ENDING = 3  # letters in which a country and its people may differ: "Serravia", "Serravian"
_ANYBODY = frozenset({"man", "woman", "person", "boy", "girl", "one"})  # introduce nobody
_PARTIES = frozenset({"republican", "democrat", "conservative", "socialist", "liberal"})
_SAME_NOUN, _SAME_AGE, _SYNONYM, _SAME_TRAIT = 3, 3, 2, 1
_SHORTEST_PART = 5  # letters of a noun that ends another: "goal|keeper"


@dataclass(slots=True)
class Description:
    """What the text says of somebody beside the name."""

    nouns: set[str] = field(default_factory=set)
    traits: set[str] = field(default_factory=set)  # what stands before those nouns
    ages: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Epithet:
    """A definite phrase for one person: "the 27-year-old Norlandic rider"."""

    noun: str
    traits: frozenset[str]
    age: str | None
    gender: Gender | None
    apt: bool  # it may be said of somebody of whom the text did not say so before


class Descriptions:
    """The descriptions of all persons of a cast, read at the first question."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast

    @cached_property
    def _by_entity(self) -> dict[int, Description]:
        found: dict[int, Description] = {}
        for mention in self._cast.text.mentions:
            entity = self._cast.of(mention)
            if entity is None or not entity.named or mention.kind not in _NAMES:
                continue
            self._read(mention, found.setdefault(id(entity), Description()))
        return found

    @cached_property
    def _by_noun(self) -> dict[str, list[Entity]]:
        found: dict[str, list[Entity]] = {}
        for entity in self._cast.entities:
            for noun in self.of(entity).nouns:
                found.setdefault(noun, []).append(entity)
        return found

    def called(self, noun: str) -> list[Entity]:
        """Those of whom a noun was said, in the order in which they are first named."""
        return self._by_noun.get(noun, [])

    def of(self, entity: Entity) -> Description:
        """What the text says of an entity."""
        return self._by_entity.get(id(entity)) or Description()

    def fit(self, epithet: Epithet, entity: Entity) -> int | None:
        """How much of an epithet was said of somebody before; None where something contradicts."""
        if epithet.gender and entity.gender and epithet.gender is not entity.gender:
            return None
        said = self.of(entity)
        if epithet.noun in _PARTIES and said.nouns & _PARTIES - {epithet.noun}:
            return None
        if epithet.age and said.ages and epithet.age not in said.ages:
            return None
        grade = _SAME_AGE if epithet.age and epithet.age in said.ages else 0
        if epithet.noun not in _ANYBODY:
            grade += max((_same(epithet.noun, noun) for noun in said.nouns), default=0)
        known = said.traits | said.nouns
        for held in entity.offices:
            known = known | set(held.word.words) | {item.lower() for item in held.of}
        return grade + _SAME_TRAIT * sum(
            any(_alike(trait, other) for other in known) for trait in epithet.traits
        )

    def _read(self, mention: Mention, into: Description) -> None:
        words = self._cast.text.words[mention.zone]
        first, last = words[mention.first].token, words[mention.last]
        name = last.token
        while first.i <= name.head.i <= last.number and name.head.i != name.i:
            name = name.head
        for noun in _joined_nouns(name, first.i, last.number):
            into.nouns.add(noun.lemma_.lower())
            into.traits |= _traits(noun)
        into.nouns.update(_doers(name))
        for held in mention.offices:
            into.nouns.add(held.word.words[-1])
        after = self._cast.text.texts[mention.zone][last.end : last.end + 20]
        aged = _AGED.match(after)
        if aged is not None:
            into.ages.add(aged[1])
        around = mention.whole.of(self._cast.text.parsed.text.text)
        into.ages |= set(_AGE.findall(around))


def read_epithet(printed: str, head: Token | None, age: str | None = None) -> Epithet | None:
    """The epithet that a source is: one person, definite; None for anything else.

    ``age`` is one that stands behind it: "the former captain, 38".
    """
    definite = _DEFINITE.match(printed)
    if definite is None:
        return None
    book = vocabulary()
    stated, parent = _AGE.search(printed), _PARENT.search(printed)
    age = stated[1] if stated else age
    if parent is not None and parent.start() == definite.end():
        gender = book.genders_of_words.get((parent.group().split("-")[0].split()[0].lower(),))
        return Epithet("parent", frozenset(), age, gender, apt=True)
    if stated is not None and stated.end() == len(printed):
        # Taken from the words: beside a quotation the parser often misreads it.
        before = printed[definite.end() : stated.start()].lower().split()
        return Epithet("old", frozenset(before), age, None, apt=True)
    return _read_noun(head, stated, age) if head is not None else None


def _read_noun(head: Token, stated: re.Match[str] | None, age: str | None) -> Epithet | None:
    """The epithet that a noun is with what stands before it; None for what is no person."""
    if head.tag_ not in _SINGULAR:
        return None
    book = vocabulary()
    noun, traits = head.lemma_.lower(), _traits(head)
    if stated is not None and head.lower_ in {"old", "year", stated[0].lower(), stated[1]}:
        return Epithet("old", frozenset(traits), age, None, apt=True)
    office = book.offices.values.get((noun,))
    people = noun in book.epithets or head.lower_ in book.epithets
    people = people or _is_of_a_place(head)
    gender = office.gender if office is not None else book.genders_of_words.get((noun,))
    person = office is not None or gender is not None or noun.endswith(_PERSON_ENDINGS)
    if noun in _NO_PERSONS or not (people or person or age is not None):
        return None
    apt = people or age is not None
    return Epithet(noun, frozenset(traits), age, gender, apt=apt)


# How nouns for people by what they do end (the suffixes of agents in WordNet's noun.person), and
# common nouns that end so and are no people.
_PERSON_ENDINGS = (
    *("er", "or", "ist", "ian", "ant", "ent", "ee", "man", "woman", "ess", "ard", "eer", "ier"),
    *("herd", "smith", "wright", "mate", "child", "parent", "pal", "hand", "back", "cook"),
)
_NO_PERSONS = frozenset(
    re.findall(
        r"\w+",
        "paper newspaper letter computer order number power tower river water cover matter carrier"
        " tanker winter summer corner centre center chapter register manufacturer maker retailer"
        " developer operator lender insurer publisher broadcaster regulator tribunal sector factor"
        " error mirror agreement statement document government parliament department comment event"
        " movement settlement argument restaurant plant grant warrant covenant committee feedback"
        " amendment announcement investment payment employment treatment equipment assessment"
        " report answer offer paper poster supplier producer provider charter transfer border"
        " manor harbor harbour labour labor user board business process press address access",
    )
)


def _is_of_a_place(head: Token) -> bool:
    """Whether a noun calls somebody by where they are from: "the Norlander", "the Texan"."""
    if not head.text[:1].isupper():
        return False
    if vocabulary().demonyms.at((head.lower_,), 0) is not None:
        return True
    return head.lower_.endswith(("lander", "ian", "ean", "ese"))


def _joined_nouns(name: Token, first: int, last: int) -> Iterator[Token]:
    """The nouns that the parse joins to a name as the same person's."""
    for child in name.children:
        if first <= child.i <= last:
            continue
        if child.i < first and child.dep_ in {"compound", "nmod", "amod"} and child.pos_ == "NOUN":
            yield child
        elif child.dep_ == "appos" and child.pos_ in _COMMON:
            yield from _with_conjuncts(child)
    if name.dep_ == "appos" and name.head.pos_ == "NOUN":
        yield from _with_conjuncts(name.head)
    if name.dep_ in {"nsubj", "attr"} and name.head.lemma_ == "be":
        for child in name.head.children:
            if child.i != name.i and child.dep_ in {"attr", "nsubj"} and child.pos_ == "NOUN":
                yield from _with_conjuncts(child)


def _doers(name: Token) -> Iterator[str]:
    """What somebody is by what they are said to do: "Ann Smith, who chairs the group", a chair."""
    for verb in name.children:
        if verb.dep_ != "relcl" or child_of(verb, {"nsubj"}) is None:
            continue
        for each in (verb, *(child for child in verb.children if child.dep_ == "conj")):
            lemma = each.lemma_.lower()
            yield from _WHO_DOES.get(lemma, ())
            stem = lemma.removesuffix("e")
            yield from (stem + "er", stem + "or", stem + stem[-1:] + "er")
        work = child_of(verb, {"prep"}) if verb.lemma_ in {"work", "serve"} else None
        trade = child_of(work, {"pobj"}) if work is not None and work.lower_ == "as" else None
        if trade is not None:
            yield trade.lemma_.lower()


# Who does what a verb says, where the noun is not made of the verb.
_WHO_DOES = {
    "chair": ("chair", "chairman", "chairwoman", "chairperson"),
    "head": ("head", "chief", "boss", "director"),
    "lead": ("chief", "head", "boss"),
    "run": ("boss", "head", "owner", "manager"),
    "coach": ("coach", "manager", "boss"),
    "manage": ("boss", "coach"),
    "represent": ("lawyer", "attorney", "counsel", "lawmaker", "legislator"),
    "captain": ("captain", "skipper"),
    "study": ("student", "researcher"),
    "compose": ("composer",),
    "cook": ("cook", "chef"),
    "judge": ("judge",),
    "defend": ("lawyer", "attorney"),
    "prosecute": ("prosecutor",),
}


def _with_conjuncts(noun: Token) -> Iterator[Token]:
    yield noun
    for child in noun.children:
        if child.dep_ == "conj" and child.pos_ == "NOUN":
            yield child


def _traits(noun: Token) -> set[str]:
    """What stands before a noun, without the words that tell nothing of whom it is."""
    return {
        child.lemma_.lower()
        for child in noun.children
        if child.dep_ in _MODIFIERS and child.i < noun.i and len(child.text) >= _SHORTEST_STEM
    }


def _same(one: str, other: str) -> int:
    """How far two nouns say the same of somebody: "goalkeeper" and "keeper", "boss" and "coach"."""
    if one == other:
        return _SAME_NOUN
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= _SHORTEST_PART and longer.endswith(shorter):
        return _SAME_NOUN
    alike = any(one in group and other in group for group in vocabulary().synonyms)
    return _SYNONYM if alike else 0


def _alike(one: str, other: str) -> bool:
    """Whether two words are the same, or a place and what belongs to it."""
    if one == other:
        return True
    shared = max(_SHORTEST_STEM, min(len(one), len(other)) - _ENDING)
    return one[:shared] == other[:shared] and len(one) >= shared and len(other) >= shared
