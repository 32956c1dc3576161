"""Positions as agreement is counted from them: lean rows, since there may be many thousands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import BigInteger, String, case, null, select, true, type_coerce

from app.db.queries import making
from app.db.queries.statements import ORIGINAL, SHOWN, statement_records
from app.db.tables import (
    ActorRow,
    ArticleRow,
    IssueRow,
    PositionRow,
    StatementRow,
    UtteranceRow,
    VersionRow,
)
from app.domain.positions import Scope, Stance
from app.utterances.agreement import Taken

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from app.domain.records import ActorRef, StatementRecord

# A database takes so many values in one statement.
_AT_ONCE = 5_000  # twice, where each has another report that stands for it
_STANCES = {stance.value: stance for stance in Stance}
_SCOPES = {scope.value: scope for scope in Scope}
# Asked of each actor, of whom there are few, and not of every position.
_HOLDS = select(PositionRow.id).where(PositionRow.holder_id == ActorRow.id).exists()


class IssueName(NamedTuple):
    """An issue by name, without counting what is stored on it."""

    slug: str
    title: str
    proposition: str


def positions_taken(
    session: Session, issue: str | None = None, *, reported: bool = True
) -> tuple[Taken, ...]:
    """Every position on an issue, or on all, as each report gives it; copies count once.

    Without ``reported`` the days of publication are left out, which only a range asks for.
    """
    # Numbers and words as they are stored, names looked up afterwards: there may be many thousands.
    chosen = (
        select(
            type_coerce(StatementRow.id, BigInteger),
            type_coerce(StatementRow.utterance_id, BigInteger),
            type_coerce(PositionRow.holder_id, BigInteger),
            type_coerce(PositionRow.issue_id, BigInteger),
            type_coerce(PositionRow.stance, String),
            type_coerce(PositionRow.scope, String),
            PositionRow.asserted_by_id.is_(None),
            _sure(PositionRow),
            _sure(StatementRow),
            StatementRow.said_first,
            StatementRow.said_last,
            ArticleRow.published_last if reported else null(),
        )
        .select_from(PositionRow)
        .join(StatementRow, StatementRow.id == PositionRow.statement_id)
        .join(VersionRow, VersionRow.id == StatementRow.version_id)
        .where(*SHOWN, ORIGINAL)
    )
    if reported:
        chosen = chosen.join(ArticleRow, ArticleRow.id == VersionRow.article_id)
    if issue is not None:
        chosen = chosen.where(
            PositionRow.issue_id.in_(select(IssueRow.id).where(IssueRow.slug == issue))
        )
    actors = _slugs(session, ActorRow, _HOLDS)
    issues = _slugs(session, IssueRow, true())
    return tuple(
        Taken(
            report,
            utterance,
            actors[holder],
            issues[subject],
            _STANCES[stance],
            _SCOPES[scope],
            first_hand,
            confidence,
            speaker,
            first,
            last,
            published,
        )
        for (
            report,
            utterance,
            holder,
            subject,
            stance,
            scope,
            first_hand,
            confidence,
            speaker,
            first,
            last,
            published,
        ) in session.connection().execute(chosen).all()
    )


def _sure(table: type[PositionRow | StatementRow]) -> ColumnElement[float]:
    """How sure something is; what a person decided is certain."""
    return case((table.decided_by.startswith("editor "), 1.0), else_=table.confidence)


def _slugs(
    session: Session, table: type[ActorRow | IssueRow], which: ColumnElement[bool]
) -> Mapping[int, str]:
    """By the number of its id, the slug of everything in a table that fits."""
    rows = session.execute(select(type_coerce(table.id, BigInteger), table.slug).where(which))
    return dict(rows.all())


def holders(session: Session) -> Mapping[str, ActorRef]:
    """By slug, every actor of whom a position is stored."""
    rows = session.scalars(select(ActorRow).where(_HOLDS).order_by(ActorRow.slug))
    return {row.slug: making.actor_ref(row) for row in rows}


def belongs_to(session: Session) -> Mapping[str, tuple[str, ...]]:
    """By slug of every holder of a position, the names of what it belongs to."""
    chosen = select(ActorRow.slug, ActorRow.belongs_to).where(_HOLDS)
    of = dict(session.execute(chosen).all())
    wanted = sorted({group for groups in of.values() for group in groups})
    named = select(ActorRow.slug, ActorRow.name).where(ActorRow.slug.in_(wanted))
    names = dict(session.execute(named).all())
    return {
        slug: tuple(names[group] for group in groups if group in names)
        for slug, groups in of.items()
    }


def issue_names(session: Session) -> tuple[IssueName, ...]:
    """All issues, by title."""
    rows = session.execute(
        select(IssueRow.slug, IssueRow.title, IssueRow.proposition).order_by(
            IssueRow.title, IssueRow.slug
        )
    )
    return tuple(map(IssueName._make, rows))


def representatives(session: Session, utterances: Iterable[str]) -> Mapping[str, StatementRecord]:
    """By id of these utterances, the report that stands for each."""
    wanted = sorted(utterances)
    found: dict[str, StatementRecord] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        several = select(UtteranceRow.id, UtteranceRow.representative_id).where(
            UtteranceRow.id.in_(some)
        )
        # An utterance that one article alone reports has no row: its report has its id.
        of = {one: one for one in some} | dict(session.execute(several).all())
        either = sorted({*of, *of.values()})
        by_id = {one.id: one for one in statement_records(session, StatementRow.id.in_(either))}
        found |= {one: by_id.get(report, by_id[one]) for one, report in of.items()}
    return found
