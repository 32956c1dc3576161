"""Full-text search: statements and articles in which all the words stand, and actors by name.

Full text tells which they are; all is counted and put in order by what a process keeps of each
(shown.py), and only what stands on the page is read from the tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import BigInteger, func, select, type_coerce

from app.db.queries import making
from app.db.queries.field_keeping import field_of
from app.db.queries.once import once
from app.db.queries.search_actors import actor_hits
from app.db.queries.search_order import Found, grouped, in_order
from app.db.queries.shown import distinct, is_in, shown_of, texts_of
from app.db.queries.statements import records_by_id
from app.db.search import article_ids, article_scores, statement_ids, statement_scores
from app.db.tables import (
    ActorRow,
    ArticleRow,
    IssueRow,
    OutletRow,
    State,
    StatementRow,
    VersionRow,
)
from app.domain.articles import Zone, ZoneRole
from app.domain.ids import from_number
from app.domain.records import Facet
from app.domain.search import (
    WEIGHED,
    ArticleHit,
    ArticleHits,
    Group,
    SearchRecords,
    StatementHits,
)
from app.domain.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray
    from sqlalchemy import Select
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from app.db.queries.shown import Places
    from app.db.search import Scores
    from app.domain.search import SearchQuery

    Ints = NDArray[np.int64]

_AT_ONCE = 500  # lines of a table


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
    counts = []
    for phrase in query.wanted:
        statements, *_ = _found_statements(session, (phrase,), query.issue)
        counts.append(
            (phrase, len(statements) + len(_found_articles(session, (phrase,), query.issue)))
        )
    return tuple(counts)


def statement_lines(session: Session, query: SearchQuery) -> Iterator[dict[str, Any]]:
    """All statements that are found, each in short, in their order; for a table."""
    found, *_ = _found_statements(session, query.wanted, query.issue)
    chosen = (
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
        .join(ActorRow, ActorRow.id == StatementRow.actor_id)
        .join(VersionRow, VersionRow.id == StatementRow.version_id)
        .join(ArticleRow, ArticleRow.id == VersionRow.article_id)
        .join(OutletRow, OutletRow.id == ArticleRow.outlet_id)
    )
    yield from _lines(session, chosen, StatementRow.id, _statements_in_order(session, query, found))


def article_lines(session: Session, query: SearchQuery) -> Iterator[dict[str, Any]]:
    """All articles that are found, each in short, in their order; for a table."""
    found = _found_articles(session, query.wanted, query.issue)
    chosen = select(
        ArticleRow.id,
        ArticleRow.title,
        ArticleRow.published_edtf,
        OutletRow.name.label("outlet"),
    ).join(OutletRow, OutletRow.id == ArticleRow.outlet_id)
    yield from _lines(session, chosen, ArticleRow.id, _articles_in_order(session, query, found))


def _lines(
    session: Session,
    chosen: Select[*tuple[Any, ...]],
    column: InstrumentedAttribute[str],
    parts: Iterable[tuple[Ints, Places]],
) -> Iterator[dict[str, Any]]:
    """The rows of what is found, in its order."""
    for numbers, _ in parts:
        for start in range(0, len(numbers), _AT_ONCE):
            keys = [from_number(number) for number in numbers[start : start + _AT_ONCE].tolist()]
            rows = session.execute(chosen.where(column.in_(keys))).mappings()
            lines = {row["id"]: dict(row) for row in rows}
            yield from (lines[key] for key in keys)


def _page(parts: Iterable[tuple[Ints, Places]], query: SearchQuery) -> list[tuple[str, int]]:
    """What stands on the page asked for, with how many are told with each."""
    offset, found = query.offset, list[tuple[str, int]]()
    for numbers, sizes in parts:
        stop = offset + query.limit - len(found)
        chosen = zip(numbers[offset:stop].tolist(), sizes[offset:stop].tolist(), strict=True)
        found += [(from_number(number), size) for number, size in chosen]
        if len(found) == query.limit:
            break
        offset = max(0, offset - len(numbers))
    return found


def _statements(session: Session, query: SearchQuery) -> StatementHits:
    found, reports, on = _found_statements(session, query.wanted, query.issue)
    keys = [key for key, _ in _page(_statements_in_order(session, query, found), query)]
    records = records_by_id(session, keys)
    names = session.execute(
        select(type_coerce(IssueRow.id, BigInteger), IssueRow.slug, IssueRow.title)
    )
    issues = [
        Facet(slug, title, on[key])
        for key, slug, title in names
        if on.get(key) and query.issue in ("", slug)
    ]
    issues.sort(key=lambda one: (-one.count, one.value))
    return StatementHits(
        len(found),
        reports,
        min(len(found), WEIGHED),
        tuple(records[key] for key in keys),
        tuple(issues),
    )


def _found_statements(
    session: Session, wanted: tuple[str, ...], issue: str
) -> tuple[Found, int, dict[int, int]]:
    """The utterances, how many reports they have (copies once), how many are on each issue."""
    shown = shown_of(session)
    places = shown.places(statement_ids(session, wanted))
    if issue:
        chosen = select(type_coerce(IssueRow.id, BigInteger)).where(IssueRow.slug == issue)
        places = places[shown.is_on(session.scalars(chosen).one(), places)]
    numbers, copies = shown.numbers[places], shown.copies(places)
    without = copies[~is_in(copies, numbers)]  # whose first is not among the hits
    reports = len(numbers) - len(copies) + len(distinct(without))
    found = grouped(numbers, shown.utterance[places], shown.after[places], shown.day[places])
    return found, reports, shown.on_each(places[found.given], found.starts[:-1])


def _statements_in_order(
    session: Session, query: SearchQuery, found: Found
) -> Iterator[tuple[Ints, Places]]:
    def score(numbers: Ints) -> Scores:
        return statement_scores(session, query.wanted, numbers)

    return in_order(found, query.order, score, as_chosen=False)


def _articles(session: Session, query: SearchQuery) -> ArticleHits:
    found = _found_articles(session, query.wanted, query.issue)
    together = dict(_page(_articles_in_order(session, query, found), query))
    held = (
        select(func.count())
        .select_from(StatementRow)
        .where(StatementRow.version_id == VersionRow.id, StatementRow.state == State.LIVE)
        .scalar_subquery()
    )
    chosen = (
        select(ArticleRow, OutletRow, VersionRow, held)
        .join(OutletRow, OutletRow.id == ArticleRow.outlet_id)
        .join(VersionRow, VersionRow.article_id == ArticleRow.id)
        .where(VersionRow.newest, ArticleRow.id.in_(list(together)))
    )
    rows = {row.id: (row, *others) for row, *others in session.execute(chosen)}
    hits = tuple(
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
    return ArticleHits(len(found), len(found.numbers), min(len(found), WEIGHED), hits)


def _found_articles(session: Session, wanted: tuple[str, ...], issue: str) -> Found:
    """The texts, each with its copies; those with statements on an issue or all."""
    texts = texts_of(session)
    numbers = article_ids(session, wanted)
    if issue:
        key = ("texts on", issue)
        on = once(session, key, lambda: distinct(field_of(session, issue).text))
        numbers = numbers[is_in(numbers, on)]
    places = texts.places(numbers)
    numbers, head = texts.numbers[places], texts.head[places]
    return grouped(numbers, head, (numbers != head).astype(np.int8), texts.day[places])


def _articles_in_order(
    session: Session, query: SearchQuery, found: Found
) -> Iterator[tuple[Ints, Places]]:
    def score(numbers: Ints) -> Scores:
        return article_scores(session, query.wanted, numbers)

    return in_order(found, query.order, score, as_chosen=True)
