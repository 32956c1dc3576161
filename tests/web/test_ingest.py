from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from app.config import Settings
from app.db.session import open_engine, sessions
from app.db.store import finish_run, record_item, start_run, sync_directory
from app.db.tables import RunRow
from app.domain.runs import Outcome
from app.main import create_app
from tests.factories import make_directory, make_issue
from tests.web.asking import TestClient
from tests.web.test_pages import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.databases import Databases

BEGAN = datetime(2026, 3, 4, 9, 5, 7, tzinfo=UTC)
EMPTY = "It is empty."
HOSTILE = "<img src=x onerror=alert(1)>.txt"
BROKEN = "It was not read because of /srv/secret/place/articles.yaml: entry 2 has no file."


@pytest.fixture(scope="module")
def settings(databases: Databases) -> Settings:
    """Settings that lead to 23 runs: 21 that did nothing, one that put 250 aside, a retry."""
    return Settings(database_url=databases.filled(fill))


def fill(url: str) -> None:
    engine = open_engine(url)
    with sessions(engine, write=True) as session:
        sync_directory(session, make_directory(), [make_issue()])
        for _ in range(21):
            finish_run(session, start_run(session, "engine 1"))
        run = start_run(session, "engine 1")
        for number in range(251):
            record_item(session, run, f"/srv/secret/place/{number}.txt", Outcome.STORED)
        for number in range(249):
            source = f"/srv/secret/place/e{number}.txt"
            record_item(session, run, source, Outcome.PUT_ASIDE, reason=EMPTY, origin=source)
        record_item(session, run, HOSTILE, Outcome.PUT_ASIDE, reason=BROKEN, origin="/srv/x")
        finish_run(session, run)
        session.execute(
            update(RunRow)
            .where(RunRow.id == run)
            .values(started_at=BEGAN, finished_at=BEGAN + timedelta(seconds=200))
        )
        start_run(session, "engine 2", "retry")
    engine.dispose()


@pytest.fixture(scope="module")
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings), follow_redirects=False) as made:
        yield made


def words(html: str) -> str:
    """What a person reads, spaces made one."""
    return " ".join(Reader(html.partition("<main")[2].partition("</main>")[0]).text.split())


def test_runs_are_told_in_words(client: TestClient) -> None:
    html = client.get("/ingest").text
    text = words(html)
    assert "250 things are still put aside. onrecord ingest --retry reads them again." in text
    assert "Ingest, 4 Mar 2026, 09:05 UTC Finished after 3 min 20 s, 2.5 articles a second" in text
    assert "251 stored and 250 put aside" in text
    assert re.search(r"249 It is empty\. e248\.txt e247\.txt e246\.txt and 246 more", text)
    assert "All 250 that were put aside" in text
    assert re.search(
        r"Retry, [^,]*, \d\d:\d\d UTC Running for (less than a second|\d+ s) so far", text
    )
    assert "nothing was there to read" in text


def test_no_folder_of_the_server_and_no_html_of_a_name_is_shown(client: TestClient) -> None:
    for address in ("/ingest", "/ingest.json", "/ingest/22", "/ingest/22.json"):
        answer = client.get(address).text
        assert "secret" not in answer
        assert "articles.yaml: entry 2 has no file." in answer
    for address in ("/ingest", "/ingest/22"):
        html = client.get(address).text
        assert "<img" not in html
        assert HOSTILE in Reader(html).text


def test_runs_come_in_pages_by_plain_links(client: TestClient) -> None:
    first = client.get("/ingest").text
    assert first.count('class="entry-title"') == 20
    (older,) = re.findall(r'href="(/ingest\?before=\d+)"', first.partition("<main")[2])
    second = client.get(older).text
    assert second.count('class="entry-title"') == 3
    assert "Older runs" not in second
    assert 'href="/ingest"' in second
    assert "before=" in re.findall(r'rel="canonical" href="([^"]+)"', second)[0]
    assert "No run is older" in client.get("/ingest?before=1").text


def test_all_that_a_run_put_aside(client: TestClient) -> None:
    html = client.get("/ingest/22").text
    text = words(html)
    assert "Put aside, the newest first" in text
    assert text.index(HOSTILE) < text.index("e248.txt") < text.index("e50.txt")
    assert "e49.txt" not in text
    (older,) = re.findall(r'href="(/ingest/22\?before=\d+)"', html.partition("<main")[2])
    rest = words(client.get(older).text)
    assert "e49.txt" in rest
    assert "e0.txt" in rest
    assert "e50.txt" not in rest
    assert "Nothing was put aside." in client.get("/ingest/1").text


def test_the_same_as_data(client: TestClient) -> None:
    whole = client.get("/ingest.json").json()
    assert (whole["still_put_aside"], whole["count"]) == (250, 20)
    assert whole["retry"] == "onrecord ingest --retry"
    newest, run = whole["runs"][:2]
    assert (newest["command"], newest["state"], newest["finished_at"]) == ("retry", "running", None)
    assert run["outcomes"]["stored"] == 251
    assert run["outcomes"]["duplicate"] == 0
    assert (run["seconds"], run["articles_a_second"]) == (200, 2.505)
    assert [one["count"] for one in run["put_aside"]] == [249, 1]
    older = client.get(whole["older"]).json()
    assert (older["count"], older["older"]) == (3, None)
    one = client.get(run["url"].removeprefix("http://testserver") + ".json").json()
    assert one["run"]["id"] == run["id"]
    assert one["items"][1] == {"source": "e248.txt", "outcome": "put aside", "reason": EMPTY}
    sources = [item["source"] for item in one["items"]]
    sources += [item["source"] for item in client.get(one["older"]).json()["items"]]
    assert len(sources) == len(set(sources)) == 250


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/ingest/99", 404),
        ("/ingest/none.json", 404),
        ("/ingest/²", 404),
        (f"/ingest/{10**30}", 404),
        ("/ingest?before=x", 400),
        ("/ingest?before=-1", 400),
        (f"/ingest?before={10**30}", 400),
        ("/ingest?before=1&before=2", 400),
        ("/ingest?stance=opposes", 400),
        ("/ingest?before=&utm_source=x", 200),
    ],
)
def test_addresses_that_are_wrong(client: TestClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_pages_are_whole_and_the_articles_lead_to_them(client: TestClient) -> None:
    for address in ("/ingest", "/ingest/22", "/ingest/1", "/ingest?before=3"):
        answer = client.get(address)
        read = Reader(answer.text)
        assert read.open == []
        assert read.tags.count("h1") == 1
        assert answer.headers["ETag"]
        for _, name, value in read.attributes:
            if name == "href" and value.startswith("/") and "/static" not in value:
                assert client.get(value).status_code in (200, 503), value
    assert 'href="/ingest"' in client.get("/articles").text
