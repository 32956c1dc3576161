"""How much each actor is on record with, counted as it is written; and articles by their days.

Triggers, because statements are written in many places, and to count them for a page would read
all of them. Each row of ``statement`` counts by itself, so that what a change adds and takes away
is known from its row alone. A later migration that makes one of the tables anew (batch mode of
SQLite) has to make their triggers anew too.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

# As of this revision; later changes of app/db/columns.py do not reach back.
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# The lock of 0010's triggers: who counts waits for nobody who waits for it.
LOCK = int.from_bytes(b"onr copy", "big")

# What a statement counts for. Of what several articles report one has the utterance's id.
_COUNTS = """
INSERT INTO actor_tally (actor_id, reports, utterances)
SELECT s.actor_id, {sign}count(*), {sign}count(CASE WHEN s.utterance_id = s.id THEN 1 END)
FROM statement s WHERE s.state = 'live' AND s.original_id = s.id AND {where}
GROUP BY s.actor_id
ON CONFLICT (actor_id) DO UPDATE SET reports = actor_tally.reports + excluded.reports,
  utterances = actor_tally.utterances + excluded.utterances"""
_ROW = """
INSERT INTO actor_tally (actor_id, reports, utterances)
SELECT {row}.actor_id, {sign}1, CASE WHEN {row}.utterance_id = {row}.id THEN {sign}1 ELSE 0 END
WHERE {row}.state = 'live' AND {row}.original_id = {row}.id
  AND EXISTS (SELECT 1 FROM article_version v WHERE v.id = {row}.version_id AND v.newest)
ON CONFLICT (actor_id) DO UPDATE SET reports = actor_tally.reports + excluded.reports,
  utterances = actor_tally.utterances + excluded.utterances"""
FILL = _COUNTS.format(
    sign="",
    where="EXISTS (SELECT 1 FROM article_version v WHERE v.id = s.version_id AND v.newest)",
)
_ADD, _TAKE = _ROW.format(row="NEW", sign=""), _ROW.format(row="OLD", sign="-")
_OF_VERSION = "s.version_id = OLD.id"
# Who has nothing left has no row, as who never had.
_NOTHING = "DELETE FROM actor_tally WHERE reports = 0 AND actor_id = OLD.actor_id"
_NOTHING_OF_VERSION = (
    "DELETE FROM actor_tally WHERE reports = 0"
    " AND actor_id IN (SELECT s.actor_id FROM statement s WHERE s.version_id = OLD.id)"
)
# Name, table, time and event, condition, and what is done.
TRIGGERS: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    ("statement_in", "statement", "AFTER INSERT", "", (_ADD,)),
    (
        "statement_up",
        "statement",
        "AFTER UPDATE OF version_id, actor_id, original_id, utterance_id, state",
        "",
        (_TAKE, _ADD, _NOTHING),
    ),
    ("statement_out", "statement", "AFTER DELETE", "", (_TAKE, _NOTHING)),
    (
        "version_new",
        "article_version",
        "AFTER UPDATE OF newest",
        "NEW.newest AND NOT OLD.newest",
        (_COUNTS.format(sign="", where=_OF_VERSION),),
    ),
    (
        "version_old",
        "article_version",
        "AFTER UPDATE OF newest",
        "OLD.newest AND NOT NEW.newest",
        (_COUNTS.format(sign="-", where=_OF_VERSION), _NOTHING_OF_VERSION),
    ),
    # Before: its statements go after it, and then nobody knows any more that they were shown.
    (
        "version_out",
        "article_version",
        "BEFORE DELETE",
        "OLD.newest",
        (_COUNTS.format(sign="-", where=_OF_VERSION), _NOTHING_OF_VERSION),
    ),
)


def upgrade() -> None:
    """What is stored is counted once."""
    op.create_table(
        "actor_tally",
        sa.Column("actor_id", KEY, nullable=False, autoincrement=False),
        sa.Column("reports", sa.BigInteger(), nullable=False),
        sa.Column("utterances", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["actor.id"],
            name=op.f("fk_actor_tally_actor_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("actor_id", name=op.f("pk_actor_tally")),
    )
    op.create_index(
        op.f("ix_article_published_last_published_first"),
        "article",
        ["published_last", "published_first"],
    )
    _execute(FILL)
    for trigger in TRIGGERS:
        _make(*trigger)


def downgrade() -> None:
    """Pages count anew."""
    server = op.get_bind().dialect.name == "postgresql"
    for name, table, *_ in TRIGGERS:
        _execute(f"DROP TRIGGER actor_tally_{name}{f' ON {table}' if server else ''}")
        if server:
            _execute(f"DROP FUNCTION actor_tally_{name}()")
    op.drop_index(op.f("ix_article_published_last_published_first"), "article")
    op.drop_table("actor_tally")


def _make(name: str, table: str, event: str, condition: str, done: tuple[str, ...]) -> None:
    body = "".join(f"{statement};" for statement in done)
    when = f"WHEN ({condition})" if condition else ""
    if op.get_bind().dialect.name == "postgresql":
        answer = "RETURN OLD;" if event.startswith("BEFORE") else "RETURN NULL;"
        _execute(
            f"CREATE FUNCTION actor_tally_{name}() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN PERFORM pg_advisory_xact_lock({LOCK}); {body} {answer} END $$"
        )
        _execute(
            f"CREATE TRIGGER actor_tally_{name} {event} ON {table}"
            f" FOR EACH ROW {when} EXECUTE FUNCTION actor_tally_{name}()"
        )
    else:
        _execute(
            f"CREATE TRIGGER actor_tally_{name} {event} ON {table} FOR EACH ROW {when}"
            f" BEGIN {body} END"
        )


def _execute(sql: str) -> None:
    """Run it as it stands: a colon in it names no parameter."""
    op.get_bind().exec_driver_sql(sql)
