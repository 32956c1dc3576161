"""Grouping all that is stored anew: after a migration, or when the rules are others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import aliased

from app.db.queries.statements import SHOWN
from app.db.session import sessions
from app.db.store.copies import alone
from app.db.store.inserting import insert
from app.db.store.reports import chosen, stored, write_occasions
from app.db.store.utterances import let_go, rematch, settle, stored_pairs
from app.db.tables import GroupingRow, StatementRow, UtteranceRow, VersionRow
from app.utterances.likeness import matches
from app.utterances.scheme import scheme

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

# About so many statements in one transaction: a few seconds, in which nobody else writes.
_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Regrouped:
    """What is stored after grouping: as many reports, of so many utterances."""

    reports: int  # copies of one article count once
    utterances: int
    several: int  # utterances that several reports are of


def is_grouped(session: Session) -> bool:
    """Whether all that is stored was grouped by the rules of this program."""
    return session.get(GroupingRow, scheme()) is not None


def regroup(engine: Engine) -> Regrouped:
    """Find anew of which utterance each report is one; what editors decided of pairs stands.

    Actor by actor, in transactions of its own; others may store articles meanwhile. Nothing is
    written where nothing is another. What a killed one left undone the next one does.
    """
    with sessions(engine) as session:
        batches = list(_batches(session))
    for actors in batches:
        with sessions(engine, write=True) as session:
            alone(session)
            _regroup(session, actors)
    with sessions(engine, write=True) as session:
        alone(session)
        _forget_orphans(session)
        session.execute(delete(GroupingRow).where(GroupingRow.scheme != scheme()))
        mark = insert(session, GroupingRow).on_conflict_do_nothing()
        session.execute(mark, [{"scheme": scheme()}])
        return _counted(session)


def _batches(session: Session) -> Iterator[list[str]]:
    """The ids of all who speak, a few together or, who says much, alone."""
    batch: list[str] = []
    size = 0
    for actor, count in session.execute(
        select(StatementRow.actor_id, func.count())
        .group_by(StatementRow.actor_id)
        .order_by(StatementRow.actor_id)
    ):
        if batch and size + count > _BATCH:
            yield batch
            batch, size = [], 0
        batch.append(actor)
        size += count
    if batch:
        yield batch


def _regroup(session: Session, actors: Sequence[str]) -> None:
    found = session.execute(chosen().where(StatementRow.actor_id.in_(actors)))
    statements = [stored(row) for row in found]
    let_go(session, [one for one in statements if not one.shown])
    write_occasions(session, statements)
    units = [one for one in statements if one.unit]
    pairs = stored_pairs(session, (one.id for one in statements))
    reports = (one.report for one in units)
    rematch(session, pairs, {(one.one, one.other): one for one in matches(reports)})
    before = {one.utterance for one in statements}
    settle(session, (one.id for one in units), before, {one.id: one for one in statements})


def _forget_orphans(session: Session) -> None:
    """Remove utterances that no two reports are of; nobody but a killed older program left any."""
    other = aliased(StatementRow)
    second = exists().where(
        other.utterance_id == UtteranceRow.id,
        other.original_id == other.id,
        other.id != UtteranceRow.id,
    )
    session.execute(
        delete(UtteranceRow).where(~second), execution_options={"synchronize_session": False}
    )


def _counted(session: Session) -> Regrouped:
    reports, utterances = session.execute(
        select(func.count(), func.count(StatementRow.utterance_id.distinct()))
        .join(VersionRow, VersionRow.id == StatementRow.version_id)
        .where(*SHOWN, StatementRow.original_id == StatementRow.id)
    ).one()
    several = session.scalar(select(func.count()).select_from(UtteranceRow))
    return Regrouped(reports, utterances, several or 0)
