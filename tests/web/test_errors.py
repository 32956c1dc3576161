from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.config import Settings
from app.db import queries
from app.errors import GoneError
from app.main import create_app
from app.web import articles
from tests.web.asking import TestClient

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "address",
    ["/nothing", "/articles/0000000000000", "/articles/x", "/statements/0000000000000",
     "/statements/%2e%2e", "/actors/%00", "/actors/nobody-at-all", "/static/none.css"],
)  # fmt: skip
def test_an_unknown_address_is_a_page_that_leads_on(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "Nothing here has that name" in answer.text
    assert 'href="/actors"' in answer.text


def test_the_same_as_json_and_as_text(client: TestClient) -> None:
    error = client.get("/articles/0000000000000.json").json()["error"]
    assert (error["status"], error["suggestions"]) == (404, [])
    text = client.get("/statements/0000000000000.csv")
    assert text.headers["Content-Type"].startswith("text/plain")


def test_what_was_withdrawn_is_gone(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def withdrawn(*_: object) -> None:
        raise GoneError("This statement was withdrawn: it was never said.")

    monkeypatch.setattr(queries, "statement", withdrawn)
    monkeypatch.setattr(queries, "utterance", withdrawn)
    for address in ("/statements/0000000000000", "/utterances/0000000000000"):
        answer = client.get(address)
        assert answer.status_code == 410
        assert "it was never said" in answer.text


@pytest.mark.parametrize("issue", ["%00", "tropps", "../x"])
def test_an_unknown_issue_is_said(client: TestClient, issue: str) -> None:
    answer = client.get(f"/?issue={issue}")
    assert answer.status_code == 404
    assert "There is no issue called" in answer.text


def test_pages_only_read(client: TestClient) -> None:
    answer = client.post("/compare")
    assert answer.status_code == 405
    assert "can only be read" in answer.text
    assert "GET" in answer.headers["Allow"]


def test_a_fault_of_ours_shows_no_traceback(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(articles, "article_list_page", fail)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        answer = client.get("/articles")
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert "Something broke on our side" in answer.text
    assert "Content-Security-Policy" in answer.headers


def test_a_missing_database_is_said_in_words(tmp_path: Path) -> None:
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path}/none.db"))
    with TestClient(app) as client:
        assert client.get("/").status_code == 503
        assert "onrecord ingest" in client.get("/").text
        health = client.get("/readyz")
        assert (health.status_code, health.json()["status"]) == (503, "unavailable")
