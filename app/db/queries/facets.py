"""What the filters of a comparison offer, with counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, select, true

from app.db.queries.comparisons import certain, filters, possible
from app.db.queries.statements import SHOWN, joined, on_issue
from app.db.tables import ActorRow, IssueRow, OutletRow, PositionRow, StatementRow
from app.domain.positions import Stance
from app.domain.records import Facet, Facets
from app.domain.statements import StatementKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from enum import StrEnum

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from app.domain.queries import ComparisonQuery


def facets(session: Session, query: ComparisonQuery) -> Facets:
    """Every value on the issue, with how many utterances choosing it would show.

    A count holds the dated ones, and the undated ones if the query lists them; what several
    articles report counts once.
    """
    people = _counts(session, query, "actors", (ActorRow.slug, ActorRow.name))
    papers = _counts(session, query, "outlets", (OutletRow.slug, OutletRow.name))
    kinds = _counts(session, query, "kinds", (StatementRow.kind,))
    stances = _counts(session, query, "stances", (PositionRow.stance,))
    return Facets(
        actors=_by_size(people),
        outlets=_by_size(papers),
        stances=_in_order(Stance, stances),
        kinds=_in_order(StatementKind, kinds),
    )


def _counts(
    session: Session, query: ComparisonQuery, name: str, values: Sequence[Any]
) -> list[tuple[Any, ...]]:
    """Rows of the values, how many utterances the other filters leave, and how many there are."""
    others = [condition for key, condition in filters(query).items() if key != name]
    when = possible(query) if query.undated else certain(query)
    shown = case((and_(true(), when, *others), StatementRow.utterance_id))
    count = func.count(shown.distinct())
    chosen = joined(select(*values, count, func.count(StatementRow.utterance_id.distinct())))
    if name == "stances":
        chosen = _with_positions(chosen, query.issue)
    grouped = chosen.where(*SHOWN, on_issue(query.issue)).group_by(*values)
    return [tuple(row) for row in session.execute(grouped)]


def _with_positions(chosen: Select[*tuple[Any, ...]], issue: str) -> Select[*tuple[Any, ...]]:
    of_issue: ColumnElement[bool] = IssueRow.slug == issue
    return chosen.join(PositionRow, PositionRow.statement_id == StatementRow.id).join(
        IssueRow, and_(IssueRow.id == PositionRow.issue_id, of_issue)
    )


def _by_size(rows: Iterable[tuple[Any, ...]]) -> tuple[Facet, ...]:
    """Most statements on the issue first, whatever is chosen, so that the list keeps its order."""
    ordered = sorted(rows, key=lambda row: (-row[3], row[1], row[0]))
    return tuple(Facet(slug, name, count) for slug, name, count, _ in ordered)


def _in_order(values: type[StrEnum], rows: Iterable[tuple[Any, ...]]) -> tuple[Facet, ...]:
    counts = {value: count for value, count, _ in rows}
    return tuple(
        Facet(value.value, value.value, counts[value]) for value in values if value in counts
    )
