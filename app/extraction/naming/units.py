"""Units: the words and phrases of a paragraph that may be part of a mention, in order."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.actors import Actor, ActorDirectory, ActorKind, Gender
from app.extraction.naming.capitals import (
    HEADLINE_VERBS,
    NEVER_NAMES,
    goes_on,
    is_day,
    is_given_month,
    is_nickname,
    is_no_name,
    is_party_tag,
)
from app.extraction.naming.directory_names import directory_names
from app.extraction.naming.vocabulary import OfficeWord, Phrases, vocabulary
from app.extraction.naming.words import HYPHENS, split_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.extraction.naming.words import Word


# What ministries are of.
_FIELDS = frozenset(
    re.findall(
        r"\w+",
        "affairs agriculture communications culture defence defense development economy education"
        " emergencies energy environment finance health housing industry information interior"
        " justice labor labour security sport sports tourism trade transport war water welfare"
        " works",
    )
)
AMPERSAND = " & "
TRADES = frozenset({"person_of_note", "expert", "relation"})  # classes that are no titles
_DETERMINERS = frozenset({"the", "a", "an", "this", "that", "his", "her", "their", "our", "my"})
AFTER_NAMES = frozenset({"KC", "QC", "OBE", "MBE", "CBE", "PhD", "MD", "FRS"})  # no surnames
_SHORTEST_SHOUTED = 5  # letters; what is shorter may be initials
_LONGEST_SHORT = 5  # letters of a form of address that is cut short: "Gov.", "Supt"
_SHORTEST_WITH_NAME = 2  # words after the first: a body, a given name, a surname


class UnitKind(StrEnum):
    """What a phrase is, taken by itself."""

    PERSON = "person"  # a whole name of the directory
    BODY = "body"  # an organisation, government or group of the directory
    OFFICE = "office"
    TITLE = "title"
    COUNTRY = "country"  # its name
    CAPITAL = "capital"  # a capital city
    DEMONYM = "demonym"
    RUN = "run"  # capitalised words that are none of these
    NOUN = "noun"  # the ministry, the authorities
    COLLECTIVE = "collective"  # leaders, analysts, reports
    DOCUMENT = "document"  # statement, letter


@dataclass(frozen=True, slots=True)
class Unit:
    """A phrase from one word to another, both included."""

    kind: UnitKind
    first: int
    last: int
    actors: tuple[Actor, ...] = ()
    office: OfficeWord | None = None
    code: str | None = None  # a country's
    gender: Gender | None = None


class UnitFinder:
    """Finds units with one directory; made once per text."""

    def __init__(self, directory: ActorDirectory) -> None:
        self._names = directory_names(directory)
        self._demonyms: Phrases[Actor] = Phrases()
        for actor in directory:
            for demonym in actor.demonyms:
                self._demonyms.add(split_words(demonym), actor)
        self._vocabulary = vocabulary()
        self._known: frozenset[str] = frozenset()
        self._alone: frozenset[str] = frozenset()
        self._surnames = frozenset(
            split_words(name)[-1]
            for actor in directory
            if actor.kind is ActorKind.PERSON
            for name in actor.names
            if split_words(name)
        )
        book = self._vocabulary
        self._starts = frozenset(self._names.longest) | frozenset(
            word
            for phrases in (book.offices, book.documents, book.anaphoric, book.collectives)
            for word in phrases.longest
        )
        self._starts |= book.government_nouns

    def find(
        self,
        words: Sequence[Word],
        names: frozenset[str] = frozenset(),
        alone: frozenset[str] = frozenset(),
    ) -> list[Unit]:
        """The units of a paragraph, in order, not overlapping.

        ``names`` are folded words that are names elsewhere in the text: they are at the start of
        a sentence too, where a capital letter tells nothing. ``alone`` are those that stand
        somewhere without another name beside them, as surnames do.
        """
        finder = copy(self)  # this one is shared between texts and threads
        finder._known, finder._alone = names, alone  # noqa: SLF001 - its own copy
        return finder._find(words)  # noqa: SLF001

    def _find(self, words: Sequence[Word]) -> list[Unit]:
        lows = [word.low for word in words]
        units: list[Unit] = []
        place = 0
        while place < len(words):
            unit = self._at(words, lows, place)
            if unit is None:
                place += 1
            else:
                units.append(unit)
                place = unit.last + 1
        return units

    def _at(self, words: Sequence[Word], lows: list[str], place: int) -> Unit | None:
        word = words[place]
        if not word.capital and word.low not in self._starts:  # most words
            small = word.low in self._vocabulary.particles
            if not small or not self._after_title(words, place):
                return None
        found = [
            unit
            for unit in (
                self._named(words, lows, place),
                self._office(words, lows, place),
                self._country(words, lows, place),
                self._noun(words, lows, place),
            )
            if unit is not None
        ]
        longest = max(found, key=lambda unit: unit.last, default=None)
        title = self._vocabulary.titles.get(word.low, 0) if word.capital else 0
        named = goes_on(words, place) or self._particle_follows(words, place)
        if title != 0 and (longest is None or longest.last == place) and named:
            gender = self._vocabulary.titles[word.low]
            office = longest.office if longest else None
            office = office or self._vocabulary.title_offices.get(word.low)
            return Unit(UnitKind.TITLE, place, place, gender=gender, office=office)
        if longest is not None and longest.kind is UnitKind.OFFICE and goes_on(words, longest.last):
            return longest
        particle = word.low in self._vocabulary.particles and self._after_title(words, place)
        if self._shouted(words, place):
            return longest
        run = self._run(words, lows, place, particle=particle)
        if run is not None and (longest is None or run.last > longest.last):
            return run
        return longest

    def _particle_follows(self, words: Sequence[Word], place: int) -> bool:
        """Whether a surname with a small first word follows: "Mr | de Witt"."""
        return (
            place + 1 < len(words)
            and words[place + 1].low in self._vocabulary.particles
            and words[place + 1].joined
            and self._resumes(words, place + 1, organisation=False)
        )

    def _named(self, words: Sequence[Word], lows: list[str], place: int) -> Unit | None:
        found = self._names.at(lows, place)
        if found is None:
            return None
        length, name = found
        last = place + length - 1
        phrase = words[place : last + 1]
        if not all(word.joined for word in phrase[1:]):
            return None
        if name.upper and not all(word.text.isupper() for word in phrase):
            return None
        if not name.lower and not (words[place].capital or words[last].capital):
            return None
        persons = any(actor.kind is ActorKind.PERSON for actor in name.actors)
        following = words[last + 1] if last + 1 < len(words) else None
        if (
            following is not None
            and following.joined
            and following.low in self._vocabulary.suffixes
        ):
            return Unit(UnitKind.RUN, place, last + 1)  # Donald Trump Jr is somebody else
        return Unit(UnitKind.PERSON if persons else UnitKind.BODY, place, last, name.actors)

    def _office(self, words: Sequence[Word], lows: list[str], place: int) -> Unit | None:
        found = self._vocabulary.offices.at(lows, place)
        if found is None:
            return None
        length, office = found
        last = place + length - 1
        if office.capitals and not words[place].text.isupper():
            return None
        if not all(word.joined for word in words[place + 1 : last + 1]):
            return None
        if length == 1:
            surname = office.office in TRADES and self._is_surname(words, place)
            if surname or words[place].token.pos_ not in {"NOUN", "PROPN"}:
                return None
            following = words[last + 1] if last + 1 < len(words) else None
            if (
                following is not None
                and following.joined
                and following.gap == " "
                and following.capital
                and following.low in self._vocabulary.organisation_words
            ):
                return None  # the General Assembly, the General Staff
        return Unit(UnitKind.OFFICE, place, last, office=office)

    def _is_surname(self, words: Sequence[Word], place: int) -> bool:
        """Whether a word for a trade is somebody's name here: "Baker said", "Mr | Mason"."""
        word, before = words[place], words[place - 1] if place else None
        if not word.capital or word.text.isupper() or goes_on(words, place):
            return False
        if before is not None and (before.low in _DETERMINERS or before.possessive):
            return False
        return word.low in self._alone and word.token.pos_ == "PROPN"

    def _country(self, words: Sequence[Word], lows: list[str], place: int) -> Unit | None:
        if not words[place].capital:
            return None
        book = self._vocabulary
        known = self._demonyms.at(lows, place)
        if known is not None and (len(lows[place]) > 3 or words[place].text.isupper()):
            length, actor = known
            return Unit(UnitKind.DEMONYM, place, place + length - 1, (actor,), code=actor.country)
        for kind, phrases in (
            (UnitKind.DEMONYM, book.demonyms),
            (UnitKind.COUNTRY, book.countries),
            (UnitKind.CAPITAL, book.capitals),
        ):
            found = phrases.at(lows, place)
            if found is not None:
                last = place + found[0] - 1
                if lows[place] in {"us", "uk", "eu", "uae"} and not words[place].text.isupper():
                    continue
                return Unit(kind, place, last, code=found[1])
        return None

    def _noun(self, words: Sequence[Word], lows: list[str], place: int) -> Unit | None:
        book = self._vocabulary
        if words[place].token.pos_ in {"VERB", "AUX", "ADP"}:
            return None
        found = book.documents.at(lows, place)
        if found is not None and not self._ends_a_name(words, place, found[0]):
            return Unit(UnitKind.DOCUMENT, place, place + found[0] - 1)
        noun = book.anaphoric.at(lows, place)
        if noun is not None:
            return Unit(UnitKind.NOUN, place, place + noun[0] - 1)
        found = book.collectives.at(lows, place)
        if found is not None:
            return Unit(UnitKind.COLLECTIVE, place, place + found[0] - 1)
        if lows[place] in book.government_nouns:
            return Unit(UnitKind.NOUN, place, place)
        return None

    def _ends_a_name(self, words: Sequence[Word], place: int, length: int) -> bool:
        """Whether a word for a document is what a name in the text ends with: "the Post"."""
        word = words[place]
        return length == 1 and word.capital and word.low in self._known and not word.text.isupper()

    def _shouted(self, words: Sequence[Word], place: int) -> bool:
        """Whether a first word is in capitals only as the first: "FURIOUS Ann Smith said"."""
        word = words[place]
        if not word.text.isupper() or len(word.text) < _SHORTEST_SHOUTED or place + 2 >= len(words):
            return False
        following = words[place + 1]
        return (
            word.token.is_sent_start is True
            and word.low not in self._known
            and word.low not in self._alone
            and following.capital
            and following.gap == " "
            and not following.text.isupper()
            and words[place + 2].capital
            and words[place + 2].gap == " "
        )

    def _after_title(self, words: Sequence[Word], place: int) -> bool:
        """Whether a form of address stands right before: "Mr | de Witt"."""
        return (
            place > 0
            and words[place - 1].capital
            and words[place].joined
            and words[place - 1].low in self._vocabulary.titles
            and self._particle_follows(words, place - 1)
        )

    def _run(
        self, words: Sequence[Word], lows: list[str], place: int, *, particle: bool = False
    ) -> Unit | None:
        """Capitalised words that go together and that nothing else claims."""
        if not particle and not self._starts_run(words, place):
            return None
        last = place
        organisation = lows[place] in self._vocabulary.organisation_words
        while last + 1 < len(words) and (
            words[last + 1].joined
            or self._of_a_firm(words, lows, last + 1)
            or is_nickname(words, last + 1)
        ):
            if is_nickname(words, last + 1):
                last += 2
                continue
            following = words[last + 1]
            if following.possessive:
                break
            if following.gap == AMPERSAND:
                last += 1
                organisation = True
            elif (
                following.capital
                and following.gap != "'"
                and self._continues(words, lows, last + 1)
            ):
                last += 1
            elif (
                following.low in self._vocabulary.particles
                or (organisation and following.low in {"of", "for", "and", "on"})
            ) and self._resumes(words, last + 2, organisation=organisation):
                if following.low == "and" and self._ends_body(lows, place, last):
                    break
                last += 2
                while words[last].low in self._vocabulary.particles | {"the"}:
                    last += 1
            else:
                break
            organisation = organisation or lows[last] in self._vocabulary.organisation_words
        return Unit(UnitKind.RUN, place, self._end_of_body(words, lows, place, last))

    def _of_a_firm(self, words: Sequence[Word], lows: list[str], place: int) -> bool:
        """Whether a word belongs to the name of a firm after "&": "Pell & | Marsh".

        Not where one of the two is a person's: "Ivo & Ann Smith".
        """
        persons = self._vocabulary.given.keys() | self._surnames
        apart = {lows[place], lows[place - 1]} & persons
        return words[place].gap == AMPERSAND and words[place].capital and not apart

    def _ends_body(self, lows: list[str], place: int, last: int) -> bool:
        """Whether one body's name ends and another's follows: "Green Fund | and Lake Trust"."""
        return last > place and lows[last] in self._vocabulary.organisation_words

    def _end_of_body(self, words: Sequence[Word], lows: list[str], place: int, last: int) -> int:
        """Where a run ends that is what an office is of, a name following without a comma.

        "Minister of Agriculture | Ann Smith", "Chairman of the Supreme Council | Ann Smith": the
        last two words are a given name and another, or the text prints the surname, or what is
        before both, alone elsewhere.
        """
        before = place - 1
        if before > 0 and lows[before] == "the":
            before -= 1
        if last - place < _SHORTEST_WITH_NAME or before < 1 or lows[before] not in {"of", "for"}:
            return last
        if not any(
            (found := self._vocabulary.offices.at(lows, start)) and start + found[0] == before
            for start in range(max(0, before - 3), before)
        ):
            return last
        at = last
        while at > place and words[at].gap in HYPHENS:
            at -= 1
        surname = "-".join(lows[at : last + 1])
        given = at - 1
        while given > place and (
            words[given].gap in HYPHENS or lows[given] in self._vocabulary.particles
        ):
            given -= 1
        if given <= place or lows[given - 1] in self._vocabulary.given:
            return last
        if surname in self._vocabulary.organisation_words:
            return last
        apart = self._alone | _FIELDS
        if lows[given] in self._vocabulary.given or surname in apart or lows[given - 1] in apart:
            return given - 1
        return last

    def _starts_run(self, words: Sequence[Word], place: int) -> bool:
        word = words[place]
        if not word.capital or is_party_tag(words, place):
            return False
        if is_day(words, place) or (is_no_name(word) and not is_given_month(words, place)):
            return False
        if word.text in AFTER_NAMES and place > 0 and words[place - 1].capital:
            return False
        token = word.token
        if token.is_sent_start:
            known = word.low in self._known or word.low in self._surnames
            if not known and self._precedes_a_name(words, place):
                return False
            certain = token.pos_ == "PROPN" or known or word.low in self._vocabulary.given
            return certain or self._begins_a_name(words, place)
        return token.pos_ in {"PROPN", "NOUN", "ADJ", "X", "VERB", "INTJ"}

    def _begins_a_name(self, words: Sequence[Word], place: int) -> bool:
        """Whether a first word the parser takes for a noun is a given name: "Imre Falk, a baker,".

        A surname and a comma or a verb follow.
        """
        if words[place].token.pos_ not in {"NOUN", "X"} or place + 2 >= len(words):
            return False
        second, third = words[place + 1 : place + 3]
        if not second.capital or second.gap != " " or second.low in NEVER_NAMES:
            return False
        ends = third.gap.startswith(",") or third.token.pos_ in {"VERB", "AUX"}
        return second.token.pos_ == "PROPN" and ends and not third.capital

    def _precedes_a_name(self, words: Sequence[Word], place: int) -> bool:
        """Whether a first word only stands before a whole name: "Glum | Ann Smith said"."""
        if place + 2 >= len(words) or words[place].low in self._vocabulary.given:
            return False
        first, second = words[place + 1 : place + 3]
        if {first.low, second.low} & self._vocabulary.organisation_words:
            return False
        if any((each.low,) in self._vocabulary.offices.values for each in (first, second)):
            return False
        if not all(each.capital and each.gap == " " for each in (first, second)):
            return False
        return first.low in self._known | self._vocabulary.given.keys() and (
            second.low in self._known
        )

    def _continues(self, words: Sequence[Word], lows: list[str], place: int) -> bool:
        word = words[place]
        if word.text.endswith(".") and len(word.text) == 2:
            return True  # an initial: "Karl A. Moser"
        if word.text in AFTER_NAMES or word.low in HEADLINE_VERBS:
            return False
        small = is_no_name(word) or word.token.pos_ in {"DET", "PRON", "ADP"}
        if small or self._addresses(words, place):
            return False
        office = self._vocabulary.offices.at(lows, place)
        if office is not None:
            # "Chicago Mayor Brandon Johnson" is cut before the office, and so is "the German
            # Chancellor"; "Stephen King" is not.
            after = place + office[0]
            if goes_on(words, after - 1):  # but "Norland Liberal Coalition" is one name
                return lows[after] in self._vocabulary.organisation_words
            # "Regional Health Partners", "the Smith Baker": no forms of address
            trade = office[1].plural or office[1].office in TRADES
            return trade or words[place - 1].low in self._vocabulary.given
        named = self._names.at(lows, place)
        return not (named is not None and named[0] > 1)

    def _addresses(self, words: Sequence[Word], place: int) -> bool:
        """Whether a short form of address stands before a name: "New Ashland | Gov. Ann Smith"."""
        word = words[place]
        if word.low not in self._vocabulary.title_offices or len(word.low) > _LONGEST_SHORT:
            return False
        name = not word.text.endswith(".") and words[place - 1].low in self._vocabulary.given
        return not name and goes_on(words, place)  # but "Tara Sen Gupta"

    def _resumes(self, words: Sequence[Word], place: int, *, organisation: bool) -> bool:
        """Whether a name goes on after a small word: 'von der | Leyen', 'Ministry of | Trade'."""
        skipped = 0
        while place < len(words) and skipped < 2 and words[place].joined:
            if words[place].capital:
                return words[place].low not in NEVER_NAMES
            small = words[place].low
            if small not in self._vocabulary.particles and not (organisation and small == "the"):
                return False
            place += 1
            skipped += 1
        return False
