"""Feeds: what was read or corrected last among the reports of a choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app.db.queries.actors import actor
from app.db.queries.comparisons import comparison
from app.db.queries.statements import SHOWN, joined
from app.db.tables import ActorRow, StatementRow, VersionRow
from app.db.tables_revisions import RevisionObjectRow, RevisionRow
from app.domain.records import FeedRecords, Renewed
from app.domain.revisions import ObjectKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.domain.queries import ComparisonQuery
    from app.domain.records import StatementRecord

PER_PAGE = 50


def comparison_feed(session: Session, query: ComparisonQuery, page: int = 1) -> FeedRecords:
    """The reports that a choice lists, what was read or corrected last first."""
    found = comparison(session, query, folded=False)
    listed = (*found.dated, *found.undated) if query.lists_undated else found.dated
    return _newest(session, listed, page)


def actor_feed(session: Session, slug: str, page: int = 1) -> FeedRecords:
    """The same of all that an actor said, on any subject."""
    found = actor(session, slug, folded=False)
    return _newest(session, found.statements if found else (), page, slug)


def _newest(
    session: Session, statements: Iterable[StatementRecord], page: int, slug: str = ""
) -> FeedRecords:
    times = _renewed(session, slug)
    found = [Renewed(one, times[one.id]) for one in statements if one.id in times]
    found.sort(key=lambda one: one.statement.id)
    found.sort(key=lambda one: one.at, reverse=True)
    first = (page - 1) * PER_PAGE
    return FeedRecords(tuple(found[first : first + PER_PAGE]), more=len(found) > first + PER_PAGE)


def _renewed(session: Session, slug: str) -> Mapping[str, datetime]:
    """When each statement was read or, later, changed by a person; of one speaker if given."""
    read = joined(select(StatementRow.id, VersionRow.read_at)).where(*SHOWN)
    if slug:
        read = read.where(ActorRow.slug == slug)
    found: dict[str, datetime] = {row.id: row.read_at for row in session.execute(read)}
    last = func.max(RevisionObjectRow.revision_id).label("last")
    edited = (
        select(RevisionObjectRow.object_id, last)
        .where(RevisionObjectRow.kind == ObjectKind.STATEMENT)
        .group_by(RevisionObjectRow.object_id)
        .subquery()
    )
    when = select(edited.c.object_id, RevisionRow.at).join(
        RevisionRow, RevisionRow.id == edited.c.last
    )
    for key, at in session.execute(when):
        if key in found and at > found[key]:
            found[key] = at
    return found
