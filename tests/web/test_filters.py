"""Pages that take no filters say so, and say where the filter works."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.web.asking import TestClient


@pytest.mark.parametrize(
    ("address", "on_compare"),
    [
        ("/actors/ada-moreau.json?from=2025", "/compare.json?actor=ada-moreau&from=2025"),
        ("/actors/ada-moreau?stance=opposes", "/compare?actor=ada-moreau&stance=opposes"),
        ("/?from=2025-02", "/compare?from=2025-02"),
        ("/index.json?issue=other&q=no", "/compare.json?issue=other&q=no"),
        ("/articles.csv?outlet=The+Gazette", "/compare.csv?outlet=The+Gazette"),
        ("/actors?utm_source=x&kind=direct", "/compare?kind=direct"),
    ],
)  # fmt: skip
def test_an_unknown_parameter_is_refused_and_leads_to_the_comparison(
    client: TestClient, address: str, on_compare: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert "This page takes " in answer.text
    assert "would change nothing" in answer.text
    if ".json" in address:
        links = [link["url"] for link in answer.json()["error"]["suggestions"]]
        assert links == [f"http://testserver{on_compare}"]
    elif ".csv" not in address:
        assert f'href="{on_compare.replace("&", "&amp;")}"' in answer.text
    assert client.get(on_compare, follow_redirects=True).status_code == 200


@pytest.mark.parametrize("query", ["nonsense=1", "from=yesterday", "page=2", "stance="])
@pytest.mark.parametrize("path", ["/", "/actors", "/actors/ada-moreau", "/articles"])
def test_what_the_comparison_cannot_do_either_is_refused(
    client: TestClient, path: str, query: str
) -> None:
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 400
    assert query.partition("=")[0] in answer.text


def test_one_text_and_one_statement_offer_no_filter(
    client: TestClient, ids: dict[str, str]
) -> None:
    for page in (
        f"/articles/{ids['What was said in February']}.json",
        f"/statements/{ids['“No troops w']}.json",
    ):
        answer = client.get(f"{page}?from=2025")
        assert (answer.status_code, answer.json()["error"]["suggestions"]) == (400, [])


@pytest.mark.parametrize("path", ["/", "/index.csv", "/actors", "/actors/ada-moreau", "/articles"])
def test_what_other_sites_append_is_no_filter(client: TestClient, path: str) -> None:
    assert client.get(f"{path}?utm_source=x&fbclid=1").status_code == 200


def test_only_the_issue_chooses_on_the_first_page(client: TestClient) -> None:
    assert client.get("/?issue=other").status_code == 200
    assert client.get("/?issue=other&issue=foreign-troops-ukraine").status_code == 400
