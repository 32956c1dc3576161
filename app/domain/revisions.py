"""Revision: what somebody changed, from what to what, and why. None is ever changed or deleted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from app.domain.accounts import Interface


class ObjectKind(StrEnum):
    """What a revision is of."""

    STATEMENT = "statement"
    ACTOR = "actor"
    ARTICLE = "article"
    ISSUE = "issue"
    UTTERANCE = "utterance"


class ProposalState(StrEnum):
    """What became of what the machine says instead of what a person decided."""

    OPEN = "open"
    TAKEN = "taken"  # a person agreed
    DISMISSED = "dismissed"  # a person decided otherwise, knowing it


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the machine says of something that a person decided. It changes nothing by itself."""

    id: str
    kind: ObjectKind
    object: str  # id; of actors and issues the slug
    says: Mapping[str, Any]
    extractor: str
    at: datetime
    state: ProposalState


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row of a table before and after; None where it is not there."""

    table: str
    key: str  # the primary key, as text; of several columns joined by "/"
    before: (
        Mapping[str, Any] | None
    )  # only the columns that differ, all of a row that comes or goes
    after: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Revision:
    """One change by one person, which may touch several rows."""

    id: int
    batch: str  # the same for all that was done in one go
    at: datetime  # UTC
    by: str  # name
    interface: Interface
    action: (
        str  # "correct", "accept", "add", "withdraw", "merge", "split", "join", "part", "undo", ...
    )
    objects: tuple[tuple[ObjectKind, str], ...]  # kind and id (of actors and issues the slug)
    reason: str
    changes: tuple[RowChange, ...]
    undoes: int | None  # the revision that it takes back
    undone_by: int | None
