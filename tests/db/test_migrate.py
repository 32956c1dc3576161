from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, inspect, select, text

from app.db import migrate, queries
from app.db.session import open_engine, sessions, writing
from app.db.store import sync_directory
from app.db.tables import IssueRow, Table
from app.errors import SetupError
from tests.factories import make_directory, make_issue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine


@pytest.fixture
def empty(empty_url: str) -> Iterator[Engine]:
    made = open_engine(empty_url)
    yield made
    made.dispose()


def test_up_makes_every_table_and_down_leaves_nothing(empty: Engine) -> None:
    assert migrate.current(empty) is None
    migrate.upgrade(empty)
    assert migrate.is_current(empty)
    assert set(Table.metadata.tables) <= set(inspect(empty).get_table_names())

    migrate.downgrade(empty)
    assert migrate.current(empty) is None
    assert inspect(empty).get_table_names() == ["alembic_version"]

    migrate.upgrade(empty)
    assert migrate.is_current(empty)


def test_tables_and_migrations_agree(engine: Engine) -> None:
    with engine.connect() as connection:
        options = {**migrate.options(connection), "target_metadata": Table.metadata}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Table.metadata) == []


def test_a_difference_would_be_seen(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(text("ALTER TABLE outlet ADD COLUMN extra INTEGER"))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=migrate.options(connection))
        assert [change[0] for change in compare_metadata(context, Table.metadata)] == [
            "remove_column"
        ]


def test_check_constraints_are_those_of_the_tables(engine: Engine) -> None:
    # Alembic does not compare them, so we do; by name, as each database words them its own way.
    preparer = engine.dialect.identifier_preparer
    for table in Table.metadata.tables.values():
        declared = {
            preparer.format_constraint(constraint)
            for constraint in table.constraints
            if isinstance(constraint, CheckConstraint)
        }
        stored = {check["name"] for check in inspect(engine).get_check_constraints(table.name)}
        assert stored == declared, table.name


def test_several_upgrade_at_once(empty_url: str) -> None:
    errors: list[BaseException] = []
    together = threading.Barrier(4)

    def work() -> None:
        engine = open_engine(empty_url)
        together.wait()
        try:
            migrate.upgrade(engine)
        except BaseException as error:  # noqa: BLE001 - the assertion shows it
            errors.append(error)
        finally:
            engine.dispose()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    engine = open_engine(empty_url)
    assert migrate.is_current(engine)
    engine.dispose()


def test_the_words_of_a_stored_issue_get_their_new_names(empty: Engine) -> None:
    migrate.upgrade(empty)
    with sessions(empty, write=True) as session:
        sync_directory(session, make_directory(), [make_issue()])
        session.commit()
    migrate.downgrade(empty, "0002")
    with empty.connect() as connection:
        old = connection.execute(select(IssueRow.definition)).scalar_one()
    assert old["forces"] == ["troop"]
    assert old["anaphors"] == ["it"]
    assert not {"things", "timing", "states"} & set(old)

    migrate.upgrade(empty)
    with sessions(empty) as session:
        assert [record.issue for record in queries.issues(session)] == [make_issue()]


def test_a_database_of_a_newer_version_is_refused(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SetupError, match="newer version of On Record"):
        migrate.upgrade(engine)


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    empty: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(empty) as connection:
        connection.execute(text("CREATE TABLE position (x INTEGER)"))  # in the way of 0001
    with pytest.raises(Exception, match="position"):
        migrate.upgrade(empty)
    assert inspect(empty).get_table_names() == ["position"]
