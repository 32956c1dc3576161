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

import re
from array import array
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.actors import ActorKind
from app.domain.spans import Span
from app.extraction.naming.mention import OF_NOUN, HeldOffice, Mention, MentionKind
from app.extraction.naming.surroundings import NAME_UNITS, Surroundings
from app.extraction.naming.units import AFTER_NAMES, AMPERSAND, Unit, UnitKind
from app.extraction.naming.vocabulary import vocabulary
from app.extraction.naming.words import HYPHENS, low, name_words, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Token

    from app.extraction.naming.units import UnitFinder
    from app.extraction.naming.vocabulary import OfficeWord
    from app.extraction.naming.words import Word
    from app.extraction.parsing import ParsedText, ParsedZone


@dataclass(frozen=True)
class MentionedText:
    """All mentions of a text in order, with the words they were found in."""

    parsed: ParsedText
    texts: tuple[str, ...]  # by paragraph: the text of its doc
    words: tuple[tuple[Word, ...], ...]  # by paragraph
    mentions: tuple[Mention, ...]
    by_zone: tuple[tuple[Mention, ...], ...]
    sentences: tuple[Sequence[int], ...]  # by paragraph: for each token, its sentence's number


def find_mentions(parsed: ParsedText, finder: UnitFinder) -> MentionedText:
    """All mentions in a text's prose, in order. Phrases may hold other phrases ("Putin's aide")."""
    words: list[tuple[Word, ...]] = []
    by_zone: list[tuple[Mention, ...]] = []
    sentences: list[Sequence[int]] = []
    sentence = -1
    texts = tuple(zone.doc.text for zone in parsed.zones)
    cut = [_unglued(words_of(zone, text)) for zone, text in zip(parsed.zones, texts, strict=True)]
    names = frozenset(
        word.low
        for zone_words in cut
        for word in zone_words
        if word.capital and word.token.pos_ == "PROPN" and not word.token.is_sent_start
    )
    alone = frozenset(name for zone_words in cut for name in _alone(zone_words))
    for number, zone in enumerate(parsed.zones):
        starts = zone.doc.to_array("SENT_START") == 1
        # An array: of a long text a number for each token is much.
        numbers = array("i", (starts.cumsum() + sentence).tolist())
        sentence = numbers[-1] if numbers else sentence
        sentences.append(numbers)
        words.append(cut[number])
        units = finder.find(words[-1], names, alone)
        scanner = _Scanner(zone, number, words[-1], units, sentences[-1], printed=texts[number])
        by_zone.append(tuple(scanner.mentions()))
    return MentionedText(
        parsed,
        texts,
        tuple(words),
        tuple(mention for mentions in by_zone for mention in mentions),
        tuple(by_zone),
        tuple(sentences),
    )


def _unglued(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """A paragraph's words, the first one cut where a place was glued to it: "Madrid|Ann Smith".

    So it is where a page's bold dateline was taken over without the space after it.
    """
    glued = _GLUED.fullmatch(words[0].text) if words else None
    if glued is None:
        return words
    book, place = vocabulary(), low(glued[1])
    if (place,) not in book.capitals.values and (place,) not in book.countries.values:
        return words
    first, start = words[0], words[0].start + glued.end(1)
    rest = first._replace(text=glued[2], low=low(glued[2]), start=start, gap=", ")
    return (first._replace(text=glued[1], low=place), rest, *words[1:])


def _alone(words: Sequence[Word]) -> Iterator[str]:
    """The last of each one or two capitalised words beside which no other stands.

    What hyphens join is one word.
    """
    parts: list[str] = []
    joined = 0  # capitalised words right before
    for number, word in enumerate(words):
        if not word.capital and word.gap not in HYPHENS:  # most words
            parts, joined = [word.low], 0
            continue
        following = words[number + 1] if number + 1 < len(words) else None
        parts = [*parts, word.low] if word.gap in HYPHENS else [word.low]
        if following is not None and following.gap in HYPHENS:
            continue
        goes_on = following is not None and following.gap == " " and following.capital
        if word.capital and joined < 2 and not goes_on:
            yield "-".join(parts)
        joined = joined + 1 if word.capital and goes_on else 0


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
_NAMES = frozenset({MentionKind.PERSON, MentionKind.NAME})
_MOST_ADDRESSES = 2
_GLUED = re.compile(r"([A-Z][a-z]{2,}|[A-Z]{3,})([A-Z][^\W\d_]*[^\W\d_A-Z])")
_OF_A_COUNTRY = frozenset({UnitKind.DEMONYM, UnitKind.BODY, UnitKind.RUN})
_LONGEST_FIELD = 2  # words: "head of the Norlandic | foreign ministry"
_WITH_A_MIDDLE_NAME = 3  # words
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_OF_A_MODIFIER = 0.1


class _Scanner:
    """Makes mentions of the units of one paragraph."""

    def __init__(
        self,
        zone: ParsedZone,
        number: int,
        words: tuple[Word, ...],
        units: list[Unit],
        sentences: Sequence[int],
        *,
        printed: str,
    ) -> None:
        self._zone = zone
        self._printed = printed
        self._number = number
        self._words = words
        self._units = units
        self._around = Surroundings(words, units)
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
            office = ending.get(self._before_address(mention) - 1)
            if office is not None and self._is_apposed(office, mention):
                _unite(office, mention)
                apposed.add(id(office))
            if mention.kind in {MentionKind.PERSON, MentionKind.NAME}:
                person = mention
            found.append(mention)
        return [mention for mention in found if id(mention) not in apposed]

    def _before_address(self, mention: Mention) -> int:
        """Where a name begins, with capitalised words before it that no lexicon knows as titles.

        "the commissioner, Malam | Ali Bello": forms of address differ from country to country.
        """
        first = mention.left
        if mention.kind is not MentionKind.PERSON or first + 2 > mention.last + 1:
            return first
        while first > 0 and self._words[first].gap == " " and self._words[first - 1].capital:
            if first - 1 in self._unit_ending or mention.left - first >= _MOST_ADDRESSES:
                break
            first -= 1
        return first

    def _is_apposed(self, office: Mention, name: Mention) -> bool:
        """Whether a name stands in apposition to an office: 'The head of X, Ann Smith,'."""
        left = self._before_address(name)
        if office.kind is not MentionKind.OFFICE or left != office.right + 1:
            return False
        if name.kind is MentionKind.NAME and len(name.words) == 1:
            return False
        if name.kind not in {MentionKind.PERSON, MentionKind.NAME}:
            return False
        of_a_body = office.right > office.last and self._words[left].gap == " "
        if not of_a_body and self._words[left].gap.strip() not in {",", "–", "—", "("}:
            return False
        if of_a_body or name.right + 1 >= len(self._words):
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

    def _person(self, unit: Unit, kind: MentionKind) -> Mention:
        left, offices, gender, titled = self._around.before_name(unit)
        right, apposed = self._around.after_name(unit)
        mention = self._make(unit, kind, left, right)
        mention.actors = unit.actors
        mention.modifier = not apposed and self._qualifies_people(unit)
        mention.offices = (*offices, *apposed)
        mention.titled = titled
        known = {actor.gender for actor in unit.actors}
        if gender is None and len(known) == 1:
            gender = next(iter(known))
        if gender is None:
            gender = next((held.word.gender for held in mention.offices if held.word.gender), None)
        hyphened = unit.last > unit.first and self._words[unit.first + 1].gap in HYPHENS
        if gender is None and not hyphened:  # "Vaughn-Holm" is a surname
            gender = self._book.given.get(self._words[unit.first].low)
        mention.gender = gender
        return mention

    def _person_within(self, unit: Unit) -> Unit:
        """A person's name at the end of a run of other words: 'Ranking Member | Ann Smith'."""
        words = self._words[unit.first : unit.last + 1]
        lows = [word.low for word in words]
        if len(lows) == _WITH_A_MIDDLE_NAME and self._is_unheard_of(words[0]):
            return unit
        for place in range(len(lows) - 2, 0, -1):
            if words[place + 1].gap in HYPHENS:
                continue  # "Ann | Vaughn-Petrosh" has one given name
            given = lows[place] in self._book.given and lows[place - 1] not in self._book.given
            if given and not set(lows[place + 1 :]) & self._book.organisation_words:
                return replace(unit, first=unit.first + place)
        return unit

    def _is_unheard_of(self, word: Word) -> bool:
        """Whether a first word inside a sentence may be a given name: "and Ilka Ann Smith said"."""
        inside = not word.token.is_sent_start and word.token.pos_ == "PROPN"
        return inside and word.text.istitle() and word.gap == " "

    def _run(self, unit: Unit) -> Mention | None:
        whole, unit = unit, self._person_within(unit)
        if unit.first > whole.first and self._words[whole.first].low in self._book.given:
            unit = whole  # "Mary Ann Smith"
        words = self._words[unit.first : unit.last + 1]
        after = self._around.next_directly(unit.last)
        styled = after is not None and after.kind is UnitKind.OFFICE and self._around.names(unit)
        medium = self._medium_after(unit)
        if medium is not None:
            mention = self._make(unit, MentionKind.BODY, unit.first, medium.last)
            mention.plural = False
            return mention
        if self._is_modifier(unit) and not styled:  # "Ann Smith MP" is she, not an MP of hers
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
        body = any(word.gap == AMPERSAND for word in words[1:])
        body = (
            body
            or any(low in self._book.organisation_words for low in lows[1:])
            or (lows[0] in self._book.organisation_words and len(lows) > 1)
        )
        # "the Trilateral Declaration", "the Minsk Agreement"
        body = body or (len(lows) > 1 and (lows[-1],) in self._book.documents.values)
        acronym = len(words) == 1 and words[0].text.isupper() and 2 <= len(words[0].text) <= 7
        article = unit.first > 0 and self._words[unit.first - 1].low == "the" and directly
        if body or acronym or (article and not addressed):
            unit = self._with_number(unit)
            mention = self._make(unit, MentionKind.BODY, unit.first, unit.last)
            mention.plural = False
            return mention
        several = len(name_words(words)) > 1
        named = several and (lows[0] in self._book.given or addressed)
        kind = MentionKind.PERSON if named or addressed else MentionKind.NAME
        mention = self._person(unit, kind)
        if kind is MentionKind.NAME and (mention.offices or self._is_aged(unit)) and several:
            mention.kind = MentionKind.PERSON
        return mention

    def _medium_after(self, unit: Unit) -> Unit | None:
        """The word that tells of which kind a named medium is: "the Courier | newspaper"."""
        following = self._around.next_directly(unit.last)
        if following is None or following.kind is not UnitKind.NOUN:
            return None
        words = tuple(word.low for word in self._words[following.first : following.last + 1])
        return following if words in self._book.media else None

    def _with_number(self, unit: Unit) -> Unit:
        """A body's name with the number before it: "the | 9th Circuit Court"."""
        before = self._words[unit.first - 1] if unit.first else None
        numbered = before is not None and self._words[unit.first].gap == " "
        if numbered and before is not None and _ORDINAL.fullmatch(before.low):
            return replace(unit, first=unit.first - 1)
        return unit

    def _is_aged(self, unit: Unit) -> bool:
        """Whether an age follows: 'Ann Smith, 45,'."""
        after = unit.last + 1
        if after >= len(self._words) or self._words[after].gap.strip() != ",":
            return False
        return self._words[after].text.isdigit() and len(self._words[after].text) <= 2

    def _office(self, unit: Unit) -> Mention | None:
        office = self._split_office(unit) or unit.office
        assert office is not None  # noqa: S101 - a unit of this kind has one
        following = self._around.next_directly(unit.last)
        if following is not None and not office.plural and following.kind in NAME_UNITS:
            return None  # it stands before a name and belongs to it
        left, of, former, definite = self._around.prefix(unit.first)
        right, more = self._around.complement(unit.last)
        if office is not unit.office:  # the ministry is in it
            more = frozenset(item for item in more if not item.startswith(OF_NOUN))
        kind = MentionKind.GROUP if office.plural else MentionKind.OFFICE
        mention = self._make(unit, kind, left, right)
        mention.offices = (HeldOffice(office, of | more, former),)
        mention.of = of | more
        mention.gender = office.gender
        mention.plural = office.plural
        mention.definite = definite
        return mention

    def _split_office(self, unit: Unit) -> OfficeWord | None:
        """The office of "head of Norlandic diplomacy", which stands apart in the text."""
        of = unit.last + 1
        if of + 1 >= len(self._words) or self._words[of].low != "of":
            return None
        following = self._unit_at.get(of + 1 + (self._words[of + 1].low == "the"))
        if following is None or following.kind not in _OF_A_COUNTRY:
            return None
        last = self._words[following.last + 1 : following.last + 1 + _LONGEST_FIELD]
        lows = (*(word.low for word in self._words[unit.first : of + 1]),)
        rest = (*(word.low for word in last),)
        within = self._words[max(following.first, following.last - 1) : following.last + 1]
        offices = self._book.offices.values
        for end in (rest, rest[:1], (*(word.low for word in within),)):
            office = offices.get((*lows, *end))
            if office is not None:
                return office
        return None

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
        before = self._unit_ending.get(unit.first - 1)
        if before is not None and before.kind in {UnitKind.RUN, UnitKind.BODY}:
            medium = self._medium_after(before)
            if medium is not None and (medium.last > medium.first or before.kind is UnitKind.RUN):
                return None  # "the Courier newspaper" is the Courier
        left, of, _, definite = self._around.prefix(unit.first)
        right, more = self._around.complement(unit.last)
        mention = self._make(unit, kind, left, right)
        mention.of = of | more
        mention.definite = definite
        mention.plural = token.tag_ in {"NNS", "NNPS"}
        return mention

    def _body(self, unit: Unit) -> Mention | None:
        mention = self._make(unit, MentionKind.BODY, unit.first, unit.last)
        medium = self._medium_after(unit) if unit.kind is UnitKind.BODY else None
        if medium is not None and medium.last > medium.first:  # "TASS news agency"
            mention = self._make(unit, MentionKind.BODY, unit.first, medium.last)
        elif self._is_modifier(unit):
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
        if following.gap.startswith(("'", "’")) or following.text in AFTER_NAMES:
            return False  # a plural possessive; "Ann Smith KC"
        if following.low == "and" and not self._words[unit.first].text.isupper():
            return False  # "Smith and European leaders"; but "US and European leaders"
        token = self._words[unit.last].token
        return token.dep_ in {"compound", "amod", "nmod"} and token.head.i > token.i

    def _qualifies_people(self, unit: Unit) -> bool:
        """Whether a name only tells whose the people after it are: "Ann Smith aides"."""
        if not self._is_modifier(unit):
            return False
        following = self._words[unit.last + 1]
        return following.token.tag_ == "NNS" and not following.capital

    def _make(self, unit: Unit, kind: MentionKind, left: int, right: int) -> Mention:
        first, last = self._words[unit.first], self._words[unit.last]
        return Mention(
            kind=kind,
            zone=self._number,
            sentence=self._sentences[first.number],
            first=unit.first,
            last=unit.last,
            left=left,
            right=right,
            span=self._zone.span(first.start, last.end),
            whole=self._zone.span(self._words[left].start, self._words[right].end),
            words=(
                name_words(self._words[unit.first : unit.last + 1])
                if kind in _NAMES
                else tuple(word.low for word in self._words[unit.first : unit.last + 1])
            ),
            name=self._printed[first.start : last.end],
            salience=_salience(last.token, first.number, last.number),
        )


def _unite(office: Mention, name: Mention) -> None:
    """Give a name the office that stands before it in apposition."""
    name.kind = MentionKind.PERSON
    name.offices = (*name.offices, *office.offices)
    name.gender = name.gender or office.gender
    name.left = office.left
    name.titled = True
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
