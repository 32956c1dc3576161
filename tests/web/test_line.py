"""/actors/{slug}/timeline: the page, the data, and what it refuses."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from app.config import Settings
from app.main import create_app
from tests import long_line
from tests.web.asking import TestClient
from tests.web.test_pages import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.databases import Databases

LINE = "/actors/ada-moreau/timeline"


@pytest.fixture(scope="module")
def long(databases: Databases) -> Iterator[TestClient]:
    """A client of a database with an actor of 200 positions."""
    url = databases.filled(long_line.store)
    with TestClient(create_app(Settings(database_url=url)), follow_redirects=False) as made:
        yield made


def test_a_line_of_200_positions_has_every_one_of_them_in_its_table(long: TestClient) -> None:
    answer = long.get(LINE)
    assert answer.status_code == 200
    read = Reader(answer.text)
    assert read.open == []
    assert len(read.ids) == len(set(read.ids))
    assert "200 positions in 180 statements" in read.text
    rows = [name for name in read.ids if name.startswith("p-")]
    assert len(rows) == 200 + 6  # six of them second-hand
    for tag, name, value in read.attributes:
        assert name != "style", tag
        if name == "href" and value.startswith("#") and "shape" not in value:
            assert value[1:] in read.ids
    assert read.text.count("Possible change:") == len(
        [name for name in read.ids if name.startswith("change-")]
    )
    assert "changed" not in read.text.replace("Whether anybody changed their mind", "")


def test_json_and_csv_hold_the_same_positions(long: TestClient) -> None:
    data = long.get(f"{LINE}.json").json()
    rows = list(csv.DictReader(io.StringIO(long.get(f"{LINE}.csv").text.lstrip("\ufeff"))))
    own = [row for row in rows if row["list"] == "own"]
    assert data["count"] == len(data["positions"]) == len(own) == 200
    assert data["utterances"] == 180
    assert [one["statement"] for one in data["positions"]] == [row["statement"] for row in own]
    assert len(data["second_hand"]) == 6
    ids = {one["id"]: one for one in data["positions"]}
    assert len(data["possible_changes"]) > 5
    for change in data["possible_changes"]:
        before, after = ids[change["before"]], ids[change["after"]]
        assert before["compared"]
        assert after["compared"]
        assert before["stance"] != after["stance"]
        assert before["scope"] == after["scope"]
    assert {row["change_to"] for row in own} - {""} == {
        str(number) for number in range(1, len(data["possible_changes"]) + 1)
    }
    known = {one["id"] for one in data["statements"]}
    assert known == {one["statement"] for one in data["positions"] + data["second_hand"]}


def test_a_range_has_one_address(long: TestClient) -> None:
    answer = long.get(f"{LINE}?to=2024&from=2024-03&issue=")
    assert answer.status_code == 302
    assert answer.headers["location"] == f"{LINE}?from=2024-03-01&to=2024-12-31"
    page = long.get(answer.headers["location"])
    assert page.status_code == 200
    assert "that may or may not fall in this range" in page.text
    data = long.get(f"{LINE}.json?from=2024-03-01&to=2024-12-31").json()
    said = {one["id"]: one["said_on"] for one in data["statements"]}
    assert data["positions"]
    for one in data["positions"]:
        when = said[one["statement"]]
        assert "2024-03-01" <= when["first"] <= when["last"] <= "2024-12-31"


def test_the_institution_has_the_words_of_its_spokesperson(long: TestClient) -> None:
    page = long.get("/actors/chancellery/timeline").text
    assert "said for Chancellery by Ada Moreau" in page
    data = long.get("/actors/chancellery/timeline.json").json()
    assert {one["speaks_as"] for one in data["positions"]} == {"Chancellery spokeswoman"}
    assert data["spokespersons_not_placed"] > 0


def test_an_empty_line_says_so_in_words(client: TestClient) -> None:
    page = client.get("/actors/mute-person/timeline")
    assert page.status_code == 200
    assert "no position by Mute Person" in page.text
    assert 'class="timeline' not in page.text
    assert client.get("/actors/mute-person/timeline.json").json()["positions"] == []


def test_the_pages_lead_to_one_another(client: TestClient) -> None:
    assert f'href="{LINE}"' in client.get("/actors/ada-moreau").text
    assert 'href="/actors/ada-moreau"' in client.get(LINE).text
    other = client.get(f"{LINE}?issue=other")
    assert other.status_code == 200
    assert 'name="issue" value="other"' in other.text
    assert f'href="{LINE}?issue=other"' in client.get(LINE).text


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/actors/nobody/timeline", 404, "No actor is called"),
        (f"{LINE}?issue=none", 404, "no issue called"),
        (f"{LINE}?stance=opposes", 400, "would change nothing"),
        (f"{LINE}?from=2025-02-30", 400, "cannot be read"),
        (f"{LINE}?from=2025&to=2024", 400, "after it ends"),
    ],
)
def test_what_it_refuses(client: TestClient, address: str, status: int, words: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert words in answer.text


def test_a_filter_it_does_not_have_leads_to_the_comparison(client: TestClient) -> None:
    page = client.get(f"{LINE}?stance=opposes").text
    assert 'href="/compare?actor=ada-moreau&amp;stance=opposes"' in page


def test_words_of_an_article_stay_words(client: TestClient) -> None:
    page = client.get("/actors/cleo-varga/timeline").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
