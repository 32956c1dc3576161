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


class Whose(StrEnum):
    """Whose the thing at issue has to be, where the issue has a place."""

    ANYONE = "anyone"
    OTHERS = "others"  # not the place's own: foreign troops
    PLACE = "place"  # the place's own: its elections, its membership


class Timing(StrEnum):
    """When the thing is to be, by the proposition, where that is what is disputed."""

    ANY = "any"
    BEFORE = "before"  # before the events, in the states: elections while the war goes on
    AFTER = "after"  # after the events: talks once there is a ceasefire


@dataclass(frozen=True, slots=True)
class Issue:
    """A question on which actors take positions, with the words that belong to it.

    The word lists are lemmas and phrases in lower case, of the classes of words that a topic
    gate reads: see seeds/issues/ and docs/stance.md. Of them only ``things`` must have words.
    """

    slug: str
    title: str
    proposition: str
    description: str
    counts: tuple[str, ...]
    does_not_count: tuple[str, ...]
    stances: Mapping[Stance, StanceWording]
    things: tuple[str, ...]  # what it is about: troop, election, membership
    certain: tuple[str, ...] = ()  # things that need none of ``kinds``: peacekeeper
    vague: tuple[str, ...] = ()  # words that mean the thing only with an act and the place: people
    acts: tuple[str, ...] = ()  # what is done with it or by it: send, hold, join
    implying: tuple[str, ...] = ()  # acts that mean the thing by themselves in the place: patrol
    kinds: tuple[str, ...] = ()  # what has to stand with the thing: foreign, NATO
    place: tuple[str, ...] = ()  # where; it has to be named in or around the statement
    whose: Whose = Whose.ANYONE
    contrary: tuple[str, ...] = ()  # words for the contrary of the proposition: postpone
    timing: Timing = Timing.ANY
    events: tuple[str, ...] = ()  # what the thing is to be before or after: ceasefire
    states: tuple[str, ...] = ()  # what goes on until these events: war, martial law
    pointing: tuple[str, ...] = ()  # words that point back to it, beside the general ones
    exclusions: tuple[str, ...] = ()  # what only looks like the thing


@dataclass(frozen=True, slots=True)
class Evidence:
    """Deciding words and what they decide."""

    span: Span
    rule: str  # the linguistic class that fired: "refusal", "evaluation", ...
    stance: Stance  # which way these words alone point


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a language model makes of a statement (app/opinions). It stands beside, never decides.

    ``holder`` is a name, None for the speaker. ``evidence`` are the words of the article that it
    points to, None when it has none to show.
    """

    by: str  # the model's name
    stance: Stance
    holder: str | None = None
    evidence: Span | None = None


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
    opinions: tuple[Opinion, ...] = ()  # what language models make of it

    @property
    def second_hand(self) -> bool:
        """Whether somebody else than the holder asserts it."""
        return self.asserted_by is not None
