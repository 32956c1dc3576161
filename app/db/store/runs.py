"""Runs of the ingest job and what became of each thing they were given."""

from __future__ import annotations

import os
import socket
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from app.db.columns import storable
from app.db.store.inserting import one_at_a_time
from app.db.tables import ItemRow, RunRow
from app.domain.runs import RunState
from app.errors import SetupError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.domain.runs import Outcome

# A run on another machine that has been silent for so long is taken for dead: the longest article
# allowed (2 MB) is read in well under an hour.
_SILENCE = timedelta(hours=1)
_WATCH = "watch"
_WATCH_SILENCE = timedelta(minutes=5)  # it says every minute that it lives, whatever it does


def start_run(
    session: Session, extractor: str, command: str = "ingest", *, alone: bool = False
) -> int:
    """The number of a new run; runs whose process is gone are marked as interrupted.

    With ``alone`` raises SetupError where a run of the same command is at work on this database.
    """
    if alone:
        one_at_a_time(session)  # of two that start in the same moment one comes first
    now = datetime.now(UTC)
    gone = [run.id for run in _open_runs(session) if is_gone(run, now, ours=True)]
    if gone:
        interrupted = update(RunRow).where(RunRow.id.in_(gone), RunRow.state == RunState.RUNNING)
        session.execute(interrupted.values(state=RunState.INTERRUPTED))
    if alone:
        _refuse_second(session, command, gone)
    run = RunRow(
        started_at=now,
        seen_at=now,
        finished_at=None,
        state=RunState.RUNNING,
        host=socket.gethostname(),
        process=os.getpid(),
        extractor=extractor,
        command=command,
    )
    session.add(run)
    session.flush()
    return run.id


def record_item(
    session: Session,
    run: int,
    source: str,
    outcome: Outcome,
    *,
    reason: str = "",
    article: str | None = None,
    origin: str = "",
) -> None:
    """Note what became of one thing; ``source`` is a path or an address, ``article`` an id.

    ``origin`` is the path or address that must be read again to try it again.
    """
    now = datetime.now(UTC)
    session.execute(
        insert(ItemRow).values(
            run_id=run,
            source=storable(source),
            origin=storable(origin),
            outcome=outcome,
            reason=reason,
            article_id=article,
            recorded_at=now,
        )
    )
    session.execute(update(RunRow).where(RunRow.id == run).values(seen_at=now))


def finish_run(session: Session, run: int) -> None:
    """Note that a run has come to its end."""
    now = datetime.now(UTC)
    session.execute(
        update(RunRow)
        .where(RunRow.id == run)
        .values(finished_at=now, seen_at=now, state=RunState.FINISHED)
    )


def still_running(session: Session, run: int) -> None:
    """Note that a run is at work, though nothing has become of anything."""
    alive = update(RunRow).where(RunRow.id == run, RunRow.state == RunState.RUNNING)
    session.execute(alive.values(seen_at=datetime.now(UTC)))


def _refuse_second(session: Session, command: str, gone: list[int]) -> None:
    for run in _open_runs(session):
        if run.command == command and run.id not in gone:
            raise SetupError(
                f"'onrecord {command}' is at work on this database already, since"
                f" {run.started_at:%Y-%m-%d %H:%M} UTC: process {run.process} on {run.host}."
                " One at a time; stop that one first."
            )


def forget_empty_run(session: Session, run: int) -> bool:
    """Remove a run in which nothing became of anything; whether it was one."""
    if session.scalar(select(ItemRow.id).where(ItemRow.run_id == run).limit(1)) is not None:
        return False
    session.execute(delete(RunRow).where(RunRow.id == run))
    return True


def is_gone(run: RunRow, now: datetime, *, ours: bool = False) -> bool:
    """Whether a run that never finished is no longer at work.

    On this machine its process is asked for. With ``ours`` this very process counts as gone: it
    is about to start a run, and in a container each start has the same number.
    """
    if now - run.seen_at > (_WATCH_SILENCE if run.command == _WATCH else _SILENCE):
        return True
    if run.host != socket.gethostname():
        return False
    if run.process == os.getpid():
        return ours
    try:
        os.kill(run.process, 0)
    except ProcessLookupError:
        return True
    except PermissionError:  # it lives and is somebody else's
        return False
    return False


def _open_runs(session: Session) -> list[RunRow]:
    return list(session.scalars(select(RunRow).where(RunRow.state == RunState.RUNNING)))
