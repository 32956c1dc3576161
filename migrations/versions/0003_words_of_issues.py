"""The lists of words of an issue under names that fit any issue."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# As of this revision; later changes of app/db/columns.py do not reach back.
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
ISSUE = sa.table("issue", sa.column("id"), sa.column("definition", JSON))

_OLD_TO_NEW = {
    "forces": "things",
    "movements": "acts",
    "foreign": "kinds",
    "anaphors": "pointing",
}
_ADDED = ("certain", "vague", "implying", "whose", "contrary", "timing", "events", "states")


def upgrade() -> None:
    """What a definition does not say has the default of the domain's Issue."""
    _change({}, _OLD_TO_NEW)


def downgrade() -> None:
    """The lists that are new are lost; ``onrecord ingest`` stores the shipped issues again."""
    _change(dict.fromkeys(_ADDED, ""), {new: old for old, new in _OLD_TO_NEW.items()})


def _change(dropped: dict[str, str], renamed: dict[str, str]) -> None:
    connection = op.get_bind()
    for identifier, definition in connection.execute(sa.select(ISSUE.c.id, ISSUE.c.definition)):
        changed = {
            renamed.get(name, name): value
            for name, value in definition.items()
            if name not in dropped
        }
        connection.execute(
            sa.update(ISSUE).where(ISSUE.c.id == identifier).values(definition=changed)
        )
