"""What is streamed is, byte for byte, what would have been made of the whole."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import anyio
import pytest

from app.db import queries
from app.db.session import sessions
from app.domain.queries import DEFAULT_ISSUE
from app.views.data import query_data, statement_data
from app.web import actors, articles, streamed
from app.web.compare import ask
from app.web.streamed import json_pieces

if TYPE_CHECKING:
    from starlette.types import Message

    from tests.web.asking import TestClient


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"count": 0, "found": []},
        {"found": [], "after": None},
        {"a": {"b": [1, {"c": "line\nbreak “ä”"}]}, "found": [{"x": [1, 2]}, {"y": {}}, "z"]},
        {"found": [{"half": "\ud83d"}, {"whole": "ä"}]},
    ],
)
def test_json_in_pieces_is_the_same_json(data: dict[str, Any]) -> None:
    asked = {key: iter(value) if key == "found" else value for key, value in data.items()}
    made = b"".join(json_pieces(asked))
    assert json.loads(made) == data
    if "half" not in repr(data):
        assert made == json.dumps(data, ensure_ascii=False, indent=1).encode()


def test_data_has_a_tag_and_is_not_sent_twice(client: TestClient) -> None:
    for path in ("/articles.json", "/articles.csv"):
        first = client.get(path)
        tag = first.headers["ETag"]
        again = client.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        head = client.head(path)
        assert (head.status_code, head.headers["ETag"], head.content) == (200, tag, b"")
        assert client.get(f"{path}?issue=other").headers["ETag"] != tag


def test_articles_are_listed_a_page_at_a_time(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = [one["id"] for one in client.get("/articles.json").json()["articles"]]
    whole = client.get("/articles?issue=other").text
    assert "On this page" not in whole
    assert 'rel="next"' not in whole
    monkeypatch.setattr(articles, "PER_PAGE", 1)
    first, middle, last = (
        client.get(address).text
        for address in (
            f"/articles?issue={DEFAULT_ISSUE}",  # not the address that is kept for other tests
            f"/articles?after={listed[0]}",
            f"/articles?after={listed[1]}",
        )
    )
    for page, own in zip((first, middle, last), listed, strict=True):
        assert [one for one in listed if f'<a href="/articles/{one}"' in page] == [own]
        assert "3 articles read" in page
    assert f'rel="next" href="/articles?after={listed[0]}"' in first
    assert 'rel="prev"' not in first
    assert f'rel="prev" href="/articles?before={listed[1]}"' in middle
    assert f'rel="next" href="/articles?after={listed[1]}"' in middle
    assert 'rel="next"' not in last
    back = client.get(f"/articles?before={listed[2]}").text
    assert [one for one in listed if f'<a href="/articles/{one}"' in back] == [listed[1]]
    assert 'rel="prev"' in back
    assert 'rel="prev"' not in client.get(f"/articles?before={listed[1]}").text


@pytest.mark.parametrize(
    ("asked", "status"),
    [("after=0000000000000", 404), ("after=x&before=y", 400), ("after=x", 404), ("page=2", 400)],
)
def test_a_place_that_is_none_is_an_error(client: TestClient, asked: str, status: int) -> None:
    assert client.get(f"/articles?{asked}").status_code == status


def test_actors_are_listed_a_page_at_a_time(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "On this page" not in client.get("/actors?issue=other").text
    monkeypatch.setattr(actors, "PER_PAGE", 1)
    first = client.get(f"/actors?issue={DEFAULT_ISSUE}").text
    assert "3 actors with 6 statements on any subject" in first
    assert "On this page: 1 to 1 of them" in first
    assert first.count('name="actor" value=') == 1
    slugs = [re.findall(r'name="actor" value="([^"]+)"', first)[0]]
    page = first
    while following := re.findall(r'rel="next" href="([^"]+)"', page):
        assert following[0] == f"/actors?after={slugs[-1]}"
        page = client.get(following[0]).text
        slugs += re.findall(r'name="actor" value="([^"]+)"', page)
    every = [one["slug"] for one in client.get("/actors.json").json()["actors"]]
    assert sorted(slugs) == sorted(every)
    assert f'rel="prev" href="/actors?after={slugs[0]}"' in page
    assert 'rel="prev" href="/actors"' in client.get(f"/actors?after={slugs[0]}").text
    assert client.get("/actors?after=nobody").status_code == 404
    assert client.get(f"/actors?before={slugs[0]}").status_code == 400


def test_an_actor_of_much_is_shown_in_parts(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "/actors/bo-lindqvist"
    every = client.get(f"{address}.json").json()
    ids = [one["id"] for one in every["statements"]]
    assert every["count"] == len(ids) == 2
    monkeypatch.setattr(actors, "ON_ISSUE", 1)
    monkeypatch.setattr(actors, "OTHER", 1)
    page = client.get(f"{address}?issue={DEFAULT_ISSUE}").text
    assert "2 statements in 1 article; 2 on this issue." in page
    assert "The newest 1 stand here: all 2 statements on this issue" in page
    # On the other issue nothing was said: all is on other subjects, one at a time.
    first = client.get(f"{address}?issue=other").text
    (older,) = re.findall(r'rel="next" href="([^"]+)"', first)
    assert older.replace("&amp;", "&") == f"{address}?issue=other&after={ids[0]}#other"
    last = client.get(f"{address}?issue=other&after={ids[0]}").text
    assert 'rel="next"' not in last
    for part, own in zip((first, last), ids, strict=True):
        assert [one for one in ids if f'href="/statements/{one}"' in part] == [own]
    assert client.get(f"{address}?after=0000000000000").status_code == 404
    assert client.get(f"{address}?before={ids[0]}").status_code in {400, 404}


@pytest.mark.parametrize(
    "asked", ["", "?issue=other", "?from=2025-02-01", "?from=2025-02-01&undated=show", "?q=nothing"]
)
def test_a_streamed_comparison_is_what_was_made_of_the_whole(
    client: TestClient, asked: str
) -> None:
    answer = client.get(f"/compare.json{asked}")
    site = client.app.state.site  # type: ignore[attr-defined]
    with sessions(site.engine()) as session:
        pairs = client.build_request("GET", f"/compare.json{asked}").url.params.multi_items()
        query = ask(session, site.directory(), pairs, "/compare.json").query
        found = queries.comparison(session, query, folded=False)
    listed = (*found.dated, *(found.undated if query.lists_undated else ()))

    def absolute(path: str) -> str:
        return f"http://testserver{path}"

    undated = [statement_data(one, absolute) for one in listed[len(found.dated) :]]
    whole = {
        "query": query_data(query),
        "url": absolute(query.address()),
        "retrieved_at": answer.json()["retrieved_at"],
        "articles_read": found.articles_read,
        "count": len(listed),
        "utterance_count": len({one.utterance for one in listed}),
        "dated_count": len(found.dated),
        "statements": [statement_data(one, absolute) for one in found.dated],
        "undated_count": len(found.undated),
        "undated_url": absolute(replace(query, undated=True).address("/compare.json")),
        "undated": undated,
    }
    assert answer.text == json.dumps(whole, ensure_ascii=False, indent=1)


def test_who_takes_nothing_is_cut_off_and_gives_the_place_back(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streamed, "_STALLED", 0.05)
    free = streamed._AT_ONCE._value

    async def stuck(message: Message) -> None:
        if message.get("body"):
            await anyio.sleep_forever()

    async def receive() -> Message:
        await anyio.sleep_forever()
        raise AssertionError

    scope = {
        "type": "http", "method": "GET", "path": "/compare.jsonl", "query_string": b"",
        "headers": [], "server": ("testserver", 80), "scheme": "http", "http_version": "1.1",
    }  # fmt: skip
    with ThreadPoolExecutor(1) as thread:
        thread.submit(anyio.run, client.app, scope, receive, stuck).result(20)
    assert streamed._AT_ONCE._value == free
