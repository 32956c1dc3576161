"""Issue and Position: what a statement means for a question."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.domain.actors import Actor
    from app.domain.spans import Span


class Stance(StrEnum):
    """Which way a position goes."""

    SUPPORTS = "supports"
    OPPOSES = "opposes"
    CONDITIONAL = "conditional"
    NONCOMMITTAL = "noncommittal"
    UNDETERMINED = "undetermined"  # the machine found no deciding words


class Scope(StrEnum):
    """Whose part in the thing the position is about."""

    GENERAL = "general"
    OWN = "own"  # only the holder's own country or body: "no Polish troops"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class StanceWording:
    """A stance of one issue in words for people."""

    label: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Issue:
    """A question on which actors take positions, with the words that belong to it.

    The word lists are lemmas and phrases in lower case, of the classes of words that a topic
    gate reads: see seeds/issues/ and docs/stance.md.
    """

    slug: str
    title: str
    proposition: str
    description: str
    counts: tuple[str, ...]
    does_not_count: tuple[str, ...]
    forces: tuple[str, ...]
    movements: tuple[str, ...]
    foreign: tuple[str, ...]
    place: tuple[str, ...]
    anaphors: tuple[str, ...]
    exclusions: tuple[str, ...]
    stances: Mapping[Stance, StanceWording]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Deciding words and what they decide."""

    span: Span
    rule: str  # the linguistic class that fired: "refusal", "evaluation", ...
    stance: Stance  # which way these words alone point


@dataclass(frozen=True, slots=True)
class Position:
    """What a statement means for one issue.

    ``holder`` is whose position it is. ``asserted_by`` is None when the holder speaks; otherwise
    it is who says so of the holder, and the position counts in neither one's own column.
    """

    issue: str  # slug
    stance: Stance
    scope: Scope
    holder: Actor
    asserted_by: Actor | None
    condition: Span | None
    evidence: tuple[Evidence, ...]
    confidence: float
    review: tuple[str, ...] = ()  # why a person should look first, in sentences

    @property
    def second_hand(self) -> bool:
        """Whether somebody else than the holder asserts it."""
        return self.asserted_by is not None
