"""The comparison: which statements a visitor asks to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select, true

from app.db.queries.statements import SHOWN, on_issue, statement_records
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
    session: Session,
    query: ComparisonQuery,
    *,
    folded: bool = True,  # noqa: ARG001 - comes with the folding of utterances
) -> ComparisonRecords:
    """The statements a visitor asks to see, with their positions on that issue alone.

    Both lists are always filled; whether the undated ones are listed is the page's to decide. What
    copies of one article print is listed once. ``articles_read`` counts the articles looked
    through, copies once: all, or those of the chosen outlets.
    """
    asked = (*SHOWN, on_issue(query.issue), *filters(query).values())
    found = statement_records(session, *asked, possible(query), issue=query.issue, folded=True)
    dated = [one for one in found if one.said_on.within(query.first, query.last)]
    undated = [one for one in found if not one.said_on.within(query.first, query.last)]
    read = select(func.count(ArticleRow.head_id.distinct()))
    if query.outlets:
        read = read.join(OutletRow, OutletRow.id == ArticleRow.outlet_id).where(
            OutletRow.slug.in_(query.outlets)
        )
    return ComparisonRecords(
        tuple(dated), tuple(undated), session.scalar(read) or 0, len(dated), len(undated)
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
