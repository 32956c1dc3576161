"""Chains: what somebody says of a holder's position beside what the holder itself said.

"Trump says that Putin accepts" stands beside Putin's own words on the issue, and beside those of
whoever speaks for him. What they say is put in words; who is right is not.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.actors import ActorKind
from app.domain.positions import Stance
from app.domain.utterances import Occasion
from app.utterances.occasions import occasion_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from app.domain.actors import Actor, Role
    from app.domain.dates import UncertainDate
    from app.domain.positions import Scope

# How far from the days of the claim the holder's words may lie, before and after.
WINDOW = timedelta(days=30)
# A date wider than a month places nothing within a month.
_WIDEST = timedelta(days=31)
_BEFORE = timedelta(days=7)
_SPOKESPERSON = "spokesperson"
_HEADS = frozenset({"head_of_government", "head_of_organisation"})
# Who leads an office or a ministry of the state: the person belongs to it and holds one of these.
_LEADERS = frozenset(
    {"head_of_state", "head_of_government", "foreign_minister", "defence_minister"}
)


class Answer(StrEnum):
    """What the holder's own position says to the one that it is said to have."""

    SAME = "same"
    CONTRARY = "contrary"
    OPEN = "open"  # takes no side, or refers to somebody else
    OTHER = "other"  # under a condition, or about another part of it


class Outcome(StrEnum):
    """What came of a claim, from all answers together."""

    SAME = "same"
    CONTRARY = "contrary"
    OPEN = "open"
    OTHER = "other"
    MIXED = "mixed"  # certain answers that differ
    UNCERTAIN = "uncertain"  # answers, but none of which the machine is sure
    NONE = "none"  # nothing found
    UNDATED = "undated"  # when the claim was made is not known, so nothing was looked for


def days_of(said_on: UncertainDate, published: UncertainDate) -> Occasion | None:
    """The days on which something was said, no more than a month or so; None when not known.

    Wider than for grouping: a month is told well enough here. Where no month is told either, it
    is the stretch of publication and the week before.
    """
    found = occasion_of(said_on, published)
    if found is not None:
        return found
    for when, before in ((said_on, timedelta()), (published, _BEFORE)):
        if when.first and when.last and when.last - when.first <= _WIDEST:
            return Occasion(when.first - before, when.last, told=not before)
    return None


def days_apart(one: Occasion, other: Occasion) -> int:
    """How many days lie between two occasions; 0 when they may be of one day."""
    if one.overlaps(other):
        return 0
    return max((other.first - one.last).days, (one.first - other.last).days)


def answer_of(claimed: Stance, scope: Scope, own: Stance, own_scope: Scope) -> Answer:
    """What a position of the holder's own says to a claimed one.

    Of another scope ("no troops of ours" to "troops are welcome") it says neither the same nor the
    contrary.
    """
    if own is Stance.NONCOMMITTAL and claimed is not Stance.NONCOMMITTAL:
        return Answer.OPEN
    if scope is not own_scope:
        return Answer.OTHER
    if own is claimed:
        return Answer.SAME
    if {own, claimed} == {Stance.SUPPORTS, Stance.OPPOSES}:
        return Answer.CONTRARY
    return Answer.OTHER


def outcome_of(answers: Iterable[tuple[Answer, bool]]) -> Outcome:
    """What came of a claim, of all answers with whether each is certain; only certain ones decide.

    The holder's own answers and those of who speaks for it are for the caller to keep apart.
    """
    found = list(answers)
    if not found:
        return Outcome.NONE
    decided = {answer for answer, certain in found if certain}
    if not decided:
        return Outcome.UNCERTAIN
    return Outcome(decided.pop().value) if len(decided) == 1 else Outcome.MIXED


def speaks_for(
    speaker: Actor, holder: Actor, day: date, directory: Mapping[str, Actor]
) -> Role | None:
    """The office in which a speaker spoke for a holder that day; None when in none.

    A spokesperson of the holder; of the office, ministry or organisation that the holder leads;
    and, where the holder is a state, of the office that its head of state or government leads.
    ``directory`` gives institutions and leaders by slug.
    """
    if speaker.slug == holder.slug:
        return None
    for role in speaker.roles:
        if role.office != _SPOKESPERSON or role.of is None or not role.held_on(day):
            continue
        if role.of == holder.slug or leads(holder, role.of, day, directory):
            return role
        if holder.kind is ActorKind.GOVERNMENT and any(
            _heads_state(actor, holder.slug, day) and leads(actor, role.of, day, directory)
            for actor in directory.values()
        ):
            return role
    return None


def may_speak_for(speaker: Actor, holder: Actor, directory: Mapping[str, Actor]) -> bool:
    """Whether a speaker may have spoken for a holder on some day: ``speaks_for`` without the day.

    True for all of whom ``speaks_for`` is ever true, and for few others.
    """
    near = {holder.slug, *holder.belongs_to, *(role.of for role in holder.roles)}
    for role in speaker.roles:
        if role.office != _SPOKESPERSON or role.of is None:
            continue
        known = directory.get(role.of)
        if role.of in near or (known is not None and holder.slug in known.belongs_to):
            return True
    return False


def leads(person: Actor, institution: str, day: date, directory: Mapping[str, Actor]) -> bool:
    """Whether a person led an institution that day, as far as the directory tells.

    Its head does. So does the president who belongs to the presidency of the state, or the
    minister who belongs to a ministry of it.
    """
    known = directory.get(institution)
    states = known.belongs_to if known else ()
    for role in person.roles:
        if not role.held_on(day):
            continue
        if role.of == institution and role.office in _HEADS:
            return True
        if institution in person.belongs_to and role.of in states and role.office in _LEADERS:
            return True
    return False


def _heads_state(person: Actor, state: str, day: date) -> bool:
    return any(
        role.of == state
        and role.office in {"head_of_state", "head_of_government"}
        and role.held_on(day)
        for role in person.roles
    )
