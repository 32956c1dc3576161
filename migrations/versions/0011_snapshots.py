"""Snapshots of comparisons, kept for good."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# As of this revision; later changes of app/db/columns.py do not reach back.
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)
REFUSAL = "snapshots are never changed or deleted"


def upgrade() -> None:
    """Nothing was frozen yet."""
    op.create_table(
        "snapshot",
        sa.Column("id", KEY, nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
    )
    op.create_table(
        "snapshot_sender",
        sa.Column("id", KEY, nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("sent_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot_sender")),
    )
    for column in ("address", "sent_at"):
        op.create_index(op.f(f"ix_snapshot_sender_{column}"), "snapshot_sender", [column])
    _refuse_changes()


def downgrade() -> None:
    """What was frozen is lost."""
    op.drop_table("snapshot_sender")
    op.drop_table("snapshot")  # its triggers go with it
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION onrecord_snapshot_stays()")


def _refuse_changes() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION onrecord_snapshot_stays() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
        )
        for events, each, name in (
            ("UPDATE OR DELETE", "ROW", "stays"),
            ("TRUNCATE", "STATEMENT", "not_truncated"),
        ):
            op.execute(
                f"CREATE TRIGGER snapshot_{name} BEFORE {events} ON snapshot"
                f" FOR EACH {each} EXECUTE FUNCTION onrecord_snapshot_stays()"
            )
        return
    # INSERT OR REPLACE of SQLite deletes without any trigger's notice.
    for event, condition in (
        ("UPDATE", ""),
        ("DELETE", ""),
        ("INSERT", "WHEN EXISTS (SELECT 1 FROM snapshot WHERE id = new.id)"),
    ):
        op.execute(
            f"CREATE TRIGGER snapshot_{event.lower()}_refused BEFORE {event} ON snapshot"
            f" {condition} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
