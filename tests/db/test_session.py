from __future__ import annotations

import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.db.session import empty_log, open_engine, sessions
from app.errors import SetupError

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from tests.postgresql import Cluster

_ADD = text("INSERT INTO outlet (id, slug, name) VALUES (:id, :slug, 'X')")
_END = text("SELECT pg_terminate_backend(:process)")
_COUNT = text("SELECT count(*) FROM outlet")


def count(engine: Engine) -> int:
    with sessions(engine) as session:
        return int(session.scalar(_COUNT) or 0)


def test_a_session_commits_once_at_its_end(engine: Engine) -> None:
    with sessions(engine, write=True) as session:
        session.execute(_ADD, {"id": 1, "slug": "a"})
        assert count(engine) == 0
    assert count(engine) == 1


def test_an_error_undoes_everything(engine: Engine) -> None:
    def fail() -> None:
        with sessions(engine, write=True) as session:
            session.execute(_ADD, {"id": 1, "slug": "a"})
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert count(engine) == 0


def test_a_session_that_only_reads_cannot_write(engine: Engine) -> None:
    with pytest.raises((DBAPIError, SetupError), match=r"read-?only"), sessions(engine) as session:
        session.execute(_ADD, {"id": 1, "slug": "a"})
    with sessions(engine, write=True) as session:  # nor does the connection stay that way
        session.execute(_ADD, {"id": 1, "slug": "a"})
    assert count(engine) == 1


def test_a_reader_sees_one_state_while_another_writes(engine: Engine) -> None:
    with sessions(engine) as reader:
        assert reader.scalar(_COUNT) == 0
        with sessions(engine, write=True) as writer:
            writer.execute(_ADD, {"id": 1, "slug": "a"})
        assert reader.scalar(_COUNT) == 0
    assert count(engine) == 1


def test_many_writers_wait_for_each_other(engine: Engine) -> None:
    failures: list[BaseException] = []

    def work(first: int) -> None:
        try:
            for number in range(first, first + 20):
                with sessions(engine, write=True) as session:
                    session.scalar(_COUNT)  # to read before writing is what locks SQLite up
                    session.execute(_ADD, {"id": number, "slug": str(number)})
        except BaseException as error:  # noqa: BLE001 - the assertion shows it
            failures.append(error)

    threads = [threading.Thread(target=work, args=(100 * number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert count(engine) == 80


def test_a_log_that_somebody_reads_at_all_times_does_not_grow(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'log.db'}")
    with sessions(engine, write=True) as session:
        session.execute(text("CREATE TABLE note (words TEXT)"))
    sizes = []

    def reading(end_of: ExitStack) -> ExitStack:
        """A reader who has begun, and only then the end of the one before."""
        begun = ExitStack()
        begun.enter_context(sessions(engine)).scalar(text("SELECT count(*) FROM note"))
        end_of.close()
        return begun

    reader = reading(ExitStack())
    for number in range(8):
        with sessions(engine, write=True) as session:
            session.execute(text("DELETE FROM note"))
            words = {"words": str(number) * 300_000}
            session.execute(text("INSERT INTO note VALUES (:words)"), words)
        reader = reading(reader)
        empty_log(engine)
        reader = reading(reader)
        sizes.append((tmp_path / "log.db-wal").stat().st_size)
    reader.close()
    engine.dispose()
    assert sizes[-1] == sizes[2], sizes


def test_sqlite_is_set_up_for_several_processes(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'a.db'}")
    with engine.connect() as connection:
        found = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
    engine.dispose()
    assert found == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "synchronous": 1,
        "busy_timeout": 60_000,
    }


@pytest.mark.postgresql
def test_a_server_plans_all_joins_of_a_query_together(cluster: Cluster) -> None:
    engine = open_engine(cluster.url("postgres"))

    def limits() -> list[object]:
        with sessions(engine) as session:
            return [
                session.scalar(text(f"SHOW {name}_collapse_limit")) for name in ("join", "from")
            ]

    def fail() -> None:
        with sessions(engine) as session:
            session.execute(text("SELECT 1 / 0"))

    with pytest.raises(DBAPIError):  # undone before anything else was done there
        fail()
    assert limits() == ["11", "11"]
    engine.dispose()


@pytest.mark.postgresql
@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_postgresql_addresses_as_people_write_them(cluster: Cluster, scheme: str) -> None:
    engine = open_engine(cluster.url("postgres").replace("postgresql+psycopg", scheme))
    assert engine.dialect.driver == "psycopg"
    engine.dispose()


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("sqlite:////no/such/folder/a.db", "the folder /no/such/folder does not exist"),
        ("nonsense", "is no address of a database"),
        ("mysql://somebody:secret@localhost/x", "SQLite or PostgreSQL"),
        ("postgresql://somebody:secret@127.0.0.1:1/x", "127.0.0.1:1/x cannot be used"),
        ("postgresql+nodriver://localhost/x", "this kind cannot be used"),
    ],
)
def test_a_database_that_cannot_be_opened_is_explained(url: str, message: str) -> None:
    with pytest.raises(SetupError, match=message) as raised:
        open_engine(url)
    assert "secret" not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_file_that_is_no_database_is_explained(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_text("This is not a database. " * 100)
    with pytest.raises(SetupError, match="not a database"):
        open_engine(f"sqlite:///{path}")
    assert path.read_text().startswith("This is not")


def test_a_folder_in_place_of_the_file_is_explained(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="unable to open"):
        open_engine(f"sqlite:///{tmp_path}")


def test_a_sqlite_that_is_too_old_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sqlite3.sqlite_version_info", (3, 26, 0))
    with pytest.raises(SetupError, match=r"needs 3\.35\.0 or later"):
        open_engine("sqlite://")


def test_a_full_disk_is_explained(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'a.db'}")

    def fill() -> None:
        with sessions(engine, write=True) as session:
            session.execute(text("PRAGMA max_page_count=3"))  # what a disk without room does
            session.execute(text("CREATE TABLE t (x)"))
            session.execute(text("INSERT INTO t VALUES (zeroblob(100000))"))

    with pytest.raises(SetupError, match="disk is full"):
        fill()
    engine.dispose()


@pytest.mark.postgresql
def test_a_server_that_restarted_is_met_again(cluster: Cluster) -> None:
    engine = open_engine(cluster.url("postgres"))
    killer = open_engine(cluster.url("postgres"))
    with engine.connect() as connection:
        process = connection.scalar(text("SELECT pg_backend_pid()"))
    with killer.connect() as connection:
        connection.execute(_END, {"process": process})
    with sessions(engine) as session:
        assert session.scalar(text("SELECT 1")) == 1

    def lose() -> None:
        with sessions(engine) as session:
            process = session.scalar(text("SELECT pg_backend_pid()"))
            with killer.connect() as connection:
                connection.execute(_END, {"process": process})
            session.execute(text("SELECT 1"))

    with pytest.raises(SetupError, match="cannot be used"):
        lose()
    for one in (engine, killer):
        one.dispose()


@pytest.mark.postgresql
def test_a_password_is_read_from_a_file_and_shown_nowhere(cluster: Cluster, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("p@ss word/100%:'\n")
    engine = open_engine(f"{cluster.url('postgres')}&password_file={file}")
    with engine.connect() as connection:
        assert connection.connection.driver_connection.info.password == "p@ss word/100%:'"  # type: ignore[union-attr]
    assert "p@ss" not in engine.url.render_as_string(hide_password=False)
    # Each new connection reads it anew: a password may be changed under a running server.
    engine.dispose()
    file.write_text("another")
    with engine.connect() as connection:
        assert connection.connection.driver_connection.info.password == "another"  # type: ignore[union-attr]
    engine.dispose()


@pytest.mark.parametrize(("holds", "said"), [(None, "cannot be read from"), (b"\n", "is empty")])
def test_a_file_that_holds_no_password_is_explained(
    tmp_path: Path, holds: bytes | None, said: str
) -> None:
    file = tmp_path / "password"
    if holds is not None:
        file.write_bytes(holds)
    with pytest.raises(SetupError, match=said) as raised:
        open_engine(f"postgresql://onrecord@localhost:1/onrecord?password_file={file}")
    assert str(file) in str(raised.value)
