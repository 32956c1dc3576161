"""Utterance: what an actor said once, and the reports of it that several articles print.

A *report* is one article's printing of an utterance; an *occasion* the days on which it may have
been said. How reports are matched and grouped: app/utterances and docs/utterances.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from app.domain.statements import StatementKind


class Difference(StrEnum):
    """In what the reports of one utterance differ, so that a reader should see them all."""

    STANCE = "stance"  # they take different positions on an issue
    NEGATION = "negation"  # a negation stands in one and not in another
    CONDITION = "condition"  # a condition stands in one and not in another
    DIRECT = "direct"  # one prints as direct speech what no other has in quotation marks


class MatchKind(StrEnum):
    """Why two reports are taken for one utterance, or not."""

    SAME_WORDS = "same words"  # the shorter one's words stand in the longer one
    NEAR_WORDS = "near words"  # most of its words do, or words of like meaning
    VARIANT = "variant"  # other words of the same sense: a translation, a paraphrase
    JOINED = "joined"  # an editor says that they are one
    APART = "apart"  # an editor says that they are not


@dataclass(frozen=True, slots=True)
class Occasion:
    """The first and the last day on which something may have been said.

    ``told`` is False where no day is told, and the days before the report's own were taken.
    """

    first: date
    last: date
    told: bool = True

    def overlaps(self, other: Occasion) -> bool:
        """Whether both may be of one day."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class Report:
    """A statement as far as it decides of which utterance it is a report."""

    id: str  # of the statement
    actor: str  # id
    words: str  # the content as a card shows it
    kind: StatementKind
    occasion: Occasion | None  # None: nothing is known, so that nothing can be matched
    article: str = ""  # id


@dataclass(frozen=True, slots=True)
class Match:
    """Two reports that are like each other; ``one`` has the smaller id."""

    one: str
    other: str
    kind: MatchKind
    score: float  # 0 to 1: how much of each stands in the other (app/utterances/likeness.py)
