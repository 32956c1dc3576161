"""Reviewed statements with what the machine had said of them, in seven SQL statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, text

from app.db.queries import making
from app.db.queries.statements import joined
from app.db.tables import (
    ActorRow,
    ArticleRow,
    IssueRow,
    OutletRow,
    PositionRow,
    State,
    StatementRow,
)
from app.db.tables_revisions import RevisionChangeRow, RevisionRow
from app.domain.positions import Evidence, Stance
from app.domain.reviews import Reviewed, Said, SaidPosition
from app.domain.spans import Span
from app.domain.statements import StatementKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

# What a person decided, in the words of the index of it (ix_statement_reviewed).
REVIEWED = text("substr(statement.decided_by, 1, 7) = 'editor '")
_Row = dict[str, Any]  # the columns of a row, as revisions have them
_STATEMENT = ("actor_id", "kind", "content", "said_edtf", "confidence", "state")
_POSITION = (
    "statement_id",
    "issue_id",
    "ordinal",
    "stance",
    "holder_id",
    "asserted_by_id",
    "confidence",
    "evidence",
    "review",
)


def reviews(session: Session) -> tuple[Reviewed, ...]:
    """The statements that a person decided last, copies left out, by article and place.

    Of a statement that the machine replaced since, because its article changed, the review holds.
    """
    rows = session.execute(
        joined(select(StatementRow, ArticleRow, OutletRow))
        .where(REVIEWED, StatementRow.original_id == StatementRow.id)
        .order_by(ArticleRow.id, StatementRow.starts_at, StatementRow.id)
    ).all()
    ids = {statement.id for statement, _, _ in rows}
    changes = _changes(session)
    now, before = _positions(session, ids, changes["position"])
    known = _Known(session)
    found = []
    for statement, article, outlet in rows:
        stands = {name: _plain(getattr(statement, name)) for name in _STATEMENT}
        steps = changes["statement"].get(statement.id, ())
        first = _unwound(stands, steps)
        found.append(
            Reviewed(
                statement=statement.id,
                article=article.id,
                outlet=making.outlet_ref(outlet),
                published=article.published,
                machine=known.said(first, before.get(statement.id, ())) if first else None,
                now=known.said(stands, now.get(statement.id, ())),
                withdrawn=statement.state is State.WITHDRAWN
                and any("state" in (after or ()) for _, after in steps),
            )
        )
    return tuple(found)


def last_change(session: Session) -> int:
    """The id of the newest revision of anything; as long as it stays, so does ``reviews``."""
    return session.scalar(select(func.max(RevisionRow.id))) or 0


class _Known:
    """Slugs of actors and issues by id; of a merged actor that of what it was merged into."""

    def __init__(self, session: Session) -> None:
        rows = session.execute(select(ActorRow.id, ActorRow.slug, ActorRow.merged_into_id)).all()
        self._slugs = {key: slug for key, slug, _ in rows}
        self._into = {key: other for key, _, other in rows if other is not None}
        self._issues = dict(session.execute(select(IssueRow.id, IssueRow.slug)).all())

    def said(self, row: _Row, positions: Iterable[_Row]) -> Said:
        """The statement in a row, with the positions in others."""
        return Said(
            actor=self._actor(row["actor_id"]),
            kind=StatementKind(row["kind"]),
            content=tuple(Span(*span) for span in row["content"]),
            said_on=row["said_edtf"],
            confidence=row["confidence"],
            positions=tuple(
                SaidPosition(
                    issue=self._issues[one["issue_id"]],
                    stance=Stance(one["stance"]),
                    holder=self._actor(one["holder_id"]),
                    asserted_by=self._actor(one["asserted_by_id"])
                    if one["asserted_by_id"]
                    else None,
                    confidence=one["confidence"],
                    evidence=tuple(
                        Evidence(Span(*each["span"]), each["rule"], Stance(each["stance"]))
                        for each in one["evidence"]
                    ),
                    review=tuple(one["review"]),
                )
                for one in sorted(positions, key=lambda one: (one["ordinal"], one["issue_id"]))
            ),
        )

    def _actor(self, key: str) -> str:
        seen: set[str] = set()
        while key in self._into and key not in seen:
            seen.add(key)
            key = self._into[key]
        return self._slugs.get(key, key)


_Step = tuple[_Row | None, _Row | None]  # before and after


def _changes(session: Session) -> Mapping[str, Mapping[str, Sequence[_Step]]]:
    """What people changed of statements and positions, by table and key, the oldest first."""
    rows = session.execute(
        select(
            RevisionChangeRow.table,
            RevisionChangeRow.key,
            RevisionChangeRow.before,
            RevisionChangeRow.after,
        )
        .where(RevisionChangeRow.table.in_(["statement", "position"]))
        .order_by(RevisionChangeRow.revision_id)
    )
    found: dict[str, dict[str, list[_Step]]] = {"statement": {}, "position": {}}
    for table, key, before, after in rows:
        found[table].setdefault(key, []).append((before, after))
    return found


def _unwound(row: _Row | None, steps: Sequence[_Step]) -> _Row | None:
    """The row as it was before all these changes; None where it was not there."""
    for before, after in reversed(steps):
        if before is None:
            row = None
        elif after is None or row is None:
            row = dict(before)
        else:
            row = row | before
    return row


_ByStatement = Mapping[str, Sequence[_Row]]


def _positions(
    session: Session, ids: set[str], changes: Mapping[str, Sequence[_Step]]
) -> tuple[_ByStatement, _ByStatement]:
    """The positions of these statements as they stand, and as the machine had them."""
    stand = {}
    for row in session.scalars(
        select(PositionRow)
        .join(StatementRow, StatementRow.id == PositionRow.statement_id)
        .where(REVIEWED)
    ):
        stand[row.id] = {name: _plain(getattr(row, name)) for name in _POSITION}
    now: dict[str, list[_Row]] = defaultdict(list)
    before: dict[str, list[_Row]] = defaultdict(list)
    for key in stand.keys() | changes.keys():
        one = stand.get(key)
        if one is not None:
            now[one["statement_id"]].append(one)
        first = _unwound(one, changes.get(key, ()))
        if first is not None and first.get("statement_id") in ids:
            before[first["statement_id"]].append(first)
    return now, before


def _plain(value: Any) -> Any:  # noqa: ANN401 - of any column
    """As revisions have it."""
    return value.isoformat() if isinstance(value, date) else value
