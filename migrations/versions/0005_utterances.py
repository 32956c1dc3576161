"""What was said once: utterances, and which reports are of one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# As of this revision; later changes of app/db/columns.py do not reach back.
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
KINDS = ("same words", "near words", "variant", "joined", "apart")


def upgrade() -> None:
    """Each statement is an utterance by itself until ``onrecord regroup`` or the next ingest."""
    op.create_table(
        "utterance",
        sa.Column("id", KEY, nullable=False),
        sa.Column("representative_id", KEY, nullable=False),
        sa.Column("differences", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_utterance")),
    )
    op.create_table(
        "grouping_scheme",
        sa.Column("scheme", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("scheme", name=op.f("pk_grouping_scheme")),
    )
    # A default for the rows that are there, which get their own id; new rows always say theirs.
    op.add_column("statement", sa.Column("utterance_id", KEY, nullable=False, server_default="0"))
    op.execute("UPDATE statement SET utterance_id = original_id")
    op.add_column("statement", sa.Column("occasion_first", sa.Date(), nullable=True))
    op.add_column("statement", sa.Column("occasion_last", sa.Date(), nullable=True))
    op.add_column(
        "statement",
        sa.Column("occasion_told", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_index(op.f("ix_statement_utterance_id"), "statement", ["utterance_id"])
    op.create_index(
        op.f("ix_statement_actor_id_occasion_first"), "statement", ["actor_id", "occasion_first"]
    )
    op.create_table(
        "utterance_match",
        sa.Column("one_id", KEY, nullable=False),
        sa.Column("other_id", KEY, nullable=False),
        sa.Column("kind", _kind(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("decided_by", TEXT, nullable=False),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_utterance_match_order")),
        sa.CheckConstraint("score BETWEEN 0 AND 1", name=op.f("ck_utterance_match_score")),
        _of_statement("one_id"),
        _of_statement("other_id"),
        sa.PrimaryKeyConstraint("one_id", "other_id", name=op.f("pk_utterance_match")),
    )
    op.create_index(op.f("ix_utterance_match_other_id"), "utterance_match", ["other_id"])


def downgrade() -> None:
    """Each report counts by itself again; what editors joined or put apart is lost."""
    op.drop_table("utterance_match")
    op.drop_index(op.f("ix_statement_actor_id_occasion_first"), "statement")
    op.drop_index(op.f("ix_statement_utterance_id"), "statement")
    for name in ("occasion_told", "occasion_last", "occasion_first", "utterance_id"):
        op.drop_column("statement", name)
    op.drop_table("grouping_scheme")
    op.drop_table("utterance")


def _kind() -> sa.Enum:
    return sa.Enum(
        *KINDS, name=op.f("ck_utterance_match_kind"), native_enum=False, create_constraint=True,
        length=20,
    )  # fmt: skip


def _of_statement(column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        ["statement.id"],
        name=op.f(f"fk_utterance_match_{column}"),
        ondelete="CASCADE",
    )
