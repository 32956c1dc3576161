"""An actor's line: what it said on one issue, and what was said for it and of it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.queries import making
from app.db.queries.statements import SHOWN, on_issue, statement_records
from app.db.tables import ActorRow, AliasRow, IssueRow, PositionRow, RoleRow, StatementRow
from app.domain.actors import ActorKind
from app.domain.records import LineRecords

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from app.domain.actors import Role
    from app.domain.records import StatementRecord

_SPOKESPERSON = "spokesperson"


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

    by_office: list[tuple[StatementRecord, Role]] = []
    unplaced = 0
    roles = {} if row.kind is ActorKind.PERSON else _spokespersons(session, slug)
    if roles:
        for found in on_it(StatementRow.actor_id.in_(list(roles))):
            speaking = [role for role, name in _all(roles) if name == found.actor.slug]
            role = _role_then(found, speaking)
            if role is not None:
                by_office.append((found, role))
            elif any(_may_be_then(found, role) for role in speaking):
                unplaced += 1
    asserted = (
        select(PositionRow.statement_id)
        .join(IssueRow, IssueRow.id == PositionRow.issue_id)
        .where(
            PositionRow.holder_id == row.id,
            PositionRow.asserted_by_id.is_not(None),
            IssueRow.slug == issue,
        )
    )
    return LineRecords(
        actor=making.actor(row, aliases, held),
        own=on_it(StatementRow.actor_id == row.id),
        by_office=tuple(by_office),
        office_unplaced=unplaced,
        said_of=on_it(StatementRow.id.in_(asserted)),
    )


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


def _role_then(statement: StatementRecord, roles: Iterable[Role]) -> Role | None:
    """The role held on all the days on which it may have been said, if there is one."""
    first, last = statement.said_on.first, statement.said_on.last
    if first is None or last is None:
        return None
    return next((role for role in roles if role.held_on(first) and role.held_on(last)), None)


def _may_be_then(statement: StatementRecord, role: Role) -> bool:
    """Whether it may have been said in that time of office."""
    return statement.said_on.may_fall_within(role.held_from.first, role.held_to.last)
