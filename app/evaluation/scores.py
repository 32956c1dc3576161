"""Scores and verdicts, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.positions import Position
    from app.domain.spans import Span
    from app.domain.statements import Statement, StatementKind
    from app.evaluation.gold import GoldPosition, GoldStatement


class SpeakerClass(StrEnum):
    """How the marked source names the speaker."""

    NAME = "name"
    ROLE = "role"
    PRONOUN = "pronoun"
    NONE = "none"  # no source is marked


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    right: int
    of: int

    @property
    def value(self) -> float | None:
        """The share from 0 to 1, or None of nothing."""
        return self.right / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Figures:
    """How many of the predictions were right, and how many of the marked were found."""

    precision: Share
    recall: Share

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both, or None when there was nothing to find and nothing found."""
        total = self.precision.of + self.recall.of
        return (self.precision.right + self.recall.right) / total if total else None


@dataclass(frozen=True, slots=True)
class Prediction:
    """A statement of the extractor with its content as spans of the gold's text."""

    statement: Statement
    content: tuple[Span, ...]
    words: str


@dataclass(frozen=True, slots=True)
class PositionVerdict:
    """What became of one marked position."""

    marked: GoldPosition
    found: Position | None  # with the right holder, where there is one
    right: bool  # stance and holder
    asserter_right: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one marked statement."""

    file: str
    marked: GoldStatement
    words: str
    speaker: SpeakerClass
    nearest: Prediction | None  # the one that was assigned, else the one that overlaps most
    overlap: float
    right_actor: bool
    found: bool
    exact: bool
    positions: tuple[PositionVerdict, ...]
    inversions: tuple[Position, ...]
    further_positions: tuple[Position, ...]  # on the issue, but not marked; of found ones only


@dataclass(frozen=True, slots=True)
class Extra:
    """A prediction that stands for no marked statement."""

    file: str
    prediction: Prediction


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A prediction whose content touches words that are marked as nobody's statement."""

    file: str
    words: str
    prediction: Prediction


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All scores, and every verdict behind them."""

    issue: str
    extractor: str
    files: tuple[str, ...]  # the articles, in the order of the gold
    overall: Figures
    by_kind: tuple[tuple[StatementKind, Figures], ...]  # precision by the predicted kind
    by_speaker: tuple[tuple[SpeakerClass, Share], ...]  # recall
    span_only: Figures
    exact: Figures
    exact_by_kind: tuple[tuple[StatementKind, Share], ...]  # recall
    kind_right: Share  # of the statements found
    positions: Share  # of all marked positions, those of missed statements included
    positions_of_found: Share  # of those on statements that were found
    asserters: Share  # asserted by the right actor, of the positions that are right
    further_positions: int
    inversions: int
    forbidden: tuple[Forbidden, ...]
    verdicts: tuple[Verdict, ...]
    extras: tuple[Extra, ...]
