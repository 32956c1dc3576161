from __future__ import annotations

import itertools
import signal
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from app.db import queries
from app.db.search import statement_ids
from app.db.session import open_engine, sessions
from app.db.store import recognise, save, sync_directory
from app.db.tables import (
    ActorRow,
    AliasRow,
    ArticleRow,
    OutletRow,
    StatementRow,
    Table,
    VersionRow,
)
from app.domain.queries import ComparisonQuery
from app.domain.runs import Outcome
from app.errors import InputError
from tests.db import corpus
from tests.db.dump import dump
from tests.factories import (
    make_actor,
    make_directory,
    make_extraction,
    make_position,
    make_statement,
)
from tests.processes import APART

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.domain.extraction import Extraction

SLOW = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def rows_after(engine: Engine, extractions: Iterable[Extraction]) -> dict[str, list[str]]:
    """What the database holds after these, each in a transaction of its own; then it is emptied."""
    with sessions(engine, write=True) as session:
        sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
    for extraction in extractions:
        with sessions(engine, write=True) as session:
            save(session, extraction)
    with sessions(engine, write=True) as session:
        found = dump(session)
        for table in reversed(Table.metadata.sorted_tables):
            session.execute(table.delete())
    return found


def test_what_was_saved_is_counted(session: Session) -> None:
    sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
    saved = save(session, corpus.ONE)
    assert (saved.outcome, saved.statements, saved.positions) == (Outcome.STORED, 2, 3)
    assert save(session, corpus.ONE) == replace(saved, outcome=Outcome.UNCHANGED)


def test_saving_all_twice_is_saving_once(engine: Engine) -> None:
    once = rows_after(engine, corpus.ALL)
    assert rows_after(engine, corpus.ALL * 2) == once
    assert len(once["statement"]) == 7
    assert len(once["article"]) == 5


@pytest.fixture
def expected(engine: Engine) -> dict[str, list[str]]:
    """What the database holds after the whole corpus."""
    return rows_after(engine, corpus.ALL)


@given(order=st.permutations(corpus.ALL))
@SLOW
def test_the_order_does_not_matter(
    engine: Engine, expected: dict[str, list[str]], order: list[Extraction]
) -> None:
    assert rows_after(engine, order) == expected


def test_a_directory_that_comes_late_changes_nothing(engine: Engine) -> None:
    expected = rows_after(engine, corpus.ALL)
    with sessions(engine, write=True) as session:
        # Met in a text before anybody put her into the directory.
        sync_directory(session, make_directory(), corpus.ISSUES)
        words = "x Ilse Brandt"
        stranger = replace(corpus.MINISTER, in_directory=False, name="ILSE BRANDT", roles=())
        save(session, make_extraction(words, make_statement(words, "x", stranger)))
        for extraction in corpus.ALL:
            save(session, extraction)
        sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
        found = dump(session)
    for name in ("actor", "actor_alias", "actor_role"):
        assert found[name] == expected[name]


def test_nothing_stays_of_a_save_that_was_undone(engine: Engine) -> None:
    with sessions(engine, write=True) as session:
        sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
        before = dump(session)

    def fail() -> None:
        with sessions(engine, write=True) as session:
            for extraction in corpus.ALL:
                save(session, extraction)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    with sessions(engine) as session:
        assert dump(session) == before
        assert len(statement_ids(session, ("troops",))) == 0


def test_a_changed_text_is_a_new_version(session: Session) -> None:
    sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
    old = save(session, corpus.ONE)
    words = "“We may send troops,” Ilse Brandt said."
    changed = make_extraction(
        words,
        make_statement(
            words, "We may send troops", corpus.MINISTER, positions=[make_position(corpus.MINISTER)]
        ),
        title="Corrected",
        outlet="Other Paper",
        address=corpus.ONE.article.address,
    )
    new = save(session, changed)
    assert new.outcome is Outcome.NEW_VERSION
    assert new.article == old.article
    assert session.scalar(select(func.count()).select_from(StatementRow)) == 3

    shown = queries.comparison(session, ComparisonQuery())
    assert [one.content_text for one in shown.undated] == [("We may send troops",)]
    assert shown.dated == ()
    record = queries.article(session, old.article)
    assert record is not None
    assert (record.text, record.ref.title, record.newest) == (words, "Corrected", True)
    assert record.ref.outlet.name == "Other Paper"

    # What was found before still stands on what it was found in.
    kept = session.scalars(
        select(StatementRow.id).where(StatementRow.version_id == old.version)
    ).first()
    assert kept is not None
    found = queries.statement(session, kept)
    assert found is not None
    assert found[1].newest is False
    assert found[1].text == corpus.ONE.text.text

    # The old text, read once more, is nothing new and does not come back.
    assert save(session, corpus.ONE).outcome is Outcome.UNCHANGED
    newest = session.scalars(select(VersionRow.id).where(VersionRow.newest)).all()
    assert newest == [new.version]


def test_ids_do_not_depend_on_what_else_is_stored(engine: Engine) -> None:
    alone = rows_after(engine, [corpus.THREE])["statement"]
    assert len(alone) == 2
    assert set(alone) <= set(rows_after(engine, corpus.ALL)["statement"])


def test_ids_are_permanent(session: Session) -> None:
    # Addresses that people have sent to each other: this test fails if they would break.
    sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
    saved = save(session, corpus.THREE)
    ids = session.scalars(select(StatementRow.id).order_by(StatementRow.id)).all()
    assert (saved.article, saved.version, *ids) == PERMANENT


PERMANENT = ("0pdyzfey1w67y", "0rcg6pac6wd6a", "0xntbb6y543dk", "23adg7h1a3drk")


def test_outlets(session: Session) -> None:
    sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
    for extraction in corpus.ALL:
        save(session, extraction)
    names = session.scalars(select(OutletRow.name).order_by(OutletRow.name)).all()
    assert names == ["CNN", "The Paper", "Unknown outlet", "daily.example"]


def test_what_is_recognised(session: Session) -> None:
    sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
    saved = save(session, corpus.ONE)
    article, words = corpus.ONE.article, corpus.ONE.text.text

    def found(text: str = words, **fields: object) -> str | None:
        known = recognise(session, replace(article, **fields), text)  # type: ignore[arg-type]
        return known.version if known else None

    assert found() == saved.version
    assert found(words + "!") is None
    assert found(address="https://paper.example/1") is None
    # The same file, of which less is said.
    assert found(address=None) == saved.version
    assert found(address=None, outlet=None) == saved.version
    assert found(address=None, outlet=None, file="elsewhere.txt") is None


def test_names_met_in_texts_are_collected(session: Session) -> None:
    sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
    for extraction in (corpus.THREE, corpus.FOUR):
        save(session, extraction)
    names = session.execute(
        select(ActorRow.name, AliasRow.name).join(AliasRow).where(~ActorRow.in_directory)
    )
    assert {tuple(row) for row in names} == {("Ada MOREAU", "A. M."), ("Bo Lund", "B. L.")}


def test_what_no_database_can_hold_is_replaced_in_place(session: Session) -> None:
    words = "a\x00b \ud800c “d\x00e” Ada"
    one = make_extraction(
        words, make_statement(words, "d\x00e"), file="\udcff.txt", title="\x00", address=None
    )
    one = replace(one, notes=("\x00",))
    saved = save(session, one)
    assert save(session, one).outcome is Outcome.UNCHANGED
    session.expire_all()
    record = queries.article(session, saved.article)
    assert record is not None
    assert record.text == "a\ufffdb \ufffdc “d\ufffde” Ada"
    assert [span.of(record.text) for span in record.statements[0].content] == ["d\ufffde"]
    assert record.statements[0].content_text == ("d\ufffde",)
    assert record.notes == ("\ufffd",)
    assert record.file == "\ufffd.txt"


def test_a_position_on_an_unknown_issue_is_refused(session: Session) -> None:
    ada = make_actor()
    position = make_position(ada, issue="nowhere")
    with pytest.raises(InputError, match="nowhere"):
        save(session, make_extraction("x", make_statement("x", "x", ada, positions=[position])))


def test_what_contradicts_itself_is_refused(engine: Engine) -> None:
    def store() -> None:
        with sessions(engine, write=True) as session:
            statement = replace(make_statement("x y", "y"), confidence=1.5)
            save(session, make_extraction("x y", statement))

    with pytest.raises(InputError, match="confidence"):
        store()
    with sessions(engine) as session:
        assert session.scalar(select(func.count()).select_from(ArticleRow)) == 0


def _save_all(url: str, order: list[int]) -> list[str]:
    """What a process does: the whole corpus in some order, one transaction each."""
    engine = open_engine(url)
    outcomes = []
    for number in order:
        with sessions(engine, write=True) as session:
            sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
        with sessions(engine, write=True) as session:
            outcomes.append(save(session, corpus.ALL[number]).outcome.value)
    engine.dispose()
    return outcomes


def test_processes_that_save_the_same_at_once(database_url: str) -> None:
    orders = list(itertools.islice(itertools.permutations(range(len(corpus.ALL))), 0, 720, 180))
    with ProcessPoolExecutor(4, mp_context=APART) as pool:
        jobs = [pool.submit(_save_all, database_url, list(order)) for order in orders]
        outcomes = [outcome for job in jobs for outcome in job.result()]
    assert outcomes.count("stored") == 5
    assert outcomes.count("unchanged") == 4 * 6 - 5
    engine = open_engine(database_url)
    with sessions(engine) as session:
        found = dump(session)
    with sessions(engine, write=True) as session:
        for table in reversed(Table.metadata.sorted_tables):
            session.execute(table.delete())
    assert found == rows_after(engine, corpus.ALL)
    engine.dispose()


def _save_and_die(url: str) -> None:
    """What a process does that is killed inside its second transaction."""
    engine = open_engine(url)
    with sessions(engine, write=True) as session:
        sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
        save(session, corpus.ONE)
    with sessions(engine, write=True) as session:
        for extraction in corpus.ALL:
            save(session, extraction)
        signal.raise_signal(signal.SIGKILL)


def test_a_run_that_was_killed_and_repeated(database_url: str) -> None:
    process = APART.Process(target=_save_and_die, args=(database_url,))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    engine = open_engine(database_url)
    with sessions(engine) as session:
        assert session.scalar(select(func.count()).select_from(ArticleRow)) == 1
        if engine.dialect.name == "sqlite":
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"
    repeated = rows_after(engine, corpus.ALL)
    assert repeated == rows_after(engine, corpus.ALL)
    engine.dispose()
