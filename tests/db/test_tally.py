"""What is counted as it is written is what a count of everything gives, whatever is done."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, func, select, update

from app.db.store import save, sync_directory
from app.db.store.tally import recount
from app.db.tables import ActorRow, ArticleRow, State, StatementRow, VersionRow
from app.db.tables_tally import ActorTallyRow
from tests.db import corpus

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@pytest.fixture
def stored(session: Session) -> Session:
    """A session with the whole corpus."""
    sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
    for extraction in corpus.ALL:
        save(session, extraction)
    session.flush()
    session.expire_all()
    return session


def tallied(session: Session) -> dict[str, tuple[int, int]]:
    rows = session.execute(
        select(ActorTallyRow.actor_id, ActorTallyRow.reports, ActorTallyRow.utterances)
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def truth(session: Session) -> dict[str, tuple[int, int]]:
    """The same, each shown statement looked at by itself, utterances told apart by a set."""
    reports: Counter[str] = Counter()
    utterances: dict[str, set[str]] = {}
    for one in session.scalars(select(StatementRow)):
        version = session.get_one(VersionRow, one.version_id)
        if one.state is State.LIVE and version.newest and one.original_id == one.id:
            reports[one.actor_id] += 1
            utterances.setdefault(one.actor_id, set()).add(one.utterance_id)
    return {key: (number, len(utterances[key])) for key, number in reports.items()}


def test_what_is_stored_is_counted(stored: Session) -> None:
    assert tallied(stored) == truth(stored)
    assert len(truth(stored)) > 1


def test_any_change_of_rows_is_counted(stored: Session) -> None:
    chance = random.Random(5)  # noqa: S311 - no secret
    ids = stored.scalars(select(StatementRow.id).order_by(StatementRow.id)).all()
    actors = stored.scalars(select(ActorRow.id).order_by(ActorRow.id)).all()
    versions = stored.scalars(select(VersionRow.id).order_by(VersionRow.id)).all()
    for _ in range(60):
        one = chance.choice(ids)
        of_one = update(StatementRow).where(StatementRow.id == one)
        gone = {"state": State.WITHDRAWN, "withdrawn_reason": "a test"}
        back = {"state": State.LIVE, "withdrawn_reason": None}
        copy = chance.choice(ids)
        change = chance.choice(
            (
                of_one.values(actor_id=chance.choice(actors)),
                of_one.values(gone),
                of_one.values(back),
                # A copy is of its original's utterance; an original is found by its own id.
                of_one.values(original_id=copy),
                of_one.values(original_id=StatementRow.id),
                update(VersionRow)
                .where(VersionRow.id == chance.choice(versions))
                .values(newest=chance.random() < 0.5),
            )
        )
        stored.execute(change, execution_options={"synchronize_session": False})
        stored.expire_all()
        assert tallied(stored) == truth(stored)


def test_what_is_deleted_is_not_counted(stored: Session) -> None:
    for article in stored.scalars(select(ArticleRow.id).order_by(ArticleRow.id)).all():
        stored.execute(delete(ArticleRow).where(ArticleRow.id == article))
        stored.expire_all()
        assert tallied(stored) == truth(stored)
    assert stored.scalar(select(func.count()).select_from(StatementRow)) == 0
    assert tallied(stored) == {}


def test_it_can_be_made_anew(stored: Session) -> None:
    right = tallied(stored)
    assert recount(stored) == 0
    key = min(right)
    stored.execute(update(ActorTallyRow).where(ActorTallyRow.actor_id == key).values(reports=99))
    stored.execute(delete(ActorTallyRow).where(ActorTallyRow.actor_id == max(right)))
    assert recount(stored) == 2
    assert tallied(stored) == right
