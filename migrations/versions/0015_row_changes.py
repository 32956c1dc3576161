"""Which rows changed with which number of the data, so that who keeps them reads only those anew.

Triggers, because what is kept of a statement (app/db/queries/field.py) stands in many tables that
are written in many places. A later migration that makes one of the tables anew (batch mode of
SQLite) has to make their triggers anew too.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

# As of this revision; later changes of app/db/columns.py do not reach back.
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
# The lock of 0010's triggers: who notes a change waits for nobody who waits for it.
LOCK = int.from_bytes(b"onr copy", "big")

_STATEMENT = (
    "version_id, actor_id, original_id, utterance_id, kind, starts_at, said_edtf, said_first,"
    " said_last, said_basis, confidence, decided_by, state"
)
_OF_VERSION = "SELECT 'statement', s.id FROM statement s WHERE s.version_id = NEW.id"
_OF_ARTICLE = (
    "SELECT 'statement', s.id FROM statement s JOIN article_version v ON v.id = s.version_id"
    " WHERE v.article_id = NEW.id"
)
_OF_UTTERANCE = "SELECT 'statement', s.id FROM statement s WHERE s.utterance_id = {}.id"
_ITSELF = "SELECT '{}', {}.id WHERE true"
# Name, table, event, and the kinds and ids of the rows that are noted.
TRIGGERS: tuple[tuple[str, str, str, str], ...] = (
    ("statement_in", "statement", "INSERT", _ITSELF.format("statement", "NEW")),
    ("statement_up", "statement", f"UPDATE OF {_STATEMENT}", _ITSELF.format("statement", "NEW")),
    ("statement_out", "statement", "DELETE", _ITSELF.format("statement", "OLD")),
    ("position_in", "position", "INSERT", "SELECT 'statement', NEW.statement_id WHERE true"),
    ("position_up", "position", "UPDATE", "SELECT 'statement', NEW.statement_id WHERE true"),
    ("position_out", "position", "DELETE", "SELECT 'statement', OLD.statement_id WHERE true"),
    ("version_up", "article_version", "UPDATE OF newest", _OF_VERSION),
    ("article_up", "article", "UPDATE OF outlet_id, head_id, published_last", _OF_ARTICLE),
    ("utterance_in", "utterance", "INSERT", _OF_UTTERANCE.format("NEW")),
    ("utterance_up", "utterance", "UPDATE OF representative_id", _OF_UTTERANCE.format("NEW")),
    ("utterance_out", "utterance", "DELETE", _OF_UTTERANCE.format("OLD")),
    ("actor_in", "actor", "INSERT", "SELECT 'actor', NEW.id WHERE NEW.in_directory"),
    ("actor_up", "actor", "UPDATE", _ITSELF.format("actor", "NEW")),
    ("actor_out", "actor", "DELETE", _ITSELF.format("actor", "OLD")),
    ("outlet_up", "outlet", "UPDATE", _ITSELF.format("outlet", "NEW")),
)


def upgrade() -> None:
    """Nothing has changed since nobody looked."""
    op.create_table(
        "row_change",
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("row_id", KEY, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("kind", "row_id", name=op.f("pk_row_change")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_row_change_number"), "row_change", ["number"])
    for trigger in TRIGGERS:
        _make(*trigger)


def downgrade() -> None:
    """Everything is read anew again."""
    server = op.get_bind().dialect.name == "postgresql"
    for name, table, *_ in TRIGGERS:
        on = f' ON "{table}"' if server else ""
        _execute(f"DROP TRIGGER row_change_{name}{on}")
        if server:
            _execute(f"DROP FUNCTION row_change_{name}()")
    op.drop_table("row_change")


def _make(name: str, table: str, event: str, rows: str) -> None:
    noted = (
        f"INSERT INTO row_change (kind, row_id) {rows}"
        " ON CONFLICT (kind, row_id) DO UPDATE SET number = NULL;"
    )
    if op.get_bind().dialect.name == "postgresql":
        _execute(
            f"CREATE FUNCTION row_change_{name}() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN PERFORM pg_advisory_xact_lock({LOCK}); {noted} RETURN NULL; END $$"
        )
        _execute(
            f'CREATE TRIGGER row_change_{name} AFTER {event} ON "{table}"'
            f" FOR EACH ROW EXECUTE FUNCTION row_change_{name}()"
        )
    else:
        _execute(
            f'CREATE TRIGGER row_change_{name} AFTER {event} ON "{table}" FOR EACH ROW'
            f" BEGIN {noted} END"
        )


def _execute(sql: str) -> None:
    """Run it as it stands: a colon in it names no parameter."""
    op.get_bind().exec_driver_sql(sql)
