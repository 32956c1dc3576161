"""Copies of one article, the bytes that were read, what was fetched, what was replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import op

from app.domain.addresses import identity

if TYPE_CHECKING:
    from collections.abc import Callable

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# As of this revision; later changes of app/db/columns.py do not reach back.
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)
OUTCOMES = ("stored", "unchanged", "new_version", "updated", "put_aside")


def upgrade() -> None:
    """Each article stored already is a head, each statement an original, until it is read again."""
    op.create_table(
        "capture",
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_capture")),
    )
    op.create_table(
        "fetch",
        sa.Column("address", TEXT, nullable=False),
        sa.Column("fetched_at", TIME, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("etag", TEXT, nullable=True),
        sa.Column("last_modified", TEXT, nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_fetch")),
    )
    op.create_table(
        "article_signature",
        sa.Column("article_id", KEY, nullable=False),
        sa.Column("scheme", TEXT, nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        _of_article("article_signature"),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_article_signature")),
    )
    op.create_table(
        "signature_band",
        sa.Column("key", KEY, nullable=False),
        sa.Column("article_id", KEY, nullable=False),
        _of_article("signature_band"),
        sa.PrimaryKeyConstraint("key", "article_id", name=op.f("pk_signature_band")),
    )
    op.create_index(op.f("ix_signature_band_article_id"), "signature_band", ["article_id"])
    # A default for the rows that are there, which get their own id; new rows always say theirs.
    for table, column in (("article", "head_id"), ("statement", "original_id")):
        op.add_column(table, sa.Column(column, KEY, nullable=False, server_default="0"))
        op.execute(f"UPDATE {table} SET {column} = id")  # noqa: S608 - names of this file
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    op.add_column("statement", sa.Column("replaced_by_id", KEY, nullable=True))
    op.add_column(
        "article_version", sa.Column("definitions", TEXT, nullable=False, server_default="")
    )
    # SQLite adds a column with a reference, but alembic does not tell it to.
    collation = ' COLLATE "C"' if op.get_bind().dialect.name == "postgresql" else ""
    op.execute(
        f"ALTER TABLE article_version ADD COLUMN capture_sha256 TEXT{collation}"
        " CONSTRAINT fk_article_version_capture_sha256 REFERENCES capture (sha256)"
    )
    for name, kind in (
        ("captured_from", TEXT),
        ("captured_at", TIME),
        ("media_type", TEXT),
        ("charset", TEXT),
    ):
        op.add_column("article_version", sa.Column(name, kind, nullable=True))
    op.add_column("ingest_run", sa.Column("command", TEXT, nullable=False, server_default="ingest"))
    op.add_column("ingest_item", sa.Column("origin", TEXT, nullable=False, server_default=""))
    _outcomes((*OUTCOMES, "duplicate"))
    _identities(identity)


def downgrade() -> None:
    """Copies count as articles of their own again; bytes and what was fetched are lost."""
    _identities(lambda address: address)
    op.execute("UPDATE ingest_item SET outcome = 'stored' WHERE outcome = 'duplicate'")
    _outcomes(OUTCOMES)
    op.drop_column("ingest_item", "origin")
    op.drop_column("ingest_run", "command")
    for name in ("captured_from", "captured_at", "media_type", "charset", "definitions"):
        op.drop_column("article_version", name)
    if op.get_bind().dialect.name == "postgresql":
        op.drop_column("article_version", "capture_sha256")
    else:  # SQLite drops no column that refers to another table
        with op.batch_alter_table("article_version") as batch:
            batch.drop_column("capture_sha256")
    op.drop_column("statement", "replaced_by_id")
    for table, column in (("article", "head_id"), ("statement", "original_id")):
        op.drop_index(op.f(f"ix_{table}_{column}"), table)
        op.drop_column(table, column)
    for table in ("signature_band", "article_signature", "fetch", "capture"):
        op.drop_table(table)


def _identities(form: Callable[[str], str]) -> None:
    """Tell articles by what all their addresses have in common; ids stay.

    Of two that turn out to be one the second keeps what it was told by.
    """
    article = sa.table("article", sa.column("id"), sa.column("identity"), sa.column("address"))
    connection = op.get_bind()
    rows = connection.execute(sa.select(article).order_by(article.c.id)).all()
    taken = {row.identity for row in rows if row.address is None}
    for row in rows:
        if row.address is None:
            continue
        wanted = form(row.address)
        if wanted in taken:
            wanted = row.identity
        taken.add(wanted)
        connection.execute(sa.update(article).where(article.c.id == row.id).values(identity=wanted))


def _of_article(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["article_id"], ["article.id"], name=op.f(f"fk_{table}_article_id"), ondelete="CASCADE"
    )


def _outcomes(values: tuple[str, ...]) -> None:
    """Allow these outcomes and no others."""
    allowed = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table("ingest_item") as batch:
        batch.drop_constraint(op.f("ck_ingest_item_outcome"), type_="check")
        batch.create_check_constraint(op.f("ck_ingest_item_outcome"), f"outcome IN ({allowed})")
