"""Names that agreement speaks of, and the reports that stand for utterances."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from app.db.queries import making
from app.db.queries.statements import statement_records
from app.db.tables import ActorRow, IssueRow, PositionRow, StatementRow, UtteranceRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.orm import Session

    from app.domain.records import ActorRef, StatementRecord

# A database takes so many values in one statement.
_AT_ONCE = 5_000  # twice, where each has another report that stands for it
# Asked of each actor, of whom there are few, and not of every position.
_HOLDS = select(PositionRow.id).where(PositionRow.holder_id == ActorRow.id).exists()


class IssueName(NamedTuple):
    """An issue by name, without counting what is stored on it."""

    slug: str
    title: str
    proposition: str


def holders(session: Session) -> Mapping[str, ActorRef]:
    """By slug, every actor of whom a position is stored."""
    rows = session.scalars(select(ActorRow).where(_HOLDS).order_by(ActorRow.slug))
    return {row.slug: making.actor_ref(row) for row in rows}


def belongs_to(session: Session) -> Mapping[str, tuple[str, ...]]:
    """By slug of every holder of a position, the names of what it belongs to."""
    chosen = select(ActorRow.slug, ActorRow.belongs_to).where(_HOLDS)
    of = dict(session.execute(chosen).all())
    wanted = sorted({group for groups in of.values() for group in groups})
    named = select(ActorRow.slug, ActorRow.name).where(ActorRow.slug.in_(wanted))
    names = dict(session.execute(named).all())
    return {
        slug: tuple(names[group] for group in groups if group in names)
        for slug, groups in of.items()
    }


def issue_names(session: Session) -> tuple[IssueName, ...]:
    """All issues, by title."""
    rows = session.execute(
        select(IssueRow.slug, IssueRow.title, IssueRow.proposition).order_by(
            IssueRow.title, IssueRow.slug
        )
    )
    return tuple(map(IssueName._make, rows))


def representatives(session: Session, utterances: Iterable[str]) -> Mapping[str, StatementRecord]:
    """By id of these utterances, the report that stands for each."""
    wanted = sorted(utterances)
    found: dict[str, StatementRecord] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        several = select(UtteranceRow.id, UtteranceRow.representative_id).where(
            UtteranceRow.id.in_(some)
        )
        # An utterance that one article alone reports has no row: its report has its id.
        of = {one: one for one in some} | dict(session.execute(several).all())
        either = sorted({*of, *of.values()})
        by_id = {one.id: one for one in statement_records(session, StatementRow.id.in_(either))}
        found |= {one: by_id.get(report, by_id[one]) for one, report in of.items()}
    return found
