"""Lists of articles, a page at a time: a page costs what it shows, however many there are.

The order is that of days of publication, the newest first, those of no known day last. A page goes
on behind an article, not at a number, so that nothing is missed or comes twice when others come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import BigInteger, and_, func, or_, select, type_coerce

from app.db.queries import making
from app.db.queries.once import once
from app.db.queries.statements import ORIGINAL
from app.db.tables import (
    ArticleRow,
    IssueRow,
    OutletRow,
    PositionRow,
    State,
    StatementRow,
    VersionRow,
)
from app.db.tables_tally import ActorTallyRow
from app.domain.ids import from_number, to_number
from app.domain.records import ArticleSummary, ArticleTotals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

_FIRST, _AT_ONCE = 50, 500  # articles of a list that is read whole: few before it begins


class ArticlePlace(NamedTuple):
    """Where an article stands in the list: its last and first day of publication, and its id."""

    last: date | None
    first: date | None
    id: str


def article_totals(session: Session) -> ArticleTotals:
    """How many articles there are, counted once for each state of the data."""

    def read() -> ArticleTotals:
        originals = func.count().filter(ArticleRow.head_id == ArticleRow.id)
        articles, first = session.execute(select(func.count(), originals)).one()
        reports = session.scalar(select(func.sum(ActorTallyRow.reports)))
        return ArticleTotals(articles, articles - first, int(reports or 0))

    return once(session, "article_totals", read)


def article_place(session: Session, identifier: str) -> ArticlePlace | None:
    """Where the article with that id stands; None when nothing has it."""
    if to_number(identifier) is None:
        return None
    row = session.execute(
        select(ArticleRow.published_last, ArticleRow.published_first).where(
            ArticleRow.id == identifier
        )
    ).one_or_none()
    return None if row is None else ArticlePlace(*row, identifier)


def article_page(
    session: Session,
    issue: str,
    limit: int,
    *,
    after: ArticlePlace | None = None,
    before: ArticlePlace | None = None,
) -> tuple[ArticleSummary, ...]:
    """The first articles of the list, those next after a place, or those next before one.

    In the order of the list, each with how many statements it holds, and how many on an issue.
    """
    if before is not None:
        keys = _before(session, before, limit)[::-1]
    else:
        keys = _after(session, after, limit)
    return _summaries(session, issue, keys)


def each_article(session: Session, issue: str) -> Iterator[ArticleSummary]:
    """All articles, the newest first, some hundred read at once; as ``article_page`` has them."""
    after: ArticlePlace | None = None
    most = _FIRST
    while page := article_page(session, issue, most, after=after):
        yield from page
        if len(page) < most:
            return
        after, most = place_of(page[-1]), _AT_ONCE


def place_of(one: ArticleSummary) -> ArticlePlace:
    """Where an article of a page stands."""
    return ArticlePlace(one.ref.published.last, one.ref.published.first, one.ref.id)


def article_titles(session: Session, identifiers: Iterable[str]) -> Mapping[str, tuple[str, str]]:
    """By id, what these articles are called, and the names of their outlets."""
    wanted = sorted(set(identifiers))
    rows = session.execute(
        select(ArticleRow, OutletRow, VersionRow.file)
        .join(OutletRow, OutletRow.id == ArticleRow.outlet_id)
        .join(VersionRow, and_(VersionRow.article_id == ArticleRow.id, VersionRow.newest))
        .where(ArticleRow.id.in_(wanted))
    )
    found = (making.article_ref(*row) for row in rows)
    return {one.id: (one.title, one.outlet.name) for one in found}


# Those of a known day and the others are asked for apart: each in the order of an index, wherever
# a database puts what is NULL.
_DATED = ArticleRow.published_last.is_not(None)
_UNDATED = ArticleRow.published_last.is_(None)


def _after(session: Session, place: ArticlePlace | None, limit: int) -> list[str]:
    found: list[str] = []
    if place is None or place.last is not None:
        chosen = select(ArticleRow.id).where(_DATED)
        if place is not None:
            later = or_(
                ArticleRow.published_last < place.last,
                ArticleRow.published_first < place.first,
                and_(ArticleRow.published_first == place.first, ArticleRow.id > place.id),
            )
            chosen = chosen.where(ArticleRow.published_last <= place.last, later)
        order = (ArticleRow.published_last.desc(), ArticleRow.published_first.desc(), ArticleRow.id)
        found += session.scalars(chosen.order_by(*order).limit(limit))
        place = None
    if len(found) < limit:
        chosen = select(ArticleRow.id).where(_UNDATED)
        if place is not None:
            chosen = chosen.where(ArticleRow.id > place.id)
        found += session.scalars(chosen.order_by(ArticleRow.id).limit(limit - len(found)))
    return found


def _before(session: Session, place: ArticlePlace, limit: int) -> list[str]:
    """The nearest first."""
    found: list[str] = []
    if place.last is None:
        chosen = select(ArticleRow.id).where(_UNDATED, ArticleRow.id < place.id)
        found += session.scalars(chosen.order_by(ArticleRow.id.desc()).limit(limit))
    if len(found) < limit:
        chosen = select(ArticleRow.id).where(_DATED)
        if place.last is not None:
            earlier = or_(
                ArticleRow.published_last > place.last,
                ArticleRow.published_first > place.first,
                and_(ArticleRow.published_first == place.first, ArticleRow.id < place.id),
            )
            chosen = chosen.where(ArticleRow.published_last >= place.last, earlier)
        order = (ArticleRow.published_last, ArticleRow.published_first, ArticleRow.id.desc())
        found += session.scalars(chosen.order_by(*order).limit(limit - len(found)))
    return found


def _summaries(
    session: Session, issue: str, identifiers: Sequence[str]
) -> tuple[ArticleSummary, ...]:
    rows = session.execute(
        select(ArticleRow, OutletRow, VersionRow.file, VersionRow.id)
        .join(OutletRow, OutletRow.id == ArticleRow.outlet_id)
        .join(VersionRow, and_(VersionRow.article_id == ArticleRow.id, VersionRow.newest))
        .where(ArticleRow.id.in_(identifiers))
    )
    by_id = {row[0].id: row for row in rows}
    counts = _counts(session, issue, [row[3] for row in by_id.values()])
    none = (0, 0, 0)
    return tuple(
        ArticleSummary(
            making.article_ref(row, outlet, file),
            *counts.get(version, none),
            None if row.head_id == row.id else row.head_id,
        )
        for key in identifiers
        if key in by_id  # always: an article has a text
        for row, outlet, file, version in [by_id[key]]
    )


def _counts(
    session: Session, issue: str, versions: Sequence[str]
) -> Mapping[str, tuple[int, int, int]]:
    """By text, how many statements it holds, how many on the issue, and how many are no copies."""
    rows = session.execute(
        select(
            type_coerce(StatementRow.version_id, BigInteger),
            func.count(),
            func.count().filter(_on(session, issue)),
            func.count().filter(ORIGINAL),
        )
        .where(StatementRow.version_id.in_(versions), StatementRow.state == State.LIVE)
        .group_by(StatementRow.version_id)
    )
    return {from_number(version): (held, on, first) for version, held, on, first in rows}


def _on(session: Session, issue: str) -> ColumnElement[bool]:
    """That a statement takes a position on the issue: asked of each by itself, as they are few."""
    key = session.scalar(select(IssueRow.id).where(IssueRow.slug == issue))
    return (
        select(PositionRow.id)
        .where(PositionRow.statement_id == StatementRow.id, PositionRow.issue_id == key)
        .exists()
    )
