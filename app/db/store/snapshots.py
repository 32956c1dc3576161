"""Snapshots: stored once, within bounds, never changed; removed where the law demands it."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, text

from app.db.queries.snapshots import snapshot
from app.db.store.reader_reports import hashed, renew_keys
from app.db.tables_reports import ReportKeyRow
from app.db.tables_snapshots import SnapshotRow, SnapshotSenderRow
from app.domain.ids import to_number
from app.domain.snapshots import Removed
from app.errors import ConflictError, InputError, NotFoundError, QueryError

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Engine
    from sqlalchemy.orm import Session

    from app.db.store.reader_reports import Bounds
    from app.domain.snapshots import Snapshot

_KEPT = timedelta(days=1)


class TooManySnapshots(QueryError):  # noqa: N818 - told to the reader
    """No more snapshots are made for now."""


def freeze(session: Session, made: Snapshot, address: str, bounds: Bounds) -> Snapshot:
    """The snapshot as it is stored; the same state that was frozen before is given as it stands.

    ``address`` is where the wish comes from; of it a hash is kept for a day. Raises
    TooManySnapshots, and GoneError where that state was removed.
    """
    today = made.made_at.astimezone(UTC).date()
    renew_keys(session, today)
    # Of those that come at the same moment one is counted, and stored, before the next.
    key = session.scalars(
        select(ReportKeyRow).where(ReportKeyRow.day == today).with_for_update()
    ).one()
    before = snapshot(session, made.id)  # GoneError: what was removed does not come back
    if before is not None:
        return before
    session.execute(
        delete(SnapshotSenderRow).where(SnapshotSenderRow.sent_at < made.made_at - _KEPT)
    )
    sender = hashed(address, key.salt)
    if _sent(session, SnapshotSenderRow.address == sender) >= bounds.from_one_address:
        raise TooManySnapshots(
            "As many snapshots as are made in a day have been asked for from your network "
            "address. Please try again tomorrow."
        )
    if _sent(session) >= bounds.in_all:
        raise TooManySnapshots(
            "As many snapshots as are made in a day have been made. Please try again tomorrow."
        )
    session.add(SnapshotSenderRow(address=sender, sent_at=made.made_at))
    session.add(
        SnapshotRow(
            id=made.id,
            address=made.address,
            made_at=made.made_at,
            sha256=made.sha256,
            data=zlib.compress(made.content, 9),
        )
    )
    session.flush()
    return made


def remove(session: Session, identifier: str, reason: str, now: datetime) -> Removed:
    """Remove all that a snapshot holds, for good; what is left of it is given.

    What its statements are elsewhere stays as it is. Raises NotFoundError, InputError when no
    reason is given, and ConflictError when it was removed before.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise InputError("Say why: the reason is what stands in place of the snapshot.")
    if reason[-1] not in ".!?":
        reason += "."
    row = session.get(SnapshotRow, identifier) if to_number(identifier) is not None else None
    if row is None:
        raise NotFoundError(f"No snapshot has the number “{identifier[:40]}”.")
    if row.removed_at is not None:
        raise ConflictError(f"It was removed on {row.removed_at:%Y-%m-%d}: {row.removed_reason}")
    if session.get_bind().dialect.name == "sqlite":
        # Or the bytes would stay in the file until something else is written there.
        session.execute(text("PRAGMA secure_delete=ON"))
    row.address, row.data = "", b""
    row.removed_at, row.removed_reason = now, reason
    session.flush()
    return Removed(row.id, row.made_at, row.sha256, now, reason)


def sweep(engine: Engine) -> None:
    """Have the database forget what was removed, where it keeps more than it shows."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        server = engine.dialect.name == "postgresql"
        connection.exec_driver_sql(
            "VACUUM snapshot" if server else "PRAGMA wal_checkpoint(TRUNCATE)"
        )


def _sent(session: Session, *conditions: ColumnElement[bool]) -> int:
    """How many were made within a day."""
    since = datetime.now(UTC) - _KEPT
    counted = select(func.count()).select_from(SnapshotSenderRow)
    return session.scalar(counted.where(SnapshotSenderRow.sent_at >= since, *conditions)) or 0
