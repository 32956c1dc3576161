"""Mentions: where persons, bodies, governments, groups and office-holders are named.

The paragraphs' words are read once from left to right:

1. units: the longest phrase at each place that is a name of the directory, a word for an office,
   a form of address, a country, what belongs to it, or a run of capitalised words;
2. phrases: an office takes what stands before it ("Russia's", "former U.S.") and after it ("of
   the Security Council"); a name takes the office before it or in apposition after it.

Nothing is looked up outside the text and the directory; no statistical name recogniser runs, as
the parse already tells names from other words and a recogniser would double the time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.actors import ActorKind
from app.domain.spans import Span
from app.extraction.units import Unit, UnitKind
from app.extraction.vocabulary import vocabulary
from app.extraction.words import words_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from app.domain.actors import Actor, Gender
    from app.extraction.parsing import ParsedText, ParsedZone
    from app.extraction.units import UnitFinder
    from app.extraction.vocabulary import OfficeWord
    from app.extraction.words import Word


class MentionKind(StrEnum):
    """How somebody is mentioned."""

    PERSON = "person"  # by name
    NAME = "name"  # a capitalised name of which it is not clear whose
    BODY = "body"  # an organisation, a government or a group by its name
    OFFICE = "office"  # somebody by office: "the Kremlin spokesman"
    GROUP = "group"  # several, or some, by a common noun: "EU leaders", "analysts"
    NOUN = "noun"  # a body by a common noun: "the ministry"


@dataclass(frozen=True, slots=True)
class HeldOffice:
    """An office that a phrase ascribes to somebody."""

    word: OfficeWord
    of: frozenset[str]  # slugs of the directory and country codes that stand beside it
    former: bool = False


@dataclass(slots=True, eq=False)
class Mention:
    """A phrase that mentions somebody. Word numbers are into its paragraph's words."""

    kind: MentionKind
    zone: int
    sentence: int  # counted through the whole text
    first: int  # word numbers of the name or noun itself, both included
    last: int
    left: int  # word numbers of the whole phrase, both included
    right: int
    span: Span  # of the name or noun, in the clean text
    whole: Span  # of the phrase
    words: tuple[str, ...]  # folded
    name: str  # as printed
    actors: tuple[Actor, ...] = ()
    gender: Gender | None = None
    plural: bool = False
    offices: tuple[HeldOffice, ...] = ()
    of: frozenset[str] = frozenset()
    definite: bool = True
    titled: bool = False  # a form of address or an office stands before the name
    salience: float = 1.0  # of its place in the sentence
    modifier: bool = False  # it only qualifies the noun after it: "the Ukraine war"


@dataclass(frozen=True)
class MentionedText:
    """All mentions of a text in order, with the words they were found in."""

    parsed: ParsedText
    words: tuple[tuple[Word, ...], ...]  # by paragraph
    mentions: tuple[Mention, ...]
    by_zone: tuple[tuple[Mention, ...], ...]
    sentences: tuple[tuple[int, ...], ...]  # by paragraph: for each token, its sentence's number


def find_mentions(parsed: ParsedText, finder: UnitFinder) -> MentionedText:
    """All mentions in a text's prose, in order. Phrases may hold other phrases ("Putin's aide")."""
    words: list[tuple[Word, ...]] = []
    by_zone: list[tuple[Mention, ...]] = []
    sentences: list[tuple[int, ...]] = []
    sentence = -1
    cut = [words_of(zone) for zone in parsed.zones]
    names = frozenset(
        word.low
        for zone_words in cut
        for word in zone_words
        if word.capital and word.token.pos_ == "PROPN" and not word.token.is_sent_start
    )
    for number, zone in enumerate(parsed.zones):
        numbers = []
        for token in zone.doc:
            sentence += bool(token.is_sent_start)
            numbers.append(sentence)
        sentences.append(tuple(numbers))
        words.append(cut[number])
        units = finder.find(words[-1], names)
        scanner = _Scanner(zone, number, words[-1], units, sentences[-1])
        by_zone.append(tuple(scanner.mentions()))
    return MentionedText(
        parsed,
        tuple(words),
        tuple(mention for mentions in by_zone for mention in mentions),
        tuple(by_zone),
        tuple(sentences),
    )


# How far a name's place in the sentence makes it the one that is talked about: the order of
# subject, object and the rest is that of Lappin and Leass (1994), "An algorithm for pronominal
# anaphora resolution"; their weights are 80, 50 and 40.
_SALIENCE = {
    "nsubj": 0.8,
    "nsubjpass": 0.8,
    "ROOT": 0.6,
    "poss": 0.45,
    "dobj": 0.5,
    "dative": 0.45,
    "attr": 0.5,
    "pobj": 0.4,
    "agent": 0.5,
}
_LEAST_SALIENCE = 0.3
_OF_A_MODIFIER = 0.1
_NAME_UNITS = frozenset({UnitKind.PERSON, UnitKind.RUN, UnitKind.TITLE})
OF_NAME = "@"  # stands before the words of a name in what an office is of
OF_NOUN = "~"  # stands before a common noun for a body
_MODIFIERS = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "PART", "X"})
_FORMER = frozenset({"former", "ex", "then", "late", "ousted", "deposed", "onetime", "retired"})
_INDEFINITE = frozenset(
    {
        "a",
        "an",
        "one",
        "another",
        "some",
        "any",
        "several",
        "many",
        "two",
        "three",
        "few",
        "certain",
        "unnamed",
        "anonymous",
        "no",
        "other",
    }
)
_LONGEST_PREFIX = 12  # words before a noun that can belong to its phrase
_LONGEST_COMPLEMENT = 10  # words after it in which "of ..." is looked for
_LONGEST_APPOSITION = 14


class _Scanner:
    """Makes mentions of the units of one paragraph."""

    def __init__(
        self,
        zone: ParsedZone,
        number: int,
        words: tuple[Word, ...],
        units: list[Unit],
        sentences: tuple[int, ...],
    ) -> None:
        self._zone = zone
        self._printed = zone.doc.text  # spaCy makes it anew each time it is asked
        self._number = number
        self._words = words
        self._units = units
        self._sentences = sentences
        self._unit_at = {unit.first: unit for unit in units}
        self._unit_ending = {unit.last: unit for unit in units}
        self._book = vocabulary()

    def mentions(self) -> list[Mention]:
        """The mentions of the paragraph, in the order of their nouns and names."""
        found: list[Mention] = []
        ending: dict[int, Mention] = {}  # offices by the last word of their phrase
        apposed: set[int] = set()
        person: Mention | None = None
        for unit in self._units:
            mention = self._mention(unit)
            if mention is None:
                continue
            if mention.kind is MentionKind.OFFICE:
                if person is not None and mention.last <= person.right:
                    continue  # in apposition to the name before it: already an office of that name
                ending[mention.right] = mention
            office = ending.get(mention.left - 1)
            if office is not None and self._is_apposed(office, mention):
                _unite(office, mention)
                apposed.add(id(office))
            if mention.kind in {MentionKind.PERSON, MentionKind.NAME}:
                person = mention
            found.append(mention)
        return [mention for mention in found if id(mention) not in apposed]

    def _is_apposed(self, office: Mention, name: Mention) -> bool:
        """Whether a name stands in apposition to an office: 'The head of X, Ann Smith,'."""
        if office.kind is not MentionKind.OFFICE or name.left != office.right + 1:
            return False
        if name.kind is MentionKind.NAME and name.last == name.first:
            return False
        if name.kind not in {MentionKind.PERSON, MentionKind.NAME}:
            return False
        if self._words[name.left].gap.strip() not in {",", "–", "—", "("}:
            return False
        if name.right + 1 >= len(self._words):
            return True
        following = self._words[name.right + 1]
        return bool(following.gap.strip()) or following.token.pos_ in {"VERB", "AUX"}

    def _mention(self, unit: Unit) -> Mention | None:
        if unit.kind is UnitKind.PERSON:
            return self._person(unit, MentionKind.PERSON)
        if unit.kind is UnitKind.RUN:
            return self._run(unit)
        if unit.kind is UnitKind.OFFICE:
            return self._office(unit)
        if unit.kind in {UnitKind.COLLECTIVE, UnitKind.NOUN}:
            group = unit.kind is UnitKind.COLLECTIVE
            return self._noun(unit, MentionKind.GROUP if group else MentionKind.NOUN)
        bodies = {UnitKind.BODY, UnitKind.COUNTRY, UnitKind.CAPITAL}
        return self._body(unit) if unit.kind in bodies else None

    # -- persons ---------------------------------------------------------------------------

    def _person(self, unit: Unit, kind: MentionKind) -> Mention:
        left, offices, gender, titled = self._before_name(unit)
        right, apposed = self._after_name(unit)
        mention = self._make(unit, kind, left, right)
        mention.actors = unit.actors
        mention.offices = (*offices, *apposed)
        mention.titled = titled
        known = {actor.gender for actor in unit.actors}
        if gender is None and len(known) == 1:
            gender = next(iter(known))
        if gender is None:
            gender = next((held.word.gender for held in mention.offices if held.word.gender), None)
        if gender is None and unit.last > unit.first:
            gender = self._book.given.get(self._words[unit.first].low)
        mention.gender = gender
        return mention

    def _before_name(self, unit: Unit) -> tuple[int, list[HeldOffice], Gender | None, bool]:
        """Where a name's phrase begins, and the offices and forms of address before it."""
        left, gender, titled = unit.first, None, False
        offices: list[HeldOffice] = []
        while left > 0 and self._words[left].joined and "'" not in self._words[left].gap:
            before = self._unit_ending.get(left - 1)
            if before is None or before.kind not in {UnitKind.TITLE, UnitKind.OFFICE}:
                break
            if before.office is not None and before.office.plural:
                break
            titled = True
            gender = gender or before.gender
            if before.office is not None:
                start, of, former, _ = self._prefix(before.first)
                offices.append(HeldOffice(before.office, of, former))
                left = start
                break
            left = before.first
        return left, offices, gender, titled

    def _after_name(self, unit: Unit) -> tuple[int, list[HeldOffice]]:
        """Where a name's apposition ends, and the office it ascribes: ', a spokesman for X,'."""
        place = unit.last + 1
        if place >= len(self._words) or self._words[place].gap.strip() not in {",", "(", "–", "—"}:
            return unit.last, []
        offices: list[HeldOffice] = []
        right = unit.last
        limit = min(len(self._words), place + _LONGEST_APPOSITION)
        at = place
        while at < limit and (at == place or self._words[at].gap.strip() in {"", "'", "’", "-"}):
            word = self._words[at]
            if word.token.pos_ in {"VERB", "AUX", "PRON"} and word.token.tag_ not in {
                "VBN",
                "PRP$",
            }:
                break
            held = self._unit_at.get(at)
            if held is not None and held.kind == UnitKind.PERSON:
                break
            if held is not None and held.kind is UnitKind.OFFICE and held.office is not None:
                if held.office.plural:
                    break
                before, of, former, _ = self._prefix(held.first)
                if before > place:
                    break
                following = self._next_directly(held.last)
                if following is not None and following.kind in _NAME_UNITS:
                    break  # "Ann Smith, her colleague John Brown": his, not hers
                right, more = self._complement(held.last)
                if self._verb_follows(right):
                    right = unit.last  # "As Reuters reported, the minister said": no apposition
                    break
                offices.append(HeldOffice(held.office, of | more, former))
                break
            at += 1 if held is None else held.last - at + 1
        return right, offices

    def _verb_follows(self, last: int) -> bool:
        """Whether a finite verb follows directly."""
        following = self._words[last + 1] if last + 1 < len(self._words) else None
        if following is None or following.gap.strip():
            return False
        return following.token.pos_ in {"VERB", "AUX"} and following.token.tag_ != "VBN"

    def _person_within(self, unit: Unit) -> Unit:
        """A person's name at the end of a run of other words: 'Ranking Member | Ann Smith'."""
        lows = [word.low for word in self._words[unit.first : unit.last + 1]]
        for place in range(len(lows) - 2, 0, -1):
            given = lows[place] in self._book.given and lows[place - 1] not in self._book.given
            if given and not set(lows[place + 1 :]) & self._book.organisation_words:
                return replace(unit, first=unit.first + place)
        return unit

    def _run(self, unit: Unit) -> Mention | None:
        whole, unit = unit, self._person_within(unit)
        if unit.first > whole.first and self._words[whole.first].low in self._book.given:
            unit = whole  # "Mary Ann Smith"
        words = self._words[unit.first : unit.last + 1]
        if self._is_modifier(unit):
            return None
        before = self._unit_ending.get(unit.first - 1)
        directly = self._words[unit.first].joined and "'" not in self._words[unit.first].gap
        addressed = (
            directly
            and before is not None
            and before.kind in {UnitKind.OFFICE, UnitKind.TITLE}
            and not (before.office is not None and before.office.plural)
        )
        lows = [word.low for word in words]
        body = any(low in self._book.organisation_words for low in lows[1:]) or (
            lows[0] in self._book.organisation_words and len(lows) > 1
        )
        acronym = len(words) == 1 and words[0].text.isupper() and 2 <= len(words[0].text) <= 7
        article = unit.first > 0 and self._words[unit.first - 1].low == "the" and directly
        if body or acronym or (article and not addressed):
            mention = self._make(unit, MentionKind.BODY, unit.first, unit.last)
            mention.plural = False
            return mention
        named = len(words) > 1 and (lows[0] in self._book.given or addressed)
        kind = MentionKind.PERSON if named or addressed else MentionKind.NAME
        mention = self._person(unit, kind)
        if kind is MentionKind.NAME and (mention.offices or self._is_aged(unit)) and len(words) > 1:
            mention.kind = MentionKind.PERSON
        return mention

    def _is_aged(self, unit: Unit) -> bool:
        """Whether an age follows: 'Ann Smith, 45,'."""
        after = unit.last + 1
        if after >= len(self._words) or self._words[after].gap.strip() != ",":
            return False
        return self._words[after].text.isdigit() and len(self._words[after].text) <= 2

    # -- offices and nouns -----------------------------------------------------------------

    def _office(self, unit: Unit) -> Mention | None:
        office = self._split_office(unit) or unit.office
        assert office is not None  # noqa: S101 - a unit of this kind has one
        following = self._next_directly(unit.last)
        if following is not None and not office.plural and following.kind in _NAME_UNITS:
            return None  # it stands before a name and belongs to it
        left, of, former, definite = self._prefix(unit.first)
        right, more = self._complement(unit.last)
        kind = MentionKind.GROUP if office.plural else MentionKind.OFFICE
        mention = self._make(unit, kind, left, right)
        mention.offices = (HeldOffice(office, of | more, former),)
        mention.of = of | more
        mention.gender = office.gender
        mention.plural = office.plural
        mention.definite = definite
        return mention

    def _split_office(self, unit: Unit) -> OfficeWord | None:
        """The office of "head of Polish diplomacy", which stands apart in the text."""
        following = self._unit_at.get(unit.last + 2)
        if following is None or following.kind not in {UnitKind.DEMONYM, UnitKind.BODY}:
            return None
        place = following.last + 1
        if place >= len(self._words) or self._words[unit.last + 1].low != "of":
            return None
        lows = [word.low for word in self._words[unit.first : unit.last + 2]]
        return self._book.offices.values.get((*lows, self._words[place].low))

    def _noun(self, unit: Unit, kind: MentionKind) -> Mention | None:
        token = self._words[unit.last].token
        if token.dep_ in {"compound", "amod", "nmod"} or token.pos_ not in {
            "NOUN",
            "PROPN",
            "PRON",
            "ADJ",
            "DET",
            "X",
        }:
            return None
        if token.pos_ in {"ADJ", "DET"} and token.dep_ not in {"nsubj", "nsubjpass"}:
            return None
        left, of, _, definite = self._prefix(unit.first)
        right, more = self._complement(unit.last)
        mention = self._make(unit, kind, left, right)
        mention.of = of | more
        mention.definite = definite
        mention.plural = token.tag_ in {"NNS", "NNPS"}
        return mention

    def _body(self, unit: Unit) -> Mention | None:
        mention = self._make(unit, MentionKind.BODY, unit.first, unit.last)
        if self._is_modifier(unit):
            mention.modifier, mention.salience = True, _OF_A_MODIFIER
        mention.actors = unit.actors
        mention.plural = any(actor.kind is ActorKind.GROUP for actor in unit.actors)
        if unit.code is not None:
            mention.of = frozenset((unit.code,))
        return mention

    def _is_modifier(self, unit: Unit) -> bool:
        """Whether a name only qualifies the noun after it: 'the Ukraine war', 'a Nato source'."""
        following = self._words[unit.last + 1] if unit.last + 1 < len(self._words) else None
        if following is None or not following.joined or following.possessive:
            return False
        if following.gap.startswith(("'", "’")):
            return False  # a plural possessive
        token = self._words[unit.last].token
        return token.dep_ in {"compound", "amod", "nmod"} and token.head.i > token.i

    # -- around a noun ---------------------------------------------------------------------

    def _prefix(self, first: int) -> tuple[int, frozenset[str], bool, bool]:
        """Where the phrase begins whose noun is at ``first``; what it names; former; definite."""
        left, of, former, definite = first, set[str](), False, True
        while left > 0 and first - left < _LONGEST_PREFIX and self._words[left].joined:
            word = self._words[left - 1]
            unit = self._unit_ending.get(left - 1)
            if unit is not None and unit.first < left - 1:
                of |= self._named_by(unit)
                left = unit.first
                continue
            if word.low in _INDEFINITE and word.token.pos_ in {"DET", "NUM", "ADJ", "PRON"}:
                definite = False
            if word.token.pos_ == "DET" or word.token.tag_ == "PRP$":
                left -= 1
                break
            if unit is None and not self._qualifies(word):
                break
            former = former or word.low in _FORMER
            if unit is not None:
                of |= self._named_by(unit)
            left -= 1
        return left, frozenset(of), former, definite

    def _qualifies(self, word: Word) -> bool:
        if word.possessive or word.low in _FORMER:
            return True
        if word.token.pos_ in {"ADV", "VERB"}:
            return word.low == "so" or (word.token.tag_ in {"VBN", "VBG"} and word.gap == "-")
        return word.token.pos_ in _MODIFIERS and word.token.dep_ not in {"nsubj", "dobj", "pobj"}

    def _complement(self, last: int) -> tuple[int, frozenset[str]]:
        """Where the phrase ends whose noun is at ``last``, and what 'of ...' names."""
        place = last + 1
        if place >= len(self._words) or not self._words[place].joined:
            return last, frozenset()
        if self._words[place].low not in {"of", "for", "at", "to", "from", "in"}:
            return last, frozenset()
        loose = self._words[place].low in {"at", "to", "from", "in"}  # "in Paris", "in a hurry"
        right, of, at = last, set[str](), place + 1
        limit = min(len(self._words), place + _LONGEST_COMPLEMENT)
        while at < limit and self._words[at].joined:
            unit = self._unit_at.get(at)
            if unit is None:
                word = self._words[at]
                small = (
                    {"the", "of", "for", "and"} | {"s"}
                    if word.possessive
                    else {"the", "of", "for", "and"}
                )
                if word.low not in small and word.token.pos_ not in _MODIFIERS | {"DET"}:
                    break
                if word.token.pos_ in _MODIFIERS:
                    right = at
                at += 1
                continue
            of |= self._named_by(unit)
            right = unit.last
            at = unit.last + 1
        return last if loose and not of else right, frozenset(of)

    def _named_by(self, unit: Unit) -> frozenset[str]:
        """Slugs and country codes that a unit beside a noun names."""
        if unit.kind is UnitKind.RUN:  # whose it is, the whole text tells: "Putin's spokesman"
            lows = [word.low for word in self._words[unit.first : unit.last + 1]]
            return frozenset((OF_NAME + " ".join(lows),))
        named: set[str] = set()
        if unit.kind is UnitKind.NOUN:  # "the alliance chief"
            words = tuple(word.low for word in self._words[unit.first : unit.last + 1])
            if words in self._book.anaphoric.values:
                named.add(OF_NOUN + " ".join(words))
        for actor in unit.actors:
            if actor.kind is not ActorKind.GOVERNMENT or actor.country is None:
                named.add(actor.slug)
            if actor.country is not None and actor.kind is not ActorKind.PERSON:
                named.add(actor.country)  # a government is known by its country alone
        if unit.code is not None:
            named.add(unit.code)
        return frozenset(named)

    def _next_directly(self, last: int) -> Unit | None:
        """The unit that follows without comma or possessive."""
        following = self._unit_at.get(last + 1)
        if following is None or not self._words[following.first].joined:
            return None
        return None if self._words[following.first].gap.startswith(("'", "’")) else following

    # -- places ----------------------------------------------------------------------------

    def _make(self, unit: Unit, kind: MentionKind, left: int, right: int) -> Mention:
        first, last = self._words[unit.first], self._words[unit.last]
        return Mention(
            kind=kind,
            zone=self._number,
            sentence=self._sentences[first.token.i],
            first=unit.first,
            last=unit.last,
            left=left,
            right=right,
            span=self._zone.span(first.start, last.end),
            whole=self._zone.span(self._words[left].start, self._words[right].end),
            words=tuple(word.low for word in self._words[unit.first : unit.last + 1]),
            name=self._printed[first.start : last.end],
            salience=_salience(last.token, first.token.i, last.token.i),
        )


def _unite(office: Mention, name: Mention) -> None:
    """Give a name the office that stands before it in apposition."""
    name.kind = MentionKind.PERSON
    name.offices = (*name.offices, *office.offices)
    name.gender = name.gender or office.gender
    name.left = office.left
    name.whole = Span(office.whole.start, name.whole.end)
    name.salience = max(name.salience, office.salience)


def _salience(token: Token, first: int, last: int) -> float:
    """How prominent the place is of the phrase from token ``first`` to ``last``."""
    for _ in range(12):  # a chain of appositions and compounds is short; a guard against circles
        outside = not first <= token.i <= last
        climbs = token.dep_ in {"appos", "compound", "conj", "nmod", "amod", "flat"}
        if token.head.i == token.i or (
            token.dep_ in _SALIENCE and (outside or not first <= token.head.i <= last)
        ):
            break
        if not climbs and not first <= token.head.i <= last:
            break
        token = token.head
    return _SALIENCE.get(token.dep_, _LEAST_SALIENCE)
