"""The comparison: which statements a visitor asks to see, whole or in parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.db.queries.columns import find, mark, records_at
from app.db.queries.field_keeping import articles_read
from app.db.queries.reports_listed import each
from app.db.queries.selection import selected
from app.domain.records import ComparisonRecords

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from app.domain.queries import ComparisonQuery
    from app.domain.records import StatementRecord


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
    chosen = selected(session, query)
    dated = chosen.utterances if folded else chosen.reports
    undated = chosen.undated if folded else chosen.undated_reports
    return ComparisonRecords(
        dated=tuple(each(session, chosen.field, dated, query.issue)),
        undated=tuple(each(session, chosen.field, undated, query.issue)),
        articles_read=articles_read(session, query.outlets),
        reports=len(chosen.reports),
        undated_reports=len(chosen.undated_reports),
    )


def statements_of(
    session: Session, query: ComparisonQuery
) -> Iterator[tuple[StatementRecord, bool]]:
    """Every report that a choice lists, in its order, and whether it is certainly in the range.

    Records are made some hundred at a time, so that a large choice needs no more memory.
    """
    chosen = selected(session, query)
    yield from ((one, True) for one in each(session, chosen.field, chosen.reports, query.issue))
    if query.lists_undated:
        undated = each(session, chosen.field, chosen.undated_reports, query.issue)
        yield from ((one, False) for one in undated)


def reports_number(session: Session, query: ComparisonQuery) -> int:
    """How many reports a choice lists."""
    return len(selected(session, query).listed_reports(query))


def page_of(
    session: Session, query: ComparisonQuery, after: str = "", limit: int = 50
) -> tuple[tuple[tuple[StatementRecord, bool], ...], str | None]:
    """So many of the reports that a choice lists, and where the next begin; None at the end.

    ``after`` is what an earlier answer said. Raises ValueError when it is not of that form.
    """
    chosen = selected(session, query)
    places = chosen.listed_reports(query)
    dated = len(chosen.reports)
    start = find(chosen, places, dated, after)
    stop = start + limit
    part = records_at(session, chosen.field, places[start:stop].tolist(), query.issue)
    following = mark(chosen.field, places, dated, stop) if stop < len(places) else None
    return tuple((one, number < dated) for number, one in enumerate(part, start=start)), following
