"""What addresses answered."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.columns import storable
from app.db.store.inserting import insert
from app.db.tables import FetchRow
from app.domain.fetches import Fetch

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def last_fetch(session: Session, address: str) -> Fetch | None:
    """What an address answered the last time; None when it was never asked for."""
    row = session.scalar(select(FetchRow).where(FetchRow.address == storable(address)))
    if row is None:
        return None
    return Fetch(
        row.address,
        row.status,
        row.etag,
        row.last_modified,
        failed=row.failures > 0,
        failures=row.failures,
        fetched_at=row.fetched_at,
    )


def record_fetch(session: Session, fetch: Fetch) -> None:
    """Note what an address answered just now.

    After a failure what it said of itself before is kept: what was read then is still stored. Of
    what never was, nothing is: that it has not changed since would be no good answer.
    """
    before = last_fetch(session, fetch.address)
    kept = before if fetch.failed else fetch
    row = {
        "address": storable(fetch.address),
        "fetched_at": datetime.now(UTC),
        "status": storable(fetch.status),
        "etag": kept.etag if kept else None,
        "last_modified": kept.last_modified if kept else None,
        "failures": (before.failures if before else 0) + 1 if fetch.failed else 0,
    }
    statement = insert(session, FetchRow)
    changed = {name: value for name, value in row.items() if name != "address"}
    session.execute(
        statement.values(**row).on_conflict_do_update(index_elements=["address"], set_=changed)
    )
