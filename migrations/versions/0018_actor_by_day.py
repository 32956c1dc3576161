"""What one actor said, in the order of days: a page of it reads no more than it shows."""

from __future__ import annotations

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_NAME = "ix_statement_actor_id_said_last_said_first"


def upgrade() -> None:
    """For pages of actors."""
    op.create_index(op.f(_NAME), "statement", ["actor_id", "said_last", "said_first"])


def downgrade() -> None:
    """Such a page sorts all that its actor said."""
    op.drop_index(op.f(_NAME), "statement")
