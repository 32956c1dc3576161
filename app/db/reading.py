"""Reading: which tables an answer was made from, found out from the SQL that was sent meanwhile.

Whoever keeps an answer has to know whether the number of the data (app/db/data_version.py) covers
all of it. Nobody has to say so of each page: it is noted while the page is made, also in the
threads that work for it (contexts travel with them).
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from sqlalchemy import Engine, event

from app.db.data_version import SHOWN
from app.db.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

# The tables whose every change moves the number (app/db/data_version.py), that number itself, and
# what is made from these tables alone, in the same transaction.
COVERED = SHOWN | {"data_version", "row_change", "article_fts", "statement_fts"}
UNKNOWN = "?"  # stands for a table that cannot be told, and for a statement that writes
_ASKS = re.compile(r"\s*(?:SELECT|WITH|VALUES|\()", re.IGNORECASE)
_SETS = re.compile(
    r"\s*(?:BEGIN|PRAGMA (?:query_only|foreign_keys|data_version)|SET|SHOW)\b", re.IGNORECASE
)
_WORD = re.compile(r"\w+")
# What follows FROM and JOIN: a name, perhaps quoted, perhaps with its schema; or a subquery.
_NAMED = re.compile(r'\b(?:FROM|JOIN)\s+(?:LATERAL\s+)?"?([A-Za-z_]\w*)"?', re.IGNORECASE)
_DEFINED = re.compile(
    r'"?\b([A-Za-z_]\w*)"?\s*(?:\([^()]*\)\s*)?AS\s+(?:NOT\s+)?(?:MATERIALIZED\s+)?\(',
    re.IGNORECASE,
)
# Functions that give rows, and what EXTRACT and the like take after FROM is a column.
_FUNCTIONS = frozenset({"json_each", "jsonb_array_elements_text", "unnest", "generate_series"})
_MOST_KNOWN = 2_000
_LONGEST_KNOWN = 20_000  # characters; what is longer is read each time

_current: ContextVar[Reading | None] = ContextVar("reading", default=None)
_known: dict[str, frozenset[str]] = {}


class Reading:
    """What was read while it was open. ``tables`` may hold UNKNOWN."""

    def __init__(self) -> None:
        self.tables: set[str] = set()
        self.seconds: set[str] = set()  # times of now that were told, as they were written

    def within(self, covered: frozenset[str]) -> bool:
        """Whether nothing was read but of these tables."""
        return self.tables <= covered


@contextmanager
def noted() -> Iterator[Reading]:
    """Note what is read until the end, for this and for who notes around it."""
    reading, around = Reading(), _current.get()
    token = _current.set(reading)
    try:
        yield reading
    finally:
        _current.reset(token)
        if around is not None:
            around.tables |= reading.tables
            around.seconds |= reading.seconds


@contextmanager
def unnoted() -> Iterator[None]:
    """What is read until the end is of no answer: it is known beside it, and decides by itself."""
    token = _current.set(None)
    try:
        yield
    finally:
        _current.reset(token)


def note_second(written: str) -> None:
    """Note that an answer tells the time of now, to the second, in these words."""
    reading = _current.get()
    if reading is not None:
        reading.seconds.add(written)


def note_unlike() -> None:
    """Note that an answer holds what no other may hold: a number that is used once."""
    reading = _current.get()
    if reading is not None:
        reading.tables.add(UNKNOWN)


def _note(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
    reading = _current.get()
    if reading is not None:
        reading.tables |= tables_of(statement)


event.listen(Engine, "before_cursor_execute", _note)  # of all engines, those of readers too


def tables_of(statement: str) -> frozenset[str]:
    """The tables that a statement reads: rather too many than too few, UNKNOWN among them."""
    found = _known.get(statement)
    if found is None:
        found = _read(statement)
        if len(statement) <= _LONGEST_KNOWN:
            if len(_known) >= _MOST_KNOWN:
                _known.clear()
            _known[statement] = found
    return found


def _read(statement: str) -> frozenset[str]:
    if _SETS.match(statement):
        return frozenset()
    if not _ASKS.match(statement):
        return frozenset({UNKNOWN})
    tables = Table.metadata.tables
    found = {
        word
        for word in map(str.lower, _WORD.findall(statement))
        if word in tables or word in COVERED
    }
    defined = {name.lower() for name in _DEFINED.findall(statement)}
    named = {name.lower() for name in _NAMED.findall(statement)}
    if named - tables.keys() - COVERED - defined - _FUNCTIONS:
        found.add(UNKNOWN)
    return frozenset(found)
