"""Revisions: what people changed, and why, as the pages of the objects tell it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.db.tables import ActorRow
from app.db.tables_revisions import (
    ProposalRow,
    RevisionChangeRow,
    RevisionObjectRow,
    RevisionRow,
)
from app.domain.revisions import ObjectKind, Proposal, ProposalState, Revision, RowChange

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

_AT_ONCE = 500


def newest(session: Session, kind: ObjectKind, identifier: str) -> int:
    """The id of an object's last revision; 0: nobody changed it."""
    found = session.scalar(
        select(func.max(RevisionObjectRow.revision_id)).where(
            RevisionObjectRow.kind == kind, RevisionObjectRow.object_id == identifier
        )
    )
    return found or 0


def history(
    session: Session, kind: ObjectKind, identifier: str, *, since: int = 0
) -> tuple[Revision, ...]:
    """An object's revisions after the one with that id, newest first."""
    ids = session.scalars(
        select(RevisionObjectRow.revision_id).where(
            RevisionObjectRow.kind == kind,
            RevisionObjectRow.object_id == identifier,
            RevisionObjectRow.revision_id > since,
        )
    )
    return revisions(session, ids)


def revision(session: Session, identifier: int) -> Revision | None:
    """The revision with that id."""
    return next(iter(revisions(session, [identifier])), None)


def batch(session: Session, name: str) -> tuple[Revision, ...]:
    """All that was done in one go, newest first."""
    return revisions(
        session, session.scalars(select(RevisionRow.id).where(RevisionRow.batch == name))
    )


def recent(session: Session, *, limit: int = 50, before: int | None = None) -> tuple[Revision, ...]:
    """The last revisions of anything, newest first; ``before`` is the id where a page ends."""
    wanted = select(RevisionRow.id).order_by(RevisionRow.id.desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(RevisionRow.id < before)
    return revisions(session, session.scalars(wanted))


def revisions(session: Session, ids: Iterable[int]) -> tuple[Revision, ...]:
    """The revisions with these ids, newest first, each with all that it changed."""
    wanted = sorted(set(ids), reverse=True)
    found: list[Revision] = []
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        rows = session.scalars(select(RevisionRow).where(RevisionRow.id.in_(some)))
        by_id = {row.id: row for row in rows}
        objects: defaultdict[int, list[tuple[ObjectKind, str]]] = defaultdict(list)
        for of in session.scalars(
            select(RevisionObjectRow)
            .where(RevisionObjectRow.revision_id.in_(some))
            .order_by(RevisionObjectRow.kind, RevisionObjectRow.object_id)
        ):
            objects[of.revision_id].append((of.kind, of.object_id))
        changes: defaultdict[int, list[RowChange]] = defaultdict(list)
        for one in session.scalars(
            select(RevisionChangeRow)
            .where(RevisionChangeRow.revision_id.in_(some))
            .order_by(RevisionChangeRow.table, RevisionChangeRow.key)
        ):
            changes[one.revision_id].append(RowChange(one.table, one.key, one.before, one.after))
        undone = _undone(session, some)
        found += [
            Revision(
                id=row.id,
                batch=row.batch,
                at=row.at,
                by=row.by,
                interface=row.interface,
                action=row.action,
                objects=tuple(objects[row.id]),
                reason=row.reason,
                changes=tuple(changes[row.id]),
                undoes=row.undoes,
                undone_by=undone.get(row.id),
            )
            for key in some
            if (row := by_id.get(key)) is not None
        ]
    return tuple(found)


def proposals(
    session: Session,
    kind: ObjectKind,
    identifier: str,
    *,
    state: ProposalState | None = ProposalState.OPEN,
) -> tuple[Proposal, ...]:
    """What later runs of the machine say of an object that a person decided; the oldest first."""
    wanted = select(ProposalRow).where(
        ProposalRow.kind == kind, ProposalRow.object_id == identifier
    )
    if state is not None:
        wanted = wanted.where(ProposalRow.state == state)
    return tuple(
        Proposal(row.id, row.kind, row.object_id, row.says, row.extractor, row.at, row.state)
        for row in session.scalars(wanted.order_by(ProposalRow.at, ProposalRow.id))
    )


def merged_into(session: Session, slug: str) -> str | None:
    """The slug of the actor that another was found to be; None: it is itself, or nobody."""
    into = aliased(ActorRow)
    return session.scalar(
        select(into.slug)
        .join(ActorRow, ActorRow.merged_into_id == into.id)
        .where(ActorRow.slug == slug)
    )


def _undone(session: Session, ids: Iterable[int]) -> dict[int, int]:
    """By which revision each of these is undone, unless that one is undone itself."""
    undoers: defaultdict[int, list[int]] = defaultdict(list)
    edge = set(ids)
    while edge:
        rows = session.execute(
            select(RevisionRow.id, RevisionRow.undoes).where(RevisionRow.undoes.in_(edge))
        ).all()
        for row in rows:
            undoers[row.undoes].append(row.id)
        edge = {row.id for row in rows}

    def undone_by(key: int) -> int | None:
        # An undo is always younger than what it undoes, so this ends.
        return next((one for one in undoers[key] if undone_by(one) is None), None)

    return {key: by for key in ids if (by := undone_by(key)) is not None}
