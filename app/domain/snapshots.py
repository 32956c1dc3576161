"""Snapshot: a comparison as it stood at one moment. None is ever changed or deleted.

What is in one is removed only where the law demands it; its id, time, hash and the reason stay.

Its data are canonical JSON (keys sorted, no spaces, UTF-8) without any time, so that the same state
frozen twice is one snapshot, and its SHA-256 can be checked by anybody who has the bytes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from app.domain.ids import make_id
from app.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from app.domain.records import StatementRecord

MOST_REPORTS = 2_000
MOST_BYTES = 32_000_000  # each report names all others of its utterance


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A comparison as it stood. ``content`` is the canonical JSON that ``sha256`` is of."""

    id: str
    address: str  # of the live comparison, with its canonical parameters
    made_at: datetime  # UTC
    sha256: str
    content: bytes

    @property
    def data(self) -> dict[str, Any]:
        """What is in it."""
        found: dict[str, Any] = json.loads(self.content)
        return found


@dataclass(frozen=True, slots=True)
class Removed:
    """What is left of a snapshot that was removed."""

    id: str
    made_at: datetime  # UTC
    sha256: str
    removed_at: datetime  # UTC
    reason: str


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a statement that a comparison does not list any more."""

    withdrawn: str | None = None  # why
    instead: str | None = None  # id of what stands in its place
    record: StatementRecord | None = None  # None: it is not shown anywhere


def snapshot_of(address: str, data: Mapping[str, Any], made_at: datetime) -> Snapshot:
    """The snapshot with these data; its id comes from its address and its content.

    Raises QueryError when they are more than a snapshot holds.
    """
    content = canonical_json(data)
    if len(content) > MOST_BYTES:
        raise QueryError(
            f"A snapshot holds at most {MOST_BYTES // 1_000_000} MB, and this choice makes "
            f"{len(content) // 1_000_000}. Choose speakers, outlets or days, and freeze that."
        )
    digest = sha256(content).hexdigest()
    return Snapshot(make_id("snapshot", address, digest), address, made_at, digest, content)


def canonical_json(data: Mapping[str, Any]) -> bytes:
    """The one form of these data: keys sorted, no spaces, UTF-8."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "replace")  # no lone surrogate is stored anywhere
