"""The tables of readers' reports (app/domain/reader_reports.py)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.db.columns import BigKey, PublicId, enumeration
from app.db.tables import Table
from app.domain.reader_reports import ReportState, Wrong


class ReaderReportRow(Table):
    """What a reader says is wrong with a statement."""

    __tablename__ = "reader_report"
    __table_args__ = (
        Index(None, "statement_id"),
        Index(None, "state", "statement_id"),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    statement_id: Mapped[str] = mapped_column(
        PublicId, ForeignKey("statement.id", ondelete="CASCADE")
    )
    wrong: Mapped[Wrong] = mapped_column(enumeration(Wrong, "wrong"))
    words: Mapped[str]
    sent_at: Mapped[datetime]
    state: Mapped[ReportState] = mapped_column(enumeration(ReportState, "state"))
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
    outcome: Mapped[str]
    revision_id: Mapped[int | None] = mapped_column(BigKey)  # revisions are never deleted


class ReportKeyRow(Table):
    """What the forms of one day are signed with, and what its senders' addresses are mixed with.

    Two days are kept, since a form may be sent after midnight.
    """

    __tablename__ = "report_key"

    day: Mapped[date] = mapped_column(primary_key=True)
    signing: Mapped[str]
    salt: Mapped[str]


class ReportSenderRow(Table):
    """That a report came from an address, which is hashed and forgotten after a day.

    Nothing leads from here to the report.
    """

    __tablename__ = "report_sender"
    __table_args__ = (Index(None, "address"), Index(None, "sent_at"))

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    address: Mapped[str]
    sent_at: Mapped[datetime]
