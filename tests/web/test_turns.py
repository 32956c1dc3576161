"""Many who ask at once, of a database with few connections."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import TYPE_CHECKING

from app.config import Settings
from app.db.session import open_engine
from app.main import create_app
from app.web import site
from benchmarks.library import fill
from tests.web.asking import TestClient

if TYPE_CHECKING:
    import pytest

    from tests.databases import Databases


def _library(url: str) -> None:
    engine = open_engine(url)
    fill(engine, 320, 12, 6)
    engine.dispose()


def test_who_is_answered_may_need_a_second_connection(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without turns all who have one wait for each other, until the first of them gives up."""
    monkeypatch.setattr(site, "_LOOK_AGAIN", 0.0)  # whether there are accounts is asked each time
    settings = Settings(
        database_url=databases.filled(_library), database_connections=3, database_wait=40
    )
    asked = [f"/compare?actor=actor-{n % 12}&from=2023-01-{n // 12 + 1:02}" for n in range(120)]
    began = monotonic()
    with TestClient(create_app(settings)) as client, ThreadPoolExecutor(60) as people:
        answers = list(people.map(lambda address: client.get(address).status_code, asked))
    assert set(answers) == {200}
    assert monotonic() - began < 40


def test_who_waits_in_vain_is_told_to_come_again(databases: Databases) -> None:
    settings = Settings(
        database_url=databases.filled(_library), database_connections=1, database_wait=0.001
    )
    asked = [f"/compare?actor=actor-{n % 12}&from=2023-02-{n // 12 + 1:02}" for n in range(36)]
    with TestClient(create_app(settings)) as client, ThreadPoolExecutor(36) as people:
        answers = list(people.map(client.get, asked))
        assert client.get("/healthz").status_code == 200
        assert client.get("/compare").status_code == 200
    told = [one for one in answers if one.status_code == 503]
    assert {one.status_code for one in answers} == {200, 503}
    assert all(one.headers["Retry-After"] == "5" for one in told)
    assert all("Try again in a few seconds." in one.text for one in told)
    assert all("Content-Security-Policy" in one.headers for one in told)
