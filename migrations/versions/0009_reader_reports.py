"""Reports of readers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# As of this revision; later changes of app/db/columns.py do not reach back.
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)
WRONG = ("speaker", "words", "date", "stance", "off the issue", "other")
STATES = ("open", "taken up", "dismissed")


def upgrade() -> None:
    """Readers' reports, and what keeps them within bounds."""
    op.create_table(
        "reader_report",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("statement_id", KEY, nullable=False),
        sa.Column("wrong", _one_of(WRONG, "wrong"), nullable=False),
        sa.Column("words", TEXT, nullable=False),
        sa.Column("sent_at", TIME, nullable=False),
        sa.Column("state", _one_of(STATES, "state"), nullable=False),
        sa.Column("closed_at", TIME, nullable=True),
        sa.Column("closed_by", TEXT, nullable=True),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("revision_id", KEY, nullable=True),
        sa.CheckConstraint(
            "(state = 'open') = (closed_at IS NULL)", name=op.f("ck_reader_report_closed")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["statement.id"],
            name=op.f("fk_reader_report_statement_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reader_report")),
    )
    op.create_index(op.f("ix_reader_report_statement_id"), "reader_report", ["statement_id"])
    op.create_index(
        op.f("ix_reader_report_state_statement_id"), "reader_report", ["state", "statement_id"]
    )
    op.create_table(
        "report_key",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("signing", TEXT, nullable=False),
        sa.Column("salt", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_report_key")),
    )
    op.create_table(
        "report_sender",
        sa.Column("id", KEY, nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("sent_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_sender")),
    )
    op.create_index(op.f("ix_report_sender_address"), "report_sender", ["address"])
    op.create_index(op.f("ix_report_sender_sent_at"), "report_sender", ["sent_at"])


def downgrade() -> None:
    """What readers reported is lost."""
    op.drop_table("report_sender")
    op.drop_table("report_key")
    op.drop_table("reader_report")


def _one_of(values: tuple[str, ...], column: str) -> sa.Enum:
    return sa.Enum(
        *values, name=op.f(f"ck_reader_report_{column}"), native_enum=False, create_constraint=True,
        length=20,
    )  # fmt: skip
