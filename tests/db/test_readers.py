"""Sessions that read: their connections, their bounds, what each costs; who is not held to it."""

from __future__ import annotations

import tempfile
import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.db.bounds import Bounds
from app.db.queries import field_keeping
from app.db.session import only_reads, open_engine, sessions, unhurried
from app.errors import BusyError, SetupError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from tests.postgresql import Cluster

_ENDLESS = text(
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT max(x) FROM c"
)
# Some tenths of a second, and what a reader may take. SQLite looks at its clock only within what is
# long; a server may be slow with anything, so that its bound is wide for whatever is not.
_LONG = {
    "sqlite": text(
        "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 400000)"
        " SELECT max(x) FROM c"
    ),
    "postgresql": text("SELECT pg_sleep(0.6)"),
}
_TIME = {"sqlite": 0.02, "postgresql": 0.5}
_COUNT = text("SELECT count(*) FROM outlet")
_ADD = text("INSERT INTO outlet (id, slug, name) VALUES (1, 'a', 'A')")


@pytest.fixture
def hurried(database_url: str) -> Iterator[Engine]:
    """An engine whose readers have hardly any time, on each kind of database."""
    kind = database_url.partition(":")[0].partition("+")[0]
    made = open_engine(database_url, Bounds(connections=1, wait=5, query=_TIME[kind]))
    yield made
    made.dispose()


@pytest.fixture
def narrow(database_url: str) -> Iterator[Engine]:
    """An engine whose readers have two connections."""
    made = open_engine(database_url, Bounds(connections=2, wait=0.1))
    yield made
    made.dispose()


def long(session: Session) -> None:
    """A query that takes longer than a hurried reader has."""
    session.execute(_LONG[session.connection().dialect.name]).all()


def test_a_readers_query_is_stopped_when_its_time_is_over(hurried: Engine) -> None:
    def ask() -> None:
        with sessions(hurried) as session:
            session.execute(_ENDLESS)

    for _ in range(2):  # more often than there are connections: each is given back
        with pytest.raises(BusyError, match=r"longer than it may \(0\.\d+ seconds\)") as raised:
            ask()
        assert raised.value.after > 0
    with sessions(hurried) as session:
        assert session.scalar(_COUNT) == 0


def test_the_time_is_that_of_one_query_and_not_of_a_session(database_url: str) -> None:
    engine = open_engine(database_url, Bounds(query=30))
    with sessions(engine) as session:
        connection = session.connection().connection.driver_connection
        clock = getattr(connection, "clock", None)
        session.scalar(_COUNT)
        if clock is not None:
            clock.since -= 40
            assert clock.is_over()
        session.scalar(_COUNT)
        assert clock is None or not clock.is_over()
    engine.dispose()


def test_who_writes_migrates_or_ingests_is_not_held_to_it(
    hurried: Engine, database_url: str
) -> None:
    with sessions(hurried, write=True) as session:
        long(session)
        session.execute(_ADD)
    commands = open_engine(database_url)  # as ingest, migrate and every other command opens it
    with sessions(commands) as session:
        long(session)
        assert session.scalar(_COUNT) == 1
    commands.dispose()


@pytest.mark.postgresql
def test_commands_have_no_bounds_on_a_server_at_all(cluster: Cluster) -> None:
    engine = open_engine(cluster.url("postgres"))
    for write in (False, True):
        with sessions(engine, write=write) as session:
            for name in ("statement", "lock", "idle_in_transaction_session"):
                assert session.scalar(text(f"SHOW {name}_timeout")) == "0"
    engine.dispose()


def test_what_is_read_once_for_all_may_take_its_time(hurried: Engine) -> None:
    with sessions(hurried) as session, unhurried(session):
        long(session)

    def ask() -> None:
        with sessions(hurried) as session:
            with unhurried(session):
                long(session)
            session.execute(_ENDLESS)  # what comes after it is held to the bounds again

    with pytest.raises(BusyError):
        ask()


def test_who_finds_no_connection_free_is_told_to_come_again(narrow: Engine) -> None:
    held, done = threading.Barrier(3), threading.Event()

    def hold() -> None:
        with sessions(narrow) as session:
            session.scalar(_COUNT)
            held.wait(60)
            done.wait(60)

    threads = [threading.Thread(target=hold) for _ in range(2)]
    for thread in threads:
        thread.start()
    held.wait(60)
    try:
        with pytest.raises(BusyError, match="More is asked"), sessions(narrow) as session:
            session.scalar(_COUNT)
        with sessions(narrow, write=True) as session:  # who writes has connections of his own
            session.execute(_ADD)
    finally:
        done.set()
        for thread in threads:
            thread.join()
    with sessions(narrow) as session:
        assert session.scalar(_COUNT) == 1


def test_a_reader_cannot_write_however_often_its_connection_was_used(narrow: Engine) -> None:
    def write() -> None:
        with sessions(narrow) as session:
            assert only_reads(session)
            session.execute(_ADD)

    for _ in range(3):
        with pytest.raises((DBAPIError, SetupError), match=r"read-?only"):
            write()
        with sessions(narrow) as session:
            assert session.scalar(_COUNT) == 0


def test_a_session_that_asks_nothing_costs_nothing(narrow: Engine) -> None:
    with sessions(narrow):
        pass
    with sessions(narrow) as session:
        pool = session.connection().engine.pool
        assert pool.checkedout() == 1  # type: ignore[attr-defined]
    with sessions(narrow):
        assert pool.checkedout() == 0  # type: ignore[attr-defined]


@pytest.mark.postgresql
def test_a_session_that_reads_goes_to_the_server_twice_beside_its_queries(
    cluster: Cluster,
) -> None:
    engine = open_engine(cluster.url("postgres"), Bounds())

    def answers(queries: int) -> int:
        with tempfile.TemporaryFile("w+") as trace:
            with sessions(engine) as session:
                raw = session.connection().connection.driver_connection
            raw.pgconn.trace(trace.fileno())  # type: ignore[union-attr]
            with sessions(engine) as session:
                for _ in range(queries):
                    session.scalar(text("SELECT 1"))
            raw.pgconn.untrace()  # type: ignore[union-attr]
            trace.seek(0)
            return sum("ReadyForQuery" in line for line in trace)

    assert [answers(1), answers(4)] == [3, 6]
    engine.dispose()


@pytest.mark.postgresql
def test_a_server_lists_what_each_connection_is_for(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PGAPPNAME", raising=False)
    shown = text("SHOW application_name")
    engine = open_engine(cluster.url("postgres"), name="onrecord serve 7")
    found = []
    for write in (False, True):
        with sessions(engine, write=write) as session:
            found.append(session.scalar(shown))
    assert found == ["onrecord serve 7 reads", "onrecord serve 7 writes"]
    engine.dispose()
    engine = open_engine(f"{cluster.url('postgres')}&application_name=mine")
    with sessions(engine) as session:
        assert session.scalar(shown) == "mine"
    engine.dispose()


@pytest.mark.postgresql
@pytest.mark.parametrize(("written", "prepared"), [("none", 0), ("0", 1)])
def test_nothing_is_kept_prepared_behind_a_pooler_that_cannot(
    cluster: Cluster, written: str, prepared: int
) -> None:
    engine = open_engine(f"{cluster.url('postgres')}&prepare_threshold={written}")
    count = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE :like")
    with sessions(engine) as session:
        for number in range(7):
            session.scalar(text("SELECT count(*) FROM generate_series(1, :n)"), {"n": number})
        assert session.scalar(count, {"like": "%generate_series%"}) == prepared
    engine.dispose()


def test_a_threshold_that_is_none_is_explained() -> None:
    with pytest.raises(SetupError, match="prepare_threshold=often"):
        open_engine("postgresql://onrecord@localhost:1/onrecord?prepare_threshold=often")


@pytest.mark.postgresql
def test_a_lock_that_hinders_a_reader_is_not_waited_for_long(
    cluster: Cluster, migrated_template: str
) -> None:
    name = cluster.create(migrated_template)
    engine = open_engine(cluster.url(name), Bounds(query=0.05))
    with sessions(engine, write=True) as migrating:
        migrating.execute(text("LOCK TABLE outlet IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(BusyError), sessions(engine) as session:
            session.scalar(_COUNT)
    engine.dispose()
    cluster.drop(name)


@pytest.mark.postgresql
def test_a_server_without_a_connection_left_is_busy_and_not_broken(cluster: Cluster) -> None:
    name = cluster.create()
    url = cluster.url(name)
    engine = open_engine(url)
    with engine.connect() as connection:
        connection.execute(text("CREATE ROLE guest LOGIN CONNECTION LIMIT 1"))
        connection.commit()
    guest = open_engine(url.replace("onrecord@", "guest@"))
    try:
        with sessions(guest, write=True) as only:
            only.execute(text("SELECT 1"))
            with (
                pytest.raises(BusyError, match="no connection left"),
                sessions(guest, at_once=True),
            ):
                pass
    finally:
        guest.dispose()
        with engine.connect() as connection:
            connection.execute(text("DROP ROLE guest"))
            connection.commit()
        engine.dispose()
        cluster.drop(name)


def test_reading_a_whole_issue_is_never_cut_short(
    hurried: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read once for all, and who asks again would be cut short again."""

    def made(session: Session, _issue: str, number: int) -> Made:
        long(session)
        return Made(number=number)

    class Made:
        def __init__(self, number: int) -> None:
            self.number = number
            self.field = "the field"

    monkeypatch.setattr(field_keeping, "made", made)
    with sessions(hurried) as session:
        assert str(field_keeping.field_of(session, "any")) == "the field"
