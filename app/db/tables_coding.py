"""The tables of samples that two people code."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.coding.sampling import Strata
from app.db.columns import BigKey, PublicId, enumeration
from app.db.tables import Table


class SampleRow(Table):
    """Which statements are coded, and how they were drawn."""

    __tablename__ = "coding_sample"
    __table_args__ = (Index(None, "issue_id"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    issue_id: Mapped[str] = mapped_column(PublicId, ForeignKey("issue.id", ondelete="RESTRICT"))
    query: Mapped[str]  # canonical address of the choice
    asked: Mapped[int]
    seed: Mapped[int] = mapped_column(BigKey)
    strata: Mapped[Strata] = mapped_column(enumeration(Strata, "strata"))
    candidates: Mapped[int]
    codebook: Mapped[str]  # as coders were given it
    codebook_version: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[datetime]


class SampleCoderRow(Table):
    """One of the two who code a sample."""

    __tablename__ = "coding_coder"
    __table_args__ = (
        UniqueConstraint("sample_id", "name"),
        UniqueConstraint("sample_id", "account_id"),
        Index(None, "account_id"),
        CheckConstraint("number IN (1, 2)", name="number"),
    )

    sample_id: Mapped[int] = mapped_column(
        BigKey, ForeignKey("coding_sample.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(
        BigKey, ForeignKey("account.id", ondelete="RESTRICT")
    )


class SampleItemRow(Table):
    """A statement of a sample."""

    __tablename__ = "coding_item"
    __table_args__ = (UniqueConstraint("sample_id", "statement_id"), Index(None, "statement_id"))

    sample_id: Mapped[int] = mapped_column(
        BigKey, ForeignKey("coding_sample.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    statement_id: Mapped[str] = mapped_column(
        PublicId, ForeignKey("statement.id", ondelete="CASCADE")
    )


class AnswerColumns:
    """An answer; what is not known is empty."""

    actor: Mapped[str]
    kind: Mapped[str]
    said_on: Mapped[str]
    stance: Mapped[str]
    scope: Mapped[str]
    holder: Mapped[str]
    condition: Mapped[str]
    note: Mapped[str]


class CodingRow(AnswerColumns, Table):
    """What one of the two says of a statement."""

    __tablename__ = "coding"
    __table_args__ = (
        ForeignKeyConstraint(
            ["sample_id", "item"],
            ["coding_item.sample_id", "coding_item.number"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["sample_id", "coder"],
            ["coding_coder.sample_id", "coding_coder.number"],
            ondelete="CASCADE",
            name="fk_coding_coder",
        ),
    )

    sample_id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    item: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    coder: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    coded_at: Mapped[datetime]


class CodingDecisionRow(AnswerColumns, Table):
    """What an editor decided of a statement on which the two differ."""

    __tablename__ = "coding_decision"
    __table_args__ = (
        ForeignKeyConstraint(
            ["sample_id", "item"],
            ["coding_item.sample_id", "coding_item.number"],
            ondelete="CASCADE",
        ),
    )

    sample_id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    item: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    decided_by: Mapped[str]
    decided_at: Mapped[datetime]
    # The revision by which the statement got it; none: it had it already, or could not have it.
    revision_id: Mapped[int | None] = mapped_column(BigKey)
