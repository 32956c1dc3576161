"""Feeds: what was read or corrected last among the reports of a choice."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import func, select

from app.db.queries.field import member
from app.db.queries.plain import number, plain, read
from app.db.queries.selection import selected
from app.db.queries.statements import ORIGINAL, SHOWN, joined, statement_records
from app.db.tables import ActorRow, StatementRow, VersionRow
from app.db.tables_revisions import RevisionObjectRow, RevisionRow
from app.domain.ids import from_number, to_number
from app.domain.records import FeedRecords, Renewed
from app.domain.revisions import ObjectKind

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from app.db.queries.field import Field, Ints, Places
    from app.domain.queries import ComparisonQuery

PER_PAGE = 50
_STEP = 100  # texts looked at first, those read last; then four times as many, and so on


def comparison_feed(session: Session, query: ComparisonQuery, page: int = 1) -> FeedRecords:
    """The reports that a choice lists, what was read or corrected last first."""
    chosen = selected(session, query)
    field, listed = chosen.field, chosen.listed_reports(query)
    least = min(page * PER_PAGE + 1, len(listed))
    times = _last_read(session, field, listed, least)
    for key, at in _last_edited(session, field.numbers[listed], least).items():
        times[key] = max(at, times.get(key, at))
    return _page(session, times, page, query.issue)


def _last_read(session: Session, field: Field, listed: Places, least: int) -> dict[str, datetime]:
    """When so many of these reports were read, those that were read last."""
    articles = field.text[listed]
    found: list[tuple[Any, int]] = []  # when, as the driver gives it, and the place
    until: datetime | None = None
    step = _STEP
    while len(found) < least:
        newer = select(VersionRow.read_at).where(VersionRow.newest)
        if until is not None:
            newer = newer.where(VersionRow.read_at < until)
        by_time = newer.order_by(VersionRow.read_at.desc())
        edge = session.scalar(by_time.offset(step - 1).limit(1))
        if edge is not None:
            newer = newer.where(VersionRow.read_at >= edge)  # all that were read at one time
        texts = newer.with_only_columns(number(VersionRow.article_id), plain(VersionRow.read_at))
        times: dict[int, Any] = dict(map(tuple, read(session, texts)))
        here = member(articles, np.fromiter(times, np.int64, len(times)))
        told = zip(articles[here].tolist(), listed[here].tolist(), strict=True)
        found += [(times[article], place) for article, place in told]
        if edge is None:
            break
        until, step = edge, step * 4
    named = sorted((field.id(place), at) for at, place in found)
    named.sort(key=itemgetter(1), reverse=True)
    dialect = session.get_bind().dialect
    typed = VersionRow.read_at.type.dialect_impl(dialect).result_processor(dialect, None)
    return {key: typed(at) if typed else at for key, at in named[:least]}


def _last_edited(session: Session, listed: Ints, least: int) -> dict[str, datetime]:
    """When people changed so many of these statements, by number, that were changed last."""
    last = func.max(RevisionObjectRow.revision_id)
    changed = (
        select(RevisionObjectRow.object_id, last)
        .where(RevisionObjectRow.kind == ObjectKind.STATEMENT)
        .group_by(RevisionObjectRow.object_id)
    )
    revisions = {to_number(key) or 0: revision for key, revision in read(session, changed)}
    here = listed[member(listed, np.fromiter(revisions, np.int64, len(revisions)))].tolist()
    newest = sorted(here, key=revisions.__getitem__, reverse=True)[:least]
    if not newest:
        return {}
    since = select(RevisionRow.id, RevisionRow.at).where(RevisionRow.id >= revisions[newest[-1]])
    at = {row.id: row.at for row in session.execute(since)}
    return {from_number(key): at[revisions[key]] for key in newest}


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
