"""Asserted: the positions on an issue that somebody says another holds, as columns of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import select

from app.db.queries.field_keeping import field_of
from app.db.queries.once import once
from app.db.queries.plain import number
from app.db.tables import ActorRow, IssueRow, PositionRow

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
    rows = once(session, "asserted", lambda: _asserted(session))
    key = session.scalar(select(number(IssueRow.id)).where(IssueRow.slug == issue))
    rows = rows[rows[:, 2] == key]
    by_number = np.flatnonzero(field.first_of_original & field.second_hand)
    numbers = field.numbers[by_number]
    order = np.argsort(numbers)
    at = np.searchsorted(numbers, rows[:, 0], sorter=order)
    shown = at < len(numbers)
    shown[shown] = numbers[order[at[shown]]] == rows[shown, 0]
    holders, codes = np.unique(rows[shown, 1], return_inverse=True)
    return Asserted(by_number[order[at[shown]]].astype(np.int32), codes.astype(np.int64), holders)


def _asserted(session: Session) -> Ints:
    """Of each second-hand position on any issue the numbers of statement, holder and issue.

    On all and by who asserts them: else SQLite reads all positions, whoever holds them.
    """
    chosen = (
        select(
            number(PositionRow.statement_id),
            number(PositionRow.holder_id),
            number(PositionRow.issue_id),
        )
        .where(PositionRow.asserted_by_id.in_(select(ActorRow.id)))
        .execution_options(yield_per=_AT_ONCE)
    )
    parts = [
        np.array([tuple(row) for row in part], np.int64)
        for part in session.execute(chosen).partitions()
    ]
    return np.concatenate(parts) if parts else np.zeros((0, 3), np.int64)
