"""An answer that has not changed is not sent again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.web import actors, compare, exports, takeaway

if TYPE_CHECKING:
    from tests.web.asking import TestClient

ANSWERS = ("/", "/compare", "/compare.json", "/compare.csv", "/actors.csv", "/articles.json")


@pytest.mark.parametrize("address", ANSWERS)
def test_what_the_visitor_has_is_not_sent_again(client: TestClient, address: str) -> None:
    first = client.get(address)
    assert first.headers["Cache-Control"] == "no-cache"
    tag = first.headers["ETag"]
    for known in (tag, f'"other", {tag}', "*"):
        again = client.get(address, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == tag
    assert client.get(address, headers={"If-None-Match": 'W/"other"'}).status_code == 200


@pytest.mark.parametrize("form", ["json", "csv"])
def test_the_time_of_retrieval_is_no_change_and_another_choice_is(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    now = client.get(f"/compare.{form}")
    for module in (exports, compare, actors, takeaway):
        monkeypatch.setattr(module, "now", lambda: "2031-01-01T00:00:00Z")
    later = client.get(f"/compare.{form}")
    assert "2031-01-01T00:00:00Z" in later.text
    assert later.headers["ETag"] == now.headers["ETag"]
    other = client.get(f"/compare.{form}?actor=ada-moreau")
    assert other.headers["ETag"] != now.headers["ETag"]


def test_errors_and_health_are_always_answered(client: TestClient) -> None:
    for address, status in (("/articles/x.json", 404), ("/healthz", 200)):
        answer = client.get(address, headers={"If-None-Match": "*"})
        assert answer.status_code == status
        assert "ETag" not in answer.headers
