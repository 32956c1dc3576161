"""No page reads a large table whole: the plan of every statement that a page or a file sends.

What is below is asked of a small library of which the database knows its figures. SQLite has to
search an index, or to go along one and stop at a LIMIT. PostgreSQL is told to avoid what reads
whole tables; what still does has nothing better.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from app.db.session import open_engine, writing
from benchmarks.library import fill
from tests.db.plans import Pages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

    from tests.db.plans import Sent
    from tests.postgresql import Cluster

STATEMENTS = 1_200
# What grows with what is stored; of the rest there are some hundreds.
LARGE = {
    "statement", "position", "article", "article_version", "article_words", "utterance",
    "utterance_match", "queue_item", "revision", "revision_object", "revision_change",
}  # fmt: skip
# What reads a large table whole and may: words of its SQL, and why.
ALLOWED = (
    ("SELECT count(DISTINCT article.head_id)", "one index is counted, of articles and no texts"),
    ("count(*) FILTER (WHERE article.head_id = article.id)", "the same"),
    ("FROM (SELECT article.id AS id, ", "two indexes are read once after a write, and no texts"),
    ('revision_change."table" IN', "what people changed, all of which the accuracy weighs"),
    ("AND NOT (EXISTS (SELECT position.id", "the actor asked for has said a seventh of everything"),
    ("SELECT DISTINCT revision.", "what people did"),
    ("AS published_last FROM article JOIN article_version", "a field is read once, then kept up"),
    ("AS representative FROM utterance", "the same"),
    ("count(*) AS count_1 FROM queue_item", "one index is counted, by what filters offer"),
)
# They hold only what a query asks for, so that it reads them whole.
PARTIAL = ("ix_statement_reviewed",)
_NAMED = re.compile(r'\b(?:FROM|JOIN)\s+"?(\w+)"?(?:\s+(?:AS\s+)?"?(\w+)"?)?', re.IGNORECASE)
_TOGETHER = {"Sort", "Aggregate", "Hash", "Materialize", "WindowAgg", "Unique", "SetOp"}


def read_whole_by_sqlite(connection: sqlite3.Connection, sent: Sent) -> set[str]:
    """The large tables that SQLite would read whole."""
    values = sent.values[0] if isinstance(sent.values, list) else sent.values
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sent.sql}", values)]
    if "LIMIT" in sent.sql and not any("TEMP B-TREE" in step for step in plan):
        return set()  # it stops as soon as it has enough
    tables = {alias or table: table for table, alias in _NAMED.findall(sent.sql)}
    tables |= {table: table for table in LARGE}
    scans = (step for step in plan if step.startswith("SCAN "))
    scanned = (step.split()[1] for step in scans if not step.endswith(PARTIAL))
    return {tables.get(name, name) for name in scanned} & LARGE


def _enlarge(file: Path) -> None:
    """Let SQLite plan as for a library 400 times as large."""
    with closing(sqlite3.connect(file)) as connection, connection:
        for table, index, stat in connection.execute("SELECT * FROM sqlite_stat1").fetchall():
            rows, *each = stat.split()
            # So many rows on average have one value, which are many more only where there are many.
            figures = [400 * int(rows), *(int(n) * 400 if int(n) > 20 else n for n in each)]
            connection.execute(
                "UPDATE sqlite_stat1 SET stat = ? WHERE tbl = ? AND idx IS ?",
                (" ".join(map(str, figures)), table, index),
            )
        connection.execute("DROP TABLE IF EXISTS sqlite_stat4")


def read_whole_by_postgresql(engine: Engine, sent: Sent) -> set[str]:
    """The large tables that PostgreSQL would read whole if it can in no way help it."""
    with engine.connect() as connection:
        for way in ("seqscan", "hashjoin", "mergejoin"):
            connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
        explained = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {sent.sql}", sent.values)
        return set(_whole(explained.scalar_one()[0]["Plan"], limited=False))


def _whole(node: dict[str, Any], *, limited: bool) -> Iterator[str]:
    kind = node["Node Type"]
    searched = "Index Cond" in node or kind.startswith("Bitmap")
    searched = searched or node.get("Index Name") in PARTIAL
    if node.get("Relation Name") in LARGE and not searched and not limited:
        yield node["Relation Name"]
    limited = kind == "Limit" or (limited and kind not in _TOGETHER)
    for below in node.get("Plans", ()):
        yield from _whole(below, limited=limited)


def told(pages: Pages, whole: Any) -> list[str]:  # noqa: ANN401 - a function of what was sent
    """What is read whole and may not be, each statement once."""
    found: dict[str, str] = {}
    for address in pages.addresses():
        for sent in pages.sent_by(address):
            sql = " ".join(sent.sql.split())
            if sql in found or any(words in sql for words, _ in ALLOWED):
                continue
            tables = whole(sent)
            found[sql] = f"{address}: {sorted(tables)}: {sql}" if tables else ""
    assert len(found) > 60  # of many kinds
    return [one for one in found.values() if one]


def test_sqlite_reads_no_large_table_whole(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'library.db'}")
    fill(engine, STATEMENTS, processes=1)
    _enlarge(tmp_path / "library.db")
    connection = sqlite3.connect(tmp_path / "library.db")
    try:
        pages = Pages(engine)
        assert told(pages, lambda sent: read_whole_by_sqlite(connection, sent)) == []
    finally:
        connection.close()
        engine.dispose()


@pytest.mark.postgresql
def test_postgresql_reads_no_large_table_whole(cluster: Cluster, migrated_template: str) -> None:
    name = cluster.create(migrated_template)
    engine = open_engine(cluster.url(name))
    fill(engine, STATEMENTS, processes=1)
    with writing(engine) as connection:  # plan as for a library 400 times as large
        connection.exec_driver_sql(
            "UPDATE pg_class SET reltuples = 400 * reltuples"
            " WHERE relnamespace = 'public'::regnamespace AND reltuples > 0"
        )
    try:
        pages = Pages(engine)
        assert told(pages, lambda sent: read_whole_by_postgresql(engine, sent)) == []
    finally:
        engine.dispose()
        cluster.drop(name)
