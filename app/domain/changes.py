"""What can be said of an actor's positions between two days, before any of them is read in full."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class Standing(StrEnum):
    """What can be said of an actor's positions between two days; the order is that of the page."""

    CHANGED = "possible change"
    OTHERWISE = "said otherwise, not compared"
    SAME = "the same"
    NOTHING = "nothing to compare"


@dataclass(frozen=True, slots=True)
class Place:
    """Which position of a statement, among the speaker's own on the issue; the first is 1."""

    statement: str
    nth: int
    among_others: bool = False  # others fall among the days on which it may have been said

    @property
    def id(self) -> str:
        """The id of the position on a page."""
        return f"p-{self.statement}" + (f"-{self.nth}" if self.nth > 1 else "")


@dataclass(frozen=True, slots=True)
class RunOfPlaces:
    """Positions of one stance, one after the other."""

    first: Place
    last: Place
    number: int


@dataclass(frozen=True, slots=True)
class Stood:
    """An actor's standing, how many pairs of positions differ, and the actor."""

    slug: str
    name: str
    standing: Standing
    pairs: int
    actor: int  # of the actor, for who asks for its pairs


@dataclass(frozen=True, slots=True)
class Pairs:
    """Some pairs of positions that differ, in time; ``first`` is the number of the first one."""

    first: int
    pairs: Sequence[tuple[Place, Place]]
