"""An actor's line: what it said on one issue, and what was said for it and of it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.queries import making
from app.db.queries.statements import SHOWN, on_issue, statement_records
from app.db.tables import ActorRow, AliasRow, IssueRow, PositionRow, RoleRow, StatementRow
from app.domain.actors import ActorKind
from app.domain.dates import DateBasis, UncertainDate
from app.domain.records import LineRecords

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from app.domain.actors import Role
    from app.domain.records import StatementRecord

_SPOKESPERSON = "spokesperson"
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

    def on_it(chosen: ColumnElement[bool]) -> tuple[StatementRecord, ...]:
        return statement_records(session, *SHOWN, on_issue(issue), chosen, issue=issue, folded=True)

    roles = {} if row.kind is ActorKind.PERSON else _spokespersons(session, slug)
    asserted = (
        select(PositionRow.statement_id)
        .join(IssueRow, IssueRow.id == PositionRow.issue_id)
        .where(
            PositionRow.holder_id == row.id,
            PositionRow.asserted_by_id.is_not(None),
            IssueRow.slug == issue,
        )
    )
    own = on_it(StatementRow.actor_id == row.id)
    spoken = on_it(StatementRow.actor_id.in_(list(roles))) if roles else ()
    said_of = on_it(StatementRow.id.in_(asserted))
    days = _days(session, (*own, *spoken, *said_of))
    by_office: list[tuple[StatementRecord, Role]] = []
    unplaced = 0
    for found in spoken:
        speaking = [role for role, name in _all(roles) if name == found.actor.slug]
        said_on = days.get(found.id, found.said_on)
        role = _role_then(said_on, speaking)
        if role is not None:
            by_office.append((found, role))
        elif any(_may_be_then(said_on, role) for role in speaking):
            unplaced += 1
    return LineRecords(
        actor=making.actor(row, aliases, held),
        own=own,
        by_office=tuple(by_office),
        office_unplaced=unplaced,
        said_of=said_of,
        days=days,
    )


def _days(session: Session, statements: Iterable[StatementRecord]) -> Mapping[str, UncertainDate]:
    """By statement that is one of several reports, the day as the surest of these tells it."""
    reports = {one.id: [report.id for report in one.reports] for one in statements if one.reports}
    others = {identifier for ids in reports.values() for identifier in ids}
    rows = session.execute(
        select(
            StatementRow.id,
            StatementRow.said_edtf,
            StatementRow.said_first,
            StatementRow.said_last,
            StatementRow.said_basis,
        ).where(StatementRow.id.in_(sorted({*others, *reports})))
    )
    told = {row[0]: UncertainDate(*row[1:]) for row in rows}
    return {
        key: min((told[one] for one in (key, *ids) if one in told), key=_sureness)
        for key, ids in reports.items()
    }


def _sureness(when: UncertainDate) -> tuple[bool, bool, int, int]:
    """A known day before an unknown one, a told one before a guess, then the fewest days."""
    if when.first is None or when.last is None:
        return True, True, 0, 0
    return False, when.guessed, (when.last - when.first).days, _TRUST.index(when.basis)


def _spokespersons(session: Session, slug: str) -> dict[str, list[tuple[Role, str]]]:
    """By id, who ever spoke for that institution: each such role with the person's slug."""
    found: dict[str, list[tuple[Role, str]]] = defaultdict(list)
    rows = session.execute(
        select(RoleRow, ActorRow.slug)
        .join(ActorRow, ActorRow.id == RoleRow.actor_id)
        .where(RoleRow.office == _SPOKESPERSON, RoleRow.of == slug)
        .order_by(RoleRow.ordinal, RoleRow.id)
    )
    for row, name in rows:
        found[row.actor_id].append((making.role(row), name))
    return found


def _all(roles: dict[str, list[tuple[Role, str]]]) -> Iterable[tuple[Role, str]]:
    return (pair for pairs in roles.values() for pair in pairs)


def _role_then(said_on: UncertainDate, roles: Iterable[Role]) -> Role | None:
    """The role held on all the days on which it may have been said, if there is one."""
    first, last = said_on.first, said_on.last
    if first is None or last is None:
        return None
    return next((role for role in roles if role.held_on(first) and role.held_on(last)), None)


def _may_be_then(said_on: UncertainDate, role: Role) -> bool:
    """Whether it may have been said in that time of office."""
    return said_on.may_fall_within(role.held_from.first, role.held_to.last)
