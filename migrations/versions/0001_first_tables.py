"""The first tables, and full text in each database's own way."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# As of this revision; later changes of app/db/columns.py do not reach back.
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BASES = ("stated", "metadata", "weekday", "inferred", "unknown")

# SQLite: an index over statement.words that holds no words itself; triggers keep it in step. The
# word that means delete is how FTS5 takes a row out (https://sqlite.org/fts5.html, section 6.7).
# A later migration that makes the table anew (batch) must make the triggers anew too.
SQLITE = (
    """CREATE VIRTUAL TABLE statement_fts USING fts5(
        words, content='statement', content_rowid='id',
        tokenize='porter unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER statement_fts_insert AFTER INSERT ON statement BEGIN
        INSERT INTO statement_fts(rowid, words) VALUES (new.id, new.words);
    END""",
    """CREATE TRIGGER statement_fts_delete AFTER DELETE ON statement BEGIN
        INSERT INTO statement_fts(statement_fts, rowid, words)
        VALUES ('delete', old.id, old.words);
    END""",
    """CREATE TRIGGER statement_fts_update AFTER UPDATE OF id, words ON statement BEGIN
        INSERT INTO statement_fts(statement_fts, rowid, words)
        VALUES ('delete', old.id, old.words);
        INSERT INTO statement_fts(rowid, words) VALUES (new.id, new.words);
    END""",
)
# PostgreSQL: Porter's stemmer without stop words, as in FTS5; see app/db/search.py for why.
POSTGRESQL = (
    "CREATE TEXT SEARCH DICTIONARY onrecord_stem (TEMPLATE = snowball, LANGUAGE = porter)",
    "CREATE TEXT SEARCH CONFIGURATION onrecord (PARSER = default)",
    """ALTER TEXT SEARCH CONFIGURATION onrecord ADD MAPPING FOR
        asciiword, word, numword, int, uint, float, sfloat, version, host, url, file, email,
        hword, asciihword, numhword, hword_part, hword_asciipart, hword_numpart
        WITH onrecord_stem""",
    """ALTER TABLE statement ADD COLUMN words_vector tsvector
        GENERATED ALWAYS AS (to_tsvector('onrecord'::regconfig, words)) STORED""",
    "CREATE INDEX ix_statement_words_vector ON statement USING gin (words_vector)",
)


def upgrade() -> None:
    _outlets_and_articles()
    _actors()
    _issues()
    _statements()
    _runs()
    postgresql_here = op.get_bind().dialect.name == "postgresql"
    for statement in POSTGRESQL if postgresql_here else SQLITE:
        op.execute(statement)


def downgrade() -> None:
    postgresql_here = op.get_bind().dialect.name == "postgresql"
    if not postgresql_here:
        op.execute("DROP TABLE statement_fts")
    for table in (
        "position",
        "statement",
        "ingest_item",
        "article_version",
        "article",
        "actor_role",
        "actor_alias",
        "outlet",
        "issue",
        "ingest_run",
        "actor",
    ):
        op.drop_table(table)
    if postgresql_here:
        op.execute("DROP TEXT SEARCH CONFIGURATION onrecord")
        op.execute("DROP TEXT SEARCH DICTIONARY onrecord_stem")


def one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)


def span(table: str, name: str) -> sa.CheckConstraint:
    """Both ends or neither, and the end not before the start."""
    start, end = f"{name}_start", f"{name}_end"
    return sa.CheckConstraint(
        f"({start} IS NULL) = ({end} IS NULL)"
        f" AND ({start} IS NULL OR ({start} >= 0 AND {end} >= {start}))",
        name=op.f(f"ck_{table}_{name}_span"),
    )


def days(table: str, first: str, last: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(
        f"({first} IS NULL) = ({last} IS NULL) AND ({first} IS NULL OR {first} <= {last})",
        name=op.f(f"ck_{table}_{first}_{last}"),
    )


def _outlets_and_articles() -> None:
    op.create_table(
        "outlet",
        sa.Column("id", KEY, nullable=False),
        sa.Column("slug", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outlet")),
        sa.UniqueConstraint("slug", name=op.f("uq_outlet_slug")),
    )
    op.create_table(
        "article",
        sa.Column("id", KEY, nullable=False),
        sa.Column("identity", TEXT, nullable=False),
        sa.Column("address", TEXT, nullable=True),
        sa.Column("title", TEXT, nullable=True),
        sa.Column("outlet_id", KEY, nullable=False),
        sa.Column("published_edtf", TEXT, nullable=True),
        sa.Column("published_first", sa.Date(), nullable=True),
        sa.Column("published_last", sa.Date(), nullable=True),
        sa.Column("published_basis", one_of("published_basis", *BASES), nullable=False),
        sa.Column("published_note", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=True),
        days("article", "published_first", "published_last"),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["outlet.id"], name=op.f("fk_article_outlet_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("identity", name=op.f("uq_article_identity")),
    )
    op.create_index(op.f("ix_article_outlet_id"), "article", ["outlet_id"])
    op.create_index(op.f("ix_article_published_first"), "article", ["published_first"])
    op.create_table(
        "article_version",
        sa.Column("id", KEY, nullable=False),
        sa.Column("article_id", KEY, nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("newest", sa.Boolean(), nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("zones", JSON, nullable=False),
        sa.Column("file", TEXT, nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("extractor", TEXT, nullable=False),
        sa.Column("notes", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_article_version_article_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_version")),
        sa.UniqueConstraint(
            "article_id", "sha256", name=op.f("uq_article_version_article_id_sha256")
        ),
    )
    op.create_index(op.f("ix_article_version_sha256"), "article_version", ["sha256"])
    op.create_index(
        "uq_article_version_newest",
        "article_version",
        ["article_id"],
        unique=True,
        sqlite_where=sa.text("newest"),
        postgresql_where=sa.text("newest"),
    )


def _actors() -> None:
    op.create_table(
        "actor",
        sa.Column("id", KEY, nullable=False),
        sa.Column("slug", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column(
            "kind",
            one_of("kind", "person", "organisation", "government", "group", "office"),
            nullable=False,
        ),
        sa.Column("country", TEXT, nullable=True),
        sa.Column("gender", one_of("gender", "m", "f"), nullable=True),
        sa.Column("demonyms", JSON, nullable=False),
        sa.Column("belongs_to", JSON, nullable=False),
        sa.Column("wikidata", TEXT, nullable=True),
        sa.Column("in_directory", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actor")),
        sa.UniqueConstraint("slug", name=op.f("uq_actor_slug")),
    )
    op.create_table(
        "actor_alias",
        sa.Column("id", KEY, nullable=False),
        sa.Column("actor_id", KEY, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("folded", TEXT, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actor.id"], name=op.f("fk_actor_alias_actor_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actor_alias")),
    )
    op.create_index(op.f("ix_actor_alias_actor_id"), "actor_alias", ["actor_id"])
    op.create_index(op.f("ix_actor_alias_folded"), "actor_alias", ["folded"])
    op.create_table(
        "actor_role",
        sa.Column("id", KEY, nullable=False),
        sa.Column("actor_id", KEY, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("printed", TEXT, nullable=False),
        sa.Column("office", TEXT, nullable=False),
        sa.Column("of", TEXT, nullable=True),
        sa.Column("from_edtf", TEXT, nullable=True),
        sa.Column("from_first", sa.Date(), nullable=True),
        sa.Column("from_last", sa.Date(), nullable=True),
        sa.Column("from_basis", one_of("from_basis", *BASES), nullable=False),
        sa.Column("to_edtf", TEXT, nullable=True),
        sa.Column("to_first", sa.Date(), nullable=True),
        sa.Column("to_last", sa.Date(), nullable=True),
        sa.Column("to_basis", one_of("to_basis", *BASES), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actor.id"], name=op.f("fk_actor_role_actor_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actor_role")),
    )
    op.create_index(op.f("ix_actor_role_actor_id"), "actor_role", ["actor_id"])


def _issues() -> None:
    op.create_table(
        "issue",
        sa.Column("id", KEY, nullable=False),
        sa.Column("slug", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("proposition", TEXT, nullable=False),
        sa.Column("definition", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue")),
        sa.UniqueConstraint("slug", name=op.f("uq_issue_slug")),
    )


def _statements() -> None:
    op.create_table(
        "statement",
        sa.Column("id", KEY, nullable=False),
        sa.Column("version_id", KEY, nullable=False),
        sa.Column("actor_id", KEY, nullable=False),
        sa.Column("kind", one_of("kind", "direct", "mixed", "indirect"), nullable=False),
        sa.Column("starts_at", sa.Integer(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("content_text", JSON, nullable=False),
        sa.Column("words", TEXT, nullable=False),
        sa.Column("cue_start", sa.Integer(), nullable=True),
        sa.Column("cue_end", sa.Integer(), nullable=True),
        sa.Column("cue_text", TEXT, nullable=True),
        sa.Column("source_start", sa.Integer(), nullable=True),
        sa.Column("source_end", sa.Integer(), nullable=True),
        sa.Column("source_text", TEXT, nullable=True),
        sa.Column("antecedent_start", sa.Integer(), nullable=True),
        sa.Column("antecedent_end", sa.Integer(), nullable=True),
        sa.Column("antecedent_text", TEXT, nullable=True),
        sa.Column(
            "basis",
            one_of("basis", "named", "surname", "pronoun", "role", "carried", "unnamed"),
            nullable=False,
        ),
        sa.Column("said_edtf", TEXT, nullable=True),
        sa.Column("said_first", sa.Date(), nullable=True),
        sa.Column("said_last", sa.Date(), nullable=True),
        sa.Column("said_basis", one_of("said_basis", *BASES), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("reasons", JSON, nullable=False),
        sa.Column("decided_by", TEXT, nullable=False),
        sa.Column("state", one_of("state", "live", "withdrawn"), nullable=False),
        sa.Column("withdrawn_reason", TEXT, nullable=True),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_reason IS NOT NULL)",
            name=op.f("ck_statement_withdrawn_reason"),
        ),
        span("statement", "antecedent"),
        span("statement", "cue"),
        days("statement", "said_first", "said_last"),
        span("statement", "source"),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name=op.f("ck_statement_confidence")),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actor.id"], name=op.f("fk_statement_actor_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["article_version.id"],
            name=op.f("fk_statement_version_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
    )
    op.create_index(
        op.f("ix_statement_actor_id_said_first"), "statement", ["actor_id", "said_first"]
    )
    op.create_index(op.f("ix_statement_version_id"), "statement", ["version_id"])
    op.create_table(
        "position",
        sa.Column("id", KEY, nullable=False),
        sa.Column("statement_id", KEY, nullable=False),
        sa.Column("issue_id", KEY, nullable=False),
        sa.Column("holder_id", KEY, nullable=False),
        sa.Column("asserted_by_id", KEY, nullable=True),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column(
            "stance",
            one_of("stance", "supports", "opposes", "conditional", "noncommittal", "undetermined"),
            nullable=False,
        ),
        sa.Column("scope", one_of("scope", "general", "own", "other"), nullable=False),
        sa.Column("condition_start", sa.Integer(), nullable=True),
        sa.Column("condition_end", sa.Integer(), nullable=True),
        sa.Column("condition_text", TEXT, nullable=True),
        sa.Column("evidence", JSON, nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("review", JSON, nullable=False),
        sa.Column("decided_by", TEXT, nullable=False),
        span("position", "condition"),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name=op.f("ck_position_confidence")),
        sa.ForeignKeyConstraint(
            ["asserted_by_id"],
            ["actor.id"],
            name=op.f("fk_position_asserted_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["holder_id"], ["actor.id"], name=op.f("fk_position_holder_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issue.id"], name=op.f("fk_position_issue_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["statement.id"],
            name=op.f("fk_position_statement_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position")),
    )
    op.create_index(op.f("ix_position_asserted_by_id"), "position", ["asserted_by_id"])
    op.create_index(op.f("ix_position_holder_id"), "position", ["holder_id"])
    op.create_index(op.f("ix_position_issue_id_stance"), "position", ["issue_id", "stance"])
    op.create_index(op.f("ix_position_statement_id"), "position", ["statement_id"])


def _runs() -> None:
    op.create_table(
        "ingest_run",
        sa.Column("id", KEY, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", one_of("state", "running", "finished", "interrupted"), nullable=False),
        sa.Column("host", TEXT, nullable=False),
        sa.Column("process", sa.Integer(), nullable=False),
        sa.Column("extractor", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ingest_run")),
    )
    op.create_table(
        "ingest_item",
        sa.Column("id", KEY, nullable=False),
        sa.Column("run_id", KEY, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column(
            "outcome",
            one_of("outcome", "stored", "unchanged", "new_version", "updated", "put_aside"),
            nullable=False,
        ),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("article_id", KEY, nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_ingest_item_article_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["ingest_run.id"], name=op.f("fk_ingest_item_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ingest_item")),
    )
    op.create_index(op.f("ix_ingest_item_article_id"), "ingest_item", ["article_id"])
    op.create_index(op.f("ix_ingest_item_run_id_outcome"), "ingest_item", ["run_id", "outcome"])
