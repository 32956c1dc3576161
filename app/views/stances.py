"""StanceView, PositionView and Tally: which way, how sure, and counts that keep the two apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.certainty import CERTAIN_FROM, speaker_certain, stance_certain
from app.domain.positions import Stance
from app.views.links import Link, actor_address
from app.views.wording import LEANING, SCOPE, STANCE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.records import PositionRecord, Standing, StatementRecord

_HIGH_FROM = 0.9
# Probabilities too, fitted to marked articles (docs/extraction.md).
_ATTRIBUTION_HIGH_FROM = 0.9
_ATTRIBUTION_FAIR_FROM = 0.6


@dataclass(frozen=True, slots=True)
class StanceView:
    """A stance as a word and a shape. ``key`` names the shape; the colour only repeats it."""

    key: str
    word: str
    certain: bool


@dataclass(frozen=True, slots=True)
class PositionView:
    """A position as a card shows it.

    ``second_hand`` is None when the holder speaks, and otherwise the whole sentence:
    'Donald Trump says of Vladimir Putin: supports'.
    """

    stance: StanceView
    second_hand: str | None
    holder: Link
    asserted_by: Link | None
    scope: str
    condition: str | None
    sureness: str
    sure: str  # the same in a word or two
    review: tuple[str, ...]


def show_stance(stance: Stance, confidence: float, speaker: float = 1.0) -> StanceView:
    """The view of a stance held with that confidence, said by whom with the confidence ``speaker``.

    A doubt about either makes it uncertain.
    """
    certain = stance_certain(stance, confidence, speaker)
    return StanceView(stance.value, (STANCE if certain else LEANING)[stance], certain)


def sureness(confidence: float) -> str:
    """A confidence in words and as a number: 'fairly sure (0.72)'."""
    return f"{sure(confidence)} ({round(confidence, 2):.2f})"


def sure(confidence: float) -> str:
    """A confidence in words: 'fairly sure'."""
    confidence = round(confidence, 2)  # so that the number shown decides
    if confidence >= _HIGH_FROM:
        return "sure"
    return "fairly sure" if confidence >= CERTAIN_FROM else "not sure"


def attribution_sureness(confidence: float) -> str:
    """How sure it is who says what, in words that say what the number counts."""
    confidence = round(confidence, 2)
    if confidence >= _ATTRIBUTION_HIGH_FROM:
        word = "sure"
    elif confidence >= _ATTRIBUTION_FAIR_FROM:
        word = "fairly sure"
    else:
        word = "not quite sure" if speaker_certain(confidence) else "not sure"
    return (
        f"{word}: of 100 attributions that look like this one, at least {confidence * 100:.0f} "
        "were right where people had marked who says what"
    )


def show_position(position: PositionRecord, speaker: float = 1.0) -> PositionView:
    """The view of a position; ``speaker`` is the confidence in who says it."""
    stance = show_stance(position.stance, position.confidence, speaker)
    asserted_by = position.asserted_by
    return PositionView(
        stance=stance,
        second_hand=(
            f"{asserted_by.name} says of {position.holder.name}: {stance.word}"
            if asserted_by
            else None
        ),
        holder=Link(actor_address(position.holder.slug), position.holder.name),
        asserted_by=Link(actor_address(asserted_by.slug), asserted_by.name)
        if asserted_by
        else None,
        scope=SCOPE[position.scope],
        condition=position.condition_text,
        sureness=sureness(position.confidence),
        sure=sure(position.confidence),
        review=position.review,
    )


@dataclass(frozen=True, slots=True)
class Count:
    """How many positions of one stance; ``certain`` ones only, or uncertain ones only."""

    stance: StanceView
    number: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Positions counted: first-hand and certain by stance; and, apart, what is not that.

    ``uncertain`` counts first-hand positions below CERTAIN_FROM, undetermined ones, and those
    whose speaker is not certain;
    ``second_hand`` counts what the speakers assert of others, which is nobody's own position.
    """

    certain: tuple[Count, ...]
    uncertain: int
    second_hand: int

    @property
    def words(self) -> str:
        """All of it in words: 'opposes 5, noncommittal 1, 2 uncertain, 1 second-hand'."""
        parts = [f"{count.stance.word} {count.number}" for count in self.certain]
        if self.uncertain:
            parts.append(f"{self.uncertain} uncertain")
        if self.second_hand:
            parts.append(f"{self.second_hand} second-hand")
        return ", ".join(parts)

    def of(self, key: str) -> int:
        """How many certain ones there are of the stance with that key."""
        return next((count.number for count in self.certain if count.stance.key == key), 0)


def tally(statements: Iterable[StatementRecord], issue: str) -> Tally:
    """The positions on one issue in these statements, counted."""
    positions = [
        (position, statement.confidence)
        for statement in statements
        for position in statement.positions
        if position.issue == issue
    ]
    own = [(position, speaker) for position, speaker in positions if not position.second_hand]
    certain = [
        position.stance
        for position, speaker in own
        if show_stance(position.stance, position.confidence, speaker).certain
    ]
    return Tally(
        certain=tuple(
            Count(show_stance(stance, 1.0), certain.count(stance))
            for stance in Stance
            if stance in certain
        ),
        uncertain=len(own) - len(certain),
        second_hand=len(positions) - len(own),
    )


def tally_of(row: Standing) -> Tally:
    """What is counted of an actor's utterances, in the form of a tally."""
    return Tally(
        certain=tuple(
            Count(show_stance(one.stance, 1.0), one.certain) for one in row.stances if one.certain
        ),
        uncertain=sum(one.uncertain for one in row.stances),
        second_hand=row.second_hand,
    )
