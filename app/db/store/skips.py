"""Putting a statement off: it stays in the queue, behind all that nobody put off."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete

from app.db.store.copies import alone
from app.db.store.inserting import core, insert
from app.db.tables_queue import QueueSkipRow
from app.errors import InputError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.domain.accounts import By

_LONGEST = 500


def put_off(session: Session, by: By, statement: str, reason: str) -> None:
    """Put a statement off, with the reason; another's reason is replaced. Raises InputError."""
    told = " ".join(reason.split())
    if not told:
        raise InputError("Say why it is put off: whoever comes next to it reads it.")
    if len(told) > _LONGEST:
        raise InputError(f"Give the reason in at most {_LONGEST} characters.")
    take_up(session, statement)
    session.execute(
        insert(session, QueueSkipRow).values(
            statement_id=statement,
            user_id=by.user,
            by=by.name,
            reason=told,
            at=datetime.now(UTC),
        )
    )


def take_up(session: Session, statement: str) -> bool:
    """Put a statement back to its place; whether it was put off."""
    alone(session)  # as the queue's own rows are written under it, it comes before any other
    table = core(QueueSkipRow)
    gone = session.execute(
        delete(table).where(table.c.statement_id == statement).returning(table.c.statement_id)
    )
    return gone.first() is not None
