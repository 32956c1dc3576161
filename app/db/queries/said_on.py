"""On which days some statements were said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.tables import StatementRow
from app.domain.dates import UncertainDate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

_AT_ONCE = 5_000  # values in one statement


def said_on(session: Session, ids: Sequence[str]) -> dict[str, UncertainDate]:
    """The day of each of these statements that there are, by id."""
    found: dict[str, UncertainDate] = {}
    for start in range(0, len(ids), _AT_ONCE):
        rows = session.execute(
            select(
                StatementRow.id,
                StatementRow.said_edtf,
                StatementRow.said_first,
                StatementRow.said_last,
                StatementRow.said_basis,
            ).where(StatementRow.id.in_(ids[start : start + _AT_ONCE]))
        )
        found |= {row[0]: UncertainDate(*row[1:]) for row in rows}
    return found
