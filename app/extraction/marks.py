"""Marks: every quotation mark of a paragraph, and what it may do where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.domain.spans import Span

# `` and '' are how typewriters, TeX and annotated corpora print “ and ”.
_MARK = re.compile("``|''|[“”„‟«»‹›「」『』\"'‘’‚‛]")
SINGLE = frozenset("'‘’‚‛")
_OPENS_BY_NATURE = frozenset({*"“„‟«‹「『", "``"})
_CLOSES_BY_NATURE = frozenset({*"”»›」』", "''"})
_FIXED = frozenset("„‟「」『』")  # never printed the other way round

_BEFORE_OPENING = frozenset("([{—–-/|…:;,“‘'\"«„>*•·")
_AFTER_CLOSING = frozenset(".,;:!?)]}—–-…/|”’'\"»<*")

# Words that lose their beginning: 'em, 'til, 'twas; '90s.
_ELISION = re.compile(
    r"(?:\d\ds?|em|til|tis|twas|twere|cause|cos|bout|round|n|tween|neath|ere|gainst)(?![^\W_])",
    re.IGNORECASE,
)
_LONGEST_ELISION = 8
# What is left of a word after a space where a link or a tag was taken out: "Lind 's plan".
_CLITIC = re.compile(r"(?:s|re|ve|ll|d|m)(?=[\s,.;:]|$)")


class Shape(Enum):
    """What a mark may do, by what stands beside it."""

    OPENS = auto()
    CLOSES = auto()
    EITHER = auto()
    MAY_POSSESS = auto()  # closes, or makes a plural possessive: the workers' rights


@dataclass(frozen=True, slots=True)
class Mark:
    """A quotation mark, an apostrophe left out."""

    place: int
    character: str  # two for `` and ''
    shape: Shape

    @property
    def end(self) -> int:
        """The place after it."""
        return self.place + len(self.character)

    @property
    def single(self) -> bool:
        """Whether it is a single mark."""
        return self.character in SINGLE


def find_marks(text: str, span: Span) -> list[Mark]:
    """The marks between two offsets, in order, without those that are apostrophes."""
    found = []
    for match in _MARK.finditer(text, span.start, span.end):
        place, character = match.start(), match.group()
        before = text[place - 1] if place > span.start else ""
        after = text[match.end()] if match.end() < span.end else ""
        if character in SINGLE:
            ahead = text[place + 1 : min(place + 1 + _LONGEST_ELISION, span.end)]
            shape = _single_shape(character, before, after, ahead)
        else:
            shape = _double_shape(character, before, after)
        if shape is not None:
            found.append(Mark(place, character, shape))
    return found


def next_table(marks: Sequence[Mark], chosen: Callable[[Mark], bool]) -> list[int | None]:
    """For each number n from 0 to len(marks): the first chosen mark at or after n."""
    table: list[int | None] = [None] * (len(marks) + 1)
    for number in range(len(marks) - 1, -1, -1):
        table[number] = number if chosen(marks[number]) else table[number + 1]
    return table


def _opening_place(before: str, after: str) -> bool:
    starts = not before or before.isspace() or before in _BEFORE_OPENING
    return starts and bool(after) and not after.isspace() and after not in ",.;)?!"


def _closing_place(before: str, after: str) -> bool:
    ends = not after or after.isspace() or after in _AFTER_CLOSING
    return ends and bool(before) and not before.isspace()


def _double_shape(character: str, before: str, after: str) -> Shape:
    if character not in _FIXED:
        opening, closing = _opening_place(before, after), _closing_place(before, after)
        if opening != closing:
            return Shape.OPENS if opening else Shape.CLOSES
    if character in _OPENS_BY_NATURE:
        return Shape.OPENS
    return Shape.CLOSES if character in _CLOSES_BY_NATURE else Shape.EITHER


def _single_shape(character: str, before: str, after: str, ahead: str) -> Shape | None:
    """The shape of a single mark; None for an apostrophe."""
    if before.isalnum() and after.isalnum():
        return None
    if before.isspace() and _CLITIC.match(ahead):
        return None
    # ’ opens only where a careless typist nests it: “’No,’ he said.
    if _opening_place(before, after) and (character != "’" or before in {"“", '"', "‘"}):
        return None if _ELISION.match(ahead) else Shape.OPENS
    if character in "‚‛":
        return Shape.OPENS
    if not before or before.isspace() or (character == "‘" and not _closing_place(before, after)):
        return None
    possessive = after.isspace() and before in set("szxn")  # workers' rights; goin' home
    return Shape.MAY_POSSESS if possessive else Shape.CLOSES
