"""The review queue: what waits, in its order, with counts; one statement with all about it.

The rows of ``queue_item`` are kept by the database (migration 0010). Counting reads an index of
them once, and every count of every filter is added up from that.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, literal, or_, select, tuple_

from app.db.queries import revisions
from app.db.queries.reader_reports import reports_of
from app.db.queries.statements import statement_records
from app.db.tables import (
    ActorRow,
    AliasRow,
    IssueRow,
    OutletRow,
    State,
    StatementRow,
    VersionRow,
)
from app.db.tables_queue import QueueItemRow, QueueSkipRow
from app.db.tables_revisions import RevisionRow
from app.domain.actors import ActorKind, fold
from app.domain.articles import Zone, ZoneRole
from app.domain.ids import from_number, to_number
from app.domain.positions import Stance
from app.domain.queue import Desk, Place, QueueCounts, Skip, Waiting, WaitReason
from app.domain.records import ActorRef, Facet
from app.domain.revisions import ObjectKind
from app.domain.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from app.domain.queue import QueueQuery
    from app.domain.revisions import Revision

_KEY = tuple_(QueueItemRow.rank, QueueItemRow.statement_id)
_DECISIONS = ("accept", "correct", "withdraw")


class _Cell(NamedTuple):
    """How many of those that wait are alike in what filters count."""

    reasons: int  # bits
    skipped: int
    takes: str
    outlet: str
    number: int


def waiting(
    session: Session, query: QueueQuery, *, after: Place | None = None, most: int = 25
) -> tuple[Waiting, ...]:
    """What waits under these filters, in the queue's order, from behind a place on."""
    rows = session.execute(_places(session, query, after).limit(most)).all()
    if not rows:
        return ()
    places = {row.statement_id: _place(row) for row in rows}
    skips = {
        row.statement_id: _skip(row)
        for row in session.scalars(
            select(QueueSkipRow).where(QueueSkipRow.statement_id.in_(list(places)))
        )
    }
    found = statement_records(session, StatementRow.id.in_(list(places)))
    records = {one.id: one for one in found}
    return tuple(
        Waiting(place, records[key], skips.get(key))
        for key, place in places.items()
        if key in records
    )


def place(session: Session, identifier: str) -> Place | None:
    """Where a statement stands in the queue; None: it does not wait."""
    row = session.execute(_columns().where(QueueItemRow.statement_id == identifier)).one_or_none()
    return None if row is None else _place(row)


def next_after(session: Session, query: QueueQuery, after: Place | None) -> str | None:
    """The id of what comes after a place, else of the first; None when nothing waits."""
    for start in dict.fromkeys((after, None)):
        found = session.execute(_places(session, query, start).limit(1)).first()
        if found is not None:
            return str(found.statement_id)
    return None


def previous(session: Session, query: QueueQuery, before: Place) -> str | None:
    """The id of what comes before a place; None when nothing does."""
    chosen = (
        _columns()
        .where(*_conditions(session, query), _key(before) > _KEY)
        .order_by(QueueItemRow.rank.desc(), QueueItemRow.statement_id.desc())
    )
    found = session.execute(chosen.limit(1)).first()
    return None if found is None else str(found.statement_id)


def counts(session: Session, query: QueueQuery) -> QueueCounts:
    """How many wait, in all and by the values of each filter."""
    narrowing = _actor_and_days(session, query)
    wide = _cells(session, narrowing)
    issues = {
        str(to_number(row.id)): row
        for row in session.execute(
            select(IssueRow.id, IssueRow.slug, IssueRow.title).order_by(IssueRow.title)
        )
    }
    outlets = {
        row.id: row
        for row in session.scalars(select(OutletRow).order_by(OutletRow.name, OutletRow.slug))
    }
    issue = next((key for key, row in issues.items() if row.slug == query.issue), None)
    outlet = next((key for key, row in outlets.items() if row.slug == query.outlet), None)
    fits = _tests(query, issue, outlet)

    def under(but: str = "") -> list[_Cell]:
        """What fulfils all filters but one."""
        tests = [test for name, test in fits.items() if name != but]
        return [cell for cell in wide if all(test(cell) for test in tests)]

    by_bits, by_outlet = Counter[int](), Counter[str]()
    for cell in under("reason"):
        by_bits[cell.reasons] += cell.number
    for cell in under("outlet"):
        by_outlet[cell.outlet] += cell.number
    by_issue, by_stance = Counter[str](), Counter[str]()
    for cell in under("take"):
        takes = [take.split(":") for take in cell.takes.split()]
        for key in {one for one, stance in takes if query.stance in (None, stance)}:
            by_issue[key] += cell.number
        for key in {stance for one, stance in takes if query.issue is None or one == issue}:
            by_stance[key] += cell.number
    return QueueCounts(
        total=sum(cell.number for cell in under()),
        all=_in_all(session) if narrowing else sum(cell.number for cell in wide),
        skipped=sum(cell.number for cell in under("skipped") if cell.skipped),
        issues=tuple(Facet(row.slug, row.title, by_issue[key]) for key, row in issues.items()),
        reasons=tuple(
            Facet(one, one, sum(number for bits, number in by_bits.items() if bits & one.bit))
            for one in WaitReason
        ),
        outlets=tuple(
            Facet(row.slug, row.name, by_outlet[key])
            for key, row in outlets.items()
            if by_outlet[key] or key == outlet
        ),
        stances=tuple(Facet(one, one, by_stance[one]) for one in Stance),
    )


def _in_all(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(QueueItemRow)) or 0


def desk(session: Session, identifier: str) -> Desk | None:
    """A statement with all that an editor needs to decide on it; None: there is none."""
    if to_number(identifier) is None:
        return None
    row = session.execute(
        select(StatementRow.state, StatementRow.withdrawn_reason, VersionRow)
        .join(VersionRow, VersionRow.id == StatementRow.version_id)
        .where(StatementRow.id == identifier)
    ).one_or_none()
    if row is None:
        return None
    state, why, version = row
    (statement,) = statement_records(session, StatementRow.id == identifier)
    skip = session.get(QueueSkipRow, identifier)
    titles = session.execute(select(IssueRow.slug, IssueRow.title).order_by(IssueRow.title))
    history = revisions.history(session, ObjectKind.STATEMENT, identifier)
    return Desk(
        statement=statement,
        place=place(session, identifier),
        withdrawn=why if state is State.WITHDRAWN else None,
        newest=version.newest,
        version=version.id,
        text=version.text,
        zones=tuple(Zone(Span(start, end), ZoneRole(role)) for start, end, role in version.zones),
        seen=history[0].id if history else 0,
        skip=None if skip is None else _skip(skip),
        reports=reports_of(session, identifier),
        history=history,
        issues={row.slug: row.title for row in titles},
    )


def knows_issue(session: Session, slug: str) -> bool:
    """Whether an issue is called so; its statements are not counted for it."""
    return _number(session, slug) is not None


def last_decision(session: Session, user: int | None) -> Revision | None:
    """What somebody decided last of a statement and did not take back; None: nothing."""
    if user is None:
        return None
    ids = session.scalars(
        select(RevisionRow.id)
        .where(RevisionRow.user_id == user, RevisionRow.action.in_(_DECISIONS))
        .order_by(RevisionRow.id.desc())
        .limit(50)
    )
    return next((one for one in revisions.revisions(session, ids) if one.undone_by is None), None)


def last_skip(session: Session, user: int | None) -> tuple[str, Skip] | None:
    """What somebody put off last, and why; None: nothing."""
    if user is None:
        return None
    chosen = select(QueueSkipRow).where(QueueSkipRow.user_id == user)
    row = session.scalars(
        chosen.order_by(QueueSkipRow.at.desc(), QueueSkipRow.statement_id).limit(1)
    ).one_or_none()
    return None if row is None else (row.statement_id, _skip(row))


def actors_named(session: Session, words: str, *, most: int = 12) -> tuple[ActorRef, ...]:
    """Actors one of whose names has a word that begins with these, the nearest names first."""
    folded = fold(words).strip()
    if not folded:
        return ()
    escaped = folded.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    begins = AliasRow.folded.like(f"{escaped}%", escape="\\")
    inside = AliasRow.folded.like(f"% {escaped}%", escape="\\")
    slugs = ActorRow.slug.like(f"%{escaped.replace(' ', '-')}%", escape="\\")
    named = select(AliasRow.actor_id).where(or_(begins, inside))
    first = ActorRow.slug.like(f"{escaped.replace(' ', '-')}%", escape="\\")
    rows = session.scalars(
        select(ActorRow)
        .where(ActorRow.merged_into_id.is_(None), or_(slugs, ActorRow.id.in_(named)))
        .order_by(first.desc(), ActorRow.in_directory.desc(), ActorRow.name, ActorRow.slug)
        .limit(most)
    )
    return tuple(_reference(row) for row in rows)


def actors_called(session: Session, name: str) -> tuple[ActorRef, ...]:
    """The actors who have exactly this slug, this name or this other name; by slug alone one."""
    row = session.scalar(select(ActorRow).where(ActorRow.slug == name))
    if row is not None:
        return (_reference(row),)
    others = select(AliasRow.actor_id).where(AliasRow.folded == fold(name))
    rows = session.scalars(
        select(ActorRow)
        .where(
            ActorRow.merged_into_id.is_(None), or_(ActorRow.name == name, ActorRow.id.in_(others))
        )
        .order_by(ActorRow.name, ActorRow.slug)
        .limit(10)
    )
    return tuple(_reference(row) for row in rows)


def _reference(row: ActorRow) -> ActorRef:
    return ActorRef(row.slug, row.name, ActorKind(row.kind), row.country, row.in_directory)


def _columns() -> Select[*tuple[Any, ...]]:
    return select(QueueItemRow.rank, QueueItemRow.statement_id, QueueItemRow.reasons)


def _places(session: Session, query: QueueQuery, after: Place | None) -> Select[*tuple[Any, ...]]:
    chosen = _columns().where(*_conditions(session, query))
    if after is not None:
        chosen = chosen.where(_key(after) < _KEY)
    return chosen.order_by(QueueItemRow.rank, QueueItemRow.statement_id)


def _key(where: Place) -> ColumnElement[Any]:
    return tuple_(literal(where.rank), literal(to_number(where.statement) or 0))


def _place(row: Any) -> Place:  # noqa: ANN401 - a row of _columns
    return Place(row.rank, row.statement_id, WaitReason.of(row.reasons))


def _skip(row: QueueSkipRow) -> Skip:
    return Skip(row.by, row.reason, row.at, row.user_id)


def _conditions(session: Session, query: QueueQuery) -> list[ColumnElement[bool]]:
    found = _actor_and_days(session, query)
    if query.skipped:
        found.append(QueueItemRow.skipped == 1)
    if query.reason is not None:
        found.append(QueueItemRow.reasons.op("&")(query.reason.bit) != 0)
    if query.outlet is not None:
        found.append(
            QueueItemRow.outlet_id.in_(select(OutletRow.id).where(OutletRow.slug == query.outlet))
        )
    if query.issue is not None or query.stance is not None:
        number = None if query.issue is None else _number(session, query.issue)
        found.append(QueueItemRow.takes.contains(_take(query, number), autoescape=True))
    return found


def _number(session: Session, issue: str) -> str | None:
    key = session.scalar(select(IssueRow.id).where(IssueRow.slug == issue))
    return None if key is None else str(to_number(key))


def _take(query: QueueQuery, issue: str | None) -> str:
    """What the takes of a row contain that fulfils the filters by issue and by stance.

    ``issue`` is the number of the one that is asked for, None where there is none of that name.
    """
    before = "" if query.issue is None else f" {issue or '-'}"
    behind = "" if query.stance is None else f"{query.stance} "
    return f"{before}:{behind}"


def _actor_and_days(session: Session, query: QueueQuery) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if query.actor is not None:
        key = session.scalar(select(ActorRow.id).where(ActorRow.slug == query.actor))
        found.append(QueueItemRow.actor_id == (key or from_number(0)))
    if query.first is not None:
        found.append(QueueItemRow.said_last >= query.first)
    if query.last is not None:
        found.append(QueueItemRow.said_first <= query.last)
    return found


def _cells(session: Session, conditions: Iterable[ColumnElement[bool]]) -> list[_Cell]:
    columns = (
        QueueItemRow.reasons,
        QueueItemRow.skipped,
        QueueItemRow.takes,
        QueueItemRow.outlet_id,
    )
    rows = session.execute(select(*columns, func.count()).where(*conditions).group_by(*columns))
    return [_Cell(*row) for row in rows]


def _tests(
    query: QueueQuery, issue: str | None, outlet: str | None
) -> dict[str, Callable[[_Cell], bool]]:
    """For each filter that is set whether a cell of the count fulfils it."""
    found: dict[str, Callable[[_Cell], bool]] = {}
    if query.skipped:
        found["skipped"] = lambda cell: cell.skipped == 1
    if query.reason is not None:
        bit = query.reason.bit
        found["reason"] = lambda cell: cell.reasons & bit != 0
    if query.outlet is not None:
        found["outlet"] = lambda cell: cell.outlet == outlet
    if query.issue is not None or query.stance is not None:
        take = _take(query, issue)
        found["take"] = lambda cell: take in cell.takes
    return found
