"""Revisions, kept for good; what editors decided of actors, articles and issues; proposals."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# As of this revision; later changes of app/db/columns.py do not reach back.
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
INTERFACES = ("web", "api", "command line", "import")
KINDS = ("statement", "actor", "article", "issue", "utterance")
STATES = ("open", "taken", "dismissed")

DECIDED = ("actor", "actor_alias", "actor_role", "article", "issue")
# What only grows, with its key: INSERT OR REPLACE of SQLite deletes without any trigger's notice.
APPEND_ONLY = {
    "revision": ("id",),
    "revision_object": ("revision_id", "kind", "object_id"),
    "revision_change": ("revision_id", '"table"', '"key"'),
}
REFUSAL = "revisions are never changed or deleted"


def upgrade() -> None:
    """Nobody has decided anything yet."""
    op.add_column("actor", sa.Column("merged_into_id", KEY, nullable=True))
    for table in DECIDED:
        op.add_column(table, sa.Column("decided_by", TEXT, nullable=True))
    _revisions()
    op.create_table(
        "proposal",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", _words("ck_proposal_kind", KINDS), nullable=False),
        sa.Column("object_id", TEXT, nullable=False),
        sa.Column("says", JSON, nullable=False),
        sa.Column("extractor", TEXT, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", _words("ck_proposal_state", STATES), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    op.create_index(op.f("ix_proposal_kind_object_id"), "proposal", ["kind", "object_id"])
    op.create_index(op.f("ix_proposal_state"), "proposal", ["state"])
    _refuse_changes()


def downgrade() -> None:
    """What editors changed stays as it is; who changed it and why is lost."""
    for table in ("proposal", "revision_change", "revision_object", "revision"):
        op.drop_table(table)  # its triggers go with it
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION onrecord_append_only()")
    for table in DECIDED:
        op.drop_column(table, "decided_by")
    op.drop_column("actor", "merged_into_id")


def _revisions() -> None:
    op.create_table(
        "revision",
        sa.Column("id", KEY, nullable=False),
        sa.Column("batch", TEXT, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", KEY, nullable=True),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("interface", _words("ck_revision_interface", INTERFACES), nullable=False),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("undoes", KEY, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
    )
    for column in ("batch", "undoes", "user_id"):
        op.create_index(op.f(f"ix_revision_{column}"), "revision", [column])
    op.create_table(
        "revision_object",
        sa.Column("revision_id", KEY, nullable=False),
        sa.Column("kind", _words("ck_revision_object_kind", KINDS), nullable=False),
        sa.Column("object_id", TEXT, nullable=False),
        _of_revision("revision_object"),
        sa.PrimaryKeyConstraint(
            "revision_id", "kind", "object_id", name=op.f("pk_revision_object")
        ),
    )
    op.create_index(
        op.f("ix_revision_object_kind_object_id_revision_id"),
        "revision_object",
        ["kind", "object_id", "revision_id"],
    )
    op.create_table(
        "revision_change",
        sa.Column("revision_id", KEY, nullable=False),
        sa.Column("table", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("before", JSON, nullable=True),
        sa.Column("after", JSON, nullable=True),
        _of_revision("revision_change"),
        sa.PrimaryKeyConstraint("revision_id", "table", "key", name=op.f("pk_revision_change")),
    )


def _refuse_changes() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION onrecord_append_only() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
        )
        for table in APPEND_ONLY:
            for events, each, name in (
                ("UPDATE OR DELETE", "ROW", "append_only"),
                ("TRUNCATE", "STATEMENT", "not_truncated"),
            ):
                op.execute(
                    f"CREATE TRIGGER {table}_{name} BEFORE {events} ON {table}"
                    f" FOR EACH {each} EXECUTE FUNCTION onrecord_append_only()"
                )
        return
    for table, key in APPEND_ONLY.items():
        same = " AND ".join(f"{column} = new.{column}" for column in key)
        for event, condition in (
            ("UPDATE", ""),
            ("DELETE", ""),
            ("INSERT", f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"),  # noqa: S608 - ours
        ):
            op.execute(
                f"CREATE TRIGGER {table}_{event.lower()}_refused BEFORE {event} ON {table}"
                f" {condition} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )


def _words(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=op.f(name), native_enum=False, create_constraint=True, length=20)


def _of_revision(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["revision_id"],
        ["revision.id"],
        name=op.f(f"fk_{table}_revision_id"),
        ondelete="RESTRICT",
    )
