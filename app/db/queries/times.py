"""When the statements of a choice were said, and how many were said when."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from app.db.queries.field import field_of
from app.db.queries.selection import certain, filters, possible, selected
from app.domain.records import MonthTotal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from app.domain.queries import ComparisonQuery


def months(session: Session, query: ComparisonQuery) -> tuple[MonthTotal, ...]:
    """The months in which anything on the issue was certainly said, the earliest first.

    They depend on the issue alone, so that what is offered stays where it is.
    """
    field = field_of(session, query.issue)
    found: Counter[date] = Counter()
    days = np.unique(np.stack((field.utterance, field.first, field.last)), axis=1)
    for _, first, last in days.T.tolist():
        if not first:
            continue
        begin, end = date.fromordinal(first), date.fromordinal(last)
        if (begin.year, begin.month) == (end.year, end.month):
            found[begin.replace(day=1)] += 1
    return tuple(MonthTotal(month, found[month]) for month in sorted(found))


def between(
    session: Session, query: ComparisonQuery, ranges: Iterable[tuple[date, date]]
) -> tuple[int, ...]:
    """How many utterances the choice would list with each of these ranges for its own."""
    field = field_of(session, query.issue)
    chosen = np.ones(len(field), np.bool_)
    for mask in filters(session, field, query).values():
        chosen &= mask
    numbers = []
    for first, last in ranges:
        ranged = replace(query, first=first, last=last)
        within = possible(field, ranged) if query.undated else certain(field, ranged)
        numbers.append(len(np.unique(field.utterance[chosen & within])))
    return tuple(numbers)


def size(session: Session, query: ComparisonQuery) -> int:
    """How many utterances a choice lists."""
    return len(selected(session, query).listed(query))
