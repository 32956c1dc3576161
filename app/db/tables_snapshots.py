"""Snapshots of comparisons. The database itself refuses to change or delete them.

Once only, with a reason, all that one holds may be removed: its id, time and hash stay. The
triggers that refuse all else are in the migrations (0011, 0014) alone: a table made by
``metadata.create_all`` would have none.
"""

from datetime import datetime

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.db.columns import BigKey, PublicId
from app.db.tables import Table


class SnapshotRow(Table):
    """A comparison as it stood at one moment."""

    __tablename__ = "snapshot"

    id: Mapped[str] = mapped_column(PublicId, primary_key=True)
    address: Mapped[str]
    made_at: Mapped[datetime]
    sha256: Mapped[str]
    data: Mapped[bytes] = mapped_column(LargeBinary)  # zlib of canonical JSON
    removed_at: Mapped[datetime | None]  # then address and data are empty
    removed_reason: Mapped[str | None]


class SnapshotSenderRow(Table):
    """That a snapshot was asked for from an address, which is hashed and forgotten after a day.

    Nothing leads from here to the snapshot.
    """

    __tablename__ = "snapshot_sender"
    __table_args__ = (Index(None, "address"), Index(None, "sent_at"))

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    address: Mapped[str]
    sent_at: Mapped[datetime]
