"""Any choice can be followed, framed and drawn, and its feed has what its data lists."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import feedparser
import pytest
from hypothesis import given, settings
from lxml import etree

from app.config import Settings
from app.main import create_app
from tests.choices import ACTORS, OUTLETS, choices
from tests.databases import invent
from tests.web.asking import TestClient
from tests.web.test_feeds import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.queries import ComparisonQuery
    from tests.databases import Databases


@pytest.fixture(scope="module")
def library(databases: Databases) -> Iterator[TestClient]:
    url = databases.filled(invent, 80, ACTORS, OUTLETS)
    with TestClient(create_app(Settings(database_url=url)), follow_redirects=False) as client:
        yield client


@settings(max_examples=60, deadline=None)
@given(query=choices())
def test_whatever_is_chosen_can_be_passed_on(library: TestClient, query: ComparisonQuery) -> None:
    data = library.get(query.address("/compare.json")).json()
    listed = [one["url"] for one in (*data["statements"], *data["undated"])]
    found: list[str] = []
    while len(found) < len(listed):
        path = query.address("/compare.atom")
        page = f"{path}{'&' if '?' in path else '?'}page={len(found) // 50 + 1}"
        answer = library.get(page)
        SCHEMA.assertValid(etree.fromstring(answer.content))
        entries = feedparser.parse(answer.content).entries
        assert entries
        found += [one.id for one in entries]
    assert sorted(found) == sorted(listed)
    for path in ("/embed/compare", "/compare/picture.png", "/compare/share", "/compare/follow"):
        assert library.get(query.address(path)).status_code == 200, path
    url = quote(f"http://testserver{query.address()}", safe="")
    assert library.get(f"/oembed?url={url}").status_code == 200
