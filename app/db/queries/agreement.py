"""Positions as agreement is counted from them: lean rows, since there may be many thousands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from app.db.queries import making
from app.db.queries.statements import ORIGINAL, SHOWN, statement_records
from app.db.tables import ActorRow, ArticleRow, IssueRow, PositionRow, StatementRow, VersionRow
from app.utterances.agreement import Taken

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.orm import Session

    from app.domain.records import ActorRef, StatementRecord

# A database takes so many values in one statement.
_AT_ONCE = 5_000


class IssueName(NamedTuple):
    """An issue by name, without counting what is stored on it."""

    slug: str
    title: str
    proposition: str


def positions_taken(session: Session, issue: str | None = None) -> tuple[Taken, ...]:
    """Every position on an issue, or on all, as each report gives it; copies count once."""
    chosen = (
        select(
            StatementRow.id,
            StatementRow.original_id,
            ActorRow.slug,
            IssueRow.slug,
            PositionRow.stance,
            PositionRow.scope,
            PositionRow.asserted_by_id.is_(None),
            PositionRow.confidence,
            StatementRow.confidence,
            StatementRow.said_first,
            StatementRow.said_last,
            ArticleRow.published_last,
        )
        .select_from(PositionRow)
        .join(StatementRow, StatementRow.id == PositionRow.statement_id)
        .join(VersionRow, VersionRow.id == StatementRow.version_id)
        .join(ArticleRow, ArticleRow.id == VersionRow.article_id)
        .join(ActorRow, ActorRow.id == PositionRow.holder_id)
        .join(IssueRow, IssueRow.id == PositionRow.issue_id)
        .where(*SHOWN, ORIGINAL)
    )
    if issue is not None:
        chosen = chosen.where(IssueRow.slug == issue)
    return tuple(map(Taken._make, session.execute(chosen)))


def holders(session: Session) -> Mapping[str, ActorRef]:
    """By slug, every actor of whom a position is stored."""
    rows = session.scalars(
        select(ActorRow)
        .where(ActorRow.id.in_(select(PositionRow.holder_id)))
        .order_by(ActorRow.slug)
    )
    return {row.slug: making.actor_ref(row) for row in rows}


def belongs_to(session: Session) -> Mapping[str, tuple[str, ...]]:
    """By slug of every holder of a position, the names of what it belongs to."""
    of = {
        slug: groups
        for slug, groups in session.execute(
            select(ActorRow.slug, ActorRow.belongs_to).where(
                ActorRow.id.in_(select(PositionRow.holder_id))
            )
        )
    }
    wanted = {group for groups in of.values() for group in groups}
    names = {
        slug: name
        for slug, name in session.execute(
            select(ActorRow.slug, ActorRow.name).where(ActorRow.slug.in_(sorted(wanted)))
        )
    }
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


def reports(session: Session, ids: Iterable[str]) -> Mapping[str, StatementRecord]:
    """The statements with these ids, by id."""
    wanted = sorted(ids)
    found: dict[str, StatementRecord] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        for one in statement_records(session, StatementRow.id.in_(some)):
            found[one.id] = one
    return found
