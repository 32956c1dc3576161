"""Positions that somebody says another holds, by issue: lists read these and no others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_NAME = "ix_position_asserted"
_ASSERTED = sa.text("asserted_by_id IS NOT NULL")


def upgrade() -> None:
    """For agreement, and for lists of actors."""
    op.create_index(
        op.f(_NAME),
        "position",
        ["issue_id", "statement_id", "holder_id", "asserted_by_id"],
        sqlite_where=_ASSERTED,
        postgresql_where=_ASSERTED,
    )


def downgrade() -> None:
    """They read all positions of an issue."""
    op.drop_index(op.f(_NAME), "position")
