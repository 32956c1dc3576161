"""Any choice has one address, and page, JSON and CSV tell of the same statements."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from app.config import Settings
from app.main import create_app
from tests.choices import ACTORS, OUTLETS, choices
from tests.databases import invent
from tests.web.asking import TestClient

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from app.domain.queries import ComparisonQuery
    from tests.databases import Databases

# What the page says above its files.
_COUNTED = re.compile(
    r'class="data-links">\s*([\w,]+) statements?(?: in ([\d,]+) reports)? as data'
)


@pytest.fixture(scope="module")
def library(databases: Databases) -> Iterator[TestClient]:
    url = databases.filled(invent, 40, ACTORS, OUTLETS)
    with TestClient(create_app(Settings(database_url=url)), follow_redirects=False) as client:
        yield client


def test_page_json_and_csv_agree_at_one_address(library: TestClient, databases: Databases) -> None:
    """A thousand choices: half of them on each kind of database, which are others there."""

    @seed(databases.kind)
    @settings(max_examples=500, deadline=None)
    @given(query=choices(), chance=st.randoms(use_true_random=False))
    def agree(query: ComparisonQuery, chance: random.Random) -> None:
        pairs = query.parameters()
        chance.shuffle(pairs)
        check(library, query, pairs)

    agree()


def check(library: TestClient, query: ComparisonQuery, pairs: list[tuple[str, str]]) -> None:
    asked = f"/compare?{urlencode(pairs)}" if pairs else "/compare"
    answer = library.get(asked)
    if answer.status_code == 302:
        assert answer.headers["Location"] == query.address()
        answer = library.get(query.address())
    assert answer.status_code == 200
    data = library.get(query.address("/compare.json")).json()
    rows = list(csv.DictReader(io.StringIO(library.get(query.address("/compare.csv")).text)))
    listed = [*data["statements"], *data["undated"]]
    assert data["count"] == len(listed) == len(rows)
    assert [row["\ufeffstatement"] for row in rows] == [one["id"] for one in listed]
    assert data["utterance_count"] == len({one["utterance"] for one in listed})
    found = _COUNTED.search(answer.text)
    assert found
    utterances, reports = (int((one or "0").replace(",", "")) for one in found.groups())
    assert utterances == data["utterance_count"]
    assert reports in {data["count"], 0}
    assert reports or utterances == data["count"]
