"""The review queue: a row for each statement that waits, which triggers keep right.

Triggers, because statements, positions, utterances, readers' reports and undos are written in
many places, and the queue must never be wrong. A later migration that makes one of the tables
anew (batch mode of SQLite) has to make their triggers anew too.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# As of this revision; later changes of app/db/columns.py do not reach back.
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)

# From here on the pages show them, rounded to 0.80 and 0.30, as certain (app/views/stances.py).
STANCE_CERTAIN, SPEAKER_CERTAIN = 0.795, 0.295
MANY_REPORTS = 3
MANY_STATEMENTS = 50  # of one actor

# The bits of a reason are those of WaitReason (app/domain/queue.py).
PLACE = """
INSERT INTO queue_item (statement_id, rank, reasons, skipped, takes, actor_id, outlet_id,
                        said_first, said_last)
SELECT r.id,
       r.skipped * 2097152 + (127 - r.reasons) * 16384
       + CASE WHEN r.reports < 16383 THEN 16383 - r.reports ELSE 0 END,
       r.reasons, r.skipped, r.takes, r.actor_id, r.outlet_id, r.said_first, r.said_last
FROM (
  SELECT w.id, w.takes, w.actor_id, w.outlet_id, w.said_first, w.said_last, w.reports,
         CASE WHEN w.put_off THEN 1 ELSE 0 END AS skipped,
         CASE WHEN w.reported THEN 64 ELSE 0 END
         + CASE WHEN w.takes <> '' THEN 32 ELSE 0 END
         + CASE WHEN w.differ THEN 16 ELSE 0 END
         + CASE WHEN w.unsure AND NOT w.reviewed THEN 8 ELSE 0 END
         + CASE WHEN w.confidence < {speaker_certain} AND NOT w.reviewed THEN 4 ELSE 0 END
         + CASE WHEN w.second_hand THEN 2 ELSE 0 END
         + CASE WHEN w.reports >= {many_reports} OR w.statements >= {many_statements}
                THEN 1 ELSE 0 END AS reasons
  FROM (
    SELECT s.id, s.actor_id, a.outlet_id, s.said_first, s.said_last, s.confidence,
           substr(s.decided_by, 1, 7) = 'editor ' AS reviewed,
           EXISTS (SELECT 1 FROM reader_report o
                   WHERE o.statement_id = s.id AND o.state = 'open') AS reported,
           EXISTS (SELECT 1 FROM queue_skip o WHERE o.statement_id = s.id) AS put_off,
           EXISTS (SELECT 1 FROM utterance o
                   WHERE o.id = s.utterance_id AND o.differences <> {no_list}) AS differ,
           EXISTS (SELECT 1 FROM "position" p
                   WHERE p.statement_id = s.id AND substr(p.decided_by, 1, 7) <> 'editor '
                   AND (p.stance = 'undetermined' OR p.confidence < {stance_certain})) AS unsure,
           EXISTS (SELECT 1 FROM "position" p
                   WHERE p.statement_id = s.id AND p.asserted_by_id IS NOT NULL) AS second_hand,
           coalesce((SELECT ' ' || {joined} || ' ' FROM
             (SELECT DISTINCT p.issue_id || ':' || p.stance AS t FROM "position" p
              WHERE p.statement_id = s.id ORDER BY 1) d), '') AS takes,
           (SELECT count(*) FROM statement o JOIN article_version ov ON ov.id = o.version_id
            WHERE o.utterance_id = s.utterance_id AND o.original_id = o.id
            AND o.state = 'live' AND ov.newest) AS reports,
           (SELECT count(*) FROM (SELECT 1 FROM statement o WHERE o.actor_id = s.actor_id
                                  LIMIT {many_statements}) b) AS statements
    FROM statement s
    JOIN article_version v ON v.id = s.version_id
    JOIN article a ON a.id = v.article_id
    WHERE s.state = 'live' AND v.newest AND s.original_id = s.id AND {where}
  ) w
  WHERE w.reported OR NOT w.reviewed
) r
"""
CLEAR = "DELETE FROM queue_item WHERE statement_id IN (SELECT s.id FROM statement s WHERE {where})"

# Whoever changes statements waits for this lock first (app/db/store/copies.py, ``alone``). Who
# changes what else a row is made of waits for it here, so that no two make one row at once.
LOCK = int.from_bytes(b"onr copy", "big")

_OWN = "s.id = {row}.statement_id"
_WATCHED = (
    "actor_id, version_id, original_id, utterance_id, said_first, said_last, confidence,"
    " decided_by, state"
)
_OF_ACTOR = "(SELECT count(*) FROM (SELECT 1 FROM statement o WHERE o.actor_id = {row}.actor_id"
# Name, table, event, condition of the trigger, and which statements are placed anew.
TRIGGERS: tuple[tuple[str, str, str, str, str], ...] = (
    ("statement_in", "statement", "INSERT", "", "s.utterance_id = NEW.utterance_id"),
    (
        "statement_up",
        "statement",
        f"UPDATE OF {_WATCHED}",
        "",
        "s.utterance_id IN (OLD.utterance_id, NEW.utterance_id)",
    ),
    ("statement_out", "statement", "DELETE", "", "s.utterance_id = OLD.utterance_id"),
    # An actor who comes to be one of many statements, or ceases to be.
    ("actor_in", "statement", "INSERT", "NEW many", "s.actor_id = NEW.actor_id"),
    ("actor_up", "statement", "UPDATE OF actor_id", "NEW many", "s.actor_id = NEW.actor_id"),
    ("actor_off", "statement", "UPDATE OF actor_id", "OLD few", "s.actor_id = OLD.actor_id"),
    ("actor_out", "statement", "DELETE", "OLD few", "s.actor_id = OLD.actor_id"),
    ("position_in", "position", "INSERT", "", _OWN.format(row="NEW")),
    ("position_up", "position", "UPDATE", "", _OWN.format(row="NEW")),
    ("position_out", "position", "DELETE", "", _OWN.format(row="OLD")),
    ("utterance_in", "utterance", "INSERT", "", "s.utterance_id = NEW.id"),
    ("utterance_up", "utterance", "UPDATE OF differences", "", "s.utterance_id = NEW.id"),
    ("utterance_out", "utterance", "DELETE", "", "s.utterance_id = OLD.id"),
    (
        "version_up",
        "article_version",
        "UPDATE OF newest",
        "",
        "s.utterance_id IN (SELECT o.utterance_id FROM statement o WHERE o.version_id = NEW.id)",
    ),
    (
        "article_up",
        "article",
        "UPDATE OF outlet_id",
        "",
        "s.version_id IN (SELECT o.id FROM article_version o WHERE o.article_id = NEW.id)",
    ),
    ("report_in", "reader_report", "INSERT", "", _OWN.format(row="NEW")),
    ("report_up", "reader_report", "UPDATE OF state", "", _OWN.format(row="NEW")),
    ("report_out", "reader_report", "DELETE", "", _OWN.format(row="OLD")),
    ("skip_in", "queue_skip", "INSERT", "", _OWN.format(row="NEW")),
    ("skip_out", "queue_skip", "DELETE", "", _OWN.format(row="OLD")),
)


def upgrade() -> None:
    """Everything that nobody has looked at waits."""
    op.create_table(
        "queue_item",
        sa.Column("statement_id", KEY, nullable=False, autoincrement=False),
        *(sa.Column(name, KEY, nullable=False) for name in ("rank", "reasons", "skipped")),
        sa.Column("takes", TEXT, nullable=False),
        *(sa.Column(name, KEY, nullable=False) for name in ("actor_id", "outlet_id")),
        sa.Column("said_first", sa.Date(), nullable=True),
        sa.Column("said_last", sa.Date(), nullable=True),
        _of_statement("queue_item"),
        sa.PrimaryKeyConstraint("statement_id", name=op.f("pk_queue_item")),
    )
    asked = ["reasons", "skipped", "takes", "outlet_id", "said_first", "said_last"]
    for name, columns in (
        ("order", ["rank", "statement_id", *asked, "actor_id"]),
        ("counts", asked),
        ("actor_id", ["actor_id"]),
    ):
        op.create_index(op.f(f"ix_queue_item_{name}"), "queue_item", columns)
    op.create_table(
        "queue_skip",
        sa.Column("statement_id", KEY, nullable=False, autoincrement=False),
        sa.Column("user_id", KEY, nullable=True),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("at", TIME, nullable=False),
        _of_statement("queue_skip"),
        sa.PrimaryKeyConstraint("statement_id", name=op.f("pk_queue_skip")),
    )
    op.create_index(op.f("ix_queue_skip_user_id"), "queue_skip", ["user_id"])
    _execute(_sql(PLACE, "1 = 1"))
    for trigger in TRIGGERS:
        _make(*trigger)


def downgrade() -> None:
    """What was put off, and why, is lost."""
    server = op.get_bind().dialect.name == "postgresql"
    for name, table, *_ in TRIGGERS:
        on = f' ON "{table}"' if server else ""
        _execute(f"DROP TRIGGER queue_{name}{on}")
        if server:
            _execute(f"DROP FUNCTION queue_{name}()")
    op.drop_table("queue_skip")
    op.drop_table("queue_item")


def _make(name: str, table: str, event: str, condition: str, where: str) -> None:
    body = f"{_sql(CLEAR, where)}; {_sql(PLACE, where)};"
    counted = ""
    if condition:
        row, which = condition.split()
        number = MANY_STATEMENTS if which == "many" else MANY_STATEMENTS - 1
        counted = f"{_OF_ACTOR.format(row=row)} LIMIT {MANY_STATEMENTS + 1}) b) = {number}"
    if op.get_bind().dialect.name == "postgresql":
        inner = f"IF {counted} THEN {body} END IF;" if counted else body
        inner = f"PERFORM pg_advisory_xact_lock({LOCK}); {inner}"
        _execute(
            f"CREATE FUNCTION queue_{name}() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN {inner} RETURN NULL; END $$"
        )
        _execute(
            f'CREATE TRIGGER queue_{name} AFTER {event} ON "{table}"'
            f" FOR EACH ROW EXECUTE FUNCTION queue_{name}()"
        )
    else:
        when = f"WHEN {counted}" if counted else ""
        _execute(
            f'CREATE TRIGGER queue_{name} AFTER {event} ON "{table}" FOR EACH ROW {when}'
            f" BEGIN {body} END"
        )


def _sql(template: str, where: str) -> str:
    server = op.get_bind().dialect.name == "postgresql"
    return template.format(
        where=where,
        stance_certain=STANCE_CERTAIN,
        speaker_certain=SPEAKER_CERTAIN,
        many_reports=MANY_REPORTS,
        many_statements=MANY_STATEMENTS,
        no_list="CAST('[]' AS jsonb)" if server else "'[]'",
        joined="string_agg(d.t, ' ' ORDER BY d.t)" if server else "group_concat(d.t, ' ')",
    )


def _execute(sql: str) -> None:
    """Run it as it stands: a colon in it names no parameter."""
    op.get_bind().exec_driver_sql(sql)


def _of_statement(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["statement_id"],
        ["statement.id"],
        name=op.f(f"fk_{table}_statement_id"),
        ondelete="CASCADE",
    )
