"""A library with something in every table, and all that a library holds in one form."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Enum,
    Float,
    Integer,
    LargeBinary,
    insert,
    select,
    update,
)
from sqlalchemy.types import TypeDecorator

from app.accounts.limits import SessionLimits
from app.coding.codes import Answer
from app.coding.sampling import Strata
from app.db import queries, store
from app.db.columns import PublicId
from app.db.queries.snapshots import newest_revision
from app.db.session import sessions, writing
from app.db.store import editing
from app.db.store.coding import draw_sample, record_answer
from app.db.store.reader_reports import Bounds, take
from app.db.store.skips import put_off
from app.db.store.snapshots import freeze, remove
from app.db.tables import StatementRow, Table
from app.domain.accounts import By, Interface, Role
from app.domain.ids import from_number
from app.domain.queries import ComparisonQuery
from app.domain.reader_reports import ReaderReport, Wrong
from app.domain.runs import Outcome
from app.domain.snapshots import snapshot_of
from app.views.snapshot import snapshot_data
from benchmarks import library
from tests.db import corpus
from tests.factories import make_issue

if TYPE_CHECKING:
    from sqlalchemy import Column, Connection, Engine
    from sqlalchemy import Table as CoreTable
    from sqlalchemy.orm import Session

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
WIDE = Bounds(1000, 1000)
AWKWARD = "q\"'\\N \\.\t\r\n\x01\x7f é e\u0301 \u2028 \U0001f600 %s :x $1 {} \ufffd"
# What constraints ask for.
_BUT: dict[str, dict[str, Any]] = {
    "statement": {"withdrawn_reason": None, "confidence": 0.1 + 0.2},
    "coding_coder": {"number": 2},
    "coding": {"coder": 2},
    "reader_report": {"closed_at": None},
}


def fill(engine: Engine, statements: int = 240) -> None:
    """Invented articles and those of the corpus, and what people did with them."""
    library.fill(engine, statements, actors=12, outlets=5)
    with sessions(engine, write=True) as session:
        store.sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
        for one in corpus.ALL:
            store.save(session, one)
        _accounts(session)
    with sessions(engine, write=True) as session:
        _people(session)
        run = store.start_run(session, "test")
        store.record_item(session, run, "one.txt", Outcome.PUT_ASIDE, reason="Not text.")
        store.finish_run(session, run)
    store.regroup(engine)


def add_awkward_rows(engine: Engine) -> None:
    """One more row in each table, with values that a copy might spoil. No page can show them."""
    with writing(engine) as connection:
        for table in Table.metadata.sorted_tables:
            if table.name not in {"data_version", "actor_tally"}:  # triggers write the second
                _add_awkward(connection, table)


def everything(engine: Engine) -> dict[str, list[str]]:
    """Every column of every row, table by table, the same for equal rows of both databases."""
    with sessions(engine) as session:
        return {
            name: sorted(
                json.dumps(list(row), sort_keys=True, default=repr)
                for row in session.execute(select(*table.columns))
            )
            for name, table in Table.metadata.tables.items()
        }


def _accounts(session: Session) -> None:
    eva = store.accounts.add_user(session, "Eva", Role.EDITOR, NOW, password="hash")
    store.accounts.add_user(session, "Otto", Role.READER, NOW, provider=("https://a", "b"))
    limits = SessionLimits.of_hours(1, 10)
    store.accounts.begin_session(session, eva.id, "s", browser="x", limits=limits, now=NOW)
    later = NOW + timedelta(days=1)
    store.accounts.add_token(
        session, eva.id, "script", secret="t", scope=Role.READER, expires=later, now=NOW
    )


def _people(session: Session) -> None:
    eva = By(1, "Eva", Interface.WEB)
    chosen = select(StatementRow.id).order_by(StatementRow.id)
    first, second, third, fourth = session.scalars(chosen.limit(4))
    editing.accept(session, eva, first, seen=0)
    done = editing.withdraw(session, eva, second, reason="Not said.")
    editing.undo(session, eva, done.id)
    editing.withdraw(session, eva, second, reason="Not said, after all.")
    put_off(session, eva, third, "Ask Otto.")
    for number, one in enumerate((third, fourth)):
        take(
            session,
            ReaderReport(f"{number:032x}", one, Wrong.STANCE, "Look.", datetime.now(UTC)),
            "192.0.2.1",
            WIDE,
        )
    sample = draw_sample(
        session,
        "First",
        ComparisonQuery(),
        size=3,
        seed=7,
        strata=Strata.NONE,
        coders=(("Kim", None), ("Lee", None)),
        made_by="Eva",
    )
    answer = Answer(actor="a", stance="opposes", kind="direct", note="“No”")
    record_answer(session, sample, 1, 1, answer)
    for query in (ComparisonQuery(), ComparisonQuery(words="troops")):
        shown = queries.comparison(session, query)
        data = snapshot_data(
            query,
            make_issue(),
            ((), ()),
            queries.comparison(session, query, folded=False),
            shown,
            newest_revision=newest_revision(session),
        )
        made = freeze(session, snapshot_of(query.address(), data, NOW), "192.0.2.1", WIDE)
    remove(session, made.id, "A court said so.", NOW)


def _add_awkward(connection: Connection, table: CoreTable) -> None:
    values = {column.name: _awkward(column) for column in table.columns}
    values |= _BUT.get(table.name, {})
    if table.name == "utterance_match":
        values["other_id"] = connection.scalar(select(StatementRow.id).offset(3).limit(1))
    keys = [column == values[column.name] for column in table.primary_key.columns]
    if connection.execute(select(*table.columns).where(*keys)).first() is None:
        connection.execute(insert(table).values(values))
    elif table.name == "queue_item":  # which a trigger has made
        connection.execute(update(table).where(*keys).values(takes=" "))


def _awkward(column: Column[Any]) -> object:
    """A value of that column, the same for each table that refers to it."""
    kind = column.type
    if isinstance(kind, PublicId):
        return from_number(1)
    if isinstance(kind, TypeDecorator):
        kind = kind.impl_instance
    if isinstance(kind, Enum):
        return next(iter(kind.enum_class or ()))
    values: tuple[tuple[type, object], ...] = (
        (JSON, {"z": [1e-7, 0.1, -2.50, 2**60, None, True, AWKWARD], "a b": {"bb": {}, "a": []}}),
        (Boolean, True),
        (
            DateTime,
            datetime(1, 2, 3, 4, 5, 6, 7, tzinfo=timezone(timedelta(hours=-5, minutes=-30))),
        ),
        (Date, date(9999, 12, 31)),
        (LargeBinary, bytes(range(256)) + b"\\x00\\"),
        (Float, 1 / 3),
    )
    for one, value in values:
        if isinstance(kind, one):
            return value
    if isinstance(kind, Integer):
        return _large(column, kind)
    return AWKWARD


def _large(column: Column[Any], kind: Integer) -> int:
    if not isinstance(kind, BigInteger):
        return 2**31 - 1
    if column.name == "key":  # of a signature, a hash
        return -(2**63)
    return 2**40 if column.foreign_keys or column.primary_key else 2**63 - 1
