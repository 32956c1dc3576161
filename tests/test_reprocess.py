"""Stored articles read again by another program: what keeps its address and what does not."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from app.db import queries
from app.db.session import sessions
from app.db.tables import CaptureRow, StatementRow, VersionRow
from app.domain.articles import Article
from app.domain.captures import Capture
from app.domain.positions import Stance
from app.domain.runs import Outcome
from app.errors import GoneError
from app.extraction.clean import clean
from app.ingest import Here, Job, Recipe, Reprocessing, Sourcing, extracting, job, reprocessing
from app.ingest.sourcing import Found
from app.readers import Limits
from tests.factories import (
    make_actor,
    make_directory,
    make_extraction,
    make_issue,
    make_position,
    make_statement,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Engine

    from app.domain.extraction import Extraction
    from app.extraction.parsing import Parser
    from app.ingest import Item

LIMITS = Limits(max_text_bytes=20_000, max_document_bytes=20_000, max_seconds=10)
ADA = make_actor("Ada Moreau", in_directory=True)
TEXT = "A headline of five words\n\nAda said: We will go. We may stay. It is late.\n"


class Program:
    """A program that finds given words, under a name that can be changed."""

    def __init__(self) -> None:
        self.name = "program 1"
        self.words: Sequence[str] = ("We will go", "We may stay")
        self.stance = Stance.SUPPORTS

    def extract(self, article: Article, *_: object) -> Extraction:
        text = clean(article)
        found = [
            make_statement(text.text, words, ADA, positions=[make_position(ADA, self.stance)])
            for words in self.words
            if words in text.text
        ]
        made = make_extraction(text.text, *found, extractor=self.name)
        return replace(made, article=article, text=text, notes=article.notes)


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch) -> Program:
    made = Program()
    monkeypatch.setattr(extracting, "extract", made.extract)
    for module in (job, reprocessing):
        monkeypatch.setattr(module, "extractor", lambda: made.name)
    return made


def make_job(engine: Engine, *slugs: str) -> Job:
    issues = tuple(make_issue(slug) if slug else make_issue() for slug in ("", *slugs))
    recipe = Recipe("", make_directory(ADA), issues)
    parser: Parser = None  # type: ignore[assignment]
    return Job(engine, Sourcing(engine, LIMITS), recipe, Here(recipe, lambda: parser))


@pytest.fixture
def stored(engine: Engine, program: Program, tmp_path: Path) -> Job:
    """A job that has stored one article, read by program 1."""
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    made = make_job(engine)
    assert [item.outcome for item in made.run([tmp_path / "a.txt"])] == [Outcome.STORED]
    assert program.name == "program 1"
    return made


def rows(engine: Engine) -> dict[str, StatementRow]:
    with sessions(engine) as session:
        return {row.content_text[0]: row for row in session.scalars(select(StatementRow))}


def again(made: Job) -> list[Item]:
    return list(Reprocessing(made).run())


def test_the_same_program_does_nothing(stored: Job) -> None:
    assert again(stored) == []


def test_what_is_found_again_keeps_its_address(stored: Job, program: Program) -> None:
    before = rows(stored.engine)
    program.name = "program 2"
    (item,) = again(stored)
    assert item.outcome is Outcome.UNCHANGED
    after = rows(stored.engine)
    assert {words: row.id for words, row in after.items()} == {
        words: row.id for words, row in before.items()
    }
    assert {row.decided_by for row in after.values()} == {"machine program 2"}
    assert again(stored) == []


def test_another_stance_is_told(stored: Job, program: Program) -> None:
    program.name, program.stance = "program 2", Stance.OPPOSES
    (item,) = again(stored)
    assert (item.outcome, item.notes) == (Outcome.UPDATED, ("2 read otherwise.",))


def test_what_is_not_found_any_more_says_what_stands_in_its_place(
    stored: Job, program: Program
) -> None:
    before = rows(stored.engine)
    program.name, program.words = "program 2", ("We will go. We may stay", "It is late")
    (item,) = again(stored)
    assert item.notes == ("2 new, 2 withdrawn.",)
    whole = rows(stored.engine)["We will go. We may stay"].id
    with sessions(stored.engine) as session:
        for words in ("We will go", "We may stay"):
            with pytest.raises(GoneError, match="later reading") as gone:
                queries.statement(session, before[words].id)
            assert gone.value.instead == whole
        found = queries.actor(session, ADA.slug)
    assert found is not None
    assert {one.content_text[0] for one in found.statements} == {
        "We will go. We may stay",
        "It is late",
    }


def test_what_a_later_program_finds_again_is_back_under_its_address(
    stored: Job, program: Program
) -> None:
    before = rows(stored.engine)["We may stay"].id
    program.name, program.words = "program 2", ("We will go",)
    again(stored)
    program.name, program.words = "program 3", ("We will go", "We may stay")
    (item,) = again(stored)
    assert item.notes == ("1 new.",)
    with sessions(stored.engine) as session:
        found = queries.statement(session, before)
    assert found is not None
    assert found[0].content_text == ("We may stay",)


def test_a_new_issue_is_looked_for_in_what_is_stored(stored: Job, program: Program) -> None:
    wider = make_job(stored.engine, "another")
    assert [item.outcome for item in again(wider)] == [Outcome.UNCHANGED]
    assert again(wider) == []
    assert [item.outcome for item in again(stored)] == [Outcome.UNCHANGED]
    assert program.name == "program 1"


def test_a_run_that_was_cut_off_goes_on(engine: Engine, program: Program, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.txt").write_text(f"{TEXT}\n{number}", "utf-8")
    made = make_job(engine)
    assert len(list(made.run([folder]))) == 5
    program.name = "program 2"
    half: Iterator[Item] = Reprocessing(made).run()
    done = {next(half).article, next(half).article}
    half.close()  # type: ignore[attr-defined]
    rest = {item.article for item in again(made)}
    assert len(done | rest) == 5
    assert not done & rest


def test_what_fails_is_put_aside_and_tried_the_next_time(
    stored: Job, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> Extraction:
        raise KeyError("oh")

    program.name = "program 2"
    monkeypatch.setattr(extracting, "extract", fails)
    (item,) = again(stored)
    assert (item.outcome, "KeyError" in item.reason) == (Outcome.PUT_ASIDE, True)
    monkeypatch.setattr(extracting, "extract", program.extract)
    assert [item.outcome for item in again(stored)] == [Outcome.UNCHANGED]


def test_kept_bytes_are_read_again(
    engine: Engine, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_job(engine)
    capture = Capture(b"<html>", address="https://paper.example/a", media_type="text/html")
    article = Article(TEXT, "a.html", address="https://paper.example/a", capture=capture)
    assert [item.outcome for item in made.take([Found("", article)])] == [Outcome.STORED]
    with sessions(engine) as session:
        assert session.scalars(select(CaptureRow.size)).all() == [6]

    def walk(material: object, _limits: Limits) -> Iterator[Article]:
        stream = material.stream  # type: ignore[attr-defined]
        assert isinstance(stream, BytesIO)
        assert stream.read() == b"<html>"
        # As the page itself was found: under another address than the one that is believed.
        yield Article(f"{TEXT} More.", "x", address="https://paper.example/found/a")

    monkeypatch.setattr(reprocessing, "walk", walk)
    (item,) = Reprocessing(made).run(from_bytes=True)
    assert item.outcome is Outcome.NEW_VERSION
    with sessions(engine) as session:
        versions = session.scalars(select(VersionRow)).all()
    assert {version.capture_sha256 for version in versions} == {capture.sha256}
    assert sorted(version.newest for version in versions) == [False, True]
    assert program.name == "program 1"
    # What stands in the new text too is pointed to.
    with sessions(engine) as session:
        old = session.scalars(
            select(StatementRow)
            .join(VersionRow, VersionRow.id == StatementRow.version_id)
            .where(~VersionRow.newest)
        ).all()
        assert all(row.replaced_by_id is not None for row in old)
