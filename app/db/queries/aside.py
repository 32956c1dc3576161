"""What was put aside: in each run by its reasons, in one run one by one, and what still is."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app.db.tables import ItemRow
from app.domain.runs import AsideGroup, ItemRecord, Outcome

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import Subquery
    from sqlalchemy.orm import Session

_REASONS = 5  # of one run; a thousand things may have a thousand
_NEWEST = 3  # of one reason
_PUT_ASIDE = ItemRow.outcome == Outcome.PUT_ASIDE


def reasons(session: Session, runs: Collection[int]) -> Mapping[int, tuple[AsideGroup, ...]]:
    """For each of these runs the reasons it gave most often, the newest things of each."""
    most = _most_given(session, runs)
    newest = _newest(session, most)
    found: dict[int, list[AsideGroup]] = defaultdict(list)
    for (run, reason), count in most.items():
        found[run].append(AsideGroup(reason, count, tuple(newest[run, reason])))
    return {run: tuple(groups) for run, groups in found.items()}


def _most_given(session: Session, runs: Collection[int]) -> Mapping[tuple[int, str], int]:
    """The reasons that each run gave most often, in that order, with their counts."""
    count = func.count()
    place = func.row_number().over(
        partition_by=ItemRow.run_id, order_by=(count.desc(), func.max(ItemRow.id).desc())
    )
    groups = (
        select(ItemRow.run_id, ItemRow.reason, count.label("count"), place.label("place"))
        .where(ItemRow.run_id.in_(runs), _PUT_ASIDE)
        .group_by(ItemRow.run_id, ItemRow.reason)
        .subquery()
    )
    rows = session.execute(
        select(groups.c.run_id, groups.c.reason, groups.c.count)
        .where(groups.c.place <= _REASONS)
        .order_by(groups.c.run_id, groups.c.place)
    )
    return {(run, reason): count for run, reason, count in rows}


def _newest(
    session: Session, most: Collection[tuple[int, str]]
) -> Mapping[tuple[int, str], list[ItemRecord]]:
    """The newest things that were put aside for these reasons."""
    place = func.row_number().over(
        partition_by=(ItemRow.run_id, ItemRow.reason), order_by=ItemRow.id.desc()
    )
    items = (
        select(ItemRow.id, ItemRow.source, ItemRow.run_id, ItemRow.reason, place.label("place"))
        .where(
            ItemRow.run_id.in_({run for run, _ in most}),
            _PUT_ASIDE,
            ItemRow.reason.in_({reason for _, reason in most}),
        )
        .subquery()
    )
    rows = session.execute(
        select(items.c.run_id, items.c.reason, items.c.source)
        .where(items.c.place <= _NEWEST)
        .order_by(items.c.id.desc())
    )
    found: dict[tuple[int, str], list[ItemRecord]] = defaultdict(list)
    for run, reason, source in rows:
        found[run, reason].append(ItemRecord(source, Outcome.PUT_ASIDE, reason, None))
    return found


def aside_of(
    session: Session, run: int, *, limit: int, before: int | None = None
) -> tuple[tuple[ItemRecord, ...], int | None]:
    """What a run put aside, the newest first, from a place on; and the place of what follows.

    None when nothing follows.
    """
    chosen = select(ItemRow).where(ItemRow.run_id == run, _PUT_ASIDE)
    if before is not None:
        chosen = chosen.where(ItemRow.id < before)
    rows = session.scalars(chosen.order_by(ItemRow.id.desc()).limit(limit + 1)).all()
    items = tuple(
        ItemRecord(row.source, row.outcome, row.reason, row.article_id) for row in rows[:limit]
    )
    return items, rows[limit - 1].id if len(rows) > limit else None


def put_aside(session: Session) -> tuple[str, ...]:
    """What to read again: the origins of all that was put aside the last time it was met.

    In the order in which they were put aside; each once.
    """
    latest = _latest()
    rows = session.scalars(
        select(ItemRow.origin)
        .join(latest, latest.c.id == ItemRow.id)
        .where(_PUT_ASIDE)
        .order_by(ItemRow.id)
    )
    return tuple(dict.fromkeys(rows))


def still_aside(session: Session) -> int:
    """How many things were put aside the last time they were met."""
    latest = _latest()
    counted = select(func.count()).select_from(ItemRow)
    return session.scalar(counted.join(latest, latest.c.id == ItemRow.id).where(_PUT_ASIDE)) or 0


def _latest() -> Subquery:
    """The last time each thing was met; what came on standard input cannot be read again."""
    return (
        select(func.max(ItemRow.id).label("id"))
        .where(ItemRow.origin != "")
        .group_by(ItemRow.origin, ItemRow.source)
        .subquery()
    )
