"""Surroundings: what the words around a name or a noun say of it.

"former U.S. | president", "spokesman | for White Hall", "Ann Smith, | a lawyer at the bank,":
where a phrase begins and ends, whose the office is, and which office a name has beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.actors import ActorKind
from app.extraction.naming.mention import OF_NAME, OF_NOUN, HeldOffice
from app.extraction.naming.units import Unit, UnitKind
from app.extraction.naming.vocabulary import vocabulary
from app.extraction.naming.words import name_words

if TYPE_CHECKING:
    from app.domain.actors import Gender
    from app.extraction.naming.words import Word

NAME_UNITS = frozenset({UnitKind.PERSON, UnitKind.RUN, UnitKind.TITLE})
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
_RELATIVES = frozenset({"who", "whose", "whom", "which"})
_LONGEST_PREFIX = 12  # words before a noun that can belong to its phrase
_LONGEST_COMPLEMENT = 10  # words after it in which "of ..." is looked for
_LONGEST_APPOSITION = 14
_LONGEST_SECOND = 7


class Surroundings:
    """The words and units of one paragraph, to look around in."""

    def __init__(self, words: tuple[Word, ...], units: list[Unit]) -> None:
        self._words = words
        self._unit_at = {unit.first: unit for unit in units}
        self._unit_ending = {unit.last: unit for unit in units}
        self._book = vocabulary()

    def before_name(self, unit: Unit) -> tuple[int, list[HeldOffice], Gender | None, bool]:
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
                start, of, former, _ = self.prefix(before.first)
                offices.append(HeldOffice(before.office, of, former))
                left = start
                break
            left = before.first
        return left, offices, gender, titled

    def after_name(self, unit: Unit) -> tuple[int, list[HeldOffice]]:
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
            finite = word.token.pos_ in {"VERB", "AUX", "PRON"}
            if (finite and word.token.tag_ not in {"VBN", "PRP$"}) or word.low in _RELATIVES:
                break
            held = self._unit_at.get(at)
            if held is not None and held.kind == UnitKind.PERSON:
                break
            if held is not None and held.kind is UnitKind.OFFICE and held.office is not None:
                if held.office.plural:
                    break
                before, of, former, _ = self.prefix(held.first)
                if before > place:
                    break
                following = self.next_directly(held.last)
                another = following is not None and following.kind in NAME_UNITS
                if another or self._owns(held.last):
                    break  # "Ann Smith, her colleague John Brown"; "Ann Smith, the senator's niece"
                right, more = self.complement(held.last)
                if self._verb_follows(right):
                    right = unit.last  # "As Reuters reported, the minister said": no apposition
                    break
                then = [word.low for word in self._words[right + 1 : right + 4]]
                former = former or then == ["at", "the", "time"]
                offices.append(HeldOffice(held.office, of | more, former))
                right = self._second_office(right, offices)
                break
            at += 1 if held is None else held.last - at + 1
        return right, offices

    def _owns(self, last: int) -> bool:
        """Whether what ends at a word stands in the genitive."""
        following = self._words[last + 1] if last + 1 < len(self._words) else None
        return following is not None and (
            following.possessive or following.gap.startswith(("’ ", "' "))
        )

    def _second_office(self, last: int, offices: list[HeldOffice]) -> int:
        """Where an apposition ends that goes on: ", party leader and transport minister"."""
        at = last + 1
        if at >= len(self._words) or self._words[at].low != "and" or not self._words[at].joined:
            return last
        for place in range(at + 1, min(len(self._words), at + _LONGEST_SECOND)):
            word, unit = self._words[place], self._unit_at.get(place)
            if not word.joined or word.token.pos_ not in _MODIFIERS:
                return last
            if unit is None or unit.kind is not UnitKind.OFFICE or unit.office is None:
                continue
            following = self.next_directly(unit.last)
            if unit.office.plural or (following is not None and following.kind in NAME_UNITS):
                return last
            _, of, former, _ = self.prefix(unit.first)
            right, more = self.complement(unit.last)
            offices.append(HeldOffice(unit.office, of | more, former))
            return right
        return last

    def _verb_follows(self, last: int) -> bool:
        """Whether a finite verb follows directly."""
        following = self._words[last + 1] if last + 1 < len(self._words) else None
        if following is None or following.gap.strip():
            return False
        return following.token.pos_ in {"VERB", "AUX"} and following.token.tag_ != "VBN"

    def prefix(self, first: int) -> tuple[int, frozenset[str], bool, bool]:
        """Where the phrase begins whose noun is at ``first``; what it names; former; definite."""
        left, of, former, definite = first, set[str](), False, True
        while left > 0 and first - left < _LONGEST_PREFIX and self._words[left].joined:
            word = self._words[left - 1]
            unit = self._unit_ending.get(left - 1)
            if unit is not None and not self._words[left].possessive and self.names(unit):
                break  # "Ann Smith MP"
            if unit is not None and unit.first < left - 1:
                of |= self._named_by(unit)
                left = unit.first
                continue
            if word.low in _INDEFINITE and word.token.pos_ in {"DET", "NUM", "ADJ", "PRON"}:
                definite = False
            if word.token.pos_ == "DET" or word.token.tag_ == "PRP$":
                definite = definite or word.low not in _INDEFINITE  # "the three-term mayor"
                left -= 1
                break
            if unit is None and not self._qualifies(word):
                break
            former = former or word.low in _FORMER
            if unit is not None:
                of |= self._named_by(unit)
            left -= 1
        return left, frozenset(of), former, definite

    def names(self, unit: Unit) -> bool:
        """Whether a unit is a person's whole name."""
        if unit.kind is UnitKind.RUN:
            return unit.last > unit.first and self._words[unit.first].low in self._book.given
        return unit.kind is UnitKind.PERSON

    def is_whole_name(self, unit: Unit) -> bool:
        """Whether a unit looks like a person's whole name: no word of a body's in it."""
        if unit.kind is UnitKind.RUN:
            words = self._words[unit.first : unit.last + 1]
            bodies = self._book.organisation_words
            return len(name_words(words)) > 1 and not any(word.low in bodies for word in words)
        return unit.kind is UnitKind.PERSON

    def _qualifies(self, word: Word) -> bool:
        if word.possessive or word.low in _FORMER:
            return True
        if word.token.pos_ in {"ADV", "VERB"}:
            return word.low == "so" or (word.token.tag_ in {"VBN", "VBG"} and word.gap == "-")
        return word.token.pos_ in _MODIFIERS and word.token.dep_ not in {"nsubj", "dobj", "pobj"}

    def complement(self, last: int) -> tuple[int, frozenset[str]]:
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
            if right == at - 1 and self._words[at].gap == " " and self.is_whole_name(unit):
                break  # "Minister of Agriculture | Ann Smith"
            of |= self._named_by(unit)
            right = unit.last
            at = unit.last + 1
        return last if loose and not of else right, frozenset(of)

    def _named_by(self, unit: Unit) -> frozenset[str]:
        """Slugs and country codes that a unit beside a noun names."""
        if unit.kind is UnitKind.RUN:  # whose it is, the whole text tells: "Putin's spokesman"
            lows = name_words(self._words[unit.first : unit.last + 1])
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

    def next_directly(self, last: int) -> Unit | None:
        """The unit that follows without comma or possessive."""
        following = self._unit_at.get(last + 1)
        if following is None or not self._words[following.first].joined:
            return None
        return None if self._words[following.first].gap.startswith(("'", "’")) else following
