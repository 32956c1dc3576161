"""A library in another database: the same rows, the same rules, wherever the copy was stopped."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, func, inspect, select, text, update
from sqlalchemy.exc import DBAPIError

from app.db import copying, copying_sqlite, copying_state, migrate, store
from app.db.copying import copy, verify
from app.db.copying_values import fitted, shape, told
from app.db.search import article_ids, statement_ids
from app.db.session import open_engine, sessions, writing
from app.db.store.skips import put_off
from app.db.tables import ActorRow, ArticleRow, IssueRow, StatementRow, Table
from app.db.tables_accounts import AccountRow
from app.db.tables_queue import QueueItemRow
from app.db.tables_revisions import RevisionRow
from app.db.tables_snapshots import SnapshotRow
from app.domain.accounts import By, Interface, Role
from app.domain.ids import to_number
from app.domain.words import phrases
from app.errors import ConflictError, InputError, SetupError
from tests.db.filled import add_awkward_rows, everything, fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

    from app.db.copying_values import Row, Shape, Value
    from tests.postgresql import Cluster

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
# Copies until so many batches are written, and is killed in the middle of the transaction.
DEADLY = """
import os, signal, sys
from app.db import copying, copying_postgresql, copying_sqlite
calls = 0
def deadly(write):
    def until(connection, form, batch):
        global calls
        calls += 1
        write(connection, form, batch)
        if calls == int(sys.argv[3]):
            os.kill(os.getpid(), signal.SIGKILL)
    return until
for side in (copying_postgresql, copying_sqlite):
    side.write = deadly(side.write)
one, other = map(copying.open_engine, sys.argv[1:3])
copying.copy(one, other, lambda *_: None, 7)
"""


def quiet(_doing: str, _table: str, _rows: int, _of: int) -> None:
    """Watches nothing."""


def _held(engine: Engine) -> int:
    return sum(map(len, everything(engine).values()))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Path:
    """A SQLite file with something in every table."""
    path = tmp_path_factory.mktemp("library") / "library.db"
    engine = open_engine(f"sqlite:///{shutil.copy(migrated_file, path)}")
    fill(engine)
    add_awkward_rows(engine)
    engine.dispose()
    return path


@pytest.fixture
def source(library: Path, tmp_path: Path) -> Iterator[Engine]:
    """A library of the test's own."""
    made = open_engine(f"sqlite:///{shutil.copy(library, tmp_path / 'source.db')}")
    yield made
    made.dispose()


@pytest.fixture
def target(empty_url: str) -> Iterator[Engine]:
    """An empty database of either kind."""
    made = open_engine(empty_url)
    yield made
    made.dispose()


@pytest.fixture
def back(tmp_path: Path) -> Iterator[Engine]:
    """An empty SQLite database."""
    made = open_engine(f"sqlite:///{tmp_path / 'back.db'}")
    yield made
    made.dispose()


class TestIdentity:
    def test_something_of_every_table_is_copied_there_and_back(
        self, source: Engine, target: Engine, back: Engine
    ) -> None:
        before = everything(source)
        assert [name for name, rows in before.items() if not rows] == []
        for one, other in ((source, target), (target, back)):
            made = copy(one, other, quiet)
            assert all(table.same for table in made.tables)
            assert {table.table: table.one.rows for table in made.tables} == {
                name: len(rows) for name, rows in before.items()
            }
            assert made.rows == sum(map(len, before.values()))
            assert made.replaced == 0
            assert everything(other) == before
            assert migrate.is_current(other)
            assert not inspect(other).has_table("unfinished_copy")
        assert everything(source) == before

    @pytest.mark.postgresql
    def test_a_library_made_in_postgresql(self, cluster: Cluster, back: Engine) -> None:
        first, second = (open_engine(cluster.url(cluster.create())) for _ in range(2))
        try:
            fill(first, 80)
            add_awkward_rows(first)
            before = everything(first)
            copy(first, back, quiet)
            assert everything(back) == before
            copy(back, second, quiet)
            assert everything(second) == before
            assert all(table.same for table in verify(first, second, quiet))
        finally:
            first.dispose()
            second.dispose()

    def test_full_text_finds_the_same(self, source: Engine, target: Engine) -> None:
        copy(source, target, quiet)
        for words in ("troops", '"no comment"', "soldiers ceasefire", "nothing-at-all"):
            found = []
            for engine in (source, target):
                with sessions(engine) as session:
                    asked = phrases(words)
                    ids = statement_ids(session, asked), article_ids(session, asked)
                    found.append([one.tolist() for one in ids])
            assert found[0] == found[1]
        if target.dialect.name == "sqlite":
            with writing(target) as connection:
                for name in ("statement_fts", "article_fts"):
                    connection.execute(
                        text(f"INSERT INTO {name}({name}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
                    )

    def test_the_rules_of_the_database_hold_again(self, source: Engine, target: Engine) -> None:
        copy(source, target, quiet)
        for change in (delete(RevisionRow), update(SnapshotRow).values(address="x")):
            with pytest.raises(DBAPIError, match="never changed"), writing(target) as connection:
                connection.execute(change)
        with sessions(target, write=True) as session:
            waiting = select(QueueItemRow.statement_id).where(QueueItemRow.skipped == 0).limit(1)
            one = session.scalars(waiting).one()
            put_off(session, By(1, "Eva", Interface.WEB), one, "Later.")
            session.flush()
            session.expire_all()
            assert session.get_one(QueueItemRow, one).skipped == 1
            session.execute(
                update(StatementRow).where(StatementRow.id == one).values(words="zebra")
            )
            assert statement_ids(session, ("zebra",)).tolist() == [to_number(one)]

    def test_new_rows_get_new_numbers(self, source: Engine, target: Engine) -> None:
        with writing(source) as connection:  # the awkward row has the largest number of all
            largest = connection.scalar(select(func.max(AccountRow.id)))
        copy(source, target, quiet)
        with sessions(target, write=True) as session:
            new = store.accounts.add_user(session, "Ann", Role.READER, NOW, password="hash")
            assert new.id == (largest or 0) + 1

    def test_what_a_library_begins_with_is_known(self, engine: Engine) -> None:
        filled = {name for name, rows in everything(engine).items() if rows}
        assert filled == copying_state.SEEDED

    def test_tables_come_behind_those_that_they_refer_to(self) -> None:
        forms = copying.in_order()
        assert {form.name for form in forms} == set(Table.metadata.tables)
        seen: set[str] = set()
        for form in forms:
            seen_before = {key.column.table.name for key in form.table.foreign_keys} <= seen
            assert seen_before, f"{form.name} refers to itself or to a later table"
            seen.add(form.name)

    def test_there_is_no_table_that_nobody_copies(self, engine: Engine) -> None:
        others = set(inspect(engine).get_table_names()) - set(Table.metadata.tables)
        assert {name for name in others if "_fts" not in name} == {"alembic_version"}


class TestValues:
    def test_what_postgresql_cannot_hold_is_replaced_and_told(
        self, source: Engine, target: Engine
    ) -> None:
        with source.connect() as outer:
            raw = outer.connection.driver_connection
            assert raw is not None
            raw.execute("PRAGMA query_only=OFF")
            raw.execute("UPDATE actor SET name = 'A' || char(0) || 'B' WHERE slug = 'freedonia'")
            raw.execute(r"""UPDATE actor SET demonyms = '["\u0000\ud83d\ude00\ud83d"]'
                WHERE slug = 'freedonia'""")
        made = copy(source, target, quiet)
        assert all(table.same for table in made.tables)
        assert made.replaced == 2
        with sessions(target) as session:
            one = session.scalars(select(ActorRow).where(ActorRow.slug == "freedonia")).one()
            assert (one.name, one.demonyms) == ("A\ufffdB", ["\ufffd\U0001f600\ufffd"])

    def test_equal_numbers_are_equal_however_they_are_written(self) -> None:
        form = shape(Table.metadata.tables["issue"])
        at = form.names.index("definition")

        def row(value: str) -> bytes:
            values: list[Value] = [1] * len(form.names)
            values[at] = value
            return told(form, fitted(form, tuple(values))[0])

        assert row('{"b":1e16,"a":[1e-7]}') == row('{"a": [0.0000001], "b": 10000000000000000}')
        assert row('{"a":1.0}') == row('{"a":1}') != row('{"a":1.1}')
        assert row('{"a":"1"}') != row('{"a":1}')
        assert row("[1,2]") != row("[2,1]")

    @pytest.mark.postgresql
    def test_minus_zero(self, source: Engine, cluster: Cluster, back: Engine) -> None:
        server = open_engine(cluster.url(cluster.create()))
        try:
            copy(source, server, quiet)
            with writing(server) as connection:
                connection.execute(update(StatementRow).values(confidence=-0.0))
            assert all(table.same for table in copy(server, back, quiet).tables)
        finally:
            server.dispose()

    def test_a_value_that_the_target_refuses_is_a_sentence(
        self, source: Engine, cluster: Cluster
    ) -> None:
        with writing(source) as connection:  # an index of PostgreSQL holds no more than 2,700 bytes
            long = "".join(map(chr, range(0x4E00, 0x4E00 + 9000)))
            first = select(ArticleRow.id).limit(1).scalar_subquery()
            connection.execute(
                update(ArticleRow).where(ArticleRow.id == first).values(identity=long)
            )
        server = open_engine(cluster.url(cluster.create()))
        try:
            with pytest.raises(InputError, match=r"index row .*COPY article"):
                copy(source, server, quiet)
            with writing(source) as connection:
                connection.execute(
                    update(ArticleRow).where(ArticleRow.identity == long).values(identity="short")
                )
            copy(source, server, quiet)
            assert everything(server) == everything(source)
        finally:
            server.dispose()

    def test_batches_are_small_where_rows_are_large(
        self, source: Engine, back: Engine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(copying, "_BYTES", 6_000)
        written: dict[str, list[int]] = {}
        write = copying_sqlite.write

        def noted(connection: object, form: Shape, batch: list[Row]) -> None:
            written.setdefault(form.name, []).append(len(batch))
            write(connection, form, batch)  # type: ignore[arg-type]

        monkeypatch.setattr(copying_sqlite, "write", noted)
        copy(source, back, quiet, at_once=20)
        assert max(written["article_version"]) < 20
        assert len([rows for rows in written["article_version"] if rows]) > 5
        assert max(written["position"]) == 20
        assert everything(back) == everything(source)


@pytest.mark.postgresql
def test_a_user_who_owns_the_database_and_nothing_else(
    source: Engine, cluster: Cluster, tmp_path: Path
) -> None:
    name = cluster.create()
    admin = open_engine(cluster.url(name))
    with writing(admin) as connection:
        connection.execute(text("CREATE ROLE plain LOGIN NOSUPERUSER"))
        connection.execute(text(f"ALTER DATABASE {name} OWNER TO plain"))
        connection.execute(text("ALTER SCHEMA public OWNER TO plain"))
    admin.dispose()
    server = open_engine(cluster.url(name).replace("onrecord@", "plain@"))
    back = open_engine(f"sqlite:///{tmp_path}/back.db")
    try:
        copy(source, server, quiet)
        assert everything(server) == everything(source)
        copy(server, back, quiet)
        assert everything(back) == everything(source)
    finally:
        server.dispose()
        back.dispose()


class TestStopped:
    def test_a_copy_that_is_killed_goes_on(self, source: Engine, target: Engine) -> None:
        addresses = [e.url.render_as_string(hide_password=False) for e in (source, target)]
        counts = []
        for calls in (1, 40, 90, 30):
            ended = subprocess.run(
                (sys.executable, "-c", DEADLY, *addresses, str(calls)),
                capture_output=True,
                text=True,
                check=False,
            )
            assert ended.returncode == -signal.SIGKILL, ended.stderr
            assert not migrate.is_current(target)
            counts.append(_held(target))
        assert counts[0] == 1  # what a new library holds; the killed transaction left nothing
        assert counts == sorted(set(counts))
        with pytest.raises(SetupError, match="unfinished copy"):
            migrate.upgrade(target)
        whole = _held(source)
        made = copy(source, target, quiet, at_once=7)
        assert made.rows == whole - counts[-1] + 1
        assert everything(target) == everything(source)
        assert migrate.is_current(target)

    @pytest.mark.parametrize("doing", ["Copying", "Reading", "Comparing"])
    def test_wherever_it_is_stopped(self, source: Engine, target: Engine, doing: str) -> None:
        def stop(now: str, table: str, _rows: int, _of: int) -> None:
            if (now, table) == (doing, "statement"):
                raise KeyboardInterrupt

        for _ in range(2):
            with pytest.raises(KeyboardInterrupt):
                copy(source, target, stop, at_once=20)
        copy(source, target, quiet, at_once=20)
        assert everything(target) == everything(source)

    def test_a_broken_text_of_json_is_a_sentence(self, source: Engine, back: Engine) -> None:
        with writing(source) as connection:
            connection.execute(text("UPDATE actor SET demonyms = '[1' WHERE slug = 'freedonia'"))
        with pytest.raises(InputError, match="The copy stopped"):
            copy(source, back, quiet)

    def test_of_two_at_once_one_is_refused(self, source: Engine, target: Engine) -> None:
        def second(doing: str, table: str, rows: int, _of: int) -> None:
            if (doing, table, rows) == ("Copying", "statement", 20):
                copy(source, target, quiet, at_once=20)

        with pytest.raises(ConflictError, match="Another process"):
            copy(source, target, second, at_once=20)

    def test_what_is_written_meanwhile_is_not_in_the_copy(
        self, source: Engine, target: Engine
    ) -> None:
        before = everything(source)
        writer = open_engine(source.url.render_as_string())

        def write(doing: str, table: str, rows: int, _of: int) -> None:
            if (doing, table, rows) == ("Copying", "issue", 0):
                with sessions(writer, write=True) as session:
                    session.execute(update(IssueRow).values(title="Otherwise"))

        made = copy(source, target, write)
        writer.dispose()
        assert all(table.same for table in made.tables)
        assert everything(target) == before
        differing = [table for table in verify(source, target, quiet) if not table.same]
        assert [table.table for table in differing] == ["data_version", "issue", "row_change"]
        assert differing[1].one.rows == differing[1].other.rows

    def test_a_copy_that_differs_is_no_library(self, source: Engine, target: Engine) -> None:
        writer = open_engine(target.url.render_as_string(hide_password=False))

        def spoil(doing: str, table: str, _rows: int, _of: int) -> None:
            if (doing, table) == ("Copying", "data_version"):
                with writing(writer) as connection:
                    connection.execute(text("UPDATE account SET name = 'Eve'"))

        made = copy(source, target, spoil)
        writer.dispose()
        assert [table.table for table in made.tables if not table.same] == ["account"]
        assert not migrate.is_current(target)
        with pytest.raises(SetupError, match="unfinished copy"):
            verify(source, target, quiet)


class TestRefused:
    def test_one_database_under_two_names(self, source: Engine, tmp_path: Path) -> None:
        (tmp_path / "link.db").symlink_to(str(source.url.database))
        other = open_engine(f"sqlite:///{tmp_path}/link.db")
        with pytest.raises(SetupError, match="the same database"):
            copy(source, other, quiet)
        other.dispose()

    @pytest.mark.postgresql
    def test_one_database_of_a_server_under_two_names(self, cluster: Cluster) -> None:
        name = cluster.create()
        engines = [open_engine(cluster.url(name) + end) for end in ("", "&application_name=x")]
        with pytest.raises(SetupError, match="the same database"):
            copy(engines[0], engines[1], quiet)
        for engine in engines:
            engine.dispose()

    def test_a_database_in_memory(self, source: Engine) -> None:
        with pytest.raises(SetupError, match="in memory"):
            copy(source, open_engine("sqlite://"), quiet)

    def test_a_library_that_holds_something(self, source: Engine, engine: Engine) -> None:
        with sessions(engine, write=True) as session:
            store.accounts.add_user(session, "Ann", Role.READER, NOW)
        before = everything(engine)
        with pytest.raises(SetupError, match=r"something already \(in account\)"):
            copy(source, engine, quiet)
        assert everything(engine) == before

    def test_the_tables_of_another_program(self, source: Engine, target: Engine) -> None:
        with writing(target) as connection:
            connection.execute(text("CREATE TABLE theirs (x INTEGER)"))
        with pytest.raises(SetupError, match="another program"):
            copy(source, target, quiet)
        assert inspect(target).get_table_names() == ["theirs"]

    def test_another_revision(self, source: Engine, target: Engine) -> None:
        migrate.upgrade(target, "0012")
        with pytest.raises(SetupError, match=r"of revision 0012 .*'onrecord migrate"):
            copy(source, target, quiet)
        with writing(source) as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '0012'"))
        with pytest.raises(SetupError, match=r"of revision 0012 .*'onrecord migrate"):
            copy(source, target, quiet)

    def test_nothing_to_copy(self, target: Engine, back: Engine, tmp_path: Path) -> None:
        with pytest.raises(SetupError, match="holds no library"):
            copy(back, target, quiet)
        with pytest.raises(SetupError, match="no database"):
            copying.open_existing(f"sqlite:///{tmp_path}/none.db")
        assert not (tmp_path / "none.db").exists()

    def test_an_unfinished_copy_of_something_else(
        self, source: Engine, target: Engine, library: Path
    ) -> None:
        def stop(_doing: str, table: str, _rows: int, _of: int) -> None:
            if table == "statement":
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            copy(source, target, stop)
        other = open_engine(f"sqlite:///{library}")
        with pytest.raises(SetupError, match=r"unfinished copy of sqlite:///.*source\.db"):
            copy(other, target, quiet)
        other.dispose()
        with pytest.raises(SetupError, match="unfinished copy"):
            copy(target, source, quiet)
        with sessions(source, write=True) as session:
            session.execute(update(IssueRow).values(title="Otherwise"))
        with pytest.raises(SetupError, match="has changed since"):
            copy(source, target, quiet)


@pytest.mark.postgresql
def test_a_library_into_which_nothing_was_written_is_copied(
    migrated_file: Path, cluster: Cluster
) -> None:
    name = cluster.create()
    one, other = open_engine(f"sqlite:///{migrated_file}"), open_engine(cluster.url(name))
    assert all(table.same for table in copy(one, other, quiet).tables)
    for engine in (one, other):
        engine.dispose()
    cluster.drop(name)
