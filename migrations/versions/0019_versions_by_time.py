"""An index of texts by when they were read, for feeds: what was read last comes first.

With the article and whether it is its newest text, so that the wide rows of texts are not read.
"""

from __future__ import annotations

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_NAME = "ix_article_version_read_at_newest_article_id"


def upgrade() -> None:
    """What is stored already is in it."""
    op.create_index(op.f(_NAME), "article_version", ["read_at", "newest", "article_id"])


def downgrade() -> None:
    """Each feed reads when everything was read."""
    op.drop_index(op.f(_NAME), "article_version")
