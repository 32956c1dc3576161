"""/changes: the page, the data, and the lines that it leads to agree."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from app.config import Settings
from app.db.session import sessions
from app.db.store import editing
from app.domain.accounts import By, Interface
from app.main import create_app
from tests import long_line
from tests.web.asking import TestClient
from tests.web.test_pages import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.databases import Databases


@pytest.fixture(scope="module")
def long(databases: Databases) -> Iterator[TestClient]:
    """A client of a database with an actor of 200 positions."""
    url = databases.filled(long_line.store)
    with TestClient(create_app(Settings(database_url=url)), follow_redirects=False) as made:
        yield made


@pytest.mark.parametrize("days", ["", "?from=2023-02-01&to=2024-12-31"])
def test_page_data_and_line_agree(long: TestClient, days: str) -> None:
    line = long.get(f"/actors/ada-moreau/timeline.json{days}").json()
    data = long.get(f"/changes.json{days}").json()
    (ada,) = [one for one in data["actors"] if one["slug"] == "ada-moreau"]
    assert ada["standing"] == "possible change"
    assert [(one["before"]["id"], one["after"]["id"]) for one in ada["pairs"]] == [
        (one["before"], one["after"]) for one in line["possible_changes"]
    ]
    rows = list(csv.DictReader(io.StringIO(long.get(f"/changes.csv{days}").text.lstrip("\ufeff"))))
    assert [row["before_statement"] for row in rows if row["actor_slug"] == "ada-moreau"] == [
        one["before"]["statement"] for one in ada["pairs"]
    ]
    answer = long.get(f"/changes{days}")
    read = Reader(answer.text)
    assert read.open == []
    assert len(read.ids) == len(set(read.ids))
    assert f"{data['count']} possible changes of" in read.text
    for one in data["actors"]:
        assert one["name"] in read.text
        hidden = max(0, len(one["pairs"]) - (3 if one["standing"] == "possible change" else 1))
        assert (f"{hidden} more, and all positions of {one['name']}" in read.text) == bool(hidden)


def test_one_choice_has_one_address(long: TestClient) -> None:
    answer = long.get("/changes?to=2024&from=2024-03&issue=")
    assert answer.status_code == 302
    assert answer.headers["location"] == "/changes?from=2024-03-01&to=2024-12-31"
    assert long.get("/changes?actor=ada-moreau").status_code == 400
    assert long.get("/changes?from=2025-02-30").status_code == 400
    assert long.get("/changes?issue=nothing-like-it").status_code == 404


def test_what_was_kept_is_read_anew_when_something_was_written(long: TestClient) -> None:
    (ada, *_) = long.get("/changes.json").json()["actors"]
    gone = ada["pairs"][0]["after"]["statement"]
    with sessions(long.app.state.site.engine(), write=True) as session:  # type: ignore[attr-defined]
        editing.withdraw(session, By(None, "Eva", Interface.WEB), gone, reason="It is a caption.")
    assert gone not in long.get("/changes.json").text
