"""Fetch: what an address answered when it was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

LIST = "list"


@dataclass(frozen=True, slots=True)
class Fetch:
    """What an address answered the last time, and what to send to learn whether it has changed."""

    address: str  # as it was asked for
    status: str  # "200", "304", LIST for what names articles, another, or why there was none
    etag: str | None = None
    last_modified: str | None = None
    failed: bool = False  # nothing could be read from it
    failures: int = 0  # in a row, this one included
    fetched_at: datetime | None = None  # UTC; None: just now
