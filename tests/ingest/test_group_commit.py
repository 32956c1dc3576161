"""What an ingest stores together, and what others read and write meanwhile."""

from __future__ import annotations

import itertools
import threading
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, func, select, update

from app.db.data_version import data_version
from app.db.session import sessions
from app.db.tables import ActorRow, ArticleRow, FetchRow, ItemRow
from app.domain.articles import Article
from app.domain.fetches import LIST, Fetch
from app.errors import SetupError
from app.ingest import Here, Item, Job, Recipe, Sourcing, extracting
from app.ingest import job as ingest_job
from app.ingest.sourcing import Found, Handled
from app.readers import Limits
from tests.factories import make_directory, make_issue
from tests.ingest.first_words import ADA, extract

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from app.domain.extraction import Extraction
    from app.domain.runs import Outcome
    from app.extraction.parsing import Parser
    from app.ingest.extracting import Waiting

LIMITS = Limits(max_text_bytes=2_000, max_document_bytes=10_000, max_seconds=10)


@dataclass(frozen=True)
class Ahead:
    """Reads like workers: some articles are at work when the first is stored."""

    here: Here
    ahead: int = 2

    def ask(self, article: Article) -> Waiting:
        return self.here.ask(article)

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def job(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Job:
    """A job that extracts the first word, and stores the first article, then all others at once."""
    monkeypatch.setattr(extracting, "extract", extract)
    recipe = Recipe("", make_directory(ADA), (make_issue(),))
    parser: Parser = None  # type: ignore[assignment]
    pool = Here(recipe, lambda: parser)
    return Job(engine, Sourcing(engine, LIMITS), recipe, pool, every=600)


def articles(count: int, *, first: int = 0) -> Iterator[Found]:
    for number in range(first, first + count):
        name = f"{number}.txt"
        yield Found(name, Article(f"Story{number}\n\nWe will go to place {number}.", name))


def count(engine: Engine, table: type[ArticleRow | ItemRow | FetchRow]) -> int:
    with sessions(engine) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def version(engine: Engine) -> int:
    with sessions(engine) as session:
        return data_version(session)


def outcomes(items: list[Item]) -> list[Outcome]:
    return [item.outcome for item in items]


def test_pages_are_made_anew_once_for_many_articles(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest_job, "_MOST", 4)
    run = job.start()
    before = version(job.engine)
    given = list(job.through(run, articles(7)))
    assert [len(group) for group in given] == [1, 4, 2]
    assert version(job.engine) == before + 3
    assert count(job.engine, ArticleRow) == count(job.engine, ItemRow) == 7
    one_by_one = replace(job, every=0).through(run, articles(2, first=7))
    assert [len(group) for group in one_by_one] == [1] * 2


def test_what_was_read_in_a_second_is_stored_and_the_log_emptied_between(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = itertools.count(100, 0.25)
    done: list[object] = []
    monkeypatch.setattr(ingest_job, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    monkeypatch.setattr(ingest_job, "empty_log", done.append)
    for group in replace(job, every=1.4).through(job.start(), articles(6)):
        done.append(len(group))  # noqa: PERF401 - the other is called in between
    assert done == [1, job.engine, 4, 1]


def test_an_article_that_cannot_be_stored_costs_no_other(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(article: Article, *rest: object) -> Extraction:
        found = extract(article, *rest)  # type: ignore[arg-type]
        if article.file != "2.txt":
            return found
        statement = found.statements[0]
        position = replace(statement.positions[0], issue="never-defined")
        statement = replace(statement, positions=(position,))
        return replace(found, statements=(statement,))

    monkeypatch.setattr(extracting, "extract", wrong)
    items = list(job.take(articles(5)))
    assert [item.source for item in items] == [f"{number}.txt" for number in range(5)]
    assert outcomes(items) == [*["stored"] * 2, "put_aside", *["stored"] * 2]
    assert (count(job.engine, ArticleRow), count(job.engine, ItemRow)) == (4, 5)


def test_the_same_text_twice_in_one_go_is_stored_once(job: Job) -> None:
    things = [*articles(1), *articles(2, first=1), *articles(2, first=1)]
    assert outcomes(list(job.take(things))) == [*["stored"] * 3, *["unchanged"] * 2]


def test_what_was_extracted_before_the_end_is_stored(job: Job) -> None:
    def ends() -> Iterator[Found]:
        yield from articles(3)
        raise SetupError("The parser has gone.")

    given: list[Item] = []
    with pytest.raises(SetupError):
        given.extend(job.take(ends()))
    assert len(given) == count(job.engine, ArticleRow) == 3


@pytest.mark.parametrize("ahead", [0, 2])
def test_a_list_was_read_when_all_that_it_names_is_stored(job: Job, ahead: int) -> None:
    """Else a run that is killed would be told that the list has nothing new."""
    assert isinstance(job.pool, Here)
    job = replace(job, pool=Ahead(job.pool, ahead), every=0)
    feed = Fetch("https://a.example/feed", LIST)
    things = [*articles(2), Found(feed.address, Handled(), feed)]
    seen = [
        (count(job.engine, ArticleRow), count(job.engine, FetchRow))
        for _ in job.through(job.start(), things)
    ]
    assert seen == [(1, 0), (2, 0), (2, 1)]


@dataclass
class Meanwhile:
    """Others who read and write at a moment when an ingest holds what it needs to store."""

    engine: Engine
    read: list[int] = field(default_factory=list)
    written: threading.Event = field(default_factory=threading.Event)

    def begin(self) -> threading.Thread:
        """Let one read to the end, and another begin to write."""
        self.read.append(count(self.engine, ArticleRow))
        thread = threading.Thread(target=self.write)
        thread.start()
        return thread

    def write(self) -> None:
        with sessions(self.engine, write=True) as session:
            session.execute(update(ActorRow).values(country="Freedonia"))
        self.written.set()


def test_who_reads_waits_for_nobody_and_who_writes_only_for_the_storing(job: Job) -> None:
    others = Meanwhile(job.engine)
    threads: list[threading.Thread] = []
    extracted: list[bool] = []

    def things() -> Iterator[Found]:
        yield from articles(4)
        # All but the first wait to be stored; an editor need not wait for that.
        assert count(job.engine, ArticleRow) == 1
        others.begin().join()
        extracted.append(others.written.is_set())
        others.written.clear()
        event.listen(job.engine, "commit", committing)

    def committing(_connection: object) -> None:
        event.remove(job.engine, "commit", committing)
        threads.append(others.begin())

    items = list(job.take(things()))
    for thread in threads:
        thread.join()
    assert outcomes(items) == ["stored"] * 4
    assert extracted == [True]
    # In the middle of the storing: what is not committed is not seen, and does not fail.
    assert others.read == [1, 1]
    assert others.written.is_set()
    with sessions(job.engine) as session:
        assert set(session.scalars(select(ActorRow.country))) == {"Freedonia"}
