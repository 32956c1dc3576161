"""The invented library of the benchmarks: the same on both databases, and as reading stores one."""

from __future__ import annotations

import html
import shutil
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from app.config import Settings
from app.db import keys
from app.db.copying import in_order as tables_in_order
from app.db.copying import verify
from app.db.migrate import upgrade
from app.db.queries.statements import EARLIEST, SHOWN, joined
from app.db.search import article_ids, index_stems, index_words, statement_ids
from app.db.session import open_engine, sessions
from app.db.tables import (
    ArticleRow,
    MatchRow,
    PositionRow,
    State,
    StatementRow,
    Table,
    UtteranceRow,
    VersionRow,
)
from app.db.tables_queue import QueueItemRow
from app.db.tables_revisions import RevisionRow
from app.db.tables_search import ArticleWordsRow
from app.domain.ids import make_id
from app.domain.spans import Span
from app.domain.words import phrases
from app.errors import SetupError
from app.main import create_app
from app.utterances.occasions import occasion_of
from benchmarks.library import ISSUES, actors_of, carry_out, rows_of
from benchmarks.library_loading import loading
from benchmarks.library_rows import Plan
from benchmarks.library_sorting import buckets_of, in_order, pack
from tests.web.asking import TestClient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

    from benchmarks.library_rows import Rows
    from tests.postgresql import Cluster

# Several blocks, none of them full.
PLAN = Plan(3_000, 40, 25, ISSUES, seed=7, block=800)
# What triggers make of other tables.
DERIVED = tuple({"queue_item", "actor_tally"} & {*Table.metadata.tables})


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The library in a file."""
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('library') / 'library.db'}")
    carry_out(engine, PLAN, processes=1)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def server(cluster: Cluster, migrated_template: str) -> Iterator[Engine]:
    """The same library on a server."""
    name = cluster.create(migrated_template)
    engine = open_engine(cluster.url(name))
    carry_out(engine, PLAN, processes=1)
    yield engine
    engine.dispose()
    cluster.drop(name)


def test_both_databases_hold_the_same(file: Engine, server: Engine) -> None:
    with sessions(file) as session:
        assert session.scalar(select(func.count()).select_from(StatementRow)) == PLAN.statements
    told = verify(file, server, lambda *_: None)
    assert [one.table for one in told if not one.same] == []


def test_rows_are_the_same_whoever_makes_them() -> None:
    plan = Plan(60, 5, 3, ISSUES, seed=3, block=12)
    alone, together = list(rows_of(plan, 1)), list(rows_of(plan, 2))
    assert alone == together
    (statements,) = (rows["statement"] for rows in alone if "statement" in rows)
    assert len({row[0] for row in statements}) == plan.statements
    assert alone != list(rows_of(Plan(60, 5, 3, ISSUES, seed=4, block=12), 1))


def test_rows_come_in_the_order_of_their_keys() -> None:
    blocks: list[Rows] = [{"one": [(n << 60, str(n)) for n in some]} for some in ((5, 1), (4, 2))]
    assert [buckets_of(n) for n in (0, 60_001, 10**9)] == [1, 2, 32]
    for buckets in (1, 4, 32):
        found = [
            row for rows in in_order(pack(one, buckets) for one in blocks) for row in rows["one"]
        ]
        assert found == [(n << 60, str(n)) for n in (1, 2, 4, 5)]


def test_everything_that_was_taken_away_is_back_in_a_file(
    file: Engine, migrated_file: Path
) -> None:
    fresh = open_engine(f"sqlite:///{migrated_file}")
    # Of tables the name alone: alembic writes constraints in no order.
    made = (
        "SELECT type, name, tbl_name, CASE type WHEN 'table' THEN '' ELSE sql END"
        " FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%'"
    )
    with file.connect() as one, fresh.connect() as other:
        assert {*one.exec_driver_sql(made)} == {*other.exec_driver_sql(made)}
        version = "SELECT version_num FROM alembic_version"
        assert [*one.exec_driver_sql(version)] == [*other.exec_driver_sql(version)]
        assert [*one.exec_driver_sql("PRAGMA integrity_check")] == [("ok",)]
        assert [*one.exec_driver_sql("PRAGMA foreign_key_check")] == []
        for setting, value in (
            ("journal_mode", "wal"), ("foreign_keys", 1), ("ignore_check_constraints", 0),
            ("locking_mode", "normal"), ("synchronous", 1),
        ):  # fmt: skip
            assert one.exec_driver_sql(f"PRAGMA {setting}").scalar() == value
    fresh.dispose()
    with file.execution_options(onrecord_writes=True).connect() as writing:
        for table in ("statement_fts", "article_fts"):  # raises where index and rows differ
            writing.exec_driver_sql(
                f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 1)"  # noqa: S608
            )


def test_everything_that_was_taken_away_is_back_on_a_server(
    server: Engine, cluster: Cluster, migrated_template: str
) -> None:
    name = cluster.create(migrated_template)
    fresh = open_engine(cluster.url(name))
    with server.connect() as one, fresh.connect() as other:
        for made in (
            "pg_get_indexdef(indexrelid), indisvalid FROM pg_index",
            "conrelid, conname, convalidated, pg_get_constraintdef(oid) FROM pg_constraint",
            "pg_get_triggerdef(oid), tgenabled FROM pg_trigger WHERE NOT tgisinternal",
            "tgrelid::regclass::text, tgenabled, count(*) FROM pg_trigger GROUP BY 1, 2",
            "version_num FROM alembic_version",
        ):
            told = f"SELECT {made}"
            assert {*one.exec_driver_sql(told)} == {*other.exec_driver_sql(told)}
        last = one.exec_driver_sql("SELECT max(id) FROM revision").scalar_one()
        sequence = "SELECT nextval(pg_get_serial_sequence('revision', 'id'))"
        assert one.exec_driver_sql(sequence).scalar_one() > last
    fresh.dispose()
    cluster.drop(name)


def test_what_follows_from_the_rows_is_as_triggers_make_it(
    file: Engine, migrated_file: Path, tmp_path: Path
) -> None:
    triggered = open_engine(f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'triggered.db')}")
    with triggered.execution_options(onrecord_writes=True).connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql(f"ATTACH '{file.url.database}' AS library")
        connection.exec_driver_sql("BEGIN")
        for form in tables_in_order():
            if form.name not in {*DERIVED, "row_change", "data_version"}:
                columns = ", ".join(f'"{name}"' for name in form.names)
                connection.exec_driver_sql(
                    f'INSERT INTO main."{form.name}" ({columns})'  # noqa: S608 - our own names
                    f' SELECT {columns} FROM library."{form.name}"'
                )
        for table in DERIVED:
            made, loaded = (
                {*connection.exec_driver_sql(f"SELECT * FROM {name}.{table}")}  # noqa: S608
                for name in ("main", "library")
            )
            assert made == loaded
            assert made
        connection.exec_driver_sql("ROLLBACK")
    triggered.dispose()


def test_ids_words_and_spans_are_those_of_the_texts(file: Engine) -> None:
    with sessions(file) as session:
        texts = {one.id: one for one in session.scalars(select(VersionRow))}
        rows = session.execute(
            select(StatementRow, ArticleRow)
            .select_from(StatementRow)
            .join(VersionRow)
            .join(ArticleRow)
        )
        for one, article in rows:
            text = texts[one.version_id].text
            spans = [Span(*span) for span in one.content]
            assert one.id == keys.statement_id(one.version_id, spans, 0)
            assert one.content_text == [span.of(text) for span in spans]
            assert one.starts_at == spans[0].start
            assert one.words == index_words(" ".join(one.content_text))
            assert one.cue_start is not None
            assert one.source_start is not None
            assert one.cue_text == text[one.cue_start : one.cue_end]
            assert one.source_text == text[one.source_start : one.source_end]
            if one.occasion_first is not None:
                occasion = occasion_of(one.said_on, article.published)
                assert occasion is not None
                assert (occasion.first, occasion.last, occasion.told) == (
                    one.occasion_first,
                    one.occasion_last,
                    one.occasion_told,
                )
        for article in session.scalars(select(ArticleRow)):
            versions = [one for one in texts.values() if one.article_id == article.id]
            newest = next(one for one in versions if one.newest)
            outlet = None if article.address else f"outlet {article.identity.rpartition('-')[2]}"
            assert article.id == keys.article_id(article.address, newest.text, outlet)
            assert article.identity == keys.article_identity(article.address, newest.text, outlet)
            assert {one.id for one in versions} == {
                keys.version_id(article.id, one.text) for one in versions
            }
            found = session.get_one(ArticleWordsRow, article.id)
            assert (found.title, found.dense) == (index_stems(article.title or "")[0], False)
            assert (found.text, found.dense) == index_stems(newest.text)
        for position, words in session.execute(
            select(PositionRow, VersionRow.text)
            .join(StatementRow, StatementRow.id == PositionRow.statement_id)
            .join(VersionRow)
        ):
            if position.condition_start is not None:
                at = slice(position.condition_start, position.condition_end)
                assert position.condition_text == words[at]


def test_reports_and_copies_are_as_grouping_leaves_them(file: Engine) -> None:
    with sessions(file) as session:
        shown = session.execute(
            joined(select(StatementRow, ArticleRow)).where(*SHOWN).order_by(*EARLIEST)
        ).all()
        reports: defaultdict[str, list[StatementRow]] = defaultdict(list)
        by_id = {one.id: one for one, _ in shown}
        for one, article in shown:
            if one.original_id == one.id:
                reports[one.utterance_id].append(one)
            else:
                first = by_id[one.original_id]
                assert (first.words, first.actor_id) == (one.words, one.actor_id)
                assert first.utterance_id == one.utterance_id
                assert article.head_id != article.id
        assert all(key == found[0].id for key, found in reports.items())
        assert all(len({one.actor_id for one in found}) == 1 for found in reports.values())
        several = {key for key, found in reports.items() if len(found) > 1}
        utterances = session.scalars(select(UtteranceRow)).all()
        assert {one.id for one in utterances} == several
        for utterance in utterances:
            ids = [one.id for one in reports[utterance.id]]
            assert utterance.representative_id in ids
        for pair in session.scalars(select(MatchRow)):
            assert by_id[pair.one_id].utterance_id == by_id[pair.other_id].utterance_id
        hidden = select(StatementRow).where(StatementRow.id.not_in(by_id))
        for one in session.scalars(hidden):
            assert one.id == one.original_id == one.utterance_id
            assert one.occasion_first is None


def test_there_is_something_of_everything(file: Engine) -> None:
    with sessions(file) as session:
        speaker = (
            select(StatementRow.actor_id, func.count())
            .group_by(StatementRow.actor_id)
            .order_by(func.count().desc())
        )
        (most, count), *_, (_, fewest) = session.execute(speaker)
        assert (most, count > 20 * fewest) == (make_id("actor", "actor-0"), True)
        for found in (
            select(StatementRow).where(StatementRow.said_first.is_(None)),
            select(StatementRow).where(func.length(StatementRow.said_edtf) == len("2023-01")),
            select(StatementRow).where(StatementRow.said_edtf.contains("/")),
            select(StatementRow).where(StatementRow.state == State.WITHDRAWN),
            select(StatementRow).where(StatementRow.replaced_by_id.is_not(None)),
            select(StatementRow).where(StatementRow.original_id != StatementRow.id),
            select(StatementRow).where(StatementRow.decided_by.startswith("editor ")),
            select(ArticleRow).where(ArticleRow.published_first.is_(None)),
            select(ArticleRow).where(ArticleRow.address.is_(None)),
            select(PositionRow).where(PositionRow.asserted_by_id.is_not(None)),
            select(UtteranceRow).where(UtteranceRow.differences != []),
            select(RevisionRow),
            select(QueueItemRow),
        ):
            assert session.scalars(found.limit(1)).first() is not None, str(found)


def test_words_are_found_alike_on_both(file: Engine, server: Engine) -> None:
    def found(engine: Engine, words: str) -> tuple[set[int], set[int]]:
        with sessions(engine) as session:
            asked = phrases(words)
            return (
                set(statement_ids(session, asked).tolist()),
                set(article_ids(session, asked).tolist()),
            )

    for words in ("troops", "ceasefire negotiations", '"the border"', "to be", "actor 3"):
        assert found(file, words) == found(server, words), words
        assert found(file, words)[1], words


def test_pages_show_whatever_is_in_it(file: Engine) -> None:
    chosen = {
        "as a rule": StatementRow.replaced_by_id.is_(None),
        "a copy": StatementRow.original_id != StatementRow.id,
        "of a former text": StatementRow.replaced_by_id.is_not(None),
        "withdrawn": StatementRow.state == State.WITHDRAWN,
        "of an editor": StatementRow.decided_by.startswith("editor ")
        & (StatementRow.state == State.LIVE),
        "interrupted": func.json_array_length(StatementRow.content) > 1,
    }
    client = TestClient(create_app(Settings(database_url=file.url.render_as_string())))
    with sessions(file) as session:
        for what, condition in chosen.items():
            one, article = session.execute(
                select(StatementRow, VersionRow.article_id).join(VersionRow).where(condition)
            ).first() or pytest.fail(what)
            page = client.get(f"/statements/{one.id}")
            assert page.status_code == (410 if what == "withdrawn" else 200), what
            shown = html.unescape(page.text)
            if what != "withdrawn":  # of which nothing is shown
                assert all(words in shown for words in one.content_text), what
            assert client.get(f"/articles/{article}").status_code == 200, what


def test_the_number_of_actors_suits_the_size() -> None:
    assert [actors_of(n) for n in (1_000, 8_000, 1_000_000)] == [40, 40, 400]


def test_nobody_takes_what_a_killed_load_leaves_for_a_library(
    migrated_file: Path, tmp_path: Path
) -> None:
    engine = open_engine(f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'killed.db')}")
    with pytest.raises(KeyError), loading(engine):
        raise KeyError
    with pytest.raises(SetupError):
        upgrade(engine)
    engine.dispose()
