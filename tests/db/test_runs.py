from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from app.db import queries
from app.db.store import finish_run, record_item, save, start_run
from app.db.tables import RunRow
from app.domain.runs import Outcome, RunState
from tests.factories import make_extraction

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def set_run(session: Session, run: int, **values: object) -> None:
    session.execute(update(RunRow).where(RunRow.id == run).values(**values))
    session.expire_all()


@pytest.fixture
def dead_process() -> int:
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_run_and_what_became_of_its_items(session: Session) -> None:
    run = start_run(session, "engine 1")
    saved = save(session, make_extraction("x"))
    record_item(session, run, "a.txt", Outcome.STORED, article=saved.article)
    record_item(session, run, "b.txt", Outcome.STORED)
    record_item(session, run, "c\udcff.bin", Outcome.PUT_ASIDE, reason="It is no text.")
    (found,) = queries.runs(session)
    assert found.state is RunState.RUNNING
    assert found.finished_at is None

    finish_run(session, run)
    session.expire_all()
    (found,) = queries.runs(session)
    assert found.state is RunState.FINISHED
    assert found.finished_at is not None
    assert found.started_at <= found.finished_at <= datetime.now(UTC)
    assert found.extractor == "engine 1"
    assert dict(found.outcomes) == {
        Outcome.STORED: 2,
        Outcome.UNCHANGED: 0,
        Outcome.NEW_VERSION: 0,
        Outcome.UPDATED: 0,
        Outcome.DUPLICATE: 0,
        Outcome.PUT_ASIDE: 1,
    }
    (aside,) = found.put_aside
    assert (aside.reason, aside.count, found.aside) == ("It is no text.", 1, 1)
    assert [item.source for item in aside.newest] == ["c\ufffd.bin"]


def put_aside(session: Session, run: int, source: str, reason: str) -> None:
    record_item(session, run, source, Outcome.PUT_ASIDE, reason=reason, origin=f"/in/{source}")


def test_reasons_are_counted_and_the_newest_things_named(session: Session) -> None:
    other = start_run(session, "x")
    put_aside(session, other, "other.txt", "It is empty.")
    run = start_run(session, "x")
    for number in range(5):
        put_aside(session, run, f"{number}.txt", "It is empty.")
        put_aside(session, run, f"{number}.bin", f"Byte {number} is wrong.")
    put_aside(session, run, "last.bin", "It is no text.")
    newest, older = queries.runs(session)
    assert [(group.reason, group.count) for group in newest.put_aside] == [
        ("It is empty.", 5),
        ("It is no text.", 1),
        ("Byte 4 is wrong.", 1),
        ("Byte 3 is wrong.", 1),
        ("Byte 2 is wrong.", 1),
    ]
    assert [item.source for item in newest.put_aside[0].newest] == ["4.txt", "3.txt", "2.txt"]
    assert newest.aside == 11
    assert [item.source for item in older.put_aside[0].newest] == ["other.txt"]
    assert queries.runs(session, 5, before=run) == (older,)


def test_what_a_run_put_aside_comes_in_parts(session: Session) -> None:
    run = start_run(session, "x")
    record_item(session, run, "fine.txt", Outcome.STORED)
    for number in range(5):
        put_aside(session, run, f"{number}.txt", "It is empty.")
    put_aside(session, start_run(session, "x"), "other.txt", "It is empty.")
    parts, before = [], None
    while True:
        found = queries.run(session, run, limit=2, before=before)
        assert found is not None
        parts.append([item.source for item in found.items])
        before = found.older
        if before is None:
            break
    assert parts == [["4.txt", "3.txt"], ["2.txt", "1.txt"], ["0.txt"]]
    assert queries.run(session, run + 100, limit=2) is None


def test_what_was_read_since_is_put_aside_no_more(session: Session) -> None:
    first = start_run(session, "x")
    for name in ("a.txt", "b.txt"):
        put_aside(session, first, name, "It is empty.")
    record_item(session, first, "-", Outcome.PUT_ASIDE, reason="It is empty.")  # no way back
    assert queries.still_aside(session) == 2
    second = start_run(session, "x", "retry")
    record_item(session, second, "a.txt", Outcome.STORED, origin="/in/a.txt")
    put_aside(session, second, "b.txt", "It is empty.")
    assert queries.still_aside(session) == 1
    assert queries.put_aside(session) == ("/in/b.txt",)
    assert queries.runs(session)[0].command == "retry"


def test_a_run_whose_process_died_is_interrupted(session: Session, dead_process: int) -> None:
    run = start_run(session, "x")
    set_run(session, run, process=dead_process)
    assert queries.runs(session)[0].state is RunState.INTERRUPTED
    new = start_run(session, "x")
    session.expire_all()
    assert {one.id: one.state for one in queries.runs(session)} == {
        run: RunState.INTERRUPTED,
        new: RunState.RUNNING,
    }
    set_run(session, run, process=os.getpid())  # a number is used again in time
    assert queries.runs(session)[1].state is RunState.INTERRUPTED


def test_a_run_of_another_living_process_goes_on(session: Session) -> None:
    run = start_run(session, "x")
    set_run(session, run, process=os.getppid())
    start_run(session, "x")
    session.expire_all()
    assert [one.state for one in queries.runs(session)] == [RunState.RUNNING] * 2


def test_a_container_that_starts_again_has_the_same_process_number(session: Session) -> None:
    run = start_run(session, "x")
    start_run(session, "x")
    session.expire_all()
    assert queries.runs(session)[1].id == run
    assert queries.runs(session)[1].state is RunState.INTERRUPTED


def test_a_run_on_another_machine_is_believed_for_an_hour(session: Session) -> None:
    run = start_run(session, "x")
    set_run(session, run, host="elsewhere", process=1)
    assert queries.runs(session)[0].state is RunState.RUNNING
    set_run(session, run, seen_at=datetime.now(UTC) - timedelta(minutes=61))
    assert queries.runs(session)[0].state is RunState.INTERRUPTED
