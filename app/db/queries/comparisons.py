"""The comparison: which statements a visitor asks to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select, true

from app.db.queries.statements import (
    SHOWN,
    by_original,
    by_utterance,
    joined,
    on_issue,
    records,
    statement_rows,
    utterances,
)
from app.db.search import matching
from app.db.tables import (
    ActorRow,
    ArticleRow,
    IssueRow,
    OutletRow,
    PositionRow,
    StatementRow,
)
from app.domain.records import ComparisonRecords

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from app.domain.queries import ComparisonQuery


def comparison(
    session: Session, query: ComparisonQuery, *, folded: bool = True
) -> ComparisonRecords:
    """The statements a visitor asks to see, with their positions on that issue alone.

    Both lists are always filled; whether the undated ones are listed is the page's to decide. What
    several articles report of one utterance is listed once: among the dated, where the day of one
    report is certainly in the range. Without ``folded`` every report is listed, and only what
    copies of one article print is listed once. ``articles_read`` counts the articles looked
    through, copies once: all, or those of the chosen outlets.
    """
    asked = (*SHOWN, on_issue(query.issue), *filters(query).values(), possible(query))
    rows = by_original(statement_rows(session, *asked))
    told = utterances(session, joined(select(StatementRow.utterance_id)).where(*asked))
    dated = [row for row in rows if row[0].said_on.within(query.first, query.last)]
    undated = [row for row in rows if not row[0].said_on.within(query.first, query.last)]
    reports, undated_reports = len(dated), len(undated)
    if folded:
        dated = by_utterance(dated, told)
        listed = {row[0].utterance_id for row in dated}
        undated = by_utterance([row for row in undated if row[0].utterance_id not in listed], told)
    made = records(session, [*dated, *undated], told, asked, issue=query.issue)
    read = select(func.count(ArticleRow.head_id.distinct()))
    if query.outlets:
        read = read.join(OutletRow, OutletRow.id == ArticleRow.outlet_id).where(
            OutletRow.slug.in_(query.outlets)
        )
    return ComparisonRecords(
        dated=made[: len(dated)],
        undated=made[len(dated) :],
        articles_read=session.scalar(read) or 0,
        reports=reports,
        undated_reports=undated_reports,
    )


def filters(query: ComparisonQuery) -> dict[str, ColumnElement[bool]]:
    """The conditions of a choice by the name of their filter, the days left out."""
    chosen: dict[str, ColumnElement[bool]] = {}
    if query.actors:
        chosen["actors"] = ActorRow.slug.in_(query.actors)
    if query.outlets:
        chosen["outlets"] = OutletRow.slug.in_(query.outlets)
    if query.kinds:
        chosen["kinds"] = StatementRow.kind.in_(query.kinds)
    if query.stances:
        chosen["stances"] = StatementRow.id.in_(
            select(PositionRow.statement_id)
            .join(IssueRow, IssueRow.id == PositionRow.issue_id)
            .where(IssueRow.slug == query.issue, PositionRow.stance.in_(query.stances))
        )
    if query.words.strip():
        chosen["words"] = matching(query.words)
    return chosen


def certain(query: ComparisonQuery) -> ColumnElement[bool]:
    """Said on a known day certainly in the range: ``UncertainDate.within`` in SQL."""
    return and_(
        StatementRow.said_first.is_not(None),
        StatementRow.said_first >= query.first if query.first else true(),
        StatementRow.said_last <= query.last if query.last else true(),
    )


def possible(query: ComparisonQuery) -> ColumnElement[bool]:
    """Said possibly in the range: ``UncertainDate.may_fall_within``, or nobody knows when.

    What is said on a day that nobody knows was still said before it was reported, so that it is
    left out when its article was certainly published before the range begins. The condition
    stands in a select from ``joined``.
    """
    return or_(
        and_(
            StatementRow.said_first.is_(None),
            or_(ArticleRow.published_last.is_(None), ArticleRow.published_last >= query.first)
            if query.first
            else true(),
        ),
        and_(
            StatementRow.said_last >= query.first if query.first else true(),
            StatementRow.said_first <= query.last if query.last else true(),
        ),
    )
