"""Statement records for any choice of statements, in three SQL statements."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
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
from app.domain.records import CopyRef

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Row, Select, SQLColumnExpression
    from sqlalchemy.orm import Session
    from sqlalchemy.sql.base import ExecutableOption

    from app.domain.actors import Role
    from app.domain.records import PositionRecord, StatementRecord

SHOWN = (StatementRow.state == State.LIVE, VersionRow.newest)
# Of what copies of one article print, the first. It is shown whenever one of its copies is.
ORIGINAL = StatementRow.original_id == StatementRow.id
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
    folded: bool = False,
) -> tuple[StatementRecord, ...]:
    """The statements under these conditions, with their positions on ``issue`` or on all.

    With ``folded`` those that copies of one article share are one: the original, if it is among
    them, else the one that stands first.
    """
    chosen = joined(select(StatementRow, ActorRow, ArticleRow, OutletRow, VersionRow.file)).where(
        *conditions
    )
    rows = session.execute(chosen.order_by(*order).options(_reference(ActorRow))).all()
    if folded:
        rows = _folded(rows)
    if not rows:
        return ()
    ids = joined(select(StatementRow.id)).where(*conditions)
    positions = _positions(session, ids, issue)
    copies = _copies(session, joined(select(StatementRow.original_id)).where(*conditions))
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
            copies=[one for one in copies.get(statement.original_id, ()) if one.id != statement.id],
        )
        for statement, speaker, article, _, _ in rows
    )


def _folded(rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    """Of rows that share an original one, in the order of the rows."""
    chosen: dict[str, Row[Any]] = {}
    for row in rows:
        statement = row[0]
        if statement.original_id not in chosen or statement.original_id == statement.id:
            chosen[statement.original_id] = row
    kept = {row[0].id for row in chosen.values()}
    return [row for row in rows if row[0].id in kept]


def _copies(
    session: Session, originals: Select[*tuple[Any, ...]]
) -> Mapping[str, Sequence[CopyRef]]:
    """By original: what is printed in more than one article, the original among it, earliest first.

    Nearly every statement stands in one article only, so those are left out.
    """
    several = (
        joined(select(StatementRow.original_id))
        .where(*SHOWN, StatementRow.original_id.in_(originals))
        .group_by(StatementRow.original_id)
        .having(func.count() > 1)
    )
    rows = session.execute(
        joined(
            select(
                StatementRow.id, StatementRow.original_id, ArticleRow, OutletRow, VersionRow.file
            )
        )
        .where(*SHOWN, StatementRow.original_id.in_(several))
        .order_by(
            ArticleRow.published_first.nulls_last(),
            ArticleRow.published_last.nulls_last(),
            ArticleRow.id,
            StatementRow.id,
        )
    )
    found: dict[str, list[CopyRef]] = defaultdict(list)
    for identifier, original, article, outlet, file in rows:
        found[original].append(CopyRef(identifier, making.article_ref(article, outlet, file)))
    return found


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
