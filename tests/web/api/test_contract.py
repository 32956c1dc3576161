"""Answers of the API are as its description says, and as the pages' own data are."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from app.db.session import open_engine, sessions
from app.db.store.snapshots import remove
from tests.web.api.contract import check, check_document, described, problems_of
from tests.web.routes import TABLE

if TYPE_CHECKING:
    from app.config import Settings
    from tests.web.asking import TestClient

PATHS = described()["paths"]


def test_the_description_is_openapi() -> None:
    check_document()


def test_it_describes_every_address(client: TestClient) -> None:
    answer = client.get("/api/v1/openapi.json")
    assert answer.json()["paths"].keys() == PATHS.keys()
    routes = {path for method, path in TABLE if path.startswith("/api/v1/")}
    assert routes - {"/api/v1/openapi.json"} == PATHS.keys()


@pytest.mark.parametrize("path", PATHS)
def test_all_is_explained_and_examples_hold(path: str) -> None:
    operation = PATHS[path]["get"]
    assert operation["summary"]
    assert operation["description"].rstrip(".") != operation["summary"]
    for parameter in operation.get("parameters", ()):
        assert parameter["description"], parameter
        if "example" in parameter:
            assert not problems_of(parameter["example"], parameter["schema"])
    for status, answer in operation["responses"].items():
        assert answer["description"], (path, status)
        for content in answer.get("content", {}).values():
            assert not problems_of(content["example"], content["schema"]), (path, status)


def test_every_field_that_is_no_plain_name_is_explained() -> None:
    for name, schema in described()["components"]["schemas"].items():
        assert schema.get("description") or "enum" in schema, f"{name} is not explained"


def ways(ids: dict[str, str]) -> list[tuple[str, str]]:
    statement, article = ids["“No troops w"], ids["What was said in February"]
    return [
        ("/overview", "/overview"),
        ("/overview", "/overview?from=2025-02&to=2025-02&actor=ada-moreau"),
        ("/facets", "/facets"),
        ("/facets", "/facets?stance=opposes&from=2025-01"),
        ("/search", "/search?q=troops"),
        ("/search", "/search?q=moreau&in=actors"),
        ("/search", "/search"),
        ("/search", "/search?q=troops&page=9&in=statements"),
        ("/statements", "/statements"),
        ("/statements", "/statements?from=2025-02-01&undated=show"),
        ("/statements", "/statements?limit=1"),
        ("/statements/{identifier}", f"/statements/{statement}"),
        ("/utterances/{identifier}", f"/utterances/{statement}"),
        ("/actors", "/actors?limit=2"),
        ("/actors/{slug}", "/actors/ada-moreau"),
        ("/actors/{slug}", "/actors/bo-lindqvist"),
        ("/actors/{slug}", "/actors/mute-person"),
        ("/articles", "/articles"),
        ("/articles", "/articles?limit=1&issue=other"),
        ("/articles/{identifier}", f"/articles/{article}"),
        ("/issues", "/issues"),
        ("/issues/{slug}", "/issues/other"),
        # What goes wrong is described too.
        ("/overview", "/overview?nonsense=1"),
        ("/statements", "/statements?actor=nobody-at-all"),
        ("/statements", "/statements?limit=0"),
        ("/statements/{identifier}", "/statements/0000000000000"),
        ("/utterances/{identifier}", "/utterances/none"),
        ("/actors/{slug}", "/actors/ada-moro"),
        ("/articles/{identifier}", "/articles/none"),
        ("/issues/{slug}", "/issues/none"),
        ("/snapshots/{identifier}", "/snapshots/none"),
    ]


def test_answers_are_as_described(client: TestClient, ids: dict[str, str]) -> None:
    asked = set()
    for template, path in ways(ids):
        check(client.get(f"/api/v1{path}"), f"/api/v1{template}")
        asked.add(f"/api/v1{template}")
    assert asked == PATHS.keys()


def test_a_snapshot_is_as_described_and_byte_by_byte_as_frozen(visitor: TestClient) -> None:
    made = visitor.post("/compare/freeze", data={"actor": "ada-moreau"})
    path = made.headers["Location"]
    answer = visitor.get(f"/api/v1{path}")
    check(answer, "/api/v1/snapshots/{identifier}")
    page = visitor.get(f"{path}.json")
    assert answer.content == page.content
    assert answer.headers["Snapshot-SHA256"] == page.headers["Snapshot-SHA256"]


def test_of_a_snapshot_that_was_removed_its_hash_is_told(
    visitor: TestClient, own: Settings
) -> None:
    path = visitor.post("/compare/freeze", data={"actor": "ada-moreau"}).headers["Location"]
    digest = visitor.get(f"/api/v1{path}").headers["Snapshot-SHA256"]
    engine = open_engine(own.database_url)
    with sessions(engine, write=True) as session:
        remove(session, path.rpartition("/")[2], "A court ordered it.", datetime.now(UTC))
    engine.dispose()
    answer = visitor.get(f"/api/v1{path}")
    check(answer, "/api/v1/snapshots/{identifier}")
    assert answer.status_code == 410
    assert digest in answer.json()["detail"]


def test_answers_are_those_of_the_pages(client: TestClient, ids: dict[str, str]) -> None:
    statement, article = ids["“No troops w"], ids["What was said in February"]
    for path in (
        f"/statements/{statement}",
        f"/utterances/{statement}",
        f"/articles/{article}",
        "/actors/ada-moreau",
    ):
        ours, page = client.get(f"/api/v1{path}").json(), client.get(f"{path}.json").json()
        assert ours | {"retrieved_at": ""} == page | {"retrieved_at": ""}, path


def test_a_search_finds_what_the_page_finds(client: TestClient) -> None:
    for asked in ("q=troops", "q=troops&in=statements", "q=moreau", "q=february&in=articles"):
        ours = client.get(f"/api/v1/search?{asked}").json()
        page = client.get(f"/search.json?{asked}").json()
        assert ours | {"retrieved_at": ""} == page | {"retrieved_at": ""}
        assert ours["count"]
