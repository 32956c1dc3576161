"""Revisions are never changed, and editors who are at work at once lose nothing."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.db.queries.revisions import history, newest
from app.db.session import open_engine, sessions
from app.db.store import save, sync_directory
from app.db.store.editing import (
    Correction,
    Outdated,
    accept,
    correct,
    edit_actor,
    join,
    merge_actors,
    undo,
    withdraw,
)
from app.db.tables import ActorRow, AliasRow, StatementRow
from app.db.tables_revisions import RevisionRow
from app.domain.accounts import By, Interface
from app.domain.dates import DateBasis, UncertainDate
from app.domain.revisions import ObjectKind
from app.errors import ConflictError, InputError
from tests.db import corpus
from tests.db.dump import dump
from tests.db.test_utterances import CUT, LATER, OTHER, WHOLE, printed
from tests.factories import make_actor, make_issue
from tests.processes import APART

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

EVA = By(1, "Eva", Interface.WEB)
_HISTORY = frozenset({"revision", "revision_object", "revision_change"})
_PROCESSES = 8
_EACH = 2


@pytest.fixture
def accepted(session: Session) -> int:
    save(session, corpus.ONE)
    return accept(session, EVA, session.scalars(select(StatementRow.id)).all()[0]).id


@pytest.mark.parametrize("table", ["revision", "revision_object", "revision_change"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET {column} = {column}",
        "DELETE FROM {table}",
        "DELETE FROM {table} WHERE {column} IS NOT NULL",
    ],
)
def test_the_database_refuses_to_change_what_was_done(
    session: Session, accepted: int, table: str, statement: str
) -> None:
    column = "id" if table == "revision" else "revision_id"
    rows = dump(session)
    with pytest.raises(DBAPIError, match="never changed"), session.begin_nested():
        session.execute(text(statement.format(table=table, column=column)))
    assert dump(session) == rows


def test_nor_is_it_replaced_or_emptied(session: Session, accepted: int) -> None:
    if session.get_bind().dialect.name == "sqlite":
        again = (
            "INSERT OR REPLACE INTO revision SELECT * FROM revision",
            "INSERT OR REPLACE INTO revision_change SELECT * FROM revision_change",
            "INSERT OR REPLACE INTO revision_object SELECT * FROM revision_object",
        )
    else:
        again = (
            "TRUNCATE revision CASCADE",
            "TRUNCATE revision_change",
            "INSERT INTO revision SELECT * FROM revision ON CONFLICT (id) DO UPDATE SET undoes = 1",
        )
    for statement in again:
        with pytest.raises(DBAPIError, match="never changed"), session.begin_nested():
            session.execute(text(statement))


def test_a_revision_says_all_of_itself(session: Session, accepted: int) -> None:
    (told,) = history(session, *_first_object(session, accepted))
    assert told.id == accepted
    assert told.undone_by is None
    undone = undo(session, EVA, accepted, reason="  a slip\nof the key ")
    assert undone.reason == "a slip of the key"
    again = undo(session, EVA, undone.id)
    newest_first = history(session, *_first_object(session, accepted))
    assert [one.id for one in newest_first] == [again.id, undone.id, accepted]
    # The undo was undone, so what it took back stands, and may be undone again.
    assert [one.undone_by for one in newest_first] == [None, again.id, None]
    with pytest.raises(InputError, match="undone already"):
        undo(session, EVA, undone.id)
    undo(session, EVA, accepted)


def _first_object(session: Session, revision: int) -> tuple[ObjectKind, str]:
    row = session.get_one(RevisionRow, revision)
    assert row.at.tzinfo is not None
    identifier = session.execute(
        text("SELECT object_id FROM revision_object WHERE revision_id = :id"), {"id": revision}
    ).scalar_one()
    return ObjectKind.STATEMENT, identifier


def _dates(url: str, statement: str, number: int) -> int:
    """Give a statement one date after the other, each knowing the last; how often one was late."""
    engine = open_engine(url)
    late = 0
    by = By(number, f"Editor {number}", Interface.WEB)
    for turn in range(_EACH):
        day = UncertainDate.parse(f"20{number:02}-01-{turn + 1:02}", DateBasis.STATED)
        while True:
            with sessions(engine) as session:
                seen = newest(session, ObjectKind.STATEMENT, statement)
            try:
                with sessions(engine, write=True) as session:
                    correct(session, by, statement, Correction(said_on=day), seen=seen)
                break
            except Outdated as error:
                if min(one.id for one in error.since) <= seen:
                    raise
                late += 1
    engine.dispose()
    return late


def test_eight_editors_of_one_statement_lose_nothing(database_url: str) -> None:
    engine = open_engine(database_url)
    with sessions(engine, write=True) as session:
        sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
        save(session, corpus.ONE)
        statement = session.scalars(select(StatementRow.id)).all()[0]
        before = _content(session)
    with _pool() as pool:
        jobs = [pool.submit(_dates, database_url, statement, n) for n in range(_PROCESSES)]
        for job in jobs:
            job.result()
    with sessions(engine, write=True) as session:
        told = history(session, ObjectKind.STATEMENT, statement)
        assert len(told) == _PROCESSES * _EACH
        # Each began where the one before it ended: nobody wrote over what they had not seen.
        days = [change for one in told for change in one.changes if change.table == "statement"]
        for later, earlier in pairwise(days):
            assert later.before is not None
            assert earlier.after is not None
            for column in later.before.keys() & earlier.after.keys():
                assert later.before[column] == earlier.after[column]
        by_editor = {one.by for one in told}
        assert len(by_editor) == _PROCESSES
        for one in told:
            undo(session, EVA, one.id)
        assert _content(session) == before
    engine.dispose()


def _mixed(url: str, number: int) -> int:
    """Edit, merge, join, store and undo, all at once with others; how much was done."""
    engine = open_engine(url)
    by = By(number, f"Editor {number}", Interface.WEB)
    done = 0
    with sessions(engine) as session:
        statements = session.scalars(select(StatementRow.id).order_by(StatementRow.id)).all()
    for turn in range(_EACH):
        for act in range(4):
            one, other = (statements[(number + turn * k + act) % len(statements)] for k in (1, 3))
            try:
                with sessions(engine, write=True) as session:
                    if act == 0:
                        made = withdraw(session, by, one, reason=f"{number}.{turn}")
                    elif act == 1:
                        made = join(session, by, one, other)
                    elif act == 2:
                        made = merge_actors(session, by, f"person-{number}", "ada-moreau")
                    else:
                        actor = make_actor(f"Person {number}", aliases=(f"Alias {turn}",))
                        made = edit_actor(session, by, actor)
                    if turn % 2:
                        undo(session, by, made.id)
                done += 1
            except (InputError, ConflictError):
                pass
        with sessions(engine, write=True) as session:
            save(session, printed(f"New {number}{turn}", CUT, speaker=f"Person {number}"))
    engine.dispose()
    return done


def test_editors_and_machines_at_once_lose_nothing(database_url: str) -> None:
    engine = open_engine(database_url)
    with sessions(engine, write=True) as session:
        sync_directory(session, corpus.DIRECTORY, [make_issue(), make_issue("other", "Another")])
        for extraction in (*corpus.ALL, LATER, printed("Two", WHOLE, OTHER)):
            save(session, extraction)
        for number in range(_PROCESSES):
            save(session, printed(f"P{number}", WHOLE, speaker=f"Person {number}"))
    with _pool() as pool:
        done = sum(
            job.result()
            for job in [pool.submit(_mixed, database_url, n) for n in range(_PROCESSES)]
        )
    with sessions(engine, write=True) as session:
        kept = len(
            session.scalars(select(RevisionRow.id).where(RevisionRow.undoes.is_(None))).all()
        )
        assert kept == done >= _PROCESSES
        # Nobody speaks under the name of one who was merged into another.
        gone = select(ActorRow.id).where(ActorRow.merged_into_id.is_not(None))
        speaking = select(StatementRow.id).where(StatementRow.actor_id.in_(gone))
        assert session.scalars(speaking).all() == []
        assert session.scalars(select(AliasRow.id)).all()
    engine.dispose()


def _pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(_PROCESSES, mp_context=APART)


def _content(session: Session) -> dict[str, list[str]]:
    session.expire_all()
    return dump(session, without=_HISTORY)
