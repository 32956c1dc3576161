"""An index of the statements that people have looked at.

Without it the measured accuracy (/accuracy) and the reviewed articles (`onrecord gold`) read every
statement to find the few that an editor decided on. Partial: of what the machine found nothing is
written to it, so that reading articles costs no more.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

REVIEWED = sa.text("substr(decided_by, 1, 7) = 'editor '")


def upgrade() -> None:
    """What is stored already is in it."""
    op.create_index(
        op.f("ix_statement_reviewed"),
        "statement",
        ["id"],
        sqlite_where=REVIEWED,
        postgresql_where=REVIEWED,
    )


def downgrade() -> None:
    """Every statement is read again."""
    op.drop_index(op.f("ix_statement_reviewed"), "statement")
