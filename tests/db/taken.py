"""Positions as the rules of agreement take them: what the fields are checked against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, String, case, null, select, true, type_coerce

from app.db.queries.statements import ORIGINAL, SHOWN
from app.db.tables import ActorRow, ArticleRow, IssueRow, PositionRow, StatementRow, VersionRow
from app.domain.positions import Scope, Stance
from app.utterances.agreement import Taken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

_STANCES = {stance.value: stance for stance in Stance}
_SCOPES = {scope.value: scope for scope in Scope}
_HOLDS = select(PositionRow.id).where(PositionRow.holder_id == ActorRow.id).exists()


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
