"""Everything that is ever written. Nothing here commits: ``app.db.session.sessions`` does.

Only ``regroup``, which goes through all that is stored, opens sessions itself.
"""

from __future__ import annotations

from app.db.store import accounts
from app.db.store.actors import sync_directory
from app.db.store.articles import Saved, hash_of, keep, many_at_once, rewrite, save
from app.db.store.fetches import last_fetch, record_fetch
from app.db.store.known import Known, Overtaken, recognise
from app.db.store.regrouping import Regrouped, is_grouped, regroup
from app.db.store.runs import (
    finish_run,
    forget_empty_run,
    record_item,
    start_run,
    still_running,
)

__all__ = [
    "Known",
    "Overtaken",
    "Regrouped",
    "Saved",
    "accounts",
    "finish_run",
    "forget_empty_run",
    "hash_of",
    "is_grouped",
    "keep",
    "last_fetch",
    "many_at_once",
    "recognise",
    "record_fetch",
    "record_item",
    "regroup",
    "rewrite",
    "save",
    "start_run",
    "still_running",
    "sync_directory",
]
