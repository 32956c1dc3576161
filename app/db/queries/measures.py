"""Measures: a few numbers about the whole library, for who watches over it (app/web/metrics.py)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app.db.data_version import data_version
from app.db.tables import ItemRow, RunRow
from app.db.tables_queue import QueueItemRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.domain.runs import Outcome, RunState


@dataclass(frozen=True, slots=True)
class Measures:
    """What is counted, each in one query."""

    data_version: int
    waiting: int  # statements in the review queue
    runs: Mapping[tuple[str, RunState], int]  # by command; the state as it was last written
    items: Mapping[Outcome, int]
    last_seen: datetime | None  # when a run last said something, UTC
    last_finished: datetime | None  # when one came to its end, UTC


def measures(session: Session) -> Measures:
    """The numbers as they are now."""
    runs = select(RunRow.command, RunRow.state, func.count()).group_by(RunRow.command, RunRow.state)
    items = select(ItemRow.outcome, func.count()).group_by(ItemRow.outcome)
    last = select(func.max(RunRow.seen_at), func.max(RunRow.finished_at))
    last_seen, last_finished = session.execute(last).one()
    return Measures(
        data_version=data_version(session),
        waiting=session.scalar(select(func.count()).select_from(QueueItemRow)) or 0,
        runs={(command, state): count for command, state, count in session.execute(runs)},
        items={row[0]: row[1] for row in session.execute(items)},
        last_seen=last_seen,
        last_finished=last_finished,
    )
