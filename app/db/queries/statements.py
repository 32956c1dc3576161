"""Statement records for any choice of statements, in five SQL statements."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
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
    UtteranceRow,
    VersionRow,
)
from app.domain.records import CopyRef
from app.domain.utterances import Difference

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeAlias

    from sqlalchemy import ColumnElement, Row, Select, SQLColumnExpression
    from sqlalchemy.orm import Session
    from sqlalchemy.sql.base import ExecutableOption

    from app.domain.actors import Role
    from app.domain.records import PositionRecord, StatementRecord

    Chosen: TypeAlias = Select[*tuple[Any, ...]] | Sequence[str]

# More statements than these are not asked for by their ids: a database takes so many at once.
_FEW = 1_000
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
# In this order the first report of an utterance gives it its id.
EARLIEST = (
    ArticleRow.published_first.nulls_last(),
    ArticleRow.published_last.nulls_last(),
    ArticleRow.id,
    StatementRow.starts_at,
    StatementRow.id,
)


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

    With ``folded`` those that report one utterance are one, as ``by_utterance`` has it.
    """
    rows = statement_rows(session, *conditions, order=order)
    if not rows:
        return ()
    told = utterances(session, _of_all(rows, "utterance_id", conditions))
    if folded:
        rows = by_utterance(rows, told)
    return records(session, rows, told, conditions, issue=issue)


def statement_rows(
    session: Session,
    *conditions: SQLColumnExpression[bool],
    order: Sequence[SQLColumnExpression[Any]] = BY_DAY,
) -> list[Row[*tuple[Any, ...]]]:
    """The rows of the statements under these conditions, of which ``records`` makes records."""
    chosen = joined(select(StatementRow, ActorRow, ArticleRow, OutletRow, VersionRow.file)).where(
        *conditions
    )
    found = session.execute(chosen.order_by(*order).options(_reference(ActorRow)))
    return list(found.all())


def records(
    session: Session,
    rows: Sequence[Row[*tuple[Any, ...]]],
    told: Mapping[str, Told],
    conditions: Sequence[SQLColumnExpression[bool]],
    *,
    issue: str | None = None,
) -> tuple[StatementRecord, ...]:
    """The records of some of the rows that were found under these conditions."""
    if not rows:
        return ()
    positions = _positions(session, _of_all(rows, "id", conditions), issue)
    copies = _copies(session, _of_all(rows, "original_id", conditions))
    held = roles(session, _of_all(rows, "actor_id", conditions))
    articles = {
        article.id: making.article_ref(article, outlet, file)
        for _, _, article, outlet, file in rows
    }
    made = []
    for statement, speaker, article, _, _ in rows:
        utterance = told.get(statement.utterance_id, _ALONE)
        made.append(
            making.statement(
                statement,
                speaker,
                articles[article.id],
                held.get(speaker.id, ()),
                positions.get(statement.id, ()),
                copies=[
                    one for one in copies.get(statement.original_id, ()) if one.id != statement.id
                ],
                reports=[one for one in utterance.reports if one.id != statement.original_id],
                differences=utterance.differences,
            )
        )
    return tuple(made)


def _of_all(
    rows: Sequence[Row[*tuple[Any, ...]]],
    column: str,
    conditions: Sequence[SQLColumnExpression[bool]],
) -> Chosen:
    """The ids in one column of statements: of few by name, of many by the same conditions again.

    No database plans a condition on a subquery of five tables as well as a list.
    """
    if len(rows) <= _FEW:
        return sorted({getattr(row[0], column) for row in rows})
    return joined(select(getattr(StatementRow, column))).where(*conditions)


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of an utterance of several reports."""

    representative: str  # id of a statement
    differences: tuple[Difference, ...]
    reports: list[CopyRef]  # the earliest first


_ALONE = Told("", (), [])


def utterances(session: Session, chosen: Chosen) -> Mapping[str, Told]:
    """Those of the utterances with these ids that are of several reports, by id.

    Nearly every statement is the only report, so those are left out.
    """
    rows = session.execute(
        joined(
            select(
                UtteranceRow.id,
                UtteranceRow.representative_id,
                UtteranceRow.differences,
                StatementRow.id.label("report"),
                StatementRow.content_text,
                ArticleRow,
                OutletRow,
                VersionRow.file,
            )
        )
        .join(UtteranceRow, UtteranceRow.id == StatementRow.utterance_id)
        .where(*SHOWN, ORIGINAL, UtteranceRow.id.in_(chosen))
        .order_by(*EARLIEST)
    )
    found: dict[str, Told] = {}
    for key, representative, kinds, report, words, article, outlet, file in rows:
        told = found.get(key)
        if told is None:
            told = Told(representative, tuple(Difference(kind) for kind in kinds), [])
            found[key] = told
        told.reports.append(
            CopyRef(report, making.article_ref(article, outlet, file), tuple(words))
        )
    return found


def by_utterance(
    rows: Sequence[Row[*tuple[Any, ...]]], told: Mapping[str, Told]
) -> list[Row[*tuple[Any, ...]]]:
    """Of rows that report one utterance one, in the order of the rows.

    Its representative, else the report that stands first; a copy only where no report is chosen.
    """
    chosen: dict[str, tuple[int, Row[*tuple[Any, ...]]]] = {}
    for row in rows:
        statement = row[0]
        key = statement.utterance_id
        if key in told and statement.id == told[key].representative:
            rank = 0
        else:
            rank = 1 if statement.original_id == statement.id else 2
        if key not in chosen or rank < chosen[key][0]:
            chosen[key] = (rank, row)
    kept = {row[0].id for _, row in chosen.values()}
    return [row for row in rows if row[0].id in kept]


def by_original(rows: Sequence[Row[*tuple[Any, ...]]]) -> list[Row[*tuple[Any, ...]]]:
    """Of rows that copies of one article share one, in the order of the rows.

    The original, if it is among them, else the one that stands first.
    """
    chosen: dict[str, Row[*tuple[Any, ...]]] = {}
    for row in rows:
        statement = row[0]
        if statement.original_id not in chosen or statement.original_id == statement.id:
            chosen[statement.original_id] = row
    kept = {row[0].id for row in chosen.values()}
    return [row for row in rows if row[0].id in kept]


def _copies(session: Session, originals: Chosen) -> Mapping[str, Sequence[CopyRef]]:
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
        .order_by(*EARLIEST)
    )
    found: dict[str, list[CopyRef]] = defaultdict(list)
    for identifier, original, article, outlet, file in rows:
        found[original].append(CopyRef(identifier, making.article_ref(article, outlet, file)))
    return found


def roles(session: Session, actors: Chosen) -> Mapping[str, Sequence[Role]]:
    """The roles of the actors with these ids, in the order of the directory."""
    found: dict[str, list[Role]] = defaultdict(list)
    chosen = select(RoleRow).where(RoleRow.actor_id.in_(actors))
    for row in session.scalars(chosen.order_by(RoleRow.ordinal, RoleRow.id)):
        found[row.actor_id].append(making.role(row))
    return found


def _positions(
    session: Session, statements: Chosen, issue: str | None
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
