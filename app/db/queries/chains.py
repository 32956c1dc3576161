"""Chains: second-hand positions beside what the holder itself said about that time."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import or_, select

from app.db.queries import making
from app.db.queries.field import UNKNOWN
from app.db.queries.field_keeping import field_of
from app.db.queries.spoken import codes_of, one_report_each, spoken_by
from app.db.queries.statements import records_by_id
from app.db.tables import ActorRow, RoleRow
from app.domain.records import AnswerRecord, ChainRecord
from app.utterances.chains import WINDOW, days_apart, days_of, may_speak_for, speaks_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from app.db.queries.field import Field, Places
    from app.domain.actors import Actor, Role
    from app.domain.records import PositionRecord, StatementRecord
    from app.domain.utterances import Occasion

# What is said on a day not told was said in the week before its report; of that no more than the
# month is known.
_REPORTED_LATE = timedelta(days=7 + 31)


def chains(
    session: Session, statements: Sequence[StatementRecord], issue: str
) -> tuple[ChainRecord, ...]:
    """A chain for each second-hand position on the issue in these statements, in their order.

    Beside it stand the first-hand positions of the holder and of who speaks for it, within WINDOW
    of the claim's days: each utterance once, the nearest first, of equally near ones first those
    of the claim's own article. Who asserts the claim does not answer it.
    """
    claims = [
        (statement, position)
        for statement in statements
        for position in statement.positions
        if position.second_hand and position.issue == issue
    ]
    days = {one.id: days_of(one.said_on, one.reported_on) for one, _ in claims}
    known = [when for when in days.values() if when]
    if not known:
        return tuple(_chain(one, position, None, (), {}) for one, position in claims)
    holders = {position.holder.slug for _, position in claims}
    actors = _actors(session, holders)
    voices = {
        holder: sorted(
            {holder}.union(
                slug
                for slug, one in actors.items()
                if holder in actors and may_speak_for(one, actors[holder], actors)
            )
        )
        for holder in holders
    }
    field = field_of(session, issue)
    about = {
        (position.holder.slug, when): _said_about(
            field, spoken_by(field, codes_of(field, voices[position.holder.slug])), when
        )
        for one, position in claims
        if (when := days[one.id])
    }
    wanted = sorted({place for places in about.values() for place in places})
    said = records_by_id(session, map(field.id, wanted), issue=issue)
    found = {
        key: [said[one] for one in map(field.id, places) if one in said]
        for key, places in about.items()
    }
    return tuple(
        _chain(one, position, when, found[position.holder.slug, when] if when else (), actors)
        for one, position in claims
        for when in [days[one.id]]
    )


def _chain(
    claim: StatementRecord,
    position: PositionRecord,
    when: Occasion | None,
    found: Iterable[StatementRecord],
    actors: Mapping[str, Actor],
) -> ChainRecord:
    if when is None:
        return ChainRecord(claim.id, position, None, None, ())
    answers = [
        AnswerRecord(one, own, role.printed if role else None, days)
        for one in found
        if one.id != claim.id and one.actor.slug != claim.actor.slug
        for days, role in _answering(one, position.holder.slug, when, actors)
        for own in one.positions
        if not own.second_hand and own.holder.slug == one.actor.slug
    ]
    answers.sort(
        key=lambda one: (
            one.days,
            one.statement.article.id != claim.article.id,
            one.speaks_as is not None,
            one.statement.id,
        )
    )
    return ChainRecord(claim.id, position, when.first - WINDOW, when.last + WINDOW, tuple(answers))


def _answering(
    one: StatementRecord, holder: str, when: Occasion, actors: Mapping[str, Actor]
) -> Iterable[tuple[int, Role | None]]:
    """How far a statement is from the claim and in which office it speaks; nothing if it does not.

    None as the office: the holder itself speaks.
    """
    said = days_of(one.said_on, one.reported_on)
    if said is None or days_apart(when, said) > WINDOW.days:
        return
    if one.actor.slug == holder:
        yield days_apart(when, said), None
        return
    speaker, held_by = actors.get(one.actor.slug), actors.get(holder)
    if speaker is None or held_by is None:
        return
    role = speaks_for(speaker, held_by, said.last, actors)
    if role is not None:
        yield days_apart(when, said), role


def _said_about(field: Field, places: Places, when: Occasion) -> list[int]:
    """Which of these places were possibly said within WINDOW, each utterance once.

    What nobody knows the day of is looked for by the day of its report.
    """
    places = places[field.first_of_original[places]]
    first = (when.first - WINDOW).toordinal()
    last = (when.last + WINDOW).toordinal()
    published = field.published_last[places]
    near = np.where(
        field.first[places] > UNKNOWN,
        (field.last[places] >= first) & (field.first[places] <= last),
        (published >= first) & (published <= last + _REPORTED_LATE.days),
    )
    found: list[int] = one_report_each(field, places[near]).tolist()
    return found


def _actors(session: Session, slugs: set[str]) -> Mapping[str, Actor]:
    """These actors, all who hold an office that may speak or lead, and what they speak for."""
    offices = select(RoleRow.actor_id).where(
        or_(
            RoleRow.office == "spokesperson",
            RoleRow.office.startswith("head_of_"),
            RoleRow.office.endswith("_minister"),
        )
    )
    spoken_for = select(RoleRow.of).where(RoleRow.office == "spokesperson")
    rows = session.scalars(
        select(ActorRow).where(
            or_(
                ActorRow.slug.in_(sorted(slugs)),
                ActorRow.slug.in_(spoken_for),
                ActorRow.id.in_(offices),
            )
        )
    ).all()
    held: dict[str, list[RoleRow]] = defaultdict(list)
    for role in session.scalars(
        select(RoleRow).where(RoleRow.actor_id.in_([row.id for row in rows]))
    ):
        held[role.actor_id].append(role)
    return {row.slug: making.actor(row, (), held[row.id]) for row in rows}
