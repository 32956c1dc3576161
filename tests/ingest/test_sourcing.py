"""Addresses, feeds and pages on their way into the database."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from app.db.session import sessions
from app.db.store import last_fetch
from app.db.tables import ArticleRow, CaptureRow, FetchRow, VersionRow
from app.domain.articles import Article
from app.domain.runs import Outcome
from app.fetching import Bounds, Clock, Fetcher
from app.ingest import Here, Job, Recipe, Sourcing, extracting
from app.readers import Limits
from tests.factories import make_actor, make_directory, make_issue
from tests.fetching.servers import Server, response
from tests.ingest.first_words import extract

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

    from app.extraction.parsing import Parser
    from app.ingest import Item

LIMITS = Limits(max_text_bytes=100_000, max_document_bytes=200_000, max_seconds=20)
STORY = (
    "The minister of a country said on Monday that the bridge would be built in the spring, after"
    " years of talks between the two towns that it is to join, and that the money was there."
)


def page(title: str, *, more: str = "", head: str = "") -> bytes:
    paragraphs = "".join(
        f"<p>{title}: {STORY} Paragraph {number}. {more}</p>" for number in range(5)
    )
    return (
        f"<html lang='en'><head><title>{title}</title><meta property='og:site_name'"
        f" content='The Paper'><meta property='article:published_time'"
        f" content='2025-03-04T10:00:00Z'>{head}</head><body><article><h1>{title}</h1>{paragraphs}"
        "</article></body></html>"
    ).encode()


def feed(server: Server, *paths: str) -> bytes:
    items = "".join(
        f"<item><title>Story {path}</title><link>{server.address(path)}</link></item>"
        for path in paths
    )
    return f"<rss version='2.0'><channel><title>News</title>{items}</channel></rss>".encode()


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def job(engine: Engine, server: Server, monkeypatch: pytest.MonkeyPatch) -> Job:
    """A job that fetches for real from that server, and finds the first word of a text."""
    monkeypatch.setattr(extracting, "extract", extract)
    return make_job(engine, server)


def make_job(engine: Engine, server: Server, *, refresh: bool = False) -> Job:
    recipe = Recipe("", make_directory(make_actor()), (make_issue(),))
    parser: Parser = None  # type: ignore[assignment]
    fetcher = Fetcher(
        Bounds(tries=1),
        also_reach=[("127.0.0.1", server.port)],
        clock=Clock(lambda: 0.0, lambda _seconds: None),
    )
    sourcing = Sourcing(engine, LIMITS, fetcher, refresh=refresh)
    return Job(engine, sourcing, recipe, Here(recipe, lambda: parser))


def outcomes(items: list[Item]) -> list[Outcome]:
    return [item.outcome for item in items]


def rows(engine: Engine, table: Any) -> list[Any]:  # noqa: ANN401 - a table, its rows
    with sessions(engine) as session:
        return list(session.scalars(select(table)))


def test_a_page_is_stored_with_its_bytes_and_not_fetched_twice(job: Job, server: Server) -> None:
    text = page("The bridge")
    address = server.put("/a", response(200, text, Content_Type="text/html", ETag='"1"'))
    (item,) = job.run([address])
    assert (item.outcome, item.source) == (Outcome.STORED, address)
    (article,) = rows(job.engine, ArticleRow)
    assert (article.title, article.published_edtf) == ("The bridge", "2025-03-04")
    (version,) = rows(job.engine, VersionRow)
    (capture,) = rows(job.engine, CaptureRow)
    assert (version.capture_sha256, capture.size) == (capture.sha256, len(text))
    assert (version.captured_from, version.media_type) == (address, "text/html")
    with sessions(job.engine) as session:
        known = last_fetch(session, address)
    assert known is not None
    assert (known.status, known.etag, known.failed) == ("200", '"1"', False)

    server.put("/a", response(304))
    (again,) = make_job(job.engine, server).run([address])
    assert again.outcome is Outcome.UNCHANGED
    assert server.requests[-1].headers["if-none-match"] == '"1"'


def test_a_page_that_changes_is_a_new_version(job: Job, server: Server) -> None:
    address = server.put("/a", response(200, page("The bridge"), Content_Type="text/html"))
    list(job.run([address]))
    server.put("/a", response(200, page("The bridge", more="No."), Content_Type="text/html"))
    (item,) = make_job(job.engine, server).run([address])
    assert item.outcome is Outcome.NEW_VERSION
    assert len(rows(job.engine, ArticleRow)) == 1


def test_a_feed_is_followed_and_asks_for_what_is_new_only(job: Job, server: Server) -> None:
    for path in ("/a", "/b", "/c"):
        server.put(path, response(200, page(f"Story {path}"), Content_Type="text/html"))
    address = server.put("/feed", response(200, feed(server, "/a", "/b"), ETag='"f"'))
    assert outcomes(list(job.run([address]))) == [Outcome.STORED] * 2
    server.requests.clear()
    server.put("/feed", response(200, feed(server, "/a", "/b", "/c")))
    items = list(make_job(job.engine, server).run([address]))
    assert outcomes(items) == [Outcome.UNCHANGED, Outcome.UNCHANGED, Outcome.STORED]
    assert server.paths() == ["/feed", "/c"]

    server.requests.clear()
    items = list(make_job(job.engine, server, refresh=True).run([address]))
    assert outcomes(items) == [Outcome.UNCHANGED] * 3
    assert sorted(server.paths()) == ["/a", "/b", "/c", "/feed"]


def test_a_feed_cut_off_in_the_middle_is_asked_for_again(job: Job, server: Server) -> None:
    for path in ("/a", "/b"):
        server.put(path, response(200, page(f"Story {path}"), Content_Type="text/html"))
    address = server.put("/feed", response(200, feed(server, "/a", "/b"), ETag='"f"'))
    half = job.run([address])
    next(half)
    half.close()  # type: ignore[attr-defined]  # as a process that is killed leaves it
    with sessions(job.engine) as session:
        assert last_fetch(session, address) is None
    items = list(make_job(job.engine, server).run([address]))
    assert outcomes(items) == [Outcome.UNCHANGED, Outcome.STORED]
    with sessions(job.engine) as session:
        assert last_fetch(session, address) is not None


def test_what_fails_is_put_aside_counted_and_tried_again(job: Job, server: Server) -> None:
    good = server.put("/good", response(200, page("Good"), Content_Type="text/html"))
    bad = server.put("/bad", response(404))
    items = list(job.run([bad, good, "ftp://127.0.0.1/x"]))
    assert outcomes(items) == [Outcome.PUT_ASIDE, Outcome.STORED, Outcome.PUT_ASIDE]
    assert items[0].reason == "There is no such page (status 404)."
    list(make_job(job.engine, server).run([bad]))
    with sessions(job.engine) as session:
        known = last_fetch(session, bad)
        assert known is not None
        assert (known.status, known.failures) == ("404", 2)
    server.put("/bad", response(200, page("Bad no more"), Content_Type="text/html"))
    assert outcomes(list(make_job(job.engine, server).run([bad]))) == [Outcome.STORED]
    with sessions(job.engine) as session:
        known = last_fetch(session, bad)
        assert known is not None
        assert known.failures == 0


def test_one_article_under_two_addresses_is_one(job: Job, server: Server) -> None:
    address = server.put("/a", response(200, page("The bridge"), Content_Type="text/html"))
    server.put("/a?utm_source=x", response(200, page("The bridge"), Content_Type="text/html"))
    items = list(job.run([address, f"{address}?utm_source=x"]))
    assert outcomes(items) == [Outcome.STORED, Outcome.UNCHANGED]
    assert len(rows(job.engine, ArticleRow)) == 1


@pytest.mark.parametrize(
    ("declared", "believed"),
    [
        ("https://paper.example/2025/03/bridge-is-built", True),
        ("https://paper.example/", False),
        ("https://else.example/2025/03/bridge-is-built", False),
    ],
)
def test_a_declared_address_is_believed_when_it_is_plausible(
    engine: Engine, tmp_path: Path, declared: str, *, believed: bool
) -> None:
    found = "https://paper.example/2025/03/bridge-is-built-now"
    head = f"<link rel='canonical' href='{declared}'>"
    (tmp_path / "a.html").write_bytes(page("The bridge", head=head))
    (tmp_path / "articles.yaml").write_text(f"articles:\n- file: a.html\n  address: {found}\n")
    (one,) = Sourcing(engine, LIMITS).find([tmp_path / "a.html"])
    assert isinstance(one.thing, Article)
    wanted = "https://paper.example/2025/03/bridge-is-built" if believed else found
    assert one.thing.address == wanted
    assert one.origin == str(tmp_path / "a.html")


def test_links_in_a_table_are_fetched(job: Job, server: Server, tmp_path: Path) -> None:
    server.put("/a", response(200, page("Story"), Content_Type="text/html"))
    lines = [{"url": server.address("/a"), "title": "As listed", "media_name": "The Lister"}]
    file = tmp_path / "list.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)) + "\n", "utf-8")
    assert outcomes(list(job.run([file]))) == [Outcome.STORED]


def test_without_a_fetcher_addresses_are_put_aside(job: Job, server: Server) -> None:
    recipe = job.recipe
    alone = Job(job.engine, Sourcing(job.engine, LIMITS), recipe, job.pool)
    assert outcomes(list(alone.run([server.address("/a")]))) == [Outcome.PUT_ASIDE]
    assert rows(job.engine, FetchRow) == []
    assert server.requests == []
