"""Samples coded by two."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# As of this revision; later changes of app/db/columns.py do not reach back.
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)
STRATA = ("none", "stance", "outlet")
ANSWERS = ("actor", "kind", "said_on", "stance", "scope", "holder", "condition", "note")


def upgrade() -> None:
    """No sample is drawn yet."""
    op.create_table(
        "coding_sample",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("issue_id", KEY, nullable=False),
        sa.Column("query", TEXT, nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("seed", KEY, nullable=False),
        sa.Column("strata", _strata(), nullable=False),
        sa.Column("candidates", sa.Integer(), nullable=False),
        sa.Column("codebook", TEXT, nullable=False),
        sa.Column("codebook_version", TEXT, nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issue.id"], name=op.f("fk_coding_sample_issue_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coding_sample")),
        sa.UniqueConstraint("name", name=op.f("uq_coding_sample_name")),
    )
    op.create_index(op.f("ix_coding_sample_issue_id"), "coding_sample", ["issue_id"])
    op.create_table(
        "coding_coder",
        sa.Column("sample_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("account_id", KEY, nullable=True),
        sa.CheckConstraint("number IN (1, 2)", name=op.f("ck_coding_coder_number")),
        _of_sample("coding_coder"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_coding_coder_account_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("sample_id", "number", name=op.f("pk_coding_coder")),
        sa.UniqueConstraint("sample_id", "name", name=op.f("uq_coding_coder_sample_id_name")),
        sa.UniqueConstraint(
            "sample_id", "account_id", name=op.f("uq_coding_coder_sample_id_account_id")
        ),
    )
    op.create_index(op.f("ix_coding_coder_account_id"), "coding_coder", ["account_id"])
    op.create_table(
        "coding_item",
        sa.Column("sample_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("statement_id", KEY, nullable=False),
        _of_sample("coding_item"),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["statement.id"],
            name=op.f("fk_coding_item_statement_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("sample_id", "number", name=op.f("pk_coding_item")),
        sa.UniqueConstraint(
            "sample_id", "statement_id", name=op.f("uq_coding_item_sample_id_statement_id")
        ),
    )
    op.create_index(op.f("ix_coding_item_statement_id"), "coding_item", ["statement_id"])
    op.create_table(
        "coding",
        sa.Column("sample_id", KEY, autoincrement=False, nullable=False),
        sa.Column("item", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("coder", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ANSWERS),
        sa.Column("coded_at", TIME, nullable=False),
        _of_item("coding"),
        sa.ForeignKeyConstraint(
            ["sample_id", "coder"],
            ["coding_coder.sample_id", "coding_coder.number"],
            name=op.f("fk_coding_coder"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("sample_id", "item", "coder", name=op.f("pk_coding")),
    )
    op.create_table(
        "coding_decision",
        sa.Column("sample_id", KEY, autoincrement=False, nullable=False),
        sa.Column("item", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ANSWERS),
        sa.Column("decided_by", TEXT, nullable=False),
        sa.Column("decided_at", TIME, nullable=False),
        sa.Column("revision_id", KEY, nullable=True),
        _of_item("coding_decision"),
        sa.PrimaryKeyConstraint("sample_id", "item", name=op.f("pk_coding_decision")),
    )


def downgrade() -> None:
    """All samples and what was coded of them are lost."""
    for table in ("coding_decision", "coding", "coding_item", "coding_coder", "coding_sample"):
        op.drop_table(table)


def _strata() -> sa.Enum:
    name = op.f("ck_coding_sample_strata")
    return sa.Enum(*STRATA, name=name, native_enum=False, create_constraint=True, length=20)


def _of_sample(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["sample_id"],
        ["coding_sample.id"],
        name=op.f(f"fk_{table}_sample_id"),
        ondelete="CASCADE",
    )


def _of_item(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["sample_id", "item"],
        ["coding_item.sample_id", "coding_item.number"],
        name=op.f(f"fk_{table}_sample_id"),
        ondelete="CASCADE",
    )
