"""Bounds: what readers of one process may take of a database; a server's, which many ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.config import Settings


@dataclass(frozen=True, slots=True)
class Bounds:
    """What sessions that read may take. Who writes, migrates or copies is not held to it."""

    connections: int = 15  # that a process keeps open
    more: int = 0  # that it opens while all of them are in use, and closes again
    wait: float = 5  # seconds until one has to be free
    query: float = 30  # seconds for one query
    kept: float = 1800  # seconds until a connection to a server is replaced by a new one

    @classmethod
    def of(cls, chosen: Settings) -> Bounds:
        """The bounds that a person has set."""
        return cls(
            connections=chosen.database_connections,
            more=chosen.database_more_connections,
            wait=chosen.database_wait,
            query=chosen.database_query_seconds,
            kept=chosen.database_kept_seconds,
        )
