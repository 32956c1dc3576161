"""The reports that a choice lists, read as they are sent: the dated, and apart the others.

So that a choice of a million needs no more memory than one of a thousand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.db.queries.columns import records_at
from app.db.queries.field_keeping import articles_read
from app.db.queries.overview import different
from app.db.queries.selection import selected
from app.domain.records import UtterancesListed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from app.db.queries.field import Field, Places
    from app.domain.queries import ComparisonQuery
    from app.domain.records import StatementRecord

_FIRST, _PART = 50, 500  # records made at once: few at first, as somebody waits for these


@dataclass(frozen=True, slots=True)
class ReportsListed:
    """How many reports a choice lists, and these themselves, to be read once."""

    articles_read: int
    dated_count: int
    undated_count: int  # of no certain day in the range, whether the choice lists them or not
    count: int  # listed
    utterance_count: int  # of how many utterances these are reports
    dated: Iterator[StatementRecord]
    undated: Iterator[StatementRecord]  # none, where the choice does not list them


def reports_listed(session: Session, query: ComparisonQuery) -> ReportsListed:
    """What a choice lists, each report for itself; what copies of one article print is listed once.

    Records are made some hundred at a time, in the session's state of the data.
    """
    chosen = selected(session, query)
    field, listed = chosen.field, chosen.listed_reports(query)
    undated = chosen.undated_reports if query.lists_undated else chosen.undated_reports[:0]
    return ReportsListed(
        articles_read=articles_read(session, query.outlets),
        dated_count=len(chosen.reports),
        undated_count=len(chosen.undated_reports),
        count=len(listed),
        utterance_count=different(field.utterance[listed], field.utterances),
        dated=each(session, field, chosen.reports, query.issue),
        undated=each(session, field, undated, query.issue),
    )


def utterances_listed(session: Session, query: ComparisonQuery) -> UtterancesListed:
    """What a choice lists, what several articles report once: the dated, then the others."""
    chosen = selected(session, query)
    undated = chosen.undated if query.lists_undated else chosen.undated[:0]

    def statements() -> Iterator[tuple[StatementRecord, bool]]:
        for places, certain in ((chosen.utterances, True), (undated, False)):
            for one in each(session, chosen.field, places, query.issue):
                yield one, certain

    return UtterancesListed(
        count=len(chosen.utterances) + len(undated),
        reports=len(chosen.listed_reports(query)),
        undated=len(undated),
        statements=statements(),
    )


def each(session: Session, field: Field, places: Places, issue: str) -> Iterator[StatementRecord]:
    """The records at these places of a field, in their order, read some hundred at once."""
    start, stop = 0, _FIRST
    while start < len(places):
        yield from records_at(session, field, places[start:stop].tolist(), issue)
        start, stop = stop, stop + _PART
