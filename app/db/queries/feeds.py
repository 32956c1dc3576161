"""Feeds: what was read or corrected last among the reports of a choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app.db.queries.selection import selected
from app.db.queries.statements import ORIGINAL, SHOWN, joined, on_issue, statement_records
from app.db.tables import ActorRow, StatementRow, VersionRow
from app.db.tables_revisions import RevisionObjectRow, RevisionRow
from app.domain.records import FeedRecords, Renewed
from app.domain.revisions import ObjectKind

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from app.domain.queries import ComparisonQuery

PER_PAGE = 50


def comparison_feed(session: Session, query: ComparisonQuery, page: int = 1) -> FeedRecords:
    """The reports that a choice lists, what was read or corrected last first."""
    chosen = selected(session, query)
    listed = {chosen.field.id(place) for place in chosen.listed_reports(query).tolist()}
    times = _renewed(session, on_issue(query.issue))
    found = {key: at for key, at in times.items() if key in listed}
    return _page(session, found, page, query.issue)


def actor_feed(session: Session, slug: str, page: int = 1) -> FeedRecords:
    """The same of all that an actor said, on any subject."""
    return _page(session, _renewed(session, ActorRow.slug == slug, ORIGINAL), page, None)


def _page(
    session: Session, times: dict[str, datetime], page: int, issue: str | None
) -> FeedRecords:
    """One page of the statements with these times, with their positions on an issue or on all."""
    first = (page - 1) * PER_PAGE
    ids = sorted(sorted(times), key=times.__getitem__, reverse=True)
    wanted = ids[first : first + PER_PAGE]
    if not wanted:
        return FeedRecords((), more=False)
    found = {
        one.id: one
        for one in statement_records(session, StatementRow.id.in_(wanted), *SHOWN, issue=issue)
    }
    entries = tuple(Renewed(found[key], times[key]) for key in wanted if key in found)
    return FeedRecords(entries, more=len(ids) > first + PER_PAGE)


def _renewed(session: Session, *chosen: ColumnElement[bool]) -> dict[str, datetime]:
    """When each of these statements was read or, later, changed by a person."""
    read = joined(select(StatementRow.id, VersionRow.read_at)).where(*SHOWN, *chosen)
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
