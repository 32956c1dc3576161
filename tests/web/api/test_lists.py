"""Lists come a page at a time: all of it, once, in the order and with the filters of the pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import update

from app.db.session import open_engine, sessions, writing
from app.db.store import save
from app.db.tables import State, StatementRow
from app.domain.positions import Stance
from tests.factories import day, make_actor, make_extraction, make_position, make_statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.config import Settings
    from tests.web.asking import TestClient

API = "/api/v1"


def pages(client: TestClient, path: str) -> Iterator[dict[str, Any]]:
    """Every page, each found by the address in the one before it, in the body and in Link."""
    for _ in range(50):
        answer = client.get(path)
        assert answer.status_code == 200, answer.text
        data = answer.json()
        yield data
        link = re.fullmatch(r'<([^>]+)>; rel="next"', answer.headers.get("Link", ""))
        assert data["next"] == (link[1] if link else None)
        if data["next"] is None:
            return
        parts = urlsplit(data["next"])
        assert parts.scheme == "http"
        path = f"{parts.path}?{parts.query}"
    raise AssertionError("It does not end.")


@pytest.mark.parametrize("limit", [1, 2, 3, 200])
@pytest.mark.parametrize(
    "choice",
    [
        "",
        "actor=ada-moreau",
        "from=2025-02-11&to=2025-12-31",
        "from=2025-02-11&undated=show",
        "kind=indirect&stance=supports,opposes",
        "q=troops",
        "stance=noncommittal",
    ],
)
def test_all_pages_together_are_the_comparison(client: TestClient, choice: str, limit: int) -> None:
    whole = client.get(f"/compare.json?{choice}").json()
    found = list(pages(client, f"{API}/statements?{choice}&limit={limit}"))
    for name in ("statements", "undated"):
        together = [one for page in found for one in page[name]]
        assert together == whole[name], name
    for page in found:
        assert len(page["statements"]) + len(page["undated"]) <= limit
        assert page["query"] == whole["query"]
        assert page["url"] == whole["url"]


@pytest.mark.parametrize("noun", ["actors", "articles"])
@pytest.mark.parametrize("limit", [1, 2])
def test_other_lists_are_whole_too(client: TestClient, noun: str, limit: int) -> None:
    whole = client.get(f"/{noun}.json").json()
    found = list(pages(client, f"{API}/{noun}?limit={limit}"))
    together = [one for page in found for one in page[noun]]
    by_slug = noun == "actors"
    expected = sorted(whole[noun], key=lambda one: one["slug"]) if by_slug else whole[noun]
    assert together == expected
    assert {page["count"] for page in found} == {len(together)}


def test_what_comes_meanwhile_moves_nothing(visitor: TestClient, own: Settings) -> None:
    """Neither what is new on the pages already seen, nor what is taken away from the rest."""
    before = [one["id"] for one in visitor.get("/compare.json").json()["statements"]]
    first = visitor.get(f"{API}/statements?limit=2").json()
    seen = [one["id"] for one in first["statements"]]
    text = "“Troops at once,” Zed Young said."
    newest = make_statement(
        text,
        "“Troops at once,”",
        make_actor("Zed Young"),
        said_on=day("2025-09-01"),
        positions=[make_position(make_actor("Zed Young"), Stance.SUPPORTS)],
    )
    engine = open_engine(own.database_url)
    with sessions(engine, write=True) as session:
        save(session, make_extraction(text, newest, title="New", file="new.txt"))
    engine.dispose()
    path = first["next"].removeprefix("http://testserver")
    later = [one["id"] for page in pages(visitor, path) for one in page["statements"]]
    assert seen + later == before
    fresh = [one["id"] for one in visitor.get(f"{API}/statements").json()["statements"]]
    assert len(fresh) == len(before) + 1

    # The last one seen is gone: nothing after it is lost.
    engine = open_engine(own.database_url)
    with writing(engine) as changing:
        changing.execute(
            update(StatementRow)
            .where(StatementRow.id == seen[-1])
            .values(state=State.WITHDRAWN, withdrawn_reason="No.")
        )
    engine.dispose()
    left = [one["id"] for page in pages(visitor, path) for one in page["statements"]]
    assert set(left) >= set(before[2:])


@pytest.mark.parametrize(
    "cursor",
    ["x", "eyJh", "W10", "bnVsbA", "%00", "é", "a" * 301, "WyJhIiwxXQ", "WzEsMiwzLDRd", "WzEuNV0"],
)
@pytest.mark.parametrize("noun", ["statements", "actors", "articles"])
def test_a_cursor_that_was_not_given_out_is_refused(
    client: TestClient, noun: str, cursor: str
) -> None:
    answer = client.get(f"{API}/{noun}?cursor={cursor}")
    assert (answer.status_code, answer.json()["parameter"]) == (400, "cursor")


@pytest.mark.parametrize("limit", ["0", "201", "-1", "x", "1.5", "", "1e2", "٣", "99999999999"])
def test_a_limit_out_of_bounds_is_refused(client: TestClient, limit: str) -> None:
    answer = client.get(f"{API}/statements?limit={limit}")
    assert (answer.status_code, answer.json()["parameter"]) == (400, "limit")
    assert answer.json()["ways_on"][0]["url"] == f"http://testserver{API}/statements"


def test_filters_and_limit_go_along(client: TestClient) -> None:
    data = client.get(f"{API}/statements?speaker=Ada%20Moreau&limit=1").json()
    assert "speaker=Ada+Moreau&limit=1&cursor=" in data["next"]


def test_overview_and_facets_count_what_the_list_holds(client: TestClient) -> None:
    for choice in ("", "actor=ada-moreau", "from=2025-02&to=2025-02", "stance=supports"):
        listed = [one for page in pages(client, f"{API}/statements?{choice}")
                  for one in page["statements"] + page["undated"]]  # fmt: skip
        said = len({one["utterance"] for one in listed})
        overview = client.get(f"{API}/overview?{choice}").json()
        assert (overview["count"], overview["utterance_count"]) == (len(listed), said)
        assert overview["actor_count"] == len({one["actor"]["slug"] for one in listed})
        assert sum(row["utterance_count"] for row in overview["actors"]) == said
        facets = client.get(f"{API}/facets?{choice}").json()
        assert facets["utterance_count"] == said
        assert facets["query"] == overview["query"]
