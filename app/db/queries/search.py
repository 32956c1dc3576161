"""Full-text search: statements and articles in which all the words stand, and actors by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from app.db.queries import making
from app.db.queries.search_actors import actor_hits
from app.db.queries.statements import ORIGINAL, SHOWN, on_issue, statement_records
from app.db.search import article_hits, statement_hits
from app.db.tables import (
    ActorRow,
    ArticleRow,
    IssueRow,
    OutletRow,
    PositionRow,
    State,
    StatementRow,
    UtteranceRow,
    VersionRow,
)
from app.domain.articles import Zone, ZoneRole
from app.domain.records import Facet
from app.domain.search import (
    ArticleHit,
    ArticleHits,
    Group,
    HitOrder,
    SearchRecords,
    StatementHits,
)
from app.domain.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, Select, Subquery
    from sqlalchemy.orm import Session

    from app.domain.search import SearchQuery


def search(session: Session, query: SearchQuery) -> SearchRecords:
    """A page of what is found in each group that is looked for, with how many there are."""
    wanted = query.wanted
    if not wanted:
        return SearchRecords()
    return SearchRecords(
        statements=_statements(session, query) if Group.STATEMENTS in query.groups else None,
        actors=actor_hits(session, query) if Group.ACTORS in query.groups else None,
        articles=_articles(session, query) if Group.ARTICLES in query.groups else None,
    )


def issue_titles(session: Session) -> dict[str, str]:
    """The titles of all issues by their slugs, in their order."""
    rows = session.execute(select(IssueRow.slug, IssueRow.title).order_by(IssueRow.title))
    return dict(rows.all())


def phrase_counts(session: Session, query: SearchQuery) -> tuple[tuple[str, int], ...]:
    """In how many statements and articles each of the phrases stands by itself, in their order."""
    found = []
    for phrase in query.wanted:
        statements = _shown_hits(statement_hits(session, (phrase,)), query.issue)
        articles = _article_hits(article_hits(session, (phrase,)), query.issue)
        number = select(
            statements.with_only_columns(
                func.count(StatementRow.utterance_id.distinct())
            ).scalar_subquery()
            + articles.with_only_columns(
                func.count(ArticleRow.head_id.distinct())
            ).scalar_subquery()
        )
        found.append((phrase, session.scalar(number) or 0))
    return tuple(found)


def statement_lines(session: Session, query: SearchQuery) -> Iterator[dict[str, Any]]:
    """All statements that are found, each in short, in their order; for a table."""
    ranked = _ranked(statement_hits(session, query.wanted), query.issue)
    rows = session.execute(
        select(
            StatementRow.id,
            StatementRow.content_text,
            StatementRow.said_edtf,
            ActorRow.name.label("speaker"),
            OutletRow.name.label("outlet"),
            ArticleRow.published_edtf,
            ArticleRow.id.label("article"),
            ArticleRow.title,
        )
        .join(ranked, ranked.c.id == StatementRow.id)
        .join(ActorRow, ActorRow.id == StatementRow.actor_id)
        .join(VersionRow, VersionRow.id == StatementRow.version_id)
        .join(ArticleRow, ArticleRow.id == VersionRow.article_id)
        .join(OutletRow, OutletRow.id == ArticleRow.outlet_id)
        .where(ranked.c.place == 1)
        .order_by(*_in_order(ranked, query.order))
    )
    return (dict(row) for row in rows.mappings())


def article_lines(session: Session, query: SearchQuery) -> Iterator[dict[str, Any]]:
    """All articles that are found, each in short, in their order; for a table."""
    ranked = _articles_ranked(article_hits(session, query.wanted), query.issue)
    rows = session.execute(
        select(
            ArticleRow.id,
            ArticleRow.title,
            ArticleRow.published_edtf,
            OutletRow.name.label("outlet"),
        )
        .join(ranked, ranked.c.id == ArticleRow.id)
        .join(OutletRow, OutletRow.id == ArticleRow.outlet_id)
        .where(ranked.c.place == 1)
        .order_by(*_in_order(ranked, query.order))
    )
    return (dict(row) for row in rows.mappings())


def _statements(session: Session, query: SearchQuery) -> StatementHits:
    hits = statement_hits(session, query.wanted)
    shown = _shown_hits(hits, query.issue)
    count, reports = session.execute(
        shown.with_only_columns(
            func.count(StatementRow.utterance_id.distinct()),
            func.count(StatementRow.original_id.distinct()),
        )
    ).one()
    ranked = _ranked(hits, query.issue)
    ids = session.scalars(
        select(ranked.c.id)
        .where(ranked.c.place == 1)
        .order_by(*_in_order(ranked, query.order))
        .limit(query.limit)
        .offset(query.offset)
    ).all()
    records = {one.id: one for one in statement_records(session, StatementRow.id.in_(ids))}
    on = session.execute(
        _shown_hits(hits, "")
        .join(PositionRow, PositionRow.statement_id == StatementRow.id)
        .join(IssueRow, IssueRow.id == PositionRow.issue_id)
        .with_only_columns(
            IssueRow.slug, IssueRow.title, func.count(StatementRow.utterance_id.distinct())
        )
        .group_by(IssueRow.slug, IssueRow.title)
    )
    issues = sorted((Facet(*row) for row in on), key=lambda one: (-one.count, one.value))
    return StatementHits(count, reports, tuple(records[key] for key in ids), tuple(issues))


def _shown_hits(hits: Subquery, issue: str) -> Select[Any]:
    """The reports among these hits that are shown, on an issue or on any."""
    chosen = (
        select(StatementRow.id)
        .join(hits, hits.c.id == StatementRow.id)
        .join(VersionRow, VersionRow.id == StatementRow.version_id)
        .where(*SHOWN)
    )
    return chosen.where(on_issue(issue)) if issue else chosen


def _ranked(hits: Subquery, issue: str) -> Subquery:
    """The same with ``place`` 1 for the one that stands for its utterance, and by what to order.

    That is the report shown elsewhere too, if the words stand in it, else one that is no copy.
    """
    place = func.row_number().over(
        partition_by=StatementRow.utterance_id,
        order_by=(
            UtteranceRow.representative_id.is_distinct_from(StatementRow.id),
            ~ORIGINAL,
            hits.c.score.desc(),
            StatementRow.id,
        ),
    )
    return (
        _shown_hits(hits, issue)
        .outerjoin(UtteranceRow, UtteranceRow.id == StatementRow.utterance_id)
        .with_only_columns(
            StatementRow.id,
            StatementRow.said_first.label("first"),
            StatementRow.said_last.label("last"),
            hits.c.score,
            place.label("place"),
        )
        .subquery()
    )


def _articles(session: Session, query: SearchQuery) -> ArticleHits:
    hits = article_hits(session, query.wanted)
    count, printings = session.execute(
        _article_hits(hits, query.issue).with_only_columns(
            func.count(ArticleRow.head_id.distinct()), func.count()
        )
    ).one()
    ranked = _articles_ranked(hits, query.issue)
    held = (
        select(func.count())
        .select_from(StatementRow)
        .where(StatementRow.version_id == VersionRow.id, StatementRow.state == State.LIVE)
        .scalar_subquery()
    )
    rows = session.execute(
        select(ArticleRow, OutletRow, VersionRow, ranked.c.printings, held)
        .join(ranked, ranked.c.id == ArticleRow.id)
        .join(OutletRow, OutletRow.id == ArticleRow.outlet_id)
        .join(VersionRow, VersionRow.article_id == ArticleRow.id)
        .where(ranked.c.place == 1, VersionRow.newest)
        .order_by(*_in_order(ranked, query.order))
        .limit(query.limit)
        .offset(query.offset)
    )
    found = tuple(
        ArticleHit(
            ref=making.article_ref(row, outlet, version.file),
            text=version.text,
            zones=tuple(
                Zone(Span(start, end), ZoneRole(role)) for start, end, role in version.zones
            ),
            statements=statements,
            copies=together - 1,
        )
        for row, outlet, version, together, statements in rows
    )
    return ArticleHits(count, printings, found)


def _article_hits(hits: Subquery, issue: str) -> Select[Any]:
    """The articles among these hits, those with statements on an issue or all."""
    chosen = select(ArticleRow.id).join(hits, hits.c.id == ArticleRow.id)
    if not issue:
        return chosen
    on = (
        select(VersionRow.article_id)
        .join(StatementRow, StatementRow.version_id == VersionRow.id)
        .where(*SHOWN, on_issue(issue))
    )
    return chosen.where(ArticleRow.id.in_(on))


def _articles_ranked(hits: Subquery, issue: str) -> Subquery:
    """The same with ``place`` 1 for the first of the copies of one text, the original if it is."""
    place = func.row_number().over(
        partition_by=ArticleRow.head_id,
        order_by=(ArticleRow.head_id != ArticleRow.id, hits.c.score.desc(), ArticleRow.id),
    )
    together = func.count().over(partition_by=ArticleRow.head_id)
    return (
        _article_hits(hits, issue)
        .with_only_columns(
            ArticleRow.id,
            ArticleRow.published_first.label("first"),
            ArticleRow.published_last.label("last"),
            hits.c.score,
            place.label("place"),
            together.label("printings"),
        )
        .subquery()
    )


def _in_order(ranked: Subquery, order: HitOrder) -> tuple[ColumnElement[Any], ...]:
    day = (ranked.c.last.desc().nulls_last(), ranked.c.first.desc().nulls_last())
    best = ranked.c.score.desc()
    return (*day, best, ranked.c.id) if order is HitOrder.NEWEST else (best, *day, ranked.c.id)
