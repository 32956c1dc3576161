"""What runs of the ingest job did."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app.db.queries.aside import aside_of, reasons
from app.db.store.runs import is_gone
from app.db.tables import ItemRow, RunRow
from app.domain.runs import AsidePage, Outcome, RunRecord, RunState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session


def runs(session: Session, limit: int = 50, before: int | None = None) -> tuple[RunRecord, ...]:
    """The latest runs, newest first; one whose process is gone is shown as interrupted.

    With ``before``, the number of a run, those that began before it.
    """
    chosen = select(RunRow).order_by(RunRow.id.desc()).limit(limit)
    if before is not None:
        chosen = chosen.where(RunRow.id < before)
    return _records(session, session.scalars(chosen).all())


def run(
    session: Session, number: int, *, limit: int, before: int | None = None
) -> AsidePage | None:
    """One run with all that it put aside, ``limit`` at a time; None when there is no such run.

    ``before`` is the ``older`` of the part before.
    """
    records = _records(session, session.scalars(select(RunRow).where(RunRow.id == number)).all())
    if not records:
        return None
    items, older = aside_of(session, number, limit=limit, before=before)
    return AsidePage(records[0], items, older)


def _records(session: Session, rows: Sequence[RunRow]) -> tuple[RunRecord, ...]:
    ids = [row.id for row in rows]
    counts: Counter[tuple[int, Outcome]] = Counter()
    chosen = select(ItemRow.run_id, ItemRow.outcome, func.count()).where(ItemRow.run_id.in_(ids))
    for number, outcome, count in session.execute(chosen.group_by(ItemRow.run_id, ItemRow.outcome)):
        counts[number, outcome] = count
    aside = reasons(session, ids)
    now = datetime.now(UTC)
    return tuple(
        RunRecord(
            id=row.id,
            started_at=row.started_at,
            finished_at=row.finished_at,
            state=_state(row, now),
            extractor=row.extractor,
            outcomes=tuple((outcome, counts[row.id, outcome]) for outcome in Outcome),
            put_aside=aside.get(row.id, ()),
            command=row.command,
            seen_at=row.seen_at,
        )
        for row in rows
    )


def _state(row: RunRow, now: datetime) -> RunState:
    if row.state is RunState.RUNNING and is_gone(row, now):
        return RunState.INTERRUPTED
    return row.state
