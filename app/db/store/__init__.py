"""Everything that is ever written. Nothing here commits: ``app.db.session.sessions`` does."""

from __future__ import annotations

from app.db.store.actors import sync_directory
from app.db.store.articles import Saved, keep, rewrite, save
from app.db.store.fetches import last_fetch, record_fetch
from app.db.store.known import Known, Overtaken, recognise
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
    "Saved",
    "finish_run",
    "forget_empty_run",
    "keep",
    "last_fetch",
    "recognise",
    "record_fetch",
    "record_item",
    "rewrite",
    "save",
    "start_run",
    "still_running",
    "sync_directory",
]
