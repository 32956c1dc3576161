"""Everything that is ever read: functions that take a session and return app/domain/records.py.

Each runs a constant number of SQL statements, however much is stored. "Shown" means everywhere:
a live statement in the newest version of its article.
"""

from __future__ import annotations

from app.db.queries import accounts
from app.db.queries.actors import actor, actors_on, known_actors
from app.db.queries.articles import article, articles, known_outlets, outlets, statement
from app.db.queries.aside import put_aside, still_aside
from app.db.queries.chains import chains
from app.db.queries.columns import columns, glance
from app.db.queries.comparisons import comparison, page_of, reports_number, statements_of
from app.db.queries.facets import facets
from app.db.queries.issues import edited_issues, issue, issue_titles, issues
from app.db.queries.lines import line
from app.db.queries.overview import overview
from app.db.queries.possible_changes import possible_changes, records_of
from app.db.queries.runs import run, runs
from app.db.queries.times import between, months, size
from app.db.queries.utterances import utterance
from app.db.queries.versions import StoredText, kept_captures, stored_texts

__all__ = [
    "StoredText",
    "accounts",
    "actor",
    "actors_on",
    "article",
    "articles",
    "between",
    "chains",
    "columns",
    "comparison",
    "edited_issues",
    "facets",
    "glance",
    "issue",
    "issue_titles",
    "issues",
    "kept_captures",
    "known_actors",
    "known_outlets",
    "line",
    "months",
    "outlets",
    "overview",
    "page_of",
    "possible_changes",
    "put_aside",
    "records_of",
    "reports_number",
    "run",
    "runs",
    "size",
    "statement",
    "statements_of",
    "still_aside",
    "stored_texts",
    "utterance",
]
