"""Who may read the API, from where, and what need not be sent twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.domain.accounts import Role
from tests.web.people import Browser, People, copied

if TYPE_CHECKING:
    from pathlib import Path

    from app.config import Settings
    from tests.web.asking import TestClient

API = "/api/v1"
ELSEWHERE = {"Origin": "https://somewhere.example"}
PATHS = ["/overview", "/statements", "/actors", "/articles", "/issues", "/facets", "/openapi.json"]


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_need_not_be_sent_twice(client: TestClient, path: str) -> None:
    first = client.get(f"{API}{path}")
    tag = first.headers["ETag"]
    again = client.get(f"{API}{path}", headers={"If-None-Match": tag, **ELSEWHERE})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == tag
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert again.headers.get("Link") == first.headers.get("Link")
    assert client.get(f"{API}{path}", headers={"If-None-Match": 'W/"x"'}).status_code == 200


@pytest.mark.parametrize("path", [*PATHS, "/statements?limit=1", "/actors/ada-moreau", "/none"])
def test_head_is_get_without_its_body(client: TestClient, path: str) -> None:
    head, get = client.head(f"{API}{path}"), client.get(f"{API}{path}")
    assert head.status_code == get.status_code
    for name in ("Content-Type", "Link", "ETag", "Cache-Control"):
        assert head.headers.get(name) == get.headers.get(name), name


def test_other_sites_may_read_the_api_and_nothing_else(client: TestClient) -> None:
    for path in (f"{API}/statements", f"{API}/none"):
        answer = client.get(path, headers=ELSEWHERE)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        exposed = answer.headers["Access-Control-Expose-Headers"].lower()
        assert all(name in exposed for name in ("etag", "link", "snapshot-sha256"))
        assert "Access-Control-Allow-Credentials" not in answer.headers
    for path in ("/", "/compare.json", "/index.json", "/sign-in", "/api", "/api/v2", "/none"):
        answer = client.get(path, headers=ELSEWHERE)
        assert "Access-Control-Allow-Origin" not in answer.headers, path


def test_a_page_elsewhere_may_ask_with_a_token(client: TestClient) -> None:
    asked = {
        **ELSEWHERE,
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "authorization",
    }
    answer = client.options(f"{API}/statements", headers=asked)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "authorization" in answer.headers["Access-Control-Allow-Headers"].lower()
    assert "POST" not in answer.headers["Access-Control-Allow-Methods"]
    assert "Access-Control-Allow-Credentials" not in answer.headers
    refused = {**asked, "Access-Control-Request-Method": "POST"}
    assert client.options(f"{API}/statements", headers=refused).status_code == 400
    for path in ("/compare.json", "/compare/freeze"):
        answer = client.options(path, headers=asked)
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_options_without_more_says_what_may_be_asked(client: TestClient) -> None:
    answer = client.options(f"{API}/statements")
    assert (answer.status_code, answer.headers["Allow"]) == (204, "GET, HEAD, OPTIONS")


def test_where_one_has_to_sign_in_a_token_reads(settings: Settings, tmp_path: Path) -> None:
    people = People(copied(settings, tmp_path, sign_in_to_read=True))
    browser = Browser(people.settings)
    for path in (*PATHS, "/actors/ada-moreau", "/nothing"):
        refused = browser.get(f"{API}{path}", headers=ELSEWHERE)
        assert refused.status_code == 401, path
        assert refused.headers["Content-Type"] == "application/problem+json"
        assert refused.headers["WWW-Authenticate"].startswith("Bearer")
        assert refused.headers["Access-Control-Allow-Origin"] == "*"
        assert "Moreau" not in refused.text
    token = people.token("reader", Role.READER)
    asked = {"Authorization": f"Bearer {token}", **ELSEWHERE}
    for path in PATHS:
        answer = browser.get(f"{API}{path}", headers=asked)
        assert answer.status_code == 200, path
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "ETag" not in answer.headers
    wrong = browser.get(f"{API}/overview", headers={"Authorization": "Bearer or_wrong"})
    assert wrong.status_code == 401
    assert "invalid_token" in wrong.headers["WWW-Authenticate"]
    # The question before the question comes without a token.
    preflight = {**ELSEWHERE, "Access-Control-Request-Method": "GET"}
    assert browser.client.options(f"{API}/overview", headers=preflight).status_code == 200
    people.close()


def test_addresses_in_it_are_absolute_and_lead_somewhere(client: TestClient) -> None:
    data = client.get(f"{API}/statements").json()
    for one in data["statements"]:
        for name in ("url", "place", "utterance_url"):
            assert one[name].startswith("http://testserver/")
            assert client.get(one[name].partition("#")[0]).status_code == 200


def test_there_is_no_byte_order_mark(client: TestClient) -> None:
    assert client.get(f"{API}/statements").content.startswith(b"{")
