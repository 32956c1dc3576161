from __future__ import annotations

import itertools
import json
import logging
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from sqlalchemy import select

from app.db import queries
from app.db.session import open_engine, sessions
from app.db.tables import Table
from app.domain.runs import Outcome, RunState
from app.errors import InputError, SetupError
from app.ingest import Here, Item, Job, Recipe, Sourcing, extracting
from app.readers import Limits
from tests.factories import (
    make_directory,
    make_issue,
)
from tests.ingest.first_words import ADA, extract
from tests.invented import folder_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from app.domain.actors import ActorDirectory
    from app.domain.articles import Article
    from app.domain.extraction import Extraction
    from app.domain.positions import Issue
    from app.extraction.parsing import Parser

BOOKKEEPING = frozenset({"ingest_run", "ingest_item", "data_version", "row_change"})
LIMITS = Limits(max_text_bytes=2_000, max_document_bytes=10_000, max_seconds=10)


@pytest.fixture
def job(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Job:
    """A job that stores for real and extracts nothing but the first word."""
    monkeypatch.setattr(extracting, "extract", extract)
    return make_job(engine, make_directory(ADA), make_issue())


def make_job(engine: Engine, actors: ActorDirectory, *issues: Issue) -> Job:
    """A job in this process that fetches nothing."""
    recipe = Recipe("", actors, issues)
    parser: Callable[[], Parser] = lambda: None  # type: ignore[assignment,return-value]  # noqa: E731
    return Job(engine, Sourcing(engine, LIMITS), recipe, Here(recipe, parser))


def outcomes(items: list[Item]) -> list[tuple[str, str]]:
    return [(Path(item.source).name, item.outcome) for item in items]


def content(engine: Engine) -> dict[str, list[str]]:
    """All rows but of runs and writes, without what the clock says, alike on both databases."""
    with sessions(engine) as session:
        return {
            name: sorted(
                json.dumps(list(row), sort_keys=True, default=str)
                for row in session.execute(
                    select(*(column for column in table.columns if column.name != "read_at"))
                )
            )
            for name, table in Table.metadata.tables.items()
            if name not in BOOKKEEPING
        }


def ids(found: dict[str, list[str]]) -> set[str]:
    """The ids of the statements; of which utterance each is a report, other articles decide."""
    return {json.loads(row)[0] for row in found["statement"]}


def states(engine: Engine) -> list[RunState]:
    with sessions(engine) as session:
        return [run.state for run in queries.runs(session)]


def test_the_second_run_changes_nothing(job: Job, tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "articles", 4)
    first = list(job.run([folder]))
    assert {item.outcome for item in first} == {Outcome.STORED}
    assert [(item.statements, item.positions) for item in first] == [(1, 1)] * 4
    before = content(job.engine)
    again = list(job.run([folder, str(folder / "000.txt")]))
    assert {item.outcome for item in again} == {Outcome.UNCHANGED}
    assert [item.article for item in again[:4]] == [item.article for item in first]
    assert content(job.engine) == before
    assert states(job.engine) == [RunState.FINISHED] * 2


def test_what_is_stored_is_not_extracted_again(
    job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_of(tmp_path / "articles", 2)
    list(job.run([folder]))

    def never(*_: object) -> NoReturn:
        raise AssertionError

    monkeypatch.setattr(extracting, "extract", never)
    assert {item.outcome for item in job.run([folder])} == {Outcome.UNCHANGED}


def test_a_changed_text_at_an_address_is_a_new_version(job: Job, tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "articles", 1)
    (before,) = job.run([folder])
    file = folder / "000.txt"
    file.write_text(file.read_text("utf-8") + "\nCorrected later.\n", "utf-8")
    (after,) = job.run([folder])
    assert after.outcome is Outcome.NEW_VERSION
    assert after.article == before.article


def describe(folder: Path, **fields: str) -> None:
    entry = json.dumps({"file": "000.txt", **fields})
    (folder / "articles.yaml").write_text(f"articles: [{entry}]", "utf-8")


def said_on(engine: Engine) -> dict[object, object]:
    """The day of each statement by its id."""
    with sessions(engine) as session:
        table = Table.metadata.tables["statement"].columns
        return {row.id: row.said_edtf for row in session.execute(select(table.id, table.said_edtf))}


def test_what_is_corrected_in_articles_yaml_is_taken_over(job: Job, tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "articles", 1)
    given = {"address": "https://a.example/1", "published_basis": "metadata"}
    describe(folder, **given, outlet="One", title="A title", published="2025-02-25")
    (before,) = job.run([folder])
    days = said_on(job.engine)
    assert set(days.values()) == {"2025-02-25"}
    describe(folder, **given, outlet="Two", published="2025-02-26")
    (after,) = job.run([folder])
    assert (after.outcome, after.article) == (Outcome.UPDATED, before.article)
    assert {"date", "outlet"} <= set(after.changes)
    assert said_on(job.engine) == dict.fromkeys(days, "2025-02-26")
    corrected = content(job.engine)
    (again,) = job.run([folder])
    assert again.outcome is Outcome.UNCHANGED
    (folder / "articles.yaml").unlink()
    (less,) = job.run([folder])
    assert (less.outcome, less.article) == (Outcome.UNCHANGED, before.article)
    assert content(job.engine) == corrected
    with sessions(job.engine) as session:
        counts = [dict(run.outcomes)[Outcome.UPDATED] for run in queries.runs(session)]
    assert sorted(counts) == [0, 0, 0, 1]


def test_a_correction_that_overtakes_another_loses_neither(
    job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_of(tmp_path / "articles", 1)
    given = {"address": "https://a.example/1", "published_basis": "metadata"}
    describe(folder, **given, outlet="One", published="2025-02-25")
    list(job.run([folder]))

    def slowly(article: Article, *rest: object) -> Extraction:
        monkeypatch.setattr(extracting, "extract", extract)
        describe(folder, **given, published="2025-02-26")
        assert [item.changes for item in job.run([folder])] == [("date",)]
        return extract(article, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(extracting, "extract", slowly)
    describe(folder, address=given["address"], outlet="Two")
    (item,) = job.run([folder])
    assert item.changes == ("outlet",)
    assert set(said_on(job.engine).values()) == {"2025-02-26"}


def test_what_cannot_be_read_is_put_aside_and_the_others_are_stored(
    job: Job, tmp_path: Path
) -> None:
    folder = folder_of(tmp_path / "articles", 2)
    (folder / "000b.txt").write_bytes(b"")
    (folder / "0large.txt").write_text("word " * 500)
    items = list(job.run([tmp_path / "none", folder, "https://example.org/"]))
    assert outcomes(items) == [
        ("none", "put_aside"),
        ("000.txt", "stored"),
        ("000b.txt", "put_aside"),
        ("001.txt", "stored"),
        ("0large.txt", "put_aside"),
        ("example.org", "put_aside"),
    ]
    with sessions(job.engine) as session:
        (run,) = queries.runs(session)
    assert dict(run.outcomes) == {
        Outcome.STORED: 2,
        Outcome.UNCHANGED: 0,
        Outcome.NEW_VERSION: 0,
        Outcome.UPDATED: 0,
        Outcome.DUPLICATE: 0,
        Outcome.PUT_ASIDE: 4,
    }
    noted = {
        Path(item.source).name: group.reason for group in run.put_aside for item in group.newest
    }
    assert noted["000b.txt"] == "It is empty."
    assert noted["0large.txt"].startswith("It is larger than 2,000 bytes")


def failing_on(part: str, error: BaseException) -> Callable[..., Extraction]:
    def failing(article: Article, *rest: object) -> Extraction:
        if part in article.file:
            raise error
        return extract(article, *rest)  # type: ignore[arg-type]

    return failing


def test_a_mistake_of_ours_costs_one_article_only(
    job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    folder = folder_of(tmp_path / "articles", 3)
    monkeypatch.setattr(extracting, "extract", failing_on("001", KeyError("oh")))
    monkeypatch.setattr(logging.getLogger("app"), "propagate", True)
    items = list(job.run([folder]))
    assert [item.outcome for item in items] == ["stored", "put_aside", "stored"]
    assert "KeyError" in items[1].reason
    # once or twice: pytest listens to a logger that a command has set apart, too
    records = [each for each in caplog.records if each.name == "app.ingest.job"]
    assert records
    assert all(record.exc_info and record.exc_info[0] is KeyError for record in records)
    monkeypatch.setattr(extracting, "extract", extract)
    assert [item.outcome for item in job.run([folder])] == ["unchanged", "stored", "unchanged"]


def test_an_input_error_is_put_aside_in_its_own_words(
    job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_of(tmp_path / "articles", 1)
    monkeypatch.setattr(extracting, "extract", failing_on("", InputError("Two things are one.")))
    (item,) = job.run([folder])
    assert (item.outcome, item.reason) == (Outcome.PUT_ASIDE, "Two things are one.")


@pytest.mark.parametrize("error", [SetupError("The disk is full."), KeyboardInterrupt()])
def test_what_concerns_all_articles_ends_the_run_and_keeps_what_is_stored(
    job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    folder = folder_of(tmp_path / "articles", 3)
    monkeypatch.setattr(extracting, "extract", failing_on("001", error))
    items: list[Item] = []
    with pytest.raises(type(error)):
        items.extend(job.run([folder]))
    monkeypatch.setattr(extracting, "extract", extract)
    assert [item.outcome for item in job.run([folder])] == ["unchanged", "stored", "stored"]
    assert states(job.engine) == [RunState.FINISHED, RunState.INTERRUPTED]


def test_what_was_never_grouped_is_by_the_next_run(job: Job, tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "articles", 4)
    list(job.run([folder]))
    expected = content(job.engine)
    with sessions(job.engine, write=True) as session:
        for table in ("grouping_scheme", "utterance", "utterance_match"):
            session.execute(Table.metadata.tables[table].delete())
        session.execute(Table.metadata.tables["statement"].update().values(occasion_first=None))
    assert content(job.engine) != expected
    list(job.run([folder]))
    assert content(job.engine) == expected


def test_an_empty_database_is_brought_up_to_date(empty_url: str, tmp_path: Path) -> None:
    engine = open_engine(empty_url)
    job = make_job(engine, make_directory())
    assert [item.outcome for item in job.run([tmp_path / "none"])] == ["put_aside"]
    assert states(engine) == [RunState.FINISHED]
    engine.dispose()


# The real program on real, short articles, killed.

ARTICLES = 30


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder_of(tmp_path_factory.mktemp("invented") / "articles", ARTICLES)


LIMITED = (
    "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}));"
    " from app.cli import main; main()"
)


def start(url: str, folder: Path, *options: str, limit: int | None = None) -> subprocess.Popen[str]:
    """The job in a process of its own; ``limit`` is the size that no file of it may pass."""
    program = ("-m", "app.cli")
    if limit is not None:
        program = ("-c", LIMITED.format(limit=limit))
    return subprocess.Popen(
        (sys.executable, *program, "ingest", "--database", url, *options, str(folder)),
        # Some are stored together, and not all: there is something to be killed in the middle of.
        env=os.environ | {"PYTHONUNBUFFERED": "1", "ONRECORD_INGEST_COMMIT_SECONDS": "0.05"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finished(process: subprocess.Popen[str]) -> str:
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 0, output
    return output


def content_at(url: str) -> dict[str, list[str]]:
    engine = open_engine(url)
    try:
        return content(engine)
    finally:
        engine.dispose()


@pytest.fixture(scope="module")
def undisturbed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What the database holds after one run that nothing disturbed."""
    url = f"sqlite:///{tmp_path_factory.mktemp('undisturbed') / 'onrecord.db'}"
    output = finished(start(url, folder))
    assert f"{ARTICLES} stored, 0 unchanged, 0 new version, 0 updated, 0 put aside" in output
    found = content_at(url)
    assert len(found["article"]) == ARTICLES
    assert len(found["statement"]) >= ARTICLES, "the articles must hold something to lose"
    assert found["position"]
    assert found["utterance"]
    return found


def test_killed_at_any_moment_and_run_again_it_is_as_if_undisturbed(
    folder: Path, undisturbed: dict[str, list[str]], empty_url: str
) -> None:
    choose = random.Random(5)  # noqa: S311 - repeatable, and no secret
    # After so many articles were told of, and at any moment of the work on the next.
    kills = 3 if empty_url.startswith("sqlite") else 2
    moments = sorted(choose.sample(range(1, ARTICLES - 5), kills))
    for seen in moments:
        process = start(empty_url, folder)
        assert process.stdout
        told = list(itertools.islice(process.stdout, seen))
        assert len(told) == seen, told
        time.sleep(choose.uniform(0, 0.03))
        process.kill()
        process.communicate()
        assert process.returncode == -9, "it must be killed in the middle"
        found = content_at(empty_url)
        assert seen <= len(found["article"]) < ARTICLES
        assert ids(found) < ids(undisturbed)
    finished(start(empty_url, folder))
    assert content_at(empty_url) == undisturbed


def test_killed_before_the_first_article_too(
    folder: Path, undisturbed: dict[str, list[str]], tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'onrecord.db'}"
    choose = random.Random(1)  # noqa: S311 - repeatable, and no secret
    for _ in range(2):
        process = start(url, folder)
        while not (tmp_path / "onrecord.db").exists():
            assert process.poll() is None, finished(process)
            time.sleep(0.002)
        time.sleep(choose.uniform(0, 0.3))  # migrations, directory and issues are written
        process.kill()
        process.communicate()
    finished(start(url, folder))
    assert content_at(url) == undisturbed


def test_two_processes_at_once_store_everything_once(
    folder: Path, undisturbed: dict[str, list[str]], empty_url: str
) -> None:
    both = [start(empty_url, folder) for _ in range(2)]
    for process in both:
        assert "0 put aside" in finished(process)
    assert content_at(empty_url) == undisturbed


def test_workers_give_the_same_even_when_killed(
    folder: Path, undisturbed: dict[str, list[str]], tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'onrecord.db'}"
    process = start(url, folder, "--workers", "2")
    assert process.stdout
    assert len(list(itertools.islice(process.stdout, 7))) == 7
    process.kill()
    process.communicate()
    assert 7 <= len(content_at(url)["article"]) < ARTICLES
    finished(start(url, folder, "--workers", "2"))
    assert content_at(url) == undisturbed


def test_a_full_disk_is_a_sentence_and_a_later_run_completes(
    folder: Path, undisturbed: dict[str, list[str]], tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'onrecord.db'}"
    # No file may grow beyond this, as under a quota: SQLite's log of what was written needs more.
    process = start(url, folder, limit=900_000)
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 2, output
    assert "cannot be used: " in output.splitlines()[-1]
    assert "Traceback" not in output
    finished(start(url, folder))
    assert content_at(url) == undisturbed
