"""An actor's line: what it said on one issue, and what was said for it and of it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import select

from app.db.queries import making
from app.db.queries.field_keeping import field_of
from app.db.queries.plain import number
from app.db.queries.said_on import said_on
from app.db.queries.spoken import codes_of, one_report_each, spoken_by
from app.db.queries.statements import records_by_id
from app.db.tables import ActorRow, AliasRow, IssueRow, PositionRow, RoleRow
from app.domain.actors import ActorKind
from app.domain.dates import DateBasis, UncertainDate
from app.domain.records import LineRecords

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy.orm import Session

    from app.db.queries.field import Bools, Field, Places
    from app.domain.actors import Role
    from app.domain.records import StatementRecord

_SPOKESPERSON = "spokesperson"
_MOST_KEPT = 20_000  # statements on an issue of which the lines are kept
_AT_ONCE = 5_000  # values in one statement
_TRUST = tuple(DateBasis)  # the order of trust, the surest first


def line(session: Session, slug: str, issue: str) -> LineRecords | None:
    """What that actor said on the issue, each utterance once; None when there is no such actor.

    Of an institution also what its spokespersons said in office. Not of a person: who speaks for
    a head of state speaks for the office.
    """
    row = session.scalar(select(ActorRow).where(ActorRow.slug == slug))
    if row is None:
        return None
    aliases = session.scalars(select(AliasRow).where(AliasRow.actor_id == row.id)).all()
    held = session.scalars(select(RoleRow).where(RoleRow.actor_id == row.id)).all()

    field = field_of(session, issue)
    roles = {} if row.kind is ActorKind.PERSON else by_name(_spokespersons(session, slug))
    asserted = (
        select(number(PositionRow.statement_id))
        .join(IssueRow, IssueRow.id == PositionRow.issue_id)
        .where(
            PositionRow.holder_id == row.id,
            PositionRow.asserted_by_id.is_not(None),
            IssueRow.slug == issue,
        )
    )
    own, spoken, said_of = (
        _read(session, field, places, issue)
        for places in (
            spoken_by(field, codes_of(field, [slug])),
            spoken_by(field, codes_of(field, roles)),
            field.places(np.fromiter(session.scalars(asserted), np.int64)),
        )
    )
    days = days_of_reports(session, (*own, *spoken, *said_of))
    by_office, unplaced = in_office(spoken, roles, days)
    return LineRecords(
        actor=making.actor(row, aliases, held),
        own=own,
        by_office=by_office,
        office_unplaced=unplaced,
        said_of=said_of,
        days=days,
    )


def comparable(field: Field) -> Bools:
    """Which utterances have a report with a clear stance, and one that tells the day.

    No more than what keeps most of the others from being read.
    """
    clear, dated = (np.zeros(field.utterances, np.bool_) for _ in range(2))
    told = (field.own_certain != 0) | field.reviewed | field.second_hand
    clear[field.utterance[told]] = True
    dated[field.utterance[: field.dated]] = True
    return clear & dated


def _read(
    session: Session, field: Field, places: Places, issue: str
) -> tuple[StatementRecord, ...]:
    """The statements at some places, each utterance once."""
    ids = [field.id(place) for place in one_report_each(field, places).tolist()]
    found = records_by_id(session, ids, issue=issue)
    return tuple(found[one] for one in ids if one in found)


def in_office(
    spoken: Iterable[StatementRecord],
    roles: Mapping[str, Sequence[Role]],
    days: Mapping[str, UncertainDate],
) -> tuple[tuple[tuple[StatementRecord, Role], ...], int]:
    """What was said in office, each with the role, and how many may have been; roles by name."""
    by_office: list[tuple[StatementRecord, Role]] = []
    unplaced = 0
    for found in spoken:
        speaking = roles[found.actor.slug]
        said_on = days.get(found.id, found.said_on)
        role = _role_then(said_on, speaking)
        if role is not None:
            by_office.append((found, role))
        elif any(_may_be_then(said_on, role) for role in speaking):
            unplaced += 1
    return tuple(by_office), unplaced


def offices_of(session: Session) -> Iterator[tuple[str, Role, str]]:
    """Every role of a spokesperson: of which institution (a slug), and whose (a slug)."""
    rows = session.execute(
        select(RoleRow, ActorRow.slug)
        .join(ActorRow, ActorRow.id == RoleRow.actor_id)
        .where(RoleRow.office == _SPOKESPERSON, RoleRow.of.is_not(None))
        .order_by(RoleRow.ordinal, RoleRow.id)
    )
    for row, name in rows:
        if row.of is not None:
            yield row.of, making.role(row), name


def days_of_reports(
    session: Session, statements: Iterable[StatementRecord]
) -> Mapping[str, UncertainDate]:
    """By statement that is one of several reports, the day as the surest of these tells it."""
    reports = {one.id: [report.id for report in one.reports] for one in statements if one.reports}
    others = sorted({*reports, *(identifier for ids in reports.values() for identifier in ids)})
    told = said_on(session, others)
    return {
        key: min((told[one] for one in (key, *ids) if one in told), key=_sureness)
        for key, ids in reports.items()
    }


def _sureness(when: UncertainDate) -> tuple[bool, bool, int, int]:
    """A known day before an unknown one, a told one before a guess, then the fewest days."""
    if when.first is None or when.last is None:
        return True, True, 0, 0
    return False, when.guessed, (when.last - when.first).days, _TRUST.index(when.basis)


def _spokespersons(session: Session, slug: str) -> Iterable[tuple[Role, str]]:
    """Who ever spoke for that institution: each such role with the person's slug."""
    rows = session.execute(
        select(RoleRow, ActorRow.slug)
        .join(ActorRow, ActorRow.id == RoleRow.actor_id)
        .where(RoleRow.office == _SPOKESPERSON, RoleRow.of == slug)
        .order_by(RoleRow.ordinal, RoleRow.id)
    )
    return [(making.role(row), name) for row, name in rows]


def by_name(roles: Iterable[tuple[Role, str]]) -> dict[str, list[Role]]:
    """The roles of each person, by slug."""
    found: dict[str, list[Role]] = defaultdict(list)
    for role, name in roles:
        found[name].append(role)
    return found


def _role_then(said_on: UncertainDate, roles: Iterable[Role]) -> Role | None:
    """The role held on all the days on which it may have been said, if there is one."""
    first, last = said_on.first, said_on.last
    if first is None or last is None:
        return None
    return next((role for role in roles if role.held_on(first) and role.held_on(last)), None)


def _may_be_then(said_on: UncertainDate, role: Role) -> bool:
    """Whether it may have been said in that time of office."""
    return said_on.may_fall_within(role.held_from.first, role.held_to.last)
