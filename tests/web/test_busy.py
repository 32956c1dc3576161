"""What a visitor is told when the database has too much to do: in words, and when to come again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from app.db import queries
from app.domain.accounts import Role
from app.errors import BusyError
from app.main import create_app
from tests.web.asking import TestClient
from tests.web.people import Browser, People, copied

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from app.config import Settings

_ENDLESS = text(
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT max(x) FROM c"
)


@pytest.fixture
def slow(settings: Settings) -> Iterator[TestClient]:
    """A client of an app whose queries may take hardly any time."""
    chosen = settings.model_copy(update={"database_query_seconds": 0.01, "page_cache_mb": 0})
    with TestClient(create_app(chosen)) as made:
        yield made


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever looks for an issue asks what never ends."""

    def ask(session: Session, *_: object, **__: object) -> None:
        session.execute(_ENDLESS)

    monkeypatch.setattr(queries, "issue", ask)


@pytest.mark.usefixtures("endless")
def test_a_question_that_takes_too_long_is_stopped_and_said(slow: TestClient) -> None:
    answer = slow.get("/articles")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "More is asked at the moment than can be answered" in answer.text
    assert "longer than it may (0.01 seconds)" in answer.text
    assert "not complete" not in answer.text
    assert slow.get("/keys").status_code == 200  # the next one finds all in order


@pytest.mark.usefixtures("endless")
def test_the_same_to_programs(slow: TestClient) -> None:
    error = slow.get("/articles.json?issue=other").json()["error"]
    assert (error["status"], error["title"].split()[0]) == (503, "More")
    answer = slow.get("/api/v1/articles")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"].endswith("/api#busy")
    assert "longer than it may" in problem["detail"]


def test_every_kind_of_problem_is_described(client: TestClient) -> None:
    assert 'id="busy"' in client.get("/api").text


def test_who_cannot_be_recognised_now_is_not_taken_for_a_stranger(
    own: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = People(copied(own, tmp_path))
    people.add("vera", Role.EDITOR)
    browser = Browser(people.settings).come_as(people.session("vera"))

    def busy(*_: object) -> None:
        raise BusyError("Too much.", after=5)

    monkeypatch.setattr(queries.accounts, "open_session", busy)
    answer = browser.get("/queue")
    people.close()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Too much." in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
