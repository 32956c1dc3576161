"""What one actor said, a part at a time: a page costs what it shows, however much was said.

The order is that of BY_DAY: the latest day first, what nobody knows the day of last. Those of a
known day and the others are asked for apart: each in an order that every database has alike.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from app.db.queries import making
from app.db.queries.selection import selected
from app.db.queries.statements import BY_DAY, ORIGINAL, SHOWN, joined, records_by_id
from app.db.tables import (
    ActorRow,
    AliasRow,
    ArticleRow,
    IssueRow,
    PositionRow,
    RoleRow,
    State,
    StatementRow,
    UtteranceRow,
    VersionRow,
)
from app.db.tables_tally import ActorTallyRow
from app.domain.ids import to_number
from app.domain.queries import ComparisonQuery

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from app.domain.actors import Actor
    from app.domain.records import StatementRecord

_FIRST, _AT_ONCE = 50, 500  # of a list that is read whole: few before it begins
_MOST_COUNTED = 5_000  # reports whose articles are counted for a page


class Said(NamedTuple):
    """How much an actor is on record with, on any subject."""

    utterances: int
    reports: int
    articles: int | None  # None: of so many reports they are not counted


class StatementPlace(NamedTuple):
    """Where a statement stands in the order; its day is None where nobody knows it."""

    last: date | None
    first: date | None
    published: date
    article: str
    starts_at: int
    id: str


def known_actor(session: Session, slug: str) -> tuple[str, Actor] | None:
    """The id of the actor with that slug, and what is known of it; None when nobody has it."""
    row = session.scalar(select(ActorRow).where(ActorRow.slug == slug))
    if row is None:
        return None
    aliases = session.scalars(select(AliasRow).where(AliasRow.actor_id == row.id)).all()
    held = session.scalars(select(RoleRow).where(RoleRow.actor_id == row.id)).all()
    return row.id, making.actor(row, aliases, held)


def how_much(session: Session, actor: str) -> Said:
    """How much the actor with that id said."""
    row = session.execute(
        select(ActorTallyRow.utterances, ActorTallyRow.reports).where(
            ActorTallyRow.actor_id == actor
        )
    ).one_or_none()
    utterances, reports = row or (0, 0)
    articles = None
    if reports <= _MOST_COUNTED:
        articles = session.scalar(
            select(func.count(StatementRow.version_id.distinct()))
            .join(VersionRow, VersionRow.id == StatementRow.version_id)
            .where(*SHOWN, ORIGINAL, StatementRow.actor_id == actor)
        )
    return Said(utterances, reports, articles)


def each_report(session: Session, actor: str) -> Iterator[StatementRecord]:
    """Every report of what that actor said, some hundred read at once; of copies the first."""
    after: StatementPlace | None = None
    most = min(_FIRST, _AT_ONCE)
    while ids := _after(session, actor, (), after, most):
        found = records_by_id(session, ids)
        yield from (found[one] for one in ids)
        after, most = statement_place(session, ids[-1]), _AT_ONCE


def newest_on_issue(
    session: Session, slug: str, issue: str, limit: int
) -> tuple[tuple[StatementRecord, ...], int]:
    """The newest that an actor said on an issue, each utterance once, and how many there are."""
    query = ComparisonQuery(issue=issue, actors=(slug,))
    chosen = selected(session, query)
    places = np.concatenate((chosen.utterances, chosen.undated))
    ids = [chosen.field.id(place) for place in places[:limit].tolist()]
    found = records_by_id(session, ids)
    return tuple(found[one] for one in ids), len(places)


def on_other_subjects(
    session: Session, actor: str, issue: str, limit: int, after: StatementPlace | None = None
) -> tuple[StatementRecord, ...]:
    """What that actor said and no report of takes a position on the issue; each utterance once."""
    key = select(IssueRow.id).where(IssueRow.slug == issue).scalar_subquery()
    report, text = aliased(StatementRow), aliased(VersionRow)
    on_it = (
        select(PositionRow.id)
        .join(report, report.id == PositionRow.statement_id)
        .join(text, text.id == report.version_id)
        .where(
            report.utterance_id == StatementRow.utterance_id,
            report.state == State.LIVE,
            text.newest,
            PositionRow.issue_id == key,
        )
    )
    told = (
        select(UtteranceRow.representative_id)
        .where(UtteranceRow.id == StatementRow.utterance_id)
        .scalar_subquery()
    )
    stands_for_all = func.coalesce(told, StatementRow.utterance_id) == StatementRow.id
    ids = _after(session, actor, (stands_for_all, ~on_it.exists()), after, limit)
    found = records_by_id(session, ids)
    return tuple(found[one] for one in ids)


def asserted_of(
    session: Session, actor: str, issue: str | None, limit: int | None
) -> tuple[tuple[StatementRecord, ...], int]:
    """The newest statements in which others assert a position of that actor, and how many it is.

    On an issue, or with None on all; what several articles report is one.
    """
    chosen = select(PositionRow.statement_id).where(
        PositionRow.holder_id == actor, PositionRow.asserted_by_id.is_not(None)
    )
    if issue is not None:
        chosen = chosen.join(IssueRow, IssueRow.id == PositionRow.issue_id).where(
            IssueRow.slug == issue
        )
    rows = session.execute(
        joined(select(StatementRow.id, StatementRow.utterance_id, UtteranceRow.representative_id))
        .outerjoin(UtteranceRow, UtteranceRow.id == StatementRow.utterance_id)
        .where(*SHOWN, ORIGINAL, StatementRow.id.in_(chosen))
        .order_by(*BY_DAY)
    ).all()
    # Its representative where it asserts it too, else the report that stands first.
    one_of: dict[str, str] = {}
    for identifier, utterance, representative in rows:
        if utterance not in one_of or identifier == representative:
            one_of[utterance] = identifier
    kept = frozenset(one_of.values())
    ids = [row[0] for row in rows if row[0] in kept]
    shown = ids if limit is None else ids[:limit]
    found = records_by_id(session, shown)
    return tuple(found[one] for one in shown), len(ids)


def statement_place(session: Session, identifier: str) -> StatementPlace | None:
    """Where the statement with that id stands; None when nothing has it."""
    if to_number(identifier) is None:
        return None
    row = session.execute(
        joined(
            select(
                StatementRow.said_last,
                StatementRow.said_first,
                _PUBLISHED,
                ArticleRow.id,
                StatementRow.starts_at,
                StatementRow.id,
            )
        ).where(StatementRow.id == identifier)
    ).one_or_none()
    return None if row is None else StatementPlace(*row)


# What is not known counts as published first of all: in a list, last.
_PUBLISHED = func.coalesce(ArticleRow.published_last, date.min)
_REST: tuple[tuple[Any, bool], ...] = (
    (_PUBLISHED, True),
    (ArticleRow.id, False),
    (StatementRow.starts_at, False),
    (StatementRow.id, False),
)
_DAYS: tuple[tuple[Any, bool], ...] = (
    (StatementRow.said_last, True),
    (StatementRow.said_first, True),
)


def _after(
    session: Session,
    actor: str,
    conditions: Sequence[ColumnElement[bool]],
    place: StatementPlace | None,
    limit: int,
) -> list[str]:
    """The ids of the next shown statements of that actor; of what copies print the first."""
    of_actor = (
        select(StatementRow.id)
        .join(VersionRow, VersionRow.id == StatementRow.version_id)
        .join(ArticleRow, ArticleRow.id == VersionRow.article_id)
        .where(*SHOWN, ORIGINAL, StatementRow.actor_id == actor, *conditions)
    )
    found: list[str] = []
    if place is None or place.last is not None:
        dated = of_actor.where(StatementRow.said_last.is_not(None))
        if place is not None:
            dated = dated.where(StatementRow.said_last <= place.last)
        found += session.scalars(_ordered(dated, (*_DAYS, *_REST), place, limit))
        place = None
    if len(found) < limit:
        undated = of_actor.where(StatementRow.said_last.is_(None))
        rest = None if place is None else place[2:]
        found += session.scalars(_ordered(undated, _REST, rest, limit - len(found)))
    return found


def _ordered(
    chosen: Select[Any],
    order: Sequence[tuple[Any, bool]],
    place: Sequence[Any] | None,
    limit: int,
) -> Select[Any]:
    """In this order, each column downwards or not, what stands behind a place."""
    if place is not None:
        same: list[ColumnElement[bool]] = []
        behind = []
        for (column, downwards), value in zip(order, place, strict=True):
            behind.append(and_(*same, column < value if downwards else column > value))
            same.append(column == value)
        chosen = chosen.where(or_(*behind))
    return chosen.order_by(*(one.desc() if down else one for one, down in order)).limit(limit)
