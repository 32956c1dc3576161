"""What runs of the ingest job did."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app.db.store.runs import is_gone
from app.db.tables import ItemRow, RunRow
from app.domain.runs import ItemRecord, Outcome, RunRecord, RunState

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def runs(session: Session, limit: int = 50) -> tuple[RunRecord, ...]:
    """The latest runs, newest first; one whose process is gone is shown as interrupted."""
    rows = session.scalars(select(RunRow).order_by(RunRow.id.desc()).limit(limit)).all()
    ids = [row.id for row in rows]
    of_runs = ItemRow.run_id.in_(ids)
    counts: Counter[tuple[int, Outcome]] = Counter()
    chosen = select(ItemRow.run_id, ItemRow.outcome, func.count())
    for run, outcome, count in session.execute(
        chosen.where(of_runs).group_by(ItemRow.run_id, ItemRow.outcome)
    ):
        counts[run, outcome] = count
    aside: dict[int, list[ItemRecord]] = defaultdict(list)
    for item in session.scalars(
        select(ItemRow).where(of_runs, ItemRow.outcome == Outcome.PUT_ASIDE).order_by(ItemRow.id)
    ):
        aside[item.run_id].append(
            ItemRecord(item.source, item.outcome, item.reason, item.article_id)
        )
    now = datetime.now(UTC)
    return tuple(
        RunRecord(
            id=row.id,
            started_at=row.started_at,
            finished_at=row.finished_at,
            state=_state(row, now),
            extractor=row.extractor,
            outcomes=tuple((outcome, counts[row.id, outcome]) for outcome in Outcome),
            put_aside=tuple(aside[row.id]),
        )
        for row in rows
    )


def _state(run: RunRow, now: datetime) -> RunState:
    if run.state is RunState.RUNNING and is_gone(run, now):
        return RunState.INTERRUPTED
    return run.state


def put_aside(session: Session) -> tuple[str, ...]:
    """What to read again: the origins of all that was put aside the last time it was met.

    In the order in which they were put aside; each once.
    """
    latest = (
        select(func.max(ItemRow.id).label("id"))
        .where(ItemRow.origin != "")
        .group_by(ItemRow.origin, ItemRow.source)
        .subquery()
    )
    rows = session.scalars(
        select(ItemRow.origin)
        .join(latest, latest.c.id == ItemRow.id)
        .where(ItemRow.outcome == Outcome.PUT_ASIDE)
        .order_by(ItemRow.id)
    )
    return tuple(dict.fromkeys(rows))
