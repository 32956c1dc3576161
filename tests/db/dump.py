"""All rows of a database, for comparing two of them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from app.db.tables import Table

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import Session

_COUNTS = {"data_version", "row_change"}  # how often, and when, something was written
_CLOCK = {"read_at", "started_at", "seen_at", "finished_at", "recorded_at"}


def dump(session: Session, *, without: frozenset[str] = frozenset()) -> dict[str, list[str]]:
    """The rows of each table, sorted, without what the clock and the count of writes say."""
    return {
        name: sorted(repr(tuple(row)) for row in session.execute(rows))
        for name, rows in _tables()
        if name not in without
    }


@cache
def _tables() -> list[tuple[str, Select[Any]]]:
    """The name of each table and what asks for its rows."""
    return [
        (name, select(*columns))
        for name, table in Table.metadata.tables.items()
        if name not in _COUNTS
        for columns in [[column for column in table.columns if column.name not in _CLOCK]]
    ]
