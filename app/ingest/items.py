"""Item: what became of one thing that the job was given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.runs import Outcome


@dataclass(frozen=True, slots=True)
class Item:
    """What became of one thing that the job was given."""

    source: str
    outcome: Outcome
    reason: str = ""  # why it was put aside
    article: str | None = None  # id
    statements: int = 0
    positions: int = 0
    changes: tuple[str, ...] = ()  # what is known otherwise now: "date"; of an update only
    notes: tuple[str, ...] = ()  # what had to be guessed, what was not read
    copy_of: str | None = None  # id of the article that this one is a copy of
