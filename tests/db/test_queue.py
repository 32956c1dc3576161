"""The rows of the queue are right after whatever is written, by whomever, on both databases."""

from __future__ import annotations

import importlib.util
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select, text, update

from app.config import resource_folder
from app.db.queries import queue as stored
from app.db.session import sessions
from app.db.store import editing, save, sync_directory
from app.db.store.copies import alone
from app.db.store.inserting import core
from app.db.store.reader_reports import Bounds, close_reports_of, take
from app.db.store.skips import put_off, take_up
from app.db.tables import PositionRow, StatementRow, UtteranceRow, VersionRow
from app.db.tables_queue import QueueItemRow
from app.domain.accounts import By, Interface
from app.domain.certainty import speaker_certain
from app.domain.positions import Stance
from app.domain.queue import QueueQuery, WaitReason
from app.domain.reader_reports import ReaderReport, ReportState, Wrong
from app.views.stances import show_stance
from tests.db import corpus
from tests.factories import make_actor, make_extraction, make_statement
from tests.told import fill

if TYPE_CHECKING:
    from types import ModuleType

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

EVA = By(1, "eva", Interface.WEB)


def migration() -> ModuleType:
    path = resource_folder("migrations") / "versions" / "0010_queue.py"
    spec = importlib.util.spec_from_file_location("queue_migration", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(session: Session) -> list[tuple[object, ...]]:
    table = core(QueueItemRow)
    return sorted(tuple(row) for row in session.execute(select(*table.columns)))


def check(session: Session) -> list[tuple[object, ...]]:
    """The queue's rows, which are those that would be made anew."""
    session.flush()
    kept = rows(session)
    made = migration()
    server = session.get_bind().dialect.name == "postgresql"
    filled = made.PLACE.format(
        where="1 = 1",
        stance_certain=made.STANCE_CERTAIN,
        speaker_certain=made.SPEAKER_CERTAIN,
        many_reports=made.MANY_REPORTS,
        many_statements=made.MANY_STATEMENTS,
        no_list="CAST('[]' AS jsonb)" if server else "'[]'",
        joined="string_agg(d.t, ' ' ORDER BY d.t)" if server else "group_concat(d.t, ' ')",
    )
    with session.begin_nested():
        session.execute(text("DELETE FROM queue_item"))
        session.connection().exec_driver_sql(filled)
        assert rows(session) == kept
    return kept


def reasons(session: Session, identifier: str) -> tuple[WaitReason, ...] | None:
    found = stored.place(session, identifier)
    return None if found is None else found.reasons


def take_report(session: Session, key: str, statement: str) -> None:
    report = ReaderReport(key, statement, Wrong.SPEAKER, "", datetime.now(UTC))
    take(session, report, "192.0.2.1", Bounds(50, 50))


def test_rows_follow_everything_that_is_written(engine: Engine) -> None:
    with sessions(engine, write=True) as session:
        sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
    for extraction in corpus.ALL:
        with sessions(engine, write=True) as session:
            save(session, extraction)
            assert check(session)
    with sessions(engine, write=True) as session:
        first = stored.waiting(session, QueueQuery(), most=1)[0].statement.id
        take_report(session, "r1", first)
        assert reasons(session, first) is not None
        assert WaitReason.REPORTED in (reasons(session, first) or ())
        check(session)
        editing.accept(session, EVA, first)
        assert WaitReason.REPORTED in (reasons(session, first) or ())  # nobody has answered
        close_reports_of(session, EVA, first, ReportState.DISMISSED, "It stands.")
        assert reasons(session, first) is None
        check(session)
        second = stored.waiting(session, QueueQuery(), most=1)[0].statement.id
        put_off(session, EVA, second, "later")
        assert stored.waiting(session, QueueQuery(), most=100)[-1].statement.id == second
        check(session)
        assert take_up(session, second)
        made = editing.correct(
            session,
            EVA,
            second,
            editing.Correction(positions=(editing.PositionDraft("other", Stance.UNDETERMINED),)),
        )
        check(session)
        editing.undo(session, EVA, made.id)
        assert reasons(session, second) is not None
        check(session)
        gone = editing.withdraw(session, EVA, second, reason="nobody said it")
        assert reasons(session, second) is None
        check(session)
        editing.undo(session, EVA, gone.id)
        check(session)
        # By hand, as a migration or a command might.
        session.execute(update(PositionRow).values(confidence=0.99))
        session.execute(update(StatementRow).values(confidence=0.1))
        check(session)
        session.execute(update(VersionRow).values(newest=False))
        assert check(session) == []
        session.execute(text("DELETE FROM article_version"))
        assert check(session) == []


def test_reports_of_one_utterance_and_where_they_differ(engine: Engine, database_url: str) -> None:
    fill(database_url)
    with sessions(engine, write=True) as session:
        assert check(session)
        found = stored.waiting(session, QueueQuery(reason=WaitReason.OUTLETS_DIFFER), most=50)
        assert found
        assert all(one.statement.differences for one in found)
        key = session.scalars(select(UtteranceRow.id)).first()
        session.execute(update(UtteranceRow).where(UtteranceRow.id == key).values(differences=[]))
        fewer = stored.waiting(session, QueueQuery(reason=WaitReason.OUTLETS_DIFFER), most=50)
        assert len(fewer) < len(found)
        check(session)


def test_an_actor_of_many_statements_is_often_shown(engine: Engine) -> None:
    most = migration().MANY_STATEMENTS
    words = [f"word{number} is said" for number in range(most)]
    body = ". ".join(f"Ada Moreau said {one}" for one in words)
    with sessions(engine, write=True) as session:
        sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
        ada = make_actor("Ada Moreau")
        made = [make_statement(body, one, ada) for one in words[:-1]]
        save(session, make_extraction(body, *made, file="a"))
        often = QueueQuery(reason=WaitReason.OFTEN_SHOWN)
        assert stored.waiting(session, often, most=100) == ()
        last = f"Ada Moreau said {words[-1]} at last."
        save(session, make_extraction(last, make_statement(last, words[-1], ada), file="b"))
        assert len(stored.waiting(session, often, most=100)) == most
        check(session)
        one = stored.waiting(session, often, most=1)[0].statement.id
        editing.correct(session, EVA, one, editing.Correction(actor="ilse-brandt"))
        assert stored.waiting(session, often, most=100) == ()
        check(session)


def test_what_pages_show_as_certain_is_certain_here() -> None:
    made = migration()
    for confidence in (0.794, 0.796, 0.8, 0.7):
        certain = show_stance(Stance.OPPOSES, confidence).certain
        assert certain is (confidence >= made.STANCE_CERTAIN)
    for confidence in (0.294, 0.296, 0.3, 0.2):
        assert speaker_certain(confidence) is (confidence >= made.SPEAKER_CERTAIN)


def test_writers_at_once_make_one_row(engine: Engine) -> None:
    with sessions(engine, write=True) as session:
        sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
        save(session, corpus.ONE)
        one = stored.waiting(session, QueueQuery(), most=1)[0].statement.id
    together, errors = threading.Barrier(6), []

    def write(number: int) -> None:
        together.wait()
        try:
            for turn in range(5):
                with sessions(engine, write=True) as session:
                    if number % 3 == 0:
                        take_report(session, f"r{number}-{turn}", one)
                    elif number % 3 == 1:
                        put_off(session, EVA, one, "later")
                    else:
                        alone(session)
                        session.execute(
                            update(StatementRow)
                            .where(StatementRow.id == one)
                            .values(confidence=turn / 10)
                        )
        except BaseException as error:  # noqa: BLE001 - the assertion shows it
            errors.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with sessions(engine, write=True) as session:
        check(session)
        assert reasons(session, one) is not None
