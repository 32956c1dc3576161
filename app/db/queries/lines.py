"""An actor's line: what it said on one issue, and what was said for it and of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from app.db.data_version import data_version
from app.db.queries import making
from app.db.queries.statements import SHOWN, on_issue, statement_records
from app.db.session import only_reads, unhurried
from app.db.tables import ActorRow, AliasRow, IssueRow, PositionRow, RoleRow, StatementRow
from app.domain.actors import ActorKind
from app.domain.certainty import CERTAIN_FROM
from app.domain.dates import DateBasis, UncertainDate
from app.domain.positions import Stance
from app.domain.records import LineRecords

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session
    from sqlalchemy.pool import Pool

    from app.domain.actors import Role
    from app.domain.records import StatementRecord

_SPOKESPERSON = "spokesperson"
_TRUST = tuple(DateBasis)  # the order of trust, the surest first


def line(session: Session, slug: str, issue: str) -> LineRecords | None:
    """What that actor said on the issue, each utterance once; None when there is no such actor.

    Of an institution also what its spokespersons said in office. Not of a person: who speaks for
    a head of state speaks for the office.
    """
    row = session.scalar(select(ActorRow).where(ActorRow.slug == slug))
    if row is None:
        return None
    aliases = session.scalars(select(AliasRow).where(AliasRow.actor_id == row.id)).all()
    held = session.scalars(select(RoleRow).where(RoleRow.actor_id == row.id)).all()

    def on_it(chosen: ColumnElement[bool]) -> tuple[StatementRecord, ...]:
        return statement_records(session, *SHOWN, on_issue(issue), chosen, issue=issue, folded=True)

    roles = {} if row.kind is ActorKind.PERSON else _spokespersons(session, slug)
    asserted = (
        select(PositionRow.statement_id)
        .join(IssueRow, IssueRow.id == PositionRow.issue_id)
        .where(
            PositionRow.holder_id == row.id,
            PositionRow.asserted_by_id.is_not(None),
            IssueRow.slug == issue,
        )
    )
    own = on_it(StatementRow.actor_id == row.id)
    spoken = on_it(StatementRow.actor_id.in_(list(roles))) if roles else ()
    said_of = on_it(StatementRow.id.in_(asserted))
    days = _days(session, (*own, *spoken, *said_of))
    by_office, unplaced = _in_office(spoken, _by_name(_all(roles)), days)
    return LineRecords(
        actor=making.actor(row, aliases, held),
        own=own,
        by_office=by_office,
        office_unplaced=unplaced,
        said_of=said_of,
        days=days,
    )


def lines(session: Session, issue: str) -> tuple[LineRecords, ...]:
    """What each actor said on the issue on a day that is known and with a clear stance, by name.

    Less than ``line`` has, and all of it that can be compared. What others say of them is left
    out: it is nobody's own position. Of the issue that was asked for last they are kept until
    something is written: of one with thousands of statements to read them takes a second.
    """
    if not only_reads(session):
        return _lines(session, issue)  # it may see what it has itself written
    version = data_version(session)
    with _MAKING:
        kept = _KEPT.setdefault(session.connection().engine.pool, _Kept())
    with kept.reading:  # others who need them wait for the one who reads them
        if kept.of != (version, issue):
            with unhurried(session):
                kept.lines = _lines(session, issue)
            kept.of = (version, issue)
        return kept.lines


@dataclass(slots=True)
class _Kept:
    """The lines of one issue, with the number of the data that they were read from."""

    reading: Lock = field(default_factory=Lock)
    of: tuple[int, str] = (-1, "")
    lines: tuple[LineRecords, ...] = ()


# By the pool of connections: engines with other options of the same database share it.
_KEPT: WeakKeyDictionary[Pool, _Kept] = WeakKeyDictionary()
_MAKING = Lock()


def _lines(session: Session, issue: str) -> tuple[LineRecords, ...]:
    every = statement_records(
        session, *SHOWN, on_issue(issue), *_comparable(issue), issue=issue, folded=True
    )
    own: dict[str, list[StatementRecord]] = defaultdict(list)
    for one in every:
        own[one.actor.slug].append(one)
    offices: dict[str, list[tuple[Role, str]]] = defaultdict(list)
    for of, role, name in _offices(session):
        if name in own:
            offices[of].append((role, name))
    days = _days(session, every)
    aliases: dict[str, list[AliasRow]] = defaultdict(list)
    held: dict[str, list[RoleRow]] = defaultdict(list)
    actors = session.scalars(
        select(ActorRow)
        .where(ActorRow.slug.in_(sorted({*own, *offices})))
        .order_by(ActorRow.name, ActorRow.slug)
    ).all()
    ids = [row.id for row in actors]
    for alias in session.scalars(select(AliasRow).where(AliasRow.actor_id.in_(ids))):
        aliases[alias.actor_id].append(alias)
    for role_row in session.scalars(select(RoleRow).where(RoleRow.actor_id.in_(ids))):
        held[role_row.actor_id].append(role_row)
    found = []
    for row in actors:
        speaking = {} if row.kind is ActorKind.PERSON else _by_name(offices.get(row.slug, ()))
        by_office, unplaced = _in_office(
            [one for name in speaking for one in own[name]], speaking, days
        )
        if row.slug in own or by_office or unplaced:
            found.append(
                LineRecords(
                    actor=making.actor(row, aliases[row.id], held[row.id]),
                    own=tuple(own.get(row.slug, ())),
                    by_office=by_office,
                    office_unplaced=unplaced,
                    said_of=(),
                    days=days,
                )
            )
    return tuple(found)


def _comparable(issue: str) -> tuple[ColumnElement[bool], ...]:
    """Conditions on utterances, so that the same report stands for each as everywhere.

    No more than what keeps most of the others from being read; the rest is decided by whoever
    makes a line of them.
    """
    report, dated = aliased(StatementRow), aliased(StatementRow)
    clear = (
        select(report.utterance_id)
        .join(PositionRow, PositionRow.statement_id == report.id)
        .join(IssueRow, IssueRow.id == PositionRow.issue_id)
        .where(
            IssueRow.slug == issue,
            PositionRow.stance != Stance.UNDETERMINED,
            # rounded to two places, as it is shown
            or_(
                PositionRow.confidence >= CERTAIN_FROM - 0.005,
                report.decided_by.not_like("machine%"),
            ),
        )
    )
    placed = select(dated.utterance_id).where(
        dated.said_first.is_not(None), dated.said_last.is_not(None)
    )
    return StatementRow.utterance_id.in_(clear), StatementRow.utterance_id.in_(placed)


def _in_office(
    spoken: Iterable[StatementRecord],
    roles: Mapping[str, Sequence[Role]],
    days: Mapping[str, UncertainDate],
) -> tuple[tuple[tuple[StatementRecord, Role], ...], int]:
    """What was said in office, each with the role, and how many may have been; roles by name."""
    by_office: list[tuple[StatementRecord, Role]] = []
    unplaced = 0
    for found in spoken:
        speaking = roles[found.actor.slug]
        said_on = days.get(found.id, found.said_on)
        role = _role_then(said_on, speaking)
        if role is not None:
            by_office.append((found, role))
        elif any(_may_be_then(said_on, role) for role in speaking):
            unplaced += 1
    return tuple(by_office), unplaced


def _offices(session: Session) -> Iterator[tuple[str, Role, str]]:
    """Every role of a spokesperson: of which institution (a slug), and whose (a slug)."""
    rows = session.execute(
        select(RoleRow, ActorRow.slug)
        .join(ActorRow, ActorRow.id == RoleRow.actor_id)
        .where(RoleRow.office == _SPOKESPERSON, RoleRow.of.is_not(None))
        .order_by(RoleRow.ordinal, RoleRow.id)
    )
    for row, name in rows:
        if row.of is not None:
            yield row.of, making.role(row), name


def _days(session: Session, statements: Iterable[StatementRecord]) -> Mapping[str, UncertainDate]:
    """By statement that is one of several reports, the day as the surest of these tells it."""
    reports = {one.id: [report.id for report in one.reports] for one in statements if one.reports}
    others = {identifier for ids in reports.values() for identifier in ids}
    rows = session.execute(
        select(
            StatementRow.id,
            StatementRow.said_edtf,
            StatementRow.said_first,
            StatementRow.said_last,
            StatementRow.said_basis,
        ).where(StatementRow.id.in_(sorted({*others, *reports})))
    )
    told = {row[0]: UncertainDate(*row[1:]) for row in rows}
    return {
        key: min((told[one] for one in (key, *ids) if one in told), key=_sureness)
        for key, ids in reports.items()
    }


def _sureness(when: UncertainDate) -> tuple[bool, bool, int, int]:
    """A known day before an unknown one, a told one before a guess, then the fewest days."""
    if when.first is None or when.last is None:
        return True, True, 0, 0
    return False, when.guessed, (when.last - when.first).days, _TRUST.index(when.basis)


def _spokespersons(session: Session, slug: str) -> dict[str, list[tuple[Role, str]]]:
    """By id, who ever spoke for that institution: each such role with the person's slug."""
    found: dict[str, list[tuple[Role, str]]] = defaultdict(list)
    rows = session.execute(
        select(RoleRow, ActorRow.slug)
        .join(ActorRow, ActorRow.id == RoleRow.actor_id)
        .where(RoleRow.office == _SPOKESPERSON, RoleRow.of == slug)
        .order_by(RoleRow.ordinal, RoleRow.id)
    )
    for row, name in rows:
        found[row.actor_id].append((making.role(row), name))
    return found


def _by_name(roles: Iterable[tuple[Role, str]]) -> dict[str, list[Role]]:
    """The roles of each person, by slug."""
    found: dict[str, list[Role]] = defaultdict(list)
    for role, name in roles:
        found[name].append(role)
    return found


def _all(roles: dict[str, list[tuple[Role, str]]]) -> Iterable[tuple[Role, str]]:
    return (pair for pairs in roles.values() for pair in pairs)


def _role_then(said_on: UncertainDate, roles: Iterable[Role]) -> Role | None:
    """The role held on all the days on which it may have been said, if there is one."""
    first, last = said_on.first, said_on.last
    if first is None or last is None:
        return None
    return next((role for role in roles if role.held_on(first) and role.held_on(last)), None)


def _may_be_then(said_on: UncertainDate, role: Role) -> bool:
    """Whether it may have been said in that time of office."""
    return said_on.may_fall_within(role.held_from.first, role.held_to.last)
