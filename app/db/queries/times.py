"""When the statements of a choice were said, and how many were said when."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from app.db.queries.distinct import number_of
from app.db.queries.field_keeping import field_of
from app.db.queries.selection import certain, filters_of, possible, selected

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy.orm import Session

    from app.db.queries.field import Field, Places
    from app.db.queries.selection import Filters
    from app.domain.queries import ComparisonQuery
    from app.domain.records import MonthTotal


def months(session: Session, query: ComparisonQuery) -> tuple[MonthTotal, ...]:
    """The months in which anything on the issue was certainly said, the earliest first.

    They depend on the issue alone, so that what is offered stays where it is.
    """
    return field_of(session, query.issue).months_said


def between(
    session: Session, query: ComparisonQuery, ranges: Iterable[tuple[date, date]]
) -> tuple[int, ...]:
    """How many utterances the choice would list with each of these ranges for its own."""
    return between_of(filters_of(session, query), query, ranges)


def between_of(
    filters: Filters, query: ComparisonQuery, ranges: Iterable[tuple[date, date]]
) -> tuple[int, ...]:
    """The same by filters that were made already."""
    field = filters.field
    when = field.said_when
    if filters.only_speakers and not query.undated and when is not None:
        speakers = np.flatnonzero(filters.wanted())
        numbers: list[int] = when.between(list(ranges), speakers).sum(axis=1).tolist()
        return tuple(numbers)
    chosen, found = filters.places(), []
    for first, last in ranges:
        ranged = replace(query, first=first, last=last)
        if query.undated:
            places = chosen[possible(field, ranged, chosen)]
        else:
            places = _within(field, ranged, chosen)
        found.append(number_of(field, places))
    return tuple(found)


def _within(field: Field, ranged: ComparisonQuery, chosen: Places) -> Places:
    """Those of the chosen that were certainly said in a range."""
    low = field.after(ranged.last) if ranged.last else 0
    high = field.since(ranged.first) if ranged.first else field.dated
    start, stop = np.searchsorted(chosen, (low, high))
    places = chosen[start:stop]
    return places[certain(field, ranged, places)]


def size(session: Session, query: ComparisonQuery) -> int:
    """How many utterances a choice lists."""
    return len(selected(session, query).listed(query))
