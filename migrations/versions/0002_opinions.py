"""Opinions of other readers than the rules, beside each position."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# As of this revision; later changes of app/db/columns.py do not reach back.
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    """Positions that are stored already have no opinions; what is stored from now on says so."""
    op.add_column("position", sa.Column("opinions", JSON, nullable=False, server_default="[]"))


def downgrade() -> None:
    """Opinions are lost: the tables before this had no place for them."""
    op.drop_column("position", "opinions")
