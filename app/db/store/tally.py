"""The tally of actors, made anew: what triggers keep, should something have gone past them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case, delete, func, insert, select

from app.db.queries.statements import ORIGINAL, SHOWN
from app.db.store.copies import alone
from app.db.tables import StatementRow, VersionRow
from app.db.tables_tally import ActorTallyRow

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import Session


def counted() -> Select[str, int, int]:
    """By actor, how many reports and utterances of it are shown: all statements are read."""
    return (
        select(
            StatementRow.actor_id,
            func.count(),
            func.count(case((StatementRow.utterance_id == StatementRow.id, 1))),
        )
        .join(VersionRow, VersionRow.id == StatementRow.version_id)
        .where(*SHOWN, ORIGINAL)
        .group_by(StatementRow.actor_id)
    )


def recount(session: Session) -> int:
    """Count anew what each actor is on record with; gives the number of rows that were wrong."""
    alone(session)
    stored = select(ActorTallyRow.actor_id, ActorTallyRow.reports, ActorTallyRow.utterances)
    before = {tuple(row) for row in session.execute(stored)}
    truth = {tuple(row) for row in session.execute(counted())}
    wrong = {row[0] for row in before ^ truth}
    if wrong:
        session.execute(delete(ActorTallyRow))
        columns = ["actor_id", "reports", "utterances"]
        session.execute(insert(ActorTallyRow).from_select(columns, counted()))
    return len(wrong)
