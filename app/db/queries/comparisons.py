"""The comparison: which statements a visitor asks to see, whole or in parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.db.queries.columns import find, mark, records_at
from app.db.queries.field_keeping import articles_read
from app.db.queries.selection import selected
from app.domain.records import ComparisonRecords

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from app.domain.queries import ComparisonQuery
    from app.domain.records import StatementRecord

_PART = 500  # records made at once


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
    dated = (chosen.utterances if folded else chosen.reports).tolist()
    undated = (chosen.undated if folded else chosen.undated_reports).tolist()
    places = [*dated, *undated]
    made = [
        one
        for start in range(0, len(places), _PART)
        for one in records_at(session, chosen.field, places[start : start + _PART], query.issue)
    ]
    return ComparisonRecords(
        dated=tuple(made[: len(dated)]),
        undated=tuple(made[len(dated) :]),
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
    places = chosen.listed_reports(query).tolist()
    dated = len(chosen.reports)
    for start in range(0, len(places), _PART):
        part = records_at(session, chosen.field, places[start : start + _PART], query.issue)
        for number, one in enumerate(part, start=start):
            yield one, number < dated


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
