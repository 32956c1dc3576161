"""Snapshots: stored once, within bounds, never changed."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from app.db.queries.snapshots import snapshot
from app.db.store.reader_reports import hashed, renew_keys
from app.db.tables_reports import ReportKeyRow
from app.db.tables_snapshots import SnapshotRow, SnapshotSenderRow
from app.errors import QueryError

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from app.db.store.reader_reports import Bounds
    from app.domain.snapshots import Snapshot

_KEPT = timedelta(days=1)


class TooManySnapshots(QueryError):  # noqa: N818 - told to the reader
    """No more snapshots are made for now."""


def freeze(session: Session, made: Snapshot, address: str, bounds: Bounds) -> Snapshot:
    """The snapshot as it is stored; the same state that was frozen before is given as it stands.

    ``address`` is where the wish comes from; of it a hash is kept for a day. Raises
    TooManySnapshots.
    """
    today = made.made_at.astimezone(UTC).date()
    renew_keys(session, today)
    # Of those that come at the same moment one is counted, and stored, before the next.
    key = session.scalars(
        select(ReportKeyRow).where(ReportKeyRow.day == today).with_for_update()
    ).one()
    before = snapshot(session, made.id)
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


def _sent(session: Session, *conditions: ColumnElement[bool]) -> int:
    """How many were made within a day."""
    since = datetime.now(UTC) - _KEPT
    counted = select(func.count()).select_from(SnapshotSenderRow)
    return session.scalar(counted.where(SnapshotSenderRow.sent_at >= since, *conditions)) or 0
