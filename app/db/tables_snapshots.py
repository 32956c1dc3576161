"""Snapshots of comparisons. The database itself refuses to change or delete them.

The triggers that refuse it are in the migration (0011) alone: a table made by
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


class SnapshotSenderRow(Table):
    """That a snapshot was asked for from an address, which is hashed and forgotten after a day.

    Nothing leads from here to the snapshot.
    """

    __tablename__ = "snapshot_sender"
    __table_args__ = (Index(None, "address"), Index(None, "sent_at"))

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    address: Mapped[str]
    sent_at: Mapped[datetime]
