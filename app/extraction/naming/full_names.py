"""Full names: the fullest name of a person that a text prints anywhere, also where it is not read.

Headings, captions and labels give names that no sentence does: "Ann Smith at the weir. Photo: ...".
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING

from app.domain.articles import ZoneRole
from app.extraction.naming.sources import LEADING_AWAY
from app.extraction.naming.vocabulary import vocabulary
from app.extraction.naming.words import low, split_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.actors import Gender
    from app.extraction.naming.entities import Cast, Entity
    from app.extraction.naming.mention import Mention

# Where a whole name may stand that the article's sentences do not print.
_UNREAD = frozenset({ZoneRole.HEADLINE, ZoneRole.HEADING, ZoneRole.CAPTION, ZoneRole.BODY})
_NICKNAME = re.compile(r"\s[‘“\"'«(][^’”\"'»)]{1,30}[’”\"'»)]\s")  # Ann “Nan” Smith
# The same where the given name was not seen to belong to it: Ann ‘| Nan’ Smith
_CUT_NICKNAME = re.compile(r"\w+[’”\"'»]\s(\w.*)$")
_GIVEN_BEFORE = re.compile(r"(?:^|\s)([A-Z]\w+)\s[‘“\"'«]$")
_LONGEST_GIVEN = 40  # characters
_LONGEST_PERSON = 4  # words of a person's name
_GIVEN_AND_SURNAME = 2


class FullNames:
    """The whole names of the persons of a text."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._text = cast.text.parsed.text.text
        self._book = vocabulary()

    def fullest(self, entity: Entity) -> str:
        """The fullest name of a person: of a single one, what a caption or the title adds to it."""
        mention, name = entity.name, entity.name.name
        if len(mention.words) > 1:
            return self._without_nickname(mention)
        known = set(self._beside(name, entity.gender))
        if len(known) == 1:
            return next(iter(known))
        for each in entity.mentions:
            before = self._text[each.whole.start : each.span.start].strip()
            if not before or not before.split()[-1][0].isupper() or len(each.words) > 1:
                continue
            if split_words(before)[-1:] and split_words(before)[-1] in self._book.styles:
                return f"{before.split()[-1]} {name}"  # "Baroness Lind", of whom no more is known
        return name

    def _without_nickname(self, mention: Mention) -> str:
        printed = mention.span.of(self._text)
        cut = _CUT_NICKNAME.match(printed)
        given = _GIVEN_BEFORE.search(self._text[: mention.span.start][-_LONGEST_GIVEN:])
        if cut is not None and given is not None:
            return f"{given[1]} {cut[1]}"
        without = _NICKNAME.sub(" ", printed)
        return without if without != printed and " " in without else mention.name

    def _beside(self, name: str, gender: Gender | None) -> Iterator[str]:
        """The whole names that headings, captions and other lines without statements print."""
        word = r"[^\W\d_][\w'’-]+"
        whole = re.compile(
            rf"(?:(?:([\w.’']+),? )?({word}) )?\b{re.escape(name)}\b([:,]?)(?: ({word}))?"
        )
        parsed, given = self._cast.text.parsed, self._book.given
        read = {zone.zone.span for zone in parsed.zones}
        for zone in parsed.text.zones:
            if zone.role not in _UNREAD or zone.span in read:
                continue
            for match in whole.finditer(zone.span.of(self._text)):
                office, before, mark, after = match.groups()
                first = given.get(low(before)) if before and before[0].isupper() else None
                if first is not None and gender in {None, first}:
                    yield f"{before} {name}"
                elif before and first is None and mark and self._introduces(office, before):
                    yield f"{before} {name}"  # "Minister Ann Smith:"
                elif after and not mark and after[0].isupper() and low(name) in given:
                    yield f"{name} {after}"

    def _introduces(self, office: str | None, before: str) -> bool:
        """Whether what stands before a surname is a given name after what somebody is."""
        if office is None or not before[0].isupper() or self._is_office(before):
            return False
        return self._is_office(office)

    def _is_office(self, word: str) -> bool:
        return low(word) in self._book.titles or (low(word),) in self._book.offices.values

    @cached_property
    def _by_name(self) -> dict[tuple[str, ...], Entity]:
        found: dict[tuple[str, ...], Entity] = {}
        for each in self._cast.entities:
            if each.person and each.named:
                found.setdefault(split_words(each.name.name), each)
        return found

    @cached_property
    def _by_word(self) -> dict[tuple[bool, str], list[Entity]]:
        """Those with a whole name by their surname, and by their given name."""
        found: defaultdict[tuple[bool, str], list[Entity]] = defaultdict(list)
        for each in self._cast.entities:
            if each.person and each.named and len(each.name.words) > 1:
                found[True, each.name.words[-1]].append(each)
                found[False, each.name.words[0]].append(each)
        return found

    def ending(self, phrase: str) -> Entity | None:
        """The person of the text by whose name a phrase ends: "Rovers ace Ann Smith", "Smith"."""
        words = phrase.split(" ")
        name = [*takewhile(lambda word: word[:1].isupper(), reversed(words))][::-1]
        for start in range(max(len(name) - _LONGEST_PERSON, 0), len(name) - 1):
            entity = self._by_name.get(split_words(" ".join(name[start:])))
            if entity is not None:
                return entity
        if len(name) != 1 or LEADING_AWAY & {low(word) for word in words}:
            return None
        found = self._by_word.get((True, low(name[0])), [])
        if not found and len(words) == 1:  # the given name alone, before a turn
            found = self._by_word.get((False, low(name[0])), [])
        return found[0] if len(found) == 1 else None

    def printed_in(self, phrase: str) -> str | None:
        """The whole name of somebody new by which a phrase ends: "ace turned pundit Ann Smith"."""
        words = phrase.split(" ")
        if all(word[:1].isupper() for word in words):
            for start in range(max(len(words) - _LONGEST_PERSON, 0), len(words) - 1):
                lows = split_words(" ".join(words[start:]))
                if low(words[start]) in self._book.given and not self._is_body(lows):
                    return " ".join(words[start:])
            return None
        described, name = words[:-_GIVEN_AND_SURNAME], words[-_GIVEN_AND_SURNAME:]
        if not described or not described[-1].islower() or self._is_body(map(low, name)):
            return None
        if LEADING_AWAY & {low(word) for word in described}:
            return None
        named = all(word[:1].isupper() and word.replace("-", "").isalpha() for word in name)
        return " ".join(name) if named else None

    def _is_body(self, words: Iterator[str] | tuple[str, ...]) -> bool:
        """Whether one of some words is a body's or begins a country's name."""
        book = self._book
        return any(
            word in book.organisation_words or word in book.countries.longest for word in words
        )
