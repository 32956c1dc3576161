"""Scores and verdicts, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.positions import Position
    from app.domain.spans import Span
    from app.domain.statements import Statement, StatementKind
    from app.evaluation.gold import GoldPosition, GoldStatement
    from app.evaluation.reliability import Reliability
    from app.evaluation.shares import Figures, Share


class SpeakerClass(StrEnum):
    """How the marked source names the speaker."""

    NAME = "name"
    ROLE = "role"
    PRONOUN = "pronoun"
    NONE = "none"  # no source is marked


class Outcome(StrEnum):
    """What became of a marked statement."""

    HIT = "hit"
    SPEAKER = "wrong speaker"  # the words are found, by somebody else
    EXTENT = "wrong extent"  # the nearest prediction has the right actor, but not these words
    BOTH = "wrong extent and speaker"
    MISSED = "missed"  # nothing touches its words


@dataclass(frozen=True, slots=True)
class Prediction:
    """A statement of the extractor with its content as spans of the gold's text."""

    statement: Statement
    content: tuple[Span, ...]
    words: str
    cue: Span | None = None
    source: Span | None = None
    cue_words: str = ""
    source_words: str = ""


@dataclass(frozen=True, slots=True)
class PositionVerdict:
    """What became of one marked position."""

    marked: GoldPosition
    found: Position | None  # with the right holder, where there is one
    right: bool  # stance and holder
    asserter_right: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one marked statement.

    ``overlap`` and ``right_actor`` are of the nearest prediction. ``same_words`` is the prediction
    with the same content, whoever its actor is; ``resolved`` says whether its actor is right, and
    the two last figures how far its cue and its source overlap those that are marked.
    """

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
    manner: str = ""
    marked_cue: str = ""
    marked_source: str = ""
    same_words: Prediction | None = None
    resolved: bool = False
    cue_fit: float | None = None  # None: none is marked, or the words were not found
    source_fit: float | None = None

    @property
    def outcome(self) -> Outcome:
        """What became of it, in one word for the listing."""
        if self.found:
            return Outcome.HIT
        if self.same_words is not None:
            # Where two have the same words, one is taken by another marked statement.
            return Outcome.EXTENT if self.resolved else Outcome.SPEAKER
        if self.nearest is None:
            return Outcome.MISSED
        return Outcome.EXTENT if self.right_actor else Outcome.BOTH


@dataclass(frozen=True, slots=True)
class Extra:
    """A prediction that stands for no marked statement."""

    file: str
    prediction: Prediction
    instead_of: str | None = None  # the marked statement that it overlaps most; None: invented


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A prediction whose content touches words that are marked as nobody's statement."""

    file: str
    words: str
    prediction: Prediction
    whole: bool = False  # all of its content lies in them


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often a marked cue or source is found with the statement's words."""

    same: Share  # overlap 0.8
    touched: Share  # at least a character in both


@dataclass(frozen=True, slots=True)
class Quotations:
    """Quoted stretches of five words and more, each counted singly."""

    with_speaker: Figures
    span_only: Figures


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All scores, and every verdict behind them."""

    issue: str | None
    extractor: str
    files: tuple[str, ...]  # the articles, in the order of the gold
    overall: Figures
    by_kind: tuple[tuple[StatementKind, Figures], ...]  # precision by the predicted kind
    by_speaker: tuple[tuple[SpeakerClass, Share], ...]  # recall
    span_only: Figures
    span_exact: Figures
    exact: Figures
    exact_by_kind: tuple[tuple[StatementKind, Share], ...]  # recall
    kind_right: Share  # of the statements found
    resolved: Share  # right actor, of the marked statements whose words were found
    resolved_stand_ins: Share  # the same of pronouns and roles together
    resolved_by_speaker: tuple[tuple[SpeakerClass, Share], ...]
    by_manner: tuple[tuple[str, Figures], ...]
    by_construction: tuple[tuple[str, Share], ...]  # recall, the most frequent first
    cues: Agreement
    sources: Agreement
    quotations: Quotations
    outcomes: tuple[tuple[Outcome, int], ...]
    invented: int  # predictions that touch no marked statement
    reliability: Reliability  # of content and actor
    reliability_of_actor: Reliability
    positions: Share  # of all marked positions, those of missed statements included
    positions_of_found: Share  # of those on statements that were found
    asserters: Share  # asserted by the right actor, of the positions that are right
    further_positions: int
    inversions: int
    forbidden: tuple[Forbidden, ...]
    verdicts: tuple[Verdict, ...]
    extras: tuple[Extra, ...]

    @property
    def misled(self) -> tuple[Prediction, ...]:
        """The predictions that touch nobody's words, each once."""
        return _once(touched.prediction for touched in self.forbidden)

    @property
    def wholly_misled(self) -> tuple[Prediction, ...]:
        """Those of them that hold nothing else."""
        return _once(touched.prediction for touched in self.forbidden if touched.whole)


def _once(predictions: Iterable[Prediction]) -> tuple[Prediction, ...]:
    return tuple({id(prediction): prediction for prediction in predictions}.values())
