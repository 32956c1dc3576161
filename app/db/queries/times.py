"""When the statements of a choice were said, and how many were said when."""

from __future__ import annotations

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

    from app.db.queries.field import Ints
    from app.domain.queries import ComparisonQuery

_EPOCH = date(1970, 1, 1).toordinal()
_MONTHS = 12 * 10_000  # more than there are


def months(session: Session, query: ComparisonQuery) -> tuple[MonthTotal, ...]:
    """The months in which anything on the issue was certainly said, the earliest first.

    They depend on the issue alone, so that what is offered stays where it is.
    """
    field = field_of(session, query.issue)
    month = _month(field.first)
    exact = (field.first > 0) & (month == _month(field.last))
    pairs = np.unique(field.utterance[exact] * _MONTHS + month[exact])
    numbers, counts = np.unique(pairs % _MONTHS, return_counts=True)
    return tuple(
        MonthTotal(date(number // 12 + 1, number % 12 + 1, 1), count)
        for number, count in zip(numbers.tolist(), counts.tolist(), strict=True)
    )


def _month(days: Ints) -> Ints:
    """The number of the month of each day, 0 for January of the year 1."""
    since = (days - _EPOCH).astype("datetime64[D]").astype("datetime64[M]")
    return since.astype(np.int64) + 1969 * 12


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
