"""Peers: Datasette and a bare route, in an environment of their own, asking the same in SQL.

Both get what makes them fast: the statement is the fastest of five that were tried (each speaker's
100 latest by the index on speaker and day, then the 100 latest of these, and only for those the
names), Datasette opens the file as immutable with its counts beside it, as its documentation
advises, without facets; both run under uvicorn with uvloop and httptools.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from app.domain.queries import DEFAULT_ISSUE
from benchmarks.serving.questions import ROWS

LOCK = Path(__file__).parent.parent / "peers.lock"
QUERY = "said"  # the name of Datasette's canned query
_OF_ONE = """
    SELECT * FROM (
        SELECT s.id, s.said_first, p.id AS position_id
        FROM statement s {join} position p ON p.statement_id = s.id
        WHERE s.actor_id = (SELECT id FROM actor WHERE slug = :actor_{number})
          AND p.issue_id = (SELECT id FROM issue WHERE slug = '{issue}')
          AND s.said_first >= :from AND s.said_first <= :to AND s.said_last <= :to
          AND s.state = 'live'
        ORDER BY s.said_first DESC LIMIT {rows}
    ) AS of_{number}"""
_STATEMENT = """
SELECT s.said_first AS day, a.name AS actor, p.stance, p.scope, s.content_text AS words,
       o.name AS outlet, r.title AS article
FROM (
    SELECT * FROM ({each}
    ) AS latest ORDER BY said_first DESC LIMIT {rows}
) AS found
JOIN statement s ON s.id = found.id
JOIN position p ON p.id = found.position_id
JOIN actor a ON a.id = s.actor_id
JOIN article_version v ON v.id = s.version_id
JOIN article r ON r.id = v.article_id
JOIN outlet o ON o.id = r.outlet_id
ORDER BY s.said_first DESC
"""


def statement(dialect: str) -> str:
    """The SQL that asks what four speakers said between two days, the latest first."""
    # SQLite takes CROSS JOIN as it stands: the statements first. PostgreSQL finds that by itself.
    join = "CROSS JOIN" if dialect == "sqlite" else "JOIN"
    each = "\n    UNION ALL".join(
        _OF_ONE.format(number=number, issue=DEFAULT_ISSUE, join=join, rows=ROWS)
        for number in range(1, 5)
    )
    return _STATEMENT.format(each=each, rows=ROWS)


def environment(folder: Path) -> Path:
    """The Python of the peers' environment, which is made when it is not there."""
    python = folder / "bin" / "python"
    stamp = folder / "lock"
    if not stamp.exists() or stamp.read_text("utf-8") != LOCK.read_text("utf-8"):
        subprocess.run((sys.executable, "-m", "venv", folder), check=True)
        install = ("-m", "pip", "install", "--quiet", "--require-hashes", "-r", LOCK)
        subprocess.run((python, *install), check=True)
        stamp.write_text(LOCK.read_text("utf-8"), "utf-8")
    return python


def datasette(python: Path, database: Path, folder: Path) -> tuple[str, ...]:
    """The command that serves a file by Datasette, without its port; files go to the folder."""
    program = python.parent / "datasette"
    counts, canned = folder / "datasette-counts.json", folder / "datasette-queries.json"
    subprocess.run((program, "inspect", database, "--inspect-file", counts), check=True)
    queries = {QUERY: {"sql": statement("sqlite"), "title": "What four speakers said"}}
    canned.write_text(json.dumps({"databases": {database.stem: {"queries": queries}}}), "utf-8")
    settings = {"sql_time_limit_ms": "60000", "suggest_facets": "off", "allow_facet": "off"}
    return (
        *(str(program), "serve", "--immutable", str(database), "--inspect-file", str(counts)),
        *("--metadata", str(canned)),
        *(part for name, value in settings.items() for part in ("--setting", name, value)),
    )


def bare(python: Path) -> tuple[str, ...]:
    """The command that serves the bare route, without its port, run where bare.py is."""
    return (str(python), "-m", "uvicorn", "bare:app", "--no-access-log", "--log-level", "warning")
