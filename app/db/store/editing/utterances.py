"""Utterances: two reports that are of one, or of two, whatever the machine finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from sqlalchemy import delete, insert

from app.db.store.editing.statements import see_current, stored
from app.db.store.editing.turns import How, settle_reports, turn
from app.db.store.inserting import core
from app.db.tables import MatchRow, State
from app.domain.revisions import ObjectKind
from app.domain.utterances import MatchKind
from app.errors import InputError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.domain.accounts import By
    from app.domain.revisions import Revision


def join(
    session: Session,
    by: By,
    statement: str,
    other: str,
    **how: Unpack[How],
) -> Revision:
    """Both report what was said once. ``seen`` is of the first."""
    return _match(session, by, MatchKind.JOINED, (statement, other), **how)


def part(
    session: Session,
    by: By,
    statement: str,
    other: str,
    **how: Unpack[How],
) -> Revision:
    """They report two things that were said, however like each other. ``seen`` is of the first."""
    return _match(session, by, MatchKind.APART, (statement, other), **how)


def _match(
    session: Session,
    by: By,
    kind: MatchKind,
    pair: tuple[str, str],
    **how: Unpack[How],
) -> Revision:
    action = "join" if kind is MatchKind.JOINED else "part"
    key = (ObjectKind.STATEMENT, pair[0])
    with turn(session, by, action, of=key, **how) as written:
        recorder = written.recorder
        rows = [stored(session, identifier) for identifier in pair]
        for row in rows:
            recorder.of(ObjectKind.STATEMENT, row.id)
            recorder.of(ObjectKind.UTTERANCE, row.utterance_id)
            see_current(session, row)
        if any(row.state is State.WITHDRAWN for row in rows):
            raise InputError("What is withdrawn reports nothing; restore it first.")
        if rows[0].actor_id != rows[1].actor_id:
            raise InputError("Two actors do not say one thing; correct who said it first.")
        # A copy counts with the article that it is a copy of.
        one, two = sorted(row.original_id for row in rows)
        if one == two:
            raise InputError("Both are the same report: one article prints a copy of the other.")
        table = core(MatchRow)
        here = (MatchRow.one_id == one) & (MatchRow.other_id == two)
        recorder.watch(MatchRow, here)
        session.execute(delete(table).where(table.c.one_id == one, table.c.other_id == two))
        session.execute(
            insert(table).values(
                one_id=one, other_id=two, kind=kind, score=1.0, decided_by=by.decided_by
            )
        )
        settle_reports(session, [one, two])
        for row in (stored(session, identifier) for identifier in pair):
            recorder.of(ObjectKind.UTTERANCE, row.utterance_id)
    return written.revision
