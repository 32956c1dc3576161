"""Statement records for any choice of statements, in three SQL statements."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import aliased, load_only

from app.db.queries import making
from app.db.tables import (
    ActorRow,
    ArticleRow,
    IssueRow,
    OutletRow,
    PositionRow,
    RoleRow,
    State,
    StatementRow,
    VersionRow,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Select, SQLColumnExpression
    from sqlalchemy.orm import Session
    from sqlalchemy.sql.base import ExecutableOption

    from app.domain.actors import Role
    from app.domain.records import PositionRecord, StatementRecord

SHOWN = (StatementRow.state == State.LIVE, VersionRow.newest)
BY_DAY = (
    StatementRow.said_last.desc().nulls_last(),
    StatementRow.said_first.desc().nulls_last(),
    ArticleRow.published_last.desc().nulls_last(),
    ArticleRow.id,
    StatementRow.starts_at,
    StatementRow.id,
)
BY_PLACE = (StatementRow.starts_at, StatementRow.id)


def joined(chosen: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """A select from statements, joined with all that a condition may speak of."""
    return (
        chosen.select_from(StatementRow)
        .join(VersionRow, VersionRow.id == StatementRow.version_id)
        .join(ArticleRow, ArticleRow.id == VersionRow.article_id)
        .join(OutletRow, OutletRow.id == ArticleRow.outlet_id)
        .join(ActorRow, ActorRow.id == StatementRow.actor_id)
    )


def on_issue(slug: str) -> ColumnElement[bool]:
    """The condition that a statement takes a position on an issue."""
    return StatementRow.id.in_(
        select(PositionRow.statement_id)
        .join(IssueRow, IssueRow.id == PositionRow.issue_id)
        .where(IssueRow.slug == slug)
    )


def statement_records(
    session: Session,
    *conditions: SQLColumnExpression[bool],
    order: Sequence[SQLColumnExpression[Any]] = BY_DAY,
    issue: str | None = None,
) -> tuple[StatementRecord, ...]:
    """The statements under these conditions, with their positions on ``issue`` or on all."""
    chosen = joined(select(StatementRow, ActorRow, ArticleRow, OutletRow, VersionRow.file)).where(
        *conditions
    )
    rows = session.execute(chosen.order_by(*order).options(_reference(ActorRow))).all()
    if not rows:
        return ()
    ids = joined(select(StatementRow.id)).where(*conditions)
    positions = _positions(session, ids, issue)
    held = roles(session, joined(select(StatementRow.actor_id)).where(*conditions))
    articles = {
        article.id: making.article_ref(article, outlet, file)
        for _, _, article, outlet, file in rows
    }
    return tuple(
        making.statement(
            statement,
            speaker,
            articles[article.id],
            held.get(speaker.id, ()),
            positions.get(statement.id, ()),
        )
        for statement, speaker, article, _, _ in rows
    )


def roles(session: Session, actors: Select[*tuple[Any, ...]]) -> Mapping[str, Sequence[Role]]:
    """The roles of the actors with these ids, in the order of the directory."""
    found: dict[str, list[Role]] = defaultdict(list)
    chosen = select(RoleRow).where(RoleRow.actor_id.in_(actors))
    for row in session.scalars(chosen.order_by(RoleRow.ordinal, RoleRow.id)):
        found[row.actor_id].append(making.role(row))
    return found


def _positions(
    session: Session, statements: Select[*tuple[Any, ...]], issue: str | None
) -> Mapping[str, Sequence[PositionRecord]]:
    holder, asserted_by = aliased(ActorRow), aliased(ActorRow)
    chosen = (
        select(PositionRow, IssueRow.slug, holder, asserted_by)
        .join(IssueRow, IssueRow.id == PositionRow.issue_id)
        .join(holder, holder.id == PositionRow.holder_id)
        .outerjoin(asserted_by, asserted_by.id == PositionRow.asserted_by_id)
        .where(PositionRow.statement_id.in_(statements))
        .order_by(PositionRow.ordinal, PositionRow.id)
        .options(_reference(holder), _reference(asserted_by))
    )
    if issue is not None:
        chosen = chosen.where(IssueRow.slug == issue)
    found: dict[str, list[PositionRecord]] = defaultdict(list)
    for row, slug, who, teller in session.execute(chosen):
        found[row.statement_id].append(making.position(row, slug, who, teller))
    return found


def _reference(of: type[ActorRow]) -> ExecutableOption:
    """Only what names an actor and links to it."""
    columns = (of.slug, of.name, of.kind, of.country, of.in_directory)
    return load_only(*columns, raiseload=True)
