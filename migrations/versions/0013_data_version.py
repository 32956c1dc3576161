"""A number that every write moves, so that what was read before can be known to hold still."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing was read yet."""
    table = op.create_table(
        "data_version",
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_data_version")),
    )
    op.bulk_insert(table, [{"number": 0}])


def downgrade() -> None:
    """Each request reads everything again."""
    op.drop_table("data_version")
