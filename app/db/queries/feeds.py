"""Feeds: what was read or corrected last among the reports of a choice."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import func, select

from app.db.queries.field import member
from app.db.queries.plain import ByNumber, number, plain, read
from app.db.queries.selection import selected
from app.db.queries.shown import distinct
from app.db.queries.statements import ORIGINAL, SHOWN, statement_records
from app.db.tables import ActorRow, StatementRow, VersionRow
from app.db.tables_revisions import RevisionObjectRow, RevisionRow
from app.db.tables_tally import ActorTallyRow
from app.domain.ids import from_number, to_number
from app.domain.records import FeedRecords, Renewed
from app.domain.revisions import ObjectKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from app.db.queries.field import Field, Ints, Places
    from app.domain.queries import ComparisonQuery

PER_PAGE = 50
_STEP = 100  # texts looked at first, those read last; then four times as many, and so on
_FEW_TEXTS = 20_000  # no more than these are asked for one by one
_AT_ONCE = 1_000
_TEXT_OF = number(VersionRow.article_id)
_OF_ARTICLE = ByNumber(
    select(_TEXT_OF, plain(VersionRow.read_at)).where(VersionRow.newest), _TEXT_OF
)
_STATEMENT = number(StatementRow.id)
_REPORTS_OF = ByNumber(
    select(_STATEMENT, number(StatementRow.actor_id))
    .join(VersionRow, VersionRow.id == StatementRow.version_id)
    .where(*SHOWN, ORIGINAL),
    _STATEMENT,
)


def comparison_feed(session: Session, query: ComparisonQuery, page: int = 1) -> FeedRecords:
    """The reports that a choice lists, what was read or corrected last first."""
    chosen = selected(session, query)
    field, listed = chosen.field, chosen.listed_reports(query)
    least = min(page * PER_PAGE + 1, len(listed))
    times = _last_read(session, field, listed, least)
    numbers = field.numbers[listed]

    def among(edited: Ints) -> Ints:
        return numbers[member(numbers, edited)]

    _add_edited(session, times, among, least)
    return _page(session, times, page, query.issue)


def _last_read(session: Session, field: Field, listed: Places, least: int) -> dict[str, datetime]:
    """When so many of these reports were read, those that were read last."""
    articles = field.text[listed]
    found: list[tuple[Any, int]] = []  # when, as the driver gives it, and the place
    until: datetime | None = None
    step = _STEP
    while len(found) < least:
        if step > _STEP * 4 and len(asked := distinct(articles)) <= _FEW_TEXTS:
            found = _told_of(_read_when(session, asked), articles, listed)
            break
        texts, edge = _texts(session, until, step)
        found += _told_of(dict(map(tuple, read(session, texts))), articles, listed)
        if edge is None:
            break
        until, step = edge, step * 4
    found.sort(key=itemgetter(0), reverse=True)
    last = found[least - 1][0] if 0 < least <= len(found) else None  # all of that time by their ids
    named = sorted((field.id(place), at) for at, place in found if last is None or at >= last)
    named.sort(key=itemgetter(1), reverse=True)
    return _typed(session, named[:least])


def _texts(
    session: Session, until: datetime | None, step: int
) -> tuple[Select[*tuple[Any, ...]], datetime | None]:
    """Article and time of the next so many texts, those read last, and the time of the last.

    With all that were read at one time; None for the time where there are no more.
    """
    newer = select(VersionRow.read_at).where(VersionRow.newest)
    if until is not None:
        newer = newer.where(VersionRow.read_at < until)
    by_time = newer.order_by(VersionRow.read_at.desc())
    edge = session.scalar(by_time.offset(step - 1).limit(1))
    if edge is not None:
        newer = newer.where(VersionRow.read_at >= edge)
    return newer.with_only_columns(number(VersionRow.article_id), plain(VersionRow.read_at)), edge


def _read_when(session: Session, articles: Ints) -> dict[int, Any]:
    """When the newest text of each of these articles was read, as the driver gives it."""
    found: dict[int, Any] = {}
    numbers = articles.tolist()
    for start in range(0, len(numbers), _AT_ONCE):
        rows = _OF_ARTICLE.read(session, numbers[start : start + _AT_ONCE])
        found.update(map(tuple, rows))
    return found


def _told_of(times: Mapping[int, Any], articles: Ints, listed: Places) -> list[tuple[Any, int]]:
    """The places of these articles, each with when its text was read."""
    here = member(articles, np.fromiter(times, np.int64, len(times)))
    told = zip(articles[here].tolist(), listed[here].tolist(), strict=True)
    return [(times[article], place) for article, place in told]


def _typed(session: Session, named: Iterable[tuple[str, Any]]) -> dict[str, datetime]:
    """Times as the driver gives them, each as a time."""
    dialect = session.get_bind().dialect
    typed = VersionRow.read_at.type.dialect_impl(dialect).result_processor(dialect, None)
    return {key: typed(at) if typed else at for key, at in named}


def _add_edited(
    session: Session, times: dict[str, datetime], among: Callable[[Ints], Ints], least: int
) -> None:
    """Set down when people changed so many of some statements, those that were changed last.

    ``among`` keeps of some numbers those that are of the choice.
    """
    revisions: dict[int, int] = {}
    until: int | None = None
    step = _STEP
    while len(revisions) < least:
        changed = select(RevisionObjectRow.revision_id).where(
            RevisionObjectRow.kind == ObjectKind.STATEMENT
        )
        if until is not None:
            changed = changed.where(RevisionObjectRow.revision_id < until)
        by_time = changed.order_by(RevisionObjectRow.revision_id.desc())
        edge = session.scalar(by_time.offset(step - 1).limit(1))
        if edge is not None:
            changed = changed.where(RevisionObjectRow.revision_id >= edge)
        last = func.max(RevisionObjectRow.revision_id)
        rows = read(
            session,
            changed.with_only_columns(RevisionObjectRow.object_id, last).group_by(
                RevisionObjectRow.object_id
            ),
        )
        here = {to_number(key) or 0: revision for key, revision in rows}
        for key in among(np.fromiter(here, np.int64, len(here))).tolist():
            revisions.setdefault(key, here[key])  # its last stands in the first step that has it
        if edge is None:
            break
        until, step = edge, step * 4
    newest = sorted(revisions, key=revisions.__getitem__, reverse=True)[:least]
    if not newest:
        return
    wanted = sorted({revisions[key] for key in newest})
    edited_at = {
        row.id: row.at
        for start in range(0, len(wanted), _AT_ONCE)
        for row in session.execute(
            select(RevisionRow.id, RevisionRow.at).where(
                RevisionRow.id.in_(wanted[start : start + _AT_ONCE])
            )
        )
    }
    for number_of in newest:
        key, at = from_number(number_of), edited_at[revisions[number_of]]
        times[key] = max(at, times.get(key, at))


def actor_feed(session: Session, slug: str, page: int = 1) -> FeedRecords:
    """The same of all that an actor said, on any subject."""
    row = session.execute(
        select(number(ActorRow.id), ActorTallyRow.reports)
        .outerjoin(ActorTallyRow, ActorTallyRow.actor_id == ActorRow.id)
        .where(ActorRow.slug == slug)
    ).one_or_none()
    actor, reports = row or (0, 0)
    least = page * PER_PAGE + 1
    of_actor = (
        select(number(StatementRow.id), plain(VersionRow.read_at))
        .join(VersionRow, VersionRow.id == StatementRow.version_id)
        .where(*SHOWN, ORIGINAL, number(StatementRow.actor_id) == actor)
    )
    found: dict[int, Any] = {}
    whole = least * _STEP > (reports or 0)
    if whole:
        found.update(map(tuple, read(session, of_actor)))
    else:  # there are so many that some stand in the texts read last
        until: datetime | None = None
        step = _STEP * 4
        while len(found) < least:
            texts, edge = _texts(session, until, step)
            of_these = texts.with_only_columns(VersionRow.id)
            found.update(map(tuple, read(session, of_actor.where(VersionRow.id.in_(of_these)))))
            if edge is None:
                break
            until, step = edge, step * 4
    named = [(from_number(key), at) for key, at in found.items()]
    named.sort()
    named.sort(key=itemgetter(1), reverse=True)
    times = _typed(session, named[:least])

    def among(edited: Ints) -> Ints:
        numbers = edited.tolist()
        if whole:
            return np.array([one for one in numbers if one in found], np.int64)
        theirs = [
            key
            for start in range(0, len(numbers), _AT_ONCE)
            for key, by in _REPORTS_OF.read(session, numbers[start : start + _AT_ONCE])
            if by == actor
        ]
        return np.array(theirs, np.int64)

    _add_edited(session, times, among, least)
    return _page(session, times, page, None)


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
