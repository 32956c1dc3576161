"""Asserted: the positions on an issue that somebody says another holds, as columns of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import select

from app.db.queries.field_keeping import field_of
from app.db.queries.once import once
from app.db.queries.plain import number
from app.db.tables import IssueRow, PositionRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.db.queries.field import Ints, Places

_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class Asserted:
    """The second-hand positions in a field's statements; of copies of one article those of one."""

    places: Places
    holder: Ints  # codes
    holders: Ints  # the number of each


def asserted_on(session: Session, issue: str) -> Asserted:
    """Those on an issue; read once for each state of the data."""
    return once(session, ("asserted_on", issue), lambda: _asserted_on(session, issue))


def _asserted_on(session: Session, issue: str) -> Asserted:
    field = field_of(session, issue)
    chosen = select(number(PositionRow.statement_id), number(PositionRow.holder_id)).where(
        PositionRow.asserted_by_id.is_not(None),
        PositionRow.issue_id == select(IssueRow.id).where(IssueRow.slug == issue).scalar_subquery(),
    )
    found = session.connection().execute(chosen.execution_options(yield_per=_AT_ONCE))
    rows = np.fromiter(chain.from_iterable(found), np.int64).reshape(-1, 2)
    told = np.flatnonzero(field.first_of_original & field.second_hand)
    numbers = field.numbers[told]
    order = np.argsort(numbers)
    at = np.searchsorted(numbers, rows[:, 0], sorter=order)
    shown = at < len(numbers)
    shown[shown] = numbers[order[at[shown]]] == rows[shown, 0]
    holders, codes = np.unique(rows[shown, 1], return_inverse=True)
    return Asserted(told[order[at[shown]]].astype(np.int32), codes.astype(np.int64), holders)
