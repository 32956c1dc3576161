"""What is in a snapshot may be removed, where the law demands it; nothing else of one changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# As of this revision; later changes of app/db/columns.py do not reach back.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)
REFUSAL = "snapshots are never changed or deleted"
# Once, with a reason: id, time and hash stay, and nothing of the words, nor of the choice.
SQLITE_REMOVES = (
    "old.removed_at IS NULL AND new.removed_at IS NOT NULL"
    " AND trim(coalesce(new.removed_reason, '')) <> ''"
    " AND new.id IS old.id AND new.made_at IS old.made_at AND new.sha256 IS old.sha256"
    " AND new.address IS '' AND new.data IS x''"
)
POSTGRESQL_REMOVES = (
    "OLD.removed_at IS NULL AND NEW.removed_at IS NOT NULL"
    " AND btrim(coalesce(NEW.removed_reason, '')) <> ''"
    " AND NEW.id = OLD.id AND NEW.made_at = OLD.made_at AND NEW.sha256 = OLD.sha256"
    " AND NEW.address = '' AND octet_length(NEW.data) = 0"
)


def upgrade() -> None:
    """Nothing was removed yet."""
    op.add_column("snapshot", sa.Column("removed_at", TIME, nullable=True))
    op.add_column("snapshot", sa.Column("removed_reason", TEXT, nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE OR REPLACE FUNCTION onrecord_snapshot_stays() RETURNS trigger LANGUAGE plpgsql"
            f" AS $$ BEGIN IF TG_OP = 'UPDATE' THEN IF {POSTGRESQL_REMOVES} THEN RETURN NEW;"
            f" END IF; END IF; RAISE EXCEPTION '{REFUSAL}'; END $$"
        )
        return
    op.execute("DROP TRIGGER snapshot_update_refused")
    op.execute(
        "CREATE TRIGGER snapshot_update_refused BEFORE UPDATE ON snapshot"
        f" WHEN NOT ({SQLITE_REMOVES}) BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    )


def downgrade() -> None:
    """What is left of removed snapshots is lost: without their reason they would look broken."""
    server = op.get_bind().dialect.name == "postgresql"
    if server:
        op.execute("ALTER TABLE snapshot DISABLE TRIGGER USER")
    else:
        op.execute("DROP TRIGGER snapshot_update_refused")
        op.execute("DROP TRIGGER snapshot_delete_refused")
    op.execute("DELETE FROM snapshot WHERE removed_at IS NOT NULL")
    op.execute("ALTER TABLE snapshot DROP COLUMN removed_reason")
    op.execute("ALTER TABLE snapshot DROP COLUMN removed_at")
    if server:
        op.execute(
            "CREATE OR REPLACE FUNCTION onrecord_snapshot_stays() RETURNS trigger LANGUAGE plpgsql"
            f" AS $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
        )
        op.execute("ALTER TABLE snapshot ENABLE TRIGGER USER")
        return
    for event in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER snapshot_{event.lower()}_refused BEFORE {event} ON snapshot"
            f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
