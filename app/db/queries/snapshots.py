"""Snapshots, and what became of the statements in them."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app.db.queries.statements import SHOWN, statement_records
from app.db.tables import State, StatementRow
from app.db.tables_revisions import RevisionObjectRow, RevisionRow
from app.db.tables_snapshots import SnapshotRow
from app.domain.ids import to_number
from app.domain.revisions import ObjectKind
from app.domain.snapshots import Fate, Snapshot
from app.errors import GoneError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.orm import Session

_AT_ONCE = 500


def snapshot(session: Session, identifier: str) -> Snapshot | None:
    """The snapshot with that id. Raises GoneError, with all that is left, where it was removed."""
    if to_number(identifier) is None:
        return None
    row = session.get(SnapshotRow, identifier)
    if row is None:
        return None
    if row.removed_at is not None:
        raise GoneError(
            f"What was in the snapshot {row.id}, frozen on {row.made_at:%Y-%m-%d %H:%M} UTC, was "
            f"removed on {row.removed_at:%Y-%m-%d}: {row.removed_reason} Its SHA-256 was "
            f"{row.sha256}."
        )
    return Snapshot(row.id, row.address, row.made_at, row.sha256, zlib.decompress(row.data))


def newest_revision(session: Session) -> int:
    """The id of the last change that a person made of anything; 0: there is none."""
    return session.scalar(select(func.max(RevisionRow.id))) or 0


def edited_since(session: Session, statements: Iterable[str], revision: int) -> frozenset[str]:
    """Which of these statements a person changed after the revision with that id."""
    found: set[str] = set()
    for some in _portions(statements):
        found.update(
            session.scalars(
                select(RevisionObjectRow.object_id).where(
                    RevisionObjectRow.kind == ObjectKind.STATEMENT,
                    RevisionObjectRow.object_id.in_(some),
                    RevisionObjectRow.revision_id > revision,
                )
            )
        )
    return frozenset(found)


def fates(session: Session, statements: Iterable[str], issue: str) -> Mapping[str, Fate]:
    """What became of statements that a comparison does not list any more.

    One that is not stored any more is left out; records have the positions on that issue.
    """
    found: dict[str, Fate] = {}
    for some in _portions(statements):
        shown = {
            one.id: one
            for one in statement_records(session, *SHOWN, StatementRow.id.in_(some), issue=issue)
        }
        rows = session.execute(
            select(
                StatementRow.id,
                StatementRow.state,
                StatementRow.withdrawn_reason,
                StatementRow.replaced_by_id,
            ).where(StatementRow.id.in_(some))
        )
        for key, state, reason, instead in rows:
            withdrawn = reason or "" if state is State.WITHDRAWN else None
            found[key] = Fate(withdrawn, instead, shown.get(key))
    return found


def _portions(statements: Iterable[str]) -> Iterable[list[str]]:
    """The ids in parts that a database takes at once."""
    ids = sorted(set(statements))
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
