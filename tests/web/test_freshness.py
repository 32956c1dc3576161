"""No page is ever stale: a write that has ended is in the next answer of every process."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text, update

from app import config
from app.config import Settings
from app.db import tables
from app.db.data_version import SHOWN, data_version
from app.db.reading import COVERED
from app.db.session import open_engine, sessions
from app.db.store import save, sync_directory
from app.db.tables import ActorRow
from app.main import create_app
from app.web import page_cache
from tests.factories import make_actor, make_directory, make_issue
from tests.web.asking import TestClient
from tests.web.conftest import articles
from tests.web.routes import _READ

if TYPE_CHECKING:
    from collections.abc import Iterator

WEB = Path(page_cache.__file__).parent


@pytest.fixture
def library(database_url: str, tmp_path: Path) -> Settings:
    """Settings of a database with an actor whose name tests write, on both kinds."""
    actors = make_directory(make_actor())
    engine = open_engine(database_url)
    with sessions(engine, write=True) as session:
        sync_directory(session, actors, [make_issue()])
    with sessions(engine, write=True) as session:
        save(session, articles()[0])
    name(0, database_url)
    engine.dispose()
    folder = tmp_path / "actors.yaml"
    folder.write_text("actors: []\n")
    return Settings(database_url=database_url, actors_file=folder, metrics_private=True)


@pytest.fixture
def reader(library: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(library), follow_redirects=False) as made:
        yield made


def name(number: int, url: str) -> None:
    """Write a name as another process would."""
    engine = open_engine(url)
    with sessions(engine, write=True) as session:
        session.execute(
            update(ActorRow)
            .where(ActorRow.slug == "ada-moreau")
            .values(name=f"Number {number} of all")
        )
    engine.dispose()


def shown(client: TestClient) -> int:
    """The number that the page of actors shows."""
    answer = client.get("/actors")
    assert answer.status_code == 200, answer.text
    found = re.search(r"Number (\d+) of all", answer.text)
    assert found is not None, answer.text
    return int(found[1])


def test_a_write_elsewhere_is_in_the_next_answer(library: Settings, reader: TestClient) -> None:
    for number in range(1, 4):
        name(number, library.database_url)
        assert [shown(reader) for _ in range(3)] == [number] * 3
    kept = reader.app.state.site.kept.counts()  # type: ignore[attr-defined]
    assert (kept.hits, kept.misses) == (6, 3)


_WRITER = """
import sys, time
from sqlalchemy import update
from app.db.session import open_engine, sessions
from app.db.tables import ActorRow
engine = open_engine(sys.argv[1])
for number in range(1, 41):
    with sessions(engine, write=True) as session:
        session.execute(
            update(ActorRow)
            .where(ActorRow.slug == "ada-moreau")
            .values(name=f"Number {number} of all")
        )
    print(number, flush=True)
    time.sleep(0.02)
"""


def test_no_reader_sees_less_than_what_was_written_before_it_asked(library: Settings) -> None:
    """One process writes, two others read all the while."""
    written = 0
    seen: list[int] = []
    stale: list[tuple[int, int]] = []

    def read(client: TestClient) -> None:
        while written < 40:
            before = written
            found = shown(client)
            seen.append(found)
            if found < before:
                stale.append((before, found))

    with (
        TestClient(create_app(library)) as one,
        TestClient(create_app(library)) as other,
        ThreadPoolExecutor(4) as readers,
    ):
        shown(one), shown(other)
        with subprocess.Popen(
            [sys.executable, "-c", _WRITER, library.database_url],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(Path(config.__file__).parents[1])},
        ) as writer:
            reading = [readers.submit(read, client) for client in (one, other, one, other)]
            assert writer.stdout is not None
            for line in writer.stdout:
                written = int(line)
            written = 40  # they end, whatever became of the writer
            for one_reader in reading:
                one_reader.result()
        assert writer.returncode == 0
        assert stale == []
        assert shown(one) == shown(other) == 40
        hits = [client.app.state.site.kept.counts().hits for client in (one, other)]  # type: ignore[attr-defined]
        assert min(hits) > 0


def test_what_an_ingest_says_of_itself_empties_nothing(
    library: Settings, reader: TestClient
) -> None:
    shown(reader)
    engine = open_engine(library.database_url)
    with sessions(engine, write=True) as session:
        before = data_version(session)
        session.execute(text("DELETE FROM ingest_run"))
    with sessions(engine) as session:
        assert data_version(session) == before
    engine.dispose()
    shown(reader)
    assert reader.app.state.site.kept.counts().hits == 1  # type: ignore[attr-defined]


def test_what_is_undone_empties_nothing_and_is_never_seen(
    library: Settings, reader: TestClient
) -> None:
    assert shown(reader) == 0
    engine = open_engine(library.database_url)
    with sessions(engine, write=True) as session:
        session.execute(update(ActorRow).values(name="Number 7 of all"))
        assert shown(reader) == 0
        session.rollback()
    engine.dispose()
    assert shown(reader) == 0


def test_when_the_server_cuts_connections_readers_notice_nothing(
    library: Settings, reader: TestClient
) -> None:
    """As after a restart of PostgreSQL; SQLite has nobody who could."""
    if library.database_url.startswith("sqlite"):
        return
    assert shown(reader) == 0
    engine = open_engine(library.database_url)
    for number in (1, 2):
        with sessions(engine, write=True) as session:
            session.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
            session.execute(
                update(ActorRow)
                .where(ActorRow.slug == "ada-moreau")
                .values(name=f"Number {number} of all")
            )
        assert shown(reader) == number
    engine.dispose()


def test_a_file_that_was_replaced_is_not_taken_for_the_same(tmp_path: Path, own: Settings) -> None:
    if not own.database_url.startswith("sqlite"):
        return
    with TestClient(create_app(own)) as client:
        client.get("/actors")
        client.get("/actors")
        kept = client.app.state.site.kept  # type: ignore[attr-defined]
        assert kept.counts().hits == 1
        file = Path(own.database_url.removeprefix("sqlite:///"))
        shutil.copy(file, tmp_path / "copy.db")
        (tmp_path / "copy.db").replace(file)
        assert client.get("/actors").status_code == 200
        file.unlink()
        client.get("/actors")
        assert kept.counts().hits == 1


def test_an_account_made_meanwhile_is_noticed(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = visitor.app.state.site  # type: ignore[attr-defined]
    assert "Cookie" not in visitor.get("/actors").headers["Vary"]
    assert "/sign-in" not in visitor.get("/actors").text
    with sessions(site.engine(), write=True) as session:
        session.execute(
            text(
                "INSERT INTO account (name, folded, password, role, made_at)"
                " VALUES ('Ada', 'ada', 'x', 'editor', '2026-11-22 00:00:00')"
            )
        )
    monkeypatch.setattr(site, "_accounts_until", 0.0)  # as some seconds later
    answer = visitor.get("/actors")
    assert "Cookie" in answer.headers["Vary"]
    assert "/sign-in" in answer.text


def test_with_sign_in_to_read_nothing_is_kept(own: Settings) -> None:
    closed = own.model_copy(update={"sign_in_to_read": True})
    with TestClient(create_app(closed), follow_redirects=False) as client:
        client.get("/actors")
        client.get("/static/style.css")
        assert len(client.app.state.site.kept) == 0  # type: ignore[attr-defined]


def test_a_library_in_memory_is_read_without_a_cache() -> None:
    app = create_app(Settings(database_url="sqlite://"))
    with TestClient(app) as client:
        assert client.get("/actors").status_code == 503
    assert len(app.state.site.kept) == 0


def test_kept_pages_are_as_those_that_are_made(client: TestClient, settings: Settings) -> None:
    bare = settings.model_copy(update={"page_cache_mb": 0})
    addresses = [path for path in _READ if "{" not in path and not path.startswith("/ingest")]
    timed = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
    with TestClient(create_app(bare), follow_redirects=False) as making:
        for address in addresses:
            if address.endswith((".xlsx", ".parquet")):
                continue  # packed with the time in them
            made = making.get(address)
            if made.status_code != 200:
                continue  # a page about an error tells the request's id
            for headers in ({}, {"Accept-Encoding": "identity"}, {"Accept-Encoding": "gzip"}):
                kept = client.get(address, headers=headers)
                assert kept.status_code == made.status_code, address
                assert timed.sub(b"", kept.content) == timed.sub(b"", made.content), address
            ours, theirs = dict(client.get(address).headers), dict(made.headers)
            for told in (ours, theirs):
                told.pop("x-request-id", None)
                told.pop("content-length", None)  # of what is packed with the time in it
            assert ours == theirs, address


def test_a_hit_is_counted_by_its_route(library: Settings, reader: TestClient) -> None:
    for _ in range(3):
        reader.get("/actors")
    metrics = next(
        middleware.kwargs["metrics"]
        for middleware in reader.app.user_middleware  # type: ignore[attr-defined]
        if "metrics" in middleware.kwargs
    )
    lines = metrics.text().decode()
    assert 'onrecord_request_seconds_count{route="/actors",status="2xx"} 3.0' in lines
    assert 'onrecord_pages_total{found="kept"} 2.0' in lines
    assert 'onrecord_pages_total{found="made"} 1.0' in lines


# What decides nothing of an answer with 200 to who brings nothing; all else must be in the key.
_HARMLESS = {
    "User-Agent": "of a session that begins",
    "Content-Type": "of a form",
    "Content-Length": "of a form",
    "X-CSRF-Token": "of a form",
    "Sec-Fetch-Site": "of a form",
    "Referer": "where to lead who has to sign in",
    "HX-Current-URL": "where to lead who has to sign in",
    "HX-Target": "of an error",
    "Accept": "of an error",
    "Authorization": "brings something",
    "If-None-Match": "in which form it is sent",
}


_TOLD = {"Location", "ETag"}  # of answers


def test_no_page_depends_on_a_header_that_the_cache_does_not_know() -> None:
    read = re.compile(
        r"""headers\.get\(\s*"([A-Za-z-]+)"|request\.headers\["([A-Za-z-]+)"\]"""
        r"""|"([A-Za-z-]+)"\ (?:not\ )?in\ (?:request\.)?headers\b"""
    )
    known = {name.decode() for name in page_cache._READ}
    for file in sorted(WEB.rglob("*.py")):
        if file.name in {"metrics.py", "answer.py", "page_cache.py"}:
            continue
        for found in read.finditer(file.read_text("utf-8")):
            header = found[1] or found[2] or found[3]
            assert header.lower() in known or header in _HARMLESS or header in _TOLD, (
                f"{file.name} reads {header}: does it decide what is answered? Then"
                " app/web/page_cache.py has to know it."
            )


# Each use of a clock or of chance, and why a page that is kept is right all the same.
_CLOCKS = {
    "app/web/exports.py": "noted (note_second)",
    "app/web/anonymous.py": "noted (note_unlike)",
    "app/web/compare.py": "the day is in the key",
    "app/web/templating.py": "the day is in the key",
    "app/web/cite.py": "the day is in the key",
    "app/web/page_cache.py": "the key's day itself",
    "app/web/reports.py": "reads report_key, or is sent by POST",
    "app/web/snapshots.py": "sent by POST",
    "app/web/accounts.py": "of a user",
    "app/web/coming_in.py": "of a user",
    "app/web/sign_in.py": "of a user",
    "app/web/access.py": "of a user",
    "app/web/provider.py": "of a user",
    "app/web/openid.py": "of a user",
    "app/web/history.py": "a trial of an editor",
    "app/web/request_id.py": "outside of what is kept",
    "app/web/request_log.py": "outside of what is kept",
    "app/web/security.py": "outside of what is kept",
    "app/views/ingest.py": "reads ingest_run",
    "app/db/queries/runs.py": "reads ingest_run",
    "app/db/queries/histories.py": "midnight, no clock",
}


def test_no_page_depends_on_a_clock_that_the_cache_does_not_know() -> None:
    root = WEB.parents[1]
    clock = re.compile(
        r"datetime\.now\(|\btime\.time\(|[^_]\btime\(\)|date\.today\(|utcnow|uuid4|token_hex|"
        r"token_urlsafe|\brandom\.|shuffle\(|CURRENT_TIMESTAMP|func\.now"
    )
    for place in ("app/web", "app/views", "app/db/queries", "app/domain", "app/pictures"):
        for file in sorted((root / place).rglob("*.py")):
            if clock.search(file.read_text("utf-8")):
                assert file.relative_to(root).as_posix() in _CLOCKS, (
                    f"{file} asks a clock or chance. A page made from it is kept: note it"
                    " (app/db/reading.py) or say here why it is right."
                )


# What no page that is kept is made from: written by each request, by an ingest that runs, by
# readers, by users; or read by no page at all.
_NOT_COVERED = {
    "account", "account_session", "account_token", "sign_in_attempt", "sign_in_flow",
    "article_signature", "signature_band", "capture", "fetch", "grouping_scheme",
    "ingest_run", "ingest_item", "queue_item", "queue_skip", "proposal",
    "reader_report", "report_key", "report_sender", "snapshot_sender",
    "coding", "coding_coder", "coding_decision", "coding_item", "coding_sample",
}  # fmt: skip


def test_of_each_table_it_is_decided_whether_the_number_covers_it() -> None:
    every = set(tables.Table.metadata.tables)
    undecided = every - COVERED - _NOT_COVERED
    assert not undecided, f"Is it to be in SHOWN of app/db/data_version.py? {undecided}"
    assert not COVERED & _NOT_COVERED
    assert every >= SHOWN
