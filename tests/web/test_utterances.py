"""One utterance in three outlets: pages, addresses and counts."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import pytest

from app.config import Settings
from app.main import create_app
from tests.told import fill
from tests.web.asking import TestClient
from tests.web.test_pages import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.databases import Databases


@pytest.fixture(scope="module")
def told(databases: Databases) -> Iterator[TestClient]:
    """A client of a database with these articles."""
    url = databases.filled(fill)
    with TestClient(create_app(Settings(database_url=url)), follow_redirects=False) as made:
        yield made


@pytest.fixture(scope="module")
def reports(told: TestClient) -> dict[str, str]:
    """The ids of Ada's statements by outlet."""
    return {
        one["article"]["outlet"]["name"]: one["id"]
        for one in told.get("/actors/ada-moreau.json").json()["statements"]
    }


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_id_of_any_report_leads_to_the_earliest(
    told: TestClient, reports: dict[str, str]
) -> None:
    assert set(reports) == {"Alpha", "Beta", "Gamma"}
    canonical = f"/utterances/{reports['Alpha']}"
    assert told.get(canonical).status_code == 200
    for suffix in ("", ".json", ".csv"):
        answer = told.get(f"/utterances/{reports['Gamma']}{suffix}")
        assert (answer.status_code, answer.headers["Location"]) == (302, f"{canonical}{suffix}")
        assert told.get(f"/utterances/0000000000000{suffix}").status_code == 404
    assert told.get(f"{canonical}?actor=x").status_code == 400


def test_the_page_lays_every_report_against_the_representative(
    told: TestClient, reports: dict[str, str]
) -> None:
    page = told.get(f"/utterances/{reports['Alpha']}").text
    shown = words(page)
    assert "Reported by 3 outlets in 3 articles." in shown
    assert "First report found: Alpha, 3 Mar 2025." in shown
    assert shown.index("Every report") < shown.index("Beta", shown.index("Every report"))
    assert "<del>" in page
    assert re.search(r"\[left out: +unless the parliament agrees", shown)
    for identifier in reports.values():
        assert f'href="/statements/{identifier}"' in page
        assert f"#s-{identifier}" in page
    assert "No person has checked it" in shown
    assert "both may have been said" in shown
    assert Reader(page).tags.count("h1") == 1


def test_versions_that_differ_are_named_on_the_page_and_on_the_card(
    told: TestClient, reports: dict[str, str]
) -> None:
    page = told.get(f"/utterances/{reports['Alpha']}").text
    data = told.get(f"/utterances/{reports['Alpha']}.json").json()["utterance"]
    kinds = data["differences"]
    assert {one["kind"] for one in data["explained"]} == set(kinds)
    assert {one[side] for one in data["explained"] for side in ("one", "other")} <= set(
        reports.values()
    )
    assert set(kinds) == {"negation", "condition"}
    assert 'id="differ"' in page
    assert "does not judge" in page
    card = told.get("/compare?actor=ada-moreau").text
    assert f'href="/utterances/{reports["Alpha"]}#differ"' in card


def test_a_card_opens_the_variants_without_a_script(
    told: TestClient, reports: dict[str, str]
) -> None:
    page = told.get("/compare?actor=ada-moreau").text
    (variants,) = re.findall(r'<details class="variants">.*?</details>', page, re.DOTALL)
    assert "+2 outlets" in variants
    assert f'href="/statements/{reports["Beta"]}"' in variants
    assert f'href="/utterances/{reports["Alpha"]}"' in variants


@pytest.mark.parametrize("address", ["/compare", "/compare?actor=ada-moreau", "/compare?q=valley"])
def test_page_json_and_csv_agree_on_statements_and_reports(told: TestClient, address: str) -> None:
    data = told.get(address.replace("/compare", "/compare.json", 1)).json()
    sheet = told.get(address.replace("/compare", "/compare.csv", 1)).text.lstrip("\ufeff")
    rows = list(csv.DictReader(io.StringIO(sheet)))
    page = told.get(address).text
    assert data["count"] == len(rows)
    assert data["utterance_count"] == len({row["utterance"] for row in rows})
    said = (
        "1 utterance" if data["utterance_count"] == 1 else f"{data['utterance_count']} utterances"
    )
    assert f": {data['count']} reports of {said} in " in page
    if "actor=" in address:
        assert page.count('class="card"') == data["utterance_count"]
    assert data["count"] == data["utterance_count"] + 2
    noun = "statement" if data["utterance_count"] == 1 else "statements"
    counted = f"{data['utterance_count']} {noun} in {data['count']} reports"
    assert f"{counted} as data" in page
    assert {row["reports"] for row in rows if row["speaker"] == "Ada Moreau"} == {"3"}


def test_the_issue_counts_the_same(told: TestClient) -> None:
    data = told.get("/index.json").json()
    page = words(told.get("/").text)
    assert (data["count"], data["utterance_count"]) == (4, 2)
    assert "2 statements on this issue, in 4 reports, by 2 actors, found in 4 of 4" in page


def test_an_actor_is_shown_once_for_each_statement_and_taken_away_with_each_report(
    told: TestClient,
) -> None:
    data = told.get("/actors/ada-moreau.json").json()
    assert (data["count"], data["utterance_count"]) == (3, 1)
    page = told.get("/actors/ada-moreau").text
    assert "1 statement in 3 reports in 3 articles; 1 on this issue." in words(page)
    (listed,) = (
        one for one in told.get("/actors.json").json()["actors"] if one["slug"] == "ada-moreau"
    )
    assert (listed["statements"], listed["on_issue"]) == (1, 1)


def test_a_range_lists_what_one_report_dates_and_counts_the_others_apart(
    told: TestClient,
) -> None:
    data = told.get("/compare.json?from=2025-03-01&to=2025-03-05").json()
    assert (data["count"], data["utterance_count"], data["undated_count"]) == (1, 1, 2)
    page = told.get("/compare?actor=ada-moreau&from=2025-03-01&to=2025-03-05").text
    assert page.count('class="card"') == 1
    assert "1 statement as data" in page


def test_a_statement_names_the_other_reports(told: TestClient, reports: dict[str, str]) -> None:
    page = told.get(f"/statements/{reports['Beta']}").text
    assert f'<a href="/utterances/{reports["Alpha"]}">3 reports of this statement</a>' in page
    assert f'href="/statements/{reports["Gamma"]}"' in page
    one = told.get(f"/statements/{reports['Beta']}.json").json()["statement"]
    assert one["utterance"] == reports["Alpha"]
    assert [other["id"] for other in one["reports"]] == [reports["Alpha"], reports["Gamma"]]


def test_what_another_says_of_her_stands_beside_what_she_said(told: TestClient) -> None:
    (claim,) = told.get("/actors/ada-moreau.json").json()["said_of"]
    for address in (f"/statements/{claim['id']}", f"/utterances/{claim['id']}"):
        shown = words(told.get(address).text)
        assert "Bo Lindqvist says of Ada Moreau :" in shown
        assert "Ada Moreau says the contrary once." in shown
        (chain,) = told.get(f"{address}.json").json()["chain"]
        assert (chain["outcome"], len(chain["answers"])) == ("contrary", 1)
    actor = told.get("/actors/ada-moreau").text
    assert 'id="chain"' in actor
    assert [one["outcome"] for one in told.get("/actors/ada-moreau.json").json()["chain"]] == [
        "contrary"
    ]
