"""Errors of the API have one form, and say what is wrong and where to go on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from app.config import Settings
from app.main import create_app
from tests.web.api.contract import check, described, problems_of
from tests.web.asking import TestClient
from tests.web.editors import Desk

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from tests.databases import Databases

API = "/api/v1"
PROBLEM = {"$ref": "#/components/schemas/Problem"}


def is_problem(answer: httpx.Response, status: int) -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    data = answer.json()
    assert not problems_of(data, PROBLEM), problems_of(data, PROBLEM)
    assert data["status"] == status
    assert data["ways_on"]
    assert data["type"].startswith("http://testserver/api#")


@pytest.mark.parametrize(
    ("path", "status", "parameter"),
    [
        ("/statements?colour=red", 400, "colour"),
        ("/statements?utm_source=x", 400, "utm_source"),
        ("/statements?stance=opposed", 400, "stance"),
        ("/statements?scope=mine", 400, "scope"),
        ("/statements?who=robot", 400, "who"),
        ("/statements?reviewed=yes", 400, "reviewed"),
        ("/statements?undated=perhaps", 400, "undated"),
        ("/statements?from=2025-02-30", 400, "from"),
        ("/statements?from=2025-03&to=2025-02", 400, "from"),
        ("/statements?limit=5&limit=6", 400, "limit"),
        ("/statements?issue=a&issue=b", 400, "issue"),
        ("/statements?q=%07", 400, "q"),
        ("/statements?actor=nobody-known", 404, "actor"),
        ("/statements?outlet=nothing-known", 404, "outlet"),
        ("/overview?limit=5", 400, "limit"),
        ("/overview?issue=none", 404, "issue"),
        ("/actors?stance=opposes", 400, "stance"),
        ("/actors/ada-moreau?limit=5", 400, "limit"),
        ("/articles?actor=ada-moreau", 400, "actor"),
        ("/issues?issue=other", 400, "issue"),
        ("/actors/nobody-known", 404, None),
        ("/articles/none", 404, None),
        ("/nothing", 404, None),
        ("", 404, None),
    ],
)
def test_each_says_which_parameter(
    client: TestClient, path: str, status: int, parameter: str | None
) -> None:
    answer = client.get(f"{API}{path}")
    is_problem(answer, status)
    assert answer.json()["parameter"] == parameter
    assert answer.json()["instance"] == f"{API}{path}"


def test_ways_on_lead_to_the_api_and_answer(client: TestClient) -> None:
    for path in (
        "/statements?actor=ada-moro&stance=opposes",
        "/statements?outlet=the-gazete",
        "/statements?from=2025-03&to=2025-02",
        "/statements?stanse=opposes",
        "/overview?issue=othr",
        "/actors/ada-moro",
        "/issues/othr",
    ):
        data = client.get(f"{API}{path}").json()
        assert data["suggestions"], path
        for way in data["suggestions"] + data["ways_on"]:
            if way["url"] != "http://testserver/api":
                assert way["url"].startswith(f"http://testserver{API}/"), path
                assert client.get(way["url"]).status_code == 200, way


def test_all_addresses_in_it_are_addresses(client: TestClient) -> None:
    answer = client.get(f"{API}/actors/%24%7Fjl%13 “?limit=1&x=%F2%9F “&y=%zz")
    is_problem(answer, 400)
    data = answer.json()
    ways = [way["url"] for way in data["ways_on"] + data["suggestions"]]
    for address in [data["instance"], data["type"], *ways]:
        assert re.fullmatch(r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+", address)


def test_a_name_that_was_meant_is_asked_of_the_same_address(client: TestClient) -> None:
    for noun in ("statements", "overview", "facets"):
        data = client.get(f"{API}/{noun}?actor=ada-moro").json()
        near = f"http://testserver{API}/{noun}?actor=ada-moreau"
        assert data["suggestions"][0] == {"title": "Ada Moreau", "url": near}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
def test_nothing_is_taken(client: TestClient, method: str) -> None:
    answer = client.request(method, f"{API}/statements")
    is_problem(answer, 405)
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_what_breaks_is_told_in_the_same_form(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("app.db.queries.overview", breaks)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        answer = client.get(f"{API}/overview", headers={"Origin": "https://a.example"})
    is_problem(answer, 500)
    assert "secret" not in answer.text
    assert answer.headers["Content-Security-Policy"]


def test_without_a_database_it_says_so(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/none.db")
    with TestClient(create_app(settings)) as client:
        is_problem(client.get(f"{API}/overview"), 503)


def test_what_was_withdrawn_is_gone_with_its_tombstone(
    tmp_path: Path, databases: Databases
) -> None:
    desk = Desk(tmp_path, databases)
    identifier = desk.id_of("No troops will come")
    form = desk.fields(desk.editor.get(f"/statements/{identifier}/withdraw"))
    sent = form | {"reason": "Nobody said it."}
    desk.editor.post(f"/statements/{identifier}/withdraw", sent)
    answer = desk.visitor.get(f"{API}/statements/{identifier}")
    check(answer, f"{API}/statements/{{identifier}}")
    data = answer.json()
    assert answer.status_code == 410
    assert data["type"].endswith("/api#withdrawn")
    assert "Nobody said it." in data["detail"]
    assert data["withdrawn_by"] == "editor"
    assert "No troops will come" not in answer.text
    assert "/articles/" in data["article"]
    desk.close()


def test_one_who_was_merged_leads_to_who_it_is(tmp_path: Path, databases: Databases) -> None:
    desk = Desk(tmp_path, databases)
    seen = desk.editor.get("/actors/bo-lindqvist/merge", params={"into": "Ada Moreau"})
    form = desk.fields(seen) | {"reason": "One person."}
    desk.editor.post("/actors/bo-lindqvist/merge", form)
    query = "?issue=foreign-troops-ukraine"
    answer = desk.visitor.get(f"{API}/actors/bo-lindqvist{query}")
    assert answer.status_code == 301
    assert answer.headers["Location"] == f"{API}/actors/ada-moreau{query}"
    listed = desk.visitor.get(f"{API}/statements?actor=bo-lindqvist").json()
    assert listed["query"]["actor"] == ["ada-moreau"]
    reports = desk.visitor.get(f"{API}/utterances/{desk.id_of('river valley,”')}")
    assert reports.status_code in {200, 302}
    desk.close()


def test_every_kind_of_error_is_described() -> None:
    told = {status for item in described()["paths"].values() for status in item["get"]["responses"]}
    assert {"400", "401", "404", "410", "503"} <= told
