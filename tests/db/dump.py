"""All rows of a database, for comparing two of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.tables import Table

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_COUNTS = {"data_version", "row_change"}  # how often, and when, something was written
_CLOCK = {"read_at", "started_at", "seen_at", "finished_at", "recorded_at"}


def dump(session: Session, *, without: frozenset[str] = frozenset()) -> dict[str, list[str]]:
    """The rows of each table, sorted, without what the clock and the count of writes say."""
    return {
        name: sorted(
            repr([(column.name, row[number]) for number, column in enumerate(columns)])
            for row in session.execute(select(*columns))
        )
        for name, table in Table.metadata.tables.items()
        if name not in without and name not in _COUNTS
        for columns in [[column for column in table.columns if column.name not in _CLOCK]]
    }
