"""The words of articles, for full text in each database's own way."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.db.search import index_stems

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# As of this revision; later changes of app/db/columns.py do not reach back.
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
AT_ONCE = 200

# As statement_fts of 0001; here the stems are stored, so that no database makes any.
SQLITE = (
    """CREATE VIRTUAL TABLE article_fts USING fts5(
        title, text, content='article_words', content_rowid='article_id',
        tokenize='unicode61 remove_diacritics 0')""",
    """CREATE TRIGGER article_fts_insert AFTER INSERT ON article_words BEGIN
        INSERT INTO article_fts(rowid, title, text) VALUES (new.article_id, new.title, new.text);
    END""",
    """CREATE TRIGGER article_fts_delete AFTER DELETE ON article_words BEGIN
        INSERT INTO article_fts(article_fts, rowid, title, text)
        VALUES ('delete', old.article_id, old.title, old.text);
    END""",
    """CREATE TRIGGER article_fts_update AFTER UPDATE ON article_words BEGIN
        INSERT INTO article_fts(article_fts, rowid, title, text)
        VALUES ('delete', old.article_id, old.title, old.text);
        INSERT INTO article_fts(rowid, title, text) VALUES (new.article_id, new.title, new.text);
    END""",
)
# The 0, which no word is stored as, keeps a phrase from beginning in the title and ending in the
# text; FTS5 has two columns.
POSTGRESQL = (
    """ALTER TABLE article_words ADD COLUMN words_vector tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple'::regconfig, title || ' 0'), 'A')
        || setweight(to_tsvector('simple'::regconfig, text), 'B')) STORED""",
    "CREATE INDEX ix_article_words_words_vector ON article_words USING gin (words_vector)",
)


def upgrade() -> None:
    """What is stored already is indexed."""
    op.create_table(
        "article_words",
        sa.Column("article_id", KEY, nullable=False, autoincrement=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("dense", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_article_words_article_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_article_words")),
    )
    postgresql_here = op.get_bind().dialect.name == "postgresql"
    for statement in POSTGRESQL if postgresql_here else SQLITE:
        op.execute(statement)
    _fill()


def downgrade() -> None:
    """Articles are found by their words no more."""
    if op.get_bind().dialect.name != "postgresql":
        op.execute("DROP TABLE article_fts")
    op.drop_table("article_words")


def _fill() -> None:
    connection = op.get_bind()
    article = sa.table("article", sa.column("id", KEY), sa.column("title", TEXT))
    version = sa.table(
        "article_version",
        sa.column("article_id", KEY),
        sa.column("text", TEXT),
        sa.column("newest", sa.Boolean()),
    )
    words = sa.table(
        "article_words",
        sa.column("article_id", KEY),
        sa.column("title", TEXT),
        sa.column("text", TEXT),
        sa.column("dense", sa.Boolean()),
    )
    ids = connection.scalars(sa.select(article.c.id).order_by(article.c.id)).all()
    for start in range(0, len(ids), AT_ONCE):
        found = connection.execute(
            sa.select(article.c.id, article.c.title, version.c.text)
            .join(version, version.c.article_id == article.c.id)
            .where(version.c.newest, article.c.id.in_(ids[start : start + AT_ONCE]))
        ).all()
        rows = []
        for key, title, text in found:
            (of_title, _), (of_text, dense) = index_stems(title or ""), index_stems(text)
            rows.append({"article_id": key, "title": of_title, "text": of_text, "dense": dense})
        if rows:
            connection.execute(sa.insert(words), rows)
