"""The reports that a choice lists, read as they are sent: the dated, and apart the others.

So that a choice of a million needs no more memory than one of a thousand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from app.db.queries.columns import records_at
from app.db.queries.field_keeping import articles_read
from app.db.queries.selection import selected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from app.db.queries.field import Field, Places
    from app.domain.queries import ComparisonQuery
    from app.domain.records import StatementRecord

_PART = 500  # records made at once


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
        utterance_count=len(np.unique(field.utterance[listed])),
        dated=_each(session, field, chosen.reports, query.issue),
        undated=_each(session, field, undated, query.issue),
    )


def _each(session: Session, field: Field, places: Places, issue: str) -> Iterator[StatementRecord]:
    for start in range(0, len(places), _PART):
        yield from records_at(session, field, places[start : start + _PART].tolist(), issue)
