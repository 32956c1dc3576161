"""The review queue: what waits for a person, kept in its order by triggers (migration 0010).

What makes a statement wait lies in several tables; asking them for each page would read all of
them. So a row is kept for each statement that waits, and the database itself keeps it right,
whoever writes. The rules are in the migration; nothing else writes ``queue_item``.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.db.columns import BigKey, PublicId
from app.db.tables import Table

_ASKED = ("reasons", "skipped", "takes", "outlet_id", "said_first", "said_last")


class QueueItemRow(Table):
    """A statement that waits for a person."""

    __tablename__ = "queue_item"
    __table_args__ = (
        # Each with all that a filter asks of a row, so that the row itself is not looked up.
        Index("ix_queue_item_order", "rank", "statement_id", *_ASKED, "actor_id"),
        Index("ix_queue_item_counts", *_ASKED),
        Index(None, "actor_id"),
    )

    statement_id: Mapped[str] = mapped_column(
        PublicId, ForeignKey("statement.id", ondelete="CASCADE"), primary_key=True
    )
    rank: Mapped[int] = mapped_column(BigKey)  # the order; put off last, then by reasons, reports
    reasons: Mapped[int] = mapped_column(BigKey)  # bits of WaitReason
    skipped: Mapped[int] = mapped_column(BigKey)  # 1: put off
    takes: Mapped[str]  # " issue:stance issue:stance ", each once; empty: on no issue
    actor_id: Mapped[str] = mapped_column(PublicId)
    outlet_id: Mapped[str] = mapped_column(PublicId)
    said_first: Mapped[date | None]
    said_last: Mapped[date | None]


class QueueSkipRow(Table):
    """That an editor put a statement off."""

    __tablename__ = "queue_skip"
    __table_args__ = (Index(None, "user_id"),)

    statement_id: Mapped[str] = mapped_column(
        PublicId, ForeignKey("statement.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int | None] = mapped_column(BigKey)
    by: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime]
