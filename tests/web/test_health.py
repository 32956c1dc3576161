"""Whether the server lives, whether it is ready, and what it logs of a request."""

from __future__ import annotations

import io
import json
import logging
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import StatementError

from app.config import Settings
from app.domain.accounts import Role
from app.main import create_app
from app.web.request_log import JsonLines, TextLines
from tests.databases import change
from tests.web.asking import TestClient
from tests.web.people import Browser, People, copied

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def test_without_a_database_the_server_lives_and_is_not_ready(tmp_path: Path) -> None:
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path}/none.db"))
    with TestClient(app) as client:
        assert client.get("/healthz").json()["status"] == "ok"
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert "onrecord ingest" in answer.json()["reason"]
        assert answer.headers["Cache-Control"] == "no-store"


def test_tables_of_another_version_are_not_ready_even_when_they_become_so_later(
    visitor: TestClient, own: Settings
) -> None:
    assert visitor.get("/readyz").json()["database"] == "ok"
    change(own.database_url, "UPDATE alembic_version SET version_num = '0001'")
    answer = visitor.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (503, "unavailable")
    assert "another version" in answer.json()["reason"]


@pytest.mark.parametrize(("replaced", "status"), [(False, 503), (True, 200)])
def test_who_is_stopping_is_not_ready_and_sends_its_clients_away(
    own: Settings,
    replaced: bool,  # noqa: FBT001
    status: int,
) -> None:
    app = create_app(own)
    with TestClient(app) as client:
        assert "Connection" not in client.get("/actors").headers
        app.state.site.end(replaced)
        assert client.get("/readyz").status_code == status
        assert client.get("/healthz").status_code == 200
        answer = client.get("/actors")
        assert (answer.status_code, answer.headers["Connection"]) == (200, "close")


def test_both_are_told_without_signing_in(own: Settings) -> None:
    app = create_app(own.model_copy(update={"sign_in_to_read": True}))
    with TestClient(app, follow_redirects=False) as client:
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 200
        assert client.get("/readyzz").status_code != 200


@pytest.mark.parametrize("given", ["abc-123", "4bf92f3577b34da6a3ce929d0e0e4736", "A" * 64])
def test_a_sane_request_id_is_kept(client: TestClient, given: str) -> None:
    assert client.get("/keys", headers={"X-Request-ID": given}).headers["X-Request-ID"] == given


@pytest.mark.parametrize(
    "given", ["", "a b", "<script>", '"x"', "A" * 65, "-x", "ä", "a\tb", "a,b", "/etc"]
)
def test_any_other_is_replaced(client: TestClient, given: str) -> None:
    answer = client.get("/keys", headers={"X-Request-ID": given.encode()})
    assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["X-Request-ID"])


def test_two_requests_have_two_ids_and_every_answer_has_one(client: TestClient) -> None:
    paths = ("/keys", "/keys", "/nothing", "/compare.json?actor=nobody", "/static/base.css")
    ids = [client.get(path).headers["X-Request-ID"] for path in paths]
    assert len(set(ids)) == len(paths)


def test_a_page_about_an_error_shows_the_id(client: TestClient) -> None:
    answer = client.get("/nothing", headers={"X-Request-ID": "for-the-operator"})
    assert "request for-the-operator</p>" in answer.text


def test_a_failure_is_logged_with_the_id_that_its_page_shows(
    own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_named: object) -> None:
        raise RuntimeError("outer") from StatementError(
            "cannot", "SELECT :q", {"q": "whistleblower"}, ValueError("inner")
        )

    monkeypatch.setattr("app.db.queries.issue", fail)
    with TestClient(create_app(own), raise_server_exceptions=False) as client, lines() as log:
        answer = client.get("/articles?issue=other")
    identifier = answer.headers["X-Request-ID"]
    assert answer.status_code == 500
    assert f"request {identifier}" in answer.text
    failed, asked = sorted(log(), key=lambda line: str(line["level"]))
    assert failed["request"] == asked["request"] == identifier
    assert (asked["status"], asked["route"]) == (500, "/articles")
    assert "StatementError" in str(failed["error"])
    assert "whistleblower" not in json.dumps(failed)
    assert "issue=other" not in json.dumps(failed)


def test_a_line_has_what_is_needed_and_nothing_of_who_asks_or_for_what(client: TestClient) -> None:
    with lines() as log:
        client.get(
            "/search?q=whistleblower",
            headers={"User-Agent": "Telltale/1", "Referer": "https://elsewhere.example/"},
        )
        client.get("/actors/ada-moreau")
        client.get("/private/whistleblower")
        client.request("BREW", "/keys")
        client.get("/static/base.css")
    found = log()
    assert [(line["method"], line["route"], line["status"]) for line in found] == [
        ("GET", "/search", 200),
        ("GET", "/actors/{slug}", 200),
        ("GET", "none", 404),
        ("other", "/keys", 405),
        ("GET", "/static", 200),
    ]
    for line in found:
        assert set(line) == {
            "time", "level", "logger", "message", "worker", "request", "method", "route",
            "status", "ms",
        }  # fmt: skip
        assert line["worker"] == 7
        assert isinstance(line["ms"], float)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", str(line["time"]))
    told = json.dumps(found)
    for word in ("whistleblower", "moreau", "Telltale", "elsewhere", "testclient"):
        assert word not in told


def test_the_route_of_a_user_is_known_too_and_not_the_user(own: Settings, tmp_path: Path) -> None:
    people = People(copied(own, tmp_path))
    people.add("vera", Role.EDITOR)
    browser = Browser(people.settings).come_as(people.session("vera"))
    with lines() as log:
        assert browser.get("/queue").status_code == 200
    people.close()
    assert log()[-1]["route"] == "/queue"
    assert "vera" not in json.dumps(log())


def test_no_line_is_written_where_only_errors_are_logged(own: Settings) -> None:
    app = create_app(own.model_copy(update={"log_requests": False}))
    with TestClient(app) as client, lines() as log:
        client.get("/keys")
    assert log() == []


def test_people_read_text() -> None:
    record = logging.makeLogRecord(
        {
            "name": "app.requests",
            "levelname": "INFO",
            "created": 0.0,
            "fields": {"method": "GET", "route": "/compare", "status": 200, "ms": 12.34},
        }
    )
    assert TextLines(2).format(record) == "00:00:00 [2] 200 GET /compare 12.3 ms"


@contextmanager
def lines() -> Iterator[Callable[[], list[dict[str, object]]]]:
    """What is logged meanwhile, as the objects that the lines are."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines(7))
    log = logging.getLogger("app")
    before = (log.level, log.propagate)
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False
    try:
        yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    finally:
        log.removeHandler(handler)
        log.level, log.propagate = before
        log.setLevel(before[0])
