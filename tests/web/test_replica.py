"""Who reads from the replica and who from the database itself, and what happens without either."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from starlette.requests import Request

from app.config import Settings
from app.db.bounds import Bounds
from app.db.migrate import current
from app.db.session import open_engine, sessions
from app.domain.accounts import Role
from app.errors import SetupError
from app.main import create_app
from app.web.replica import SETTING, Replica
from tests.databases import change
from tests.postgresql import running_replica
from tests.web.asking import TestClient
from tests.web.people import Browser, People, copied

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.web.site import Site
    from tests.postgresql import Cluster

_RENAME = text("UPDATE outlet SET name = :name")
_NAME = text("SELECT min(name) FROM outlet")


@pytest.fixture
def behind(own: Settings, tmp_path: Path) -> Settings:
    """Settings with a second database, as a replica that is behind: titles were others there."""
    (tmp_path / "replica").mkdir()
    chosen = copied(own, tmp_path / "replica")
    change(chosen.database_url, "UPDATE outlet SET name = 'As it was'")
    return own.model_copy(update={"read_database_url": chosen.database_url})


def asking(
    site_settings: Settings, path: str = "/articles", method: str = "GET", cookie: str = ""
) -> Request:
    """A request as a route of an app with these settings would see it."""
    app = create_app(site_settings)
    headers = [(b"cookie", cookie.encode())] if cookie else []
    return Request(
        {
            "type": "http", "app": app, "method": method, "path": path, "query_string": b"",
            "headers": headers, "scheme": "http", "server": ("localhost", 80), "root_path": "",
        }
    )  # fmt: skip


def name_read(site: Site, request: Request) -> object:
    """What the outlet is called where the answer to that request is read."""
    with site.reading(request) as session:
        return session.scalar(_NAME)


def test_readers_read_the_replica_and_who_has_an_account_the_database(
    behind: Settings, tmp_path: Path
) -> None:
    people = People(behind)
    people.add("vera", Role.EDITOR)
    with TestClient(create_app(behind)) as reader:
        assert "As it was" in reader.get("/articles").text
        assert "The Gazette" not in reader.get("/articles").text
    browser = Browser(behind).come_as(people.session("vera"))
    assert "The Gazette" in browser.get("/articles").text
    people.close()


@pytest.mark.parametrize(
    ("method", "path", "cookie", "there"),
    [
        ("GET", "/articles", "", True),
        ("HEAD", "/compare", "", True),
        ("GET", "/api/v1/statements", "", True),
        ("GET", "/articles", "other=1", True),
        ("GET", "/articles", "onrecord=x", False),  # worth something or not
        ("POST", "/compare/freeze", "", False),
        ("GET", "/snapshots/0000000000000", "", False),  # made a moment ago, by anybody
        ("GET", "/reports/0000000000000", "", False),
    ],
)
def test_who_may_have_just_written_reads_the_database_itself(
    behind: Settings, method: str, path: str, cookie: str, *, there: bool
) -> None:
    request = asking(behind, path, method, cookie)
    site: Site = request.app.state.site
    assert (site.reads_from(request) is not site.engine()) is there
    site.close()


def test_a_snapshot_that_a_reader_makes_is_shown_to_him(behind: Settings) -> None:
    with TestClient(create_app(behind), follow_redirects=False) as reader:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        made = reader.post("/compare/freeze", headers=form)
        assert made.status_code == 303
        assert reader.get(made.headers["Location"]).status_code == 200


def test_readiness_tells_of_both(behind: Settings) -> None:
    with TestClient(create_app(behind)) as reader:
        told = reader.get("/readyz").json()
        assert (told["status"], told["database"], told["read_database"]) == ("ok", "ok", "ok")
        assert told["behind"] == 0
        change(behind.database_url, "UPDATE data_version SET number = number + 3")
        assert reader.get("/readyz").json()["behind"] == 3


def test_a_replica_that_was_never_there_is_left_out_and_said(own: Settings, tmp_path: Path) -> None:
    chosen = own.model_copy(update={"read_database_url": f"sqlite:///{tmp_path}/no/where.db"})
    with TestClient(create_app(chosen)) as reader:
        assert "The Gazette" in reader.get("/articles").text
        answer = reader.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert SETTING in answer.json()["read_database"]
    assert answer.json()["behind"] is None


def test_a_replica_of_another_version_is_left_out_until_it_is_of_this_one(
    behind: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:

    def become(version: str) -> None:
        where = str(behind.read_database_url)
        change(where, "UPDATE alembic_version SET version_num = :version", version=version)

    engine = open_engine(behind.database_url)
    newest = current(engine)
    engine.dispose()
    assert newest is not None
    become("0001")
    monkeypatch.setattr("app.web.replica._AGAIN", 0.0)
    request = asking(behind)
    site: Site = request.app.state.site
    assert name_read(site, request) != "As it was"
    assert "another version" in TestClient(request.app).get("/readyz").json()["read_database"]
    become(newest)
    assert until(lambda: name_read(site, request) == "As it was")
    site.close()


def test_without_the_database_itself_readers_are_still_answered(behind: Settings) -> None:
    """Its file is taken away, as a server would be; what was open is closed."""
    with TestClient(create_app(behind)) as reader:
        assert reader.get("/articles").status_code == 200
        site: Site = reader.app.state.site  # type: ignore[attr-defined]
        change(behind.database_url, "UPDATE alembic_version SET version_num = '0001'")
        answer = reader.get("/readyz")
        assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
        assert "another version" in answer.json()["database"]
        assert "As it was" in reader.get("/articles").text
        assert site.replica is not None
        site.replica.failed(SetupError("It is gone, too."))


@pytest.mark.postgresql
def test_a_real_replica(
    cluster: Cluster, migrated_template: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = cluster.create(migrated_template)
    engine = open_engine(cluster.url(name))
    with sessions(engine, write=True) as session:
        session.execute(text("INSERT INTO outlet (id, slug, name) VALUES (1, 'x', 'one')"))

    def write(what: str) -> None:
        with sessions(engine, write=True) as session:
            session.execute(_RENAME, {"name": what})

    monkeypatch.setattr("app.web.replica._AGAIN", 0.0)
    with running_replica(cluster) as follower:
        chosen = Settings(database_url=cluster.url(name), read_database_url=follower.url(name))
        reader = asking(chosen)
        site: Site = reader.app.state.site
        editor = asking(chosen, cookie="onrecord=x")
        site.engine()
        assert until(lambda: name_read(site, reader) == "one")
        assert site.reads_from(reader) is not site.engine()
        following = open_engine(follower.url(name))
        with (
            pytest.raises(SetupError, match="during recovery"),  # a replica refuses in any case
            sessions(following, write=True) as session,
        ):
            session.execute(_RENAME, {"name": "nobody"})
        following.dispose()
        with following.connect() as connection:  # from here on it is behind
            connection.execute(text("SELECT pg_wal_replay_pause()"))
            assert until(
                lambda: (
                    connection.scalar(text("SELECT pg_get_wal_replay_pause_state()")) == "paused"
                )
            )
        write("two")
        assert (name_read(site, editor), name_read(site, reader)) == ("two", "one")
        told = TestClient(reader.app).get("/readyz").json()
        assert (told["status"], told["read_database"], told["behind"]) == ("ok", "ok", 1), told
        with following.connect() as connection:
            connection.execute(text("SELECT pg_wal_replay_resume()"))
        assert until(lambda: name_read(site, reader) == "two")
        following.dispose()
    # It is gone. The request that meets that is answered from the database itself.
    assert site.reads_from(reader) is not site.engine()
    write("three")
    assert name_read(site, reader) == "three"
    answer = TestClient(reader.app).get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    site.close()
    engine.dispose()
    cluster.drop(name)


def test_nobody_waits_for_a_replica_that_failed_before(
    own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    replica = Replica("postgresql://nobody@127.0.0.1:1/none", Bounds.of(own), "test")
    assert replica.engine() is None
    tried: list[object] = []
    monkeypatch.setattr(replica, "asked", lambda: tried.append(1))
    assert replica.engine() is None  # for a while nobody even tries
    assert tried == []


def until(met: Callable[[], bool]) -> bool:
    """Whether it comes to be within a minute."""
    end = time.monotonic() + 60
    while not met():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
