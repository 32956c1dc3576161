"""Full-text search: statements and articles in which all the words stand, and actors by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import case, cast, func, literal, null, select, type_coerce, union_all

from app.db.columns import BigKey
from app.db.queries import making
from app.db.queries.search_actors import actor_hits
from app.db.queries.statements import SHOWN, on_issue, statement_records
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
from app.domain.ids import from_number
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

    from sqlalchemy import CTE, ColumnElement, Select, Subquery
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
    shown, told = _told(session, query)
    place = func.row_number().over(
        partition_by=shown.c.utterance_id, order_by=(_preferred(shown), shown.c.id)
    )
    one = (
        select(shown.c.id, shown.c.utterance_id, place.label("place"))
        .outerjoin(UtteranceRow, UtteranceRow.id == shown.c.utterance_id)
        .subquery()
    )
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
        .join(one, one.c.id == StatementRow.id)
        .join(told, told.c.utterance_id == one.c.utterance_id)
        .join(ActorRow, ActorRow.id == StatementRow.actor_id)
        .join(VersionRow, VersionRow.id == StatementRow.version_id)
        .join(ArticleRow, ArticleRow.id == VersionRow.article_id)
        .join(OutletRow, OutletRow.id == ArticleRow.outlet_id)
        .where(one.c.place == 1)
        .order_by(*_in_order(told, query.order))
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
    """In one look at all hits: how many they are, on which issues, and which are of this page."""
    shown, told = _told(session, query)
    number = func.row_number().over(order_by=_in_order(told, query.order)).label("number")
    page = select(told.c.utterance_id, number).subquery()
    nothing, zero = cast(null(), BigKey), literal(0)
    rows = session.execute(
        union_all(
            select(
                literal("found"), type_coerce(shown.c.id, BigKey), page.c.number, _preferred(shown)
            )
            .join(page, page.c.utterance_id == shown.c.utterance_id)
            .outerjoin(UtteranceRow, UtteranceRow.id == shown.c.utterance_id)
            .where(page.c.number > query.offset, page.c.number <= query.offset + query.limit),
            select(literal("count"), nothing, func.count(), zero).select_from(told),
            select(literal("reports"), nothing, cast(func.sum(told.c.reports), BigKey), zero),
            select(
                literal("issue"),
                type_coerce(PositionRow.issue_id, BigKey),
                func.count(shown.c.utterance_id.distinct()),
                zero,
            )
            .join(shown, shown.c.id == PositionRow.statement_id)
            .group_by(PositionRow.issue_id),
        )
    ).all()
    sums = {what: number or 0 for what, _, number, _ in rows if what in ("count", "reports")}
    first: dict[int, str] = {}
    of_page = [(number, rank, key) for what, key, number, rank in rows if what == "found"]
    for number, _, key in sorted(of_page):
        first.setdefault(number, from_number(key))
    made = statement_records(session, StatementRow.id.in_(list(first.values())))
    records = {one.id: one for one in made}
    on = {from_number(key): number for what, key, number, _ in rows if what == "issue"}
    names = session.execute(
        select(IssueRow.id, IssueRow.slug, IssueRow.title).where(IssueRow.id.in_(on))
    )
    issues = [
        Facet(slug, title, on[key]) for key, slug, title in names if query.issue in ("", slug)
    ]
    issues.sort(key=lambda one: (-one.count, one.value))
    return StatementHits(
        sums["count"],
        sums["reports"],
        tuple(records[key] for key in first.values()),
        tuple(issues),
    )


def _told(session: Session, query: SearchQuery) -> tuple[CTE, CTE]:
    """The reports that are shown among the hits; and the utterances that they tell, to order."""
    # Scores are worked out once and first: SQLite has none in a grouped select.
    hits = _hits(statement_hits(session, query.wanted))
    shown = (
        _shown_hits(hits, query.issue)
        .with_only_columns(
            StatementRow.id,
            StatementRow.utterance_id,
            StatementRow.original_id,
            StatementRow.said_first,
            StatementRow.said_last,
            hits.c.score,
        )
        .cte("shown")
        .prefix_with("MATERIALIZED")
    )
    told = (
        select(
            shown.c.utterance_id,
            func.max(shown.c.score).label("score"),
            func.max(shown.c.said_first).label("first"),
            func.max(shown.c.said_last).label("last"),
            func.count(shown.c.original_id.distinct()).label("reports"),
        )
        .group_by(shown.c.utterance_id)
        .cte("told")
        .prefix_with("MATERIALIZED")
    )
    return shown, told


def _hits(found: Subquery) -> CTE:
    return select(found).cte("hits").prefix_with("MATERIALIZED")


def _preferred(shown: CTE) -> ColumnElement[int]:
    """Which report stands for its utterance, the least first.

    The one that is shown elsewhere too, if the words stand in it, else one that is no copy.
    """
    another = UtteranceRow.representative_id.is_distinct_from(shown.c.id)
    return case((another, 2), else_=0) + case((shown.c.original_id != shown.c.id, 1), else_=0)


def _shown_hits(hits: Subquery | CTE, issue: str) -> Select[Any]:
    """The reports among these hits that are shown, on an issue or on any."""
    # Not joined: rows of versions hold whole texts, and SQLite would read each of them.
    newest = select(VersionRow.id).where(VersionRow.newest)
    chosen = (
        select(StatementRow.id)
        .join(hits, hits.c.id == StatementRow.id)
        .where(StatementRow.state == State.LIVE, StatementRow.version_id.in_(newest))
    )
    return chosen.where(on_issue(issue)) if issue else chosen


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
    # First which they are, then their texts: a sort is not to carry all texts along.
    page = session.execute(
        select(ranked.c.id, ranked.c.printings)
        .where(ranked.c.place == 1)
        .order_by(*_in_order(ranked, query.order))
        .limit(query.limit)
        .offset(query.offset)
    )
    together = dict(page.all())
    chosen = (
        select(ArticleRow, OutletRow, VersionRow, held)
        .join(OutletRow, OutletRow.id == ArticleRow.outlet_id)
        .join(VersionRow, VersionRow.article_id == ArticleRow.id)
        .where(VersionRow.newest, ArticleRow.id.in_(list(together)))
    )
    rows = {row.id: (row, *others) for row, *others in session.execute(chosen)}
    found = tuple(
        ArticleHit(
            ref=making.article_ref(row, outlet, version.file),
            text=version.text,
            zones=tuple(
                Zone(Span(start, end), ZoneRole(role)) for start, end, role in version.zones
            ),
            statements=statements,
            copies=number - 1,
        )
        for key, number in together.items()
        for row, outlet, version, statements in [rows[key]]
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


def _in_order(found: Subquery | CTE, order: HitOrder) -> tuple[ColumnElement[Any], ...]:
    """The order of hits that have ``score``, ``first`` and ``last``; the last column tells all."""
    day = (found.c["last"].desc().nulls_last(), found.c["first"].desc().nulls_last())
    best, key = found.c.score.desc(), next(iter(found.c))
    return (*day, best, key) if order is HitOrder.NEWEST else (best, *day, key)
