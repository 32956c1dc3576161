"""Quotation, Attribution, Statement: from marks on a page to words that somebody said."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.dates import UNKNOWN_DATE, UncertainDate

if TYPE_CHECKING:
    from app.domain.actors import Actor
    from app.domain.positions import Position
    from app.domain.spans import Span


# Between two stretches of one statement that its cue interrupts, wherever its words stand in a row.
BREAK = " … "


class StatementKind(StrEnum):
    """How the words are given."""

    DIRECT = "direct"  # whole in quotation marks
    MIXED = "mixed"  # reported, with some words in quotation marks
    INDIRECT = "indirect"  # reported in the outlet's words


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch between quotation marks, the marks included in ``span`` but not in ``words``."""

    span: Span
    words: Span
    closed: bool = True  # False: its closing mark is missing and its paragraph's end was taken


class SpeakerBasis(StrEnum):
    """How it is known who speaks."""

    NAMED = "named"  # the source prints the name
    SURNAME = "surname"  # a surname, completed from the text or the directory
    PRONOUN = "pronoun"  # "she", resolved to a name before it
    ROLE = "role"  # "the Kremlin spokesman", resolved to a name in the text
    CARRIED = "carried"  # no source of its own; the speaker of the sentence before
    UNNAMED = "unnamed"  # nobody is named, and nobody is guessed


@dataclass(frozen=True, slots=True)
class Attribution:
    """Content, the cue that reports it and the source it is ascribed to, all as spans.

    ``content`` is one span, or several where the cue interrupts it. ``antecedent`` is set by
    coreference: the mention that names whom a pronoun or a role in ``source`` stands for.
    ``reasons`` are sentences for people that say why the machine thinks so.
    """

    kind: StatementKind
    content: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    confidence: float
    antecedent: Span | None = None
    basis: SpeakerBasis = SpeakerBasis.NAMED
    reasons: tuple[str, ...] = ()
    learned: bool = False  # found by the learned reading alone, by no rule


@dataclass(frozen=True, slots=True)
class Statement:
    """An attribution whose source is an actor."""

    kind: StatementKind
    content: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    antecedent: Span | None
    actor: Actor
    basis: SpeakerBasis
    said_on: UncertainDate = UNKNOWN_DATE
    confidence: float = 0.5
    reasons: tuple[str, ...] = ()
    positions: tuple[Position, ...] = ()
