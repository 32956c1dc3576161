"""Sources asked again and again, by a clock that goes on only when somebody waits."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update

from app.db import queries, store
from app.db.session import sessions
from app.db.store import fetches
from app.db.tables import ArticleRow, FetchRow, ItemRow, OutletRow, RunRow, VersionRow
from app.domain.runs import Outcome, RunState
from app.errors import SetupError
from app.fetching import Clock, Fetcher
from app.ingest import Job, RealTime, Watch, extracting, watching
from app.ingest.watching import patience
from app.readers.watched import Watched
from tests.fetching.servers import Server, response
from tests.ingest.first_words import extract
from tests.ingest.test_sourcing import feed, make_job, outcomes, page, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
START = datetime(2026, 3, 4, 9, tzinfo=UTC)


@dataclass
class Hours:
    """A clock for a watch: waiting takes no time, and it ends when its time has come."""

    end: datetime
    moment: datetime = START

    def now(self) -> datetime:
        return self.moment

    def wait(self, seconds: float) -> bool:
        self.moment += timedelta(seconds=seconds)
        return self.stopped()

    def stopped(self) -> bool:
        return self.moment >= self.end


class Middle(Random):
    """Chance that falls on the middle, so that intervals are exact."""

    def random(self) -> float:
        return 0.5

    def uniform(self, a: float, b: float) -> float:
        return (a + b) / 2


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def job(engine: Engine, server: Server, monkeypatch: pytest.MonkeyPatch) -> Job:
    monkeypatch.setattr(extracting, "extract", extract)
    return replace(make_job(engine, server), command="watch")


@pytest.fixture
def watch(job: Job, monkeypatch: pytest.MonkeyPatch) -> Watch:
    """A watch of nothing for one hour; what is fetched is noted by its clock."""
    hours = Hours(START + HOUR)

    class Noted:
        @staticmethod
        def now(_zone: object) -> datetime:
            return hours.moment

    monkeypatch.setattr(fetches, "datetime", Noted)
    return Watch(job, (), hours, Middle())


def until(watch: Watch, hours: float) -> Watch:
    assert isinstance(watch.time, Hours)
    watch.time.end = START + hours * HOUR
    return watch


def html(title: str, *, more: str = "") -> bytes:
    return response(200, page(title, more=more), Content_Type="text/html")


def test_each_source_at_its_own_interval_and_only_what_is_new(watch: Watch, server: Server) -> None:
    for path in ("/a", "/b", "/c"):
        server.put(path, html(f"Story {path}"))
    quick = server.put(
        "/quick",
        response(200, feed(server, "/a"), ETag='"1"'),
        response(304),
        response(200, feed(server, "/a", "/b"), ETag='"2"'),
        response(304),
    )
    slow = server.put("/slow", html("A page"), html("A page"), html("A page", more="Corrected."))
    sources = (Watched(quick, 15 * MINUTE), Watched(slow, 30 * MINUTE))
    items = list(replace(until(watch, 1.9), sources=sources).run())
    assert outcomes(items) == [
        Outcome.STORED,
        Outcome.STORED,
        Outcome.STORED,
        Outcome.NEW_VERSION,
    ]
    assert server.paths().count("/quick") == 8
    assert server.paths().count("/slow") == 4
    assert (server.paths().count("/a"), server.paths().count("/b")) == (1, 1)
    asked = [one.headers.get("if-none-match") for one in server.requests if one.path == "/quick"]
    assert asked[:4] == [None, '"1"', '"1"', '"2"']
    with sessions(watch.job.engine) as session:
        (run,) = queries.runs(session)
    assert (run.command, run.state) == ("watch", RunState.FINISHED)
    counts = {outcome: number for outcome, number in run.outcomes if number}
    assert counts == {Outcome.STORED: 3, Outcome.NEW_VERSION: 1}  # what is as before is no news


def test_outlet_and_language_are_those_of_the_file(watch: Watch, server: Server) -> None:
    server.put("/a", html("Story"))
    source = Watched(server.put("/feed", response(200, feed(server, "/a"))), HOUR, "Mine", "en-GB")
    list(replace(watch, sources=(source,)).run())
    (article,) = rows(watch.job.engine, ArticleRow)
    names = {outlet.id: outlet.name for outlet in rows(watch.job.engine, OutletRow)}
    assert (names[article.outlet_id], article.language) == ("Mine", "en-GB")


def test_what_fails_is_asked_later_and_later_and_it_is_said(
    watch: Watch, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    dead = server.put("/dead", response(404))
    moments = []
    caplog.set_level(logging.WARNING, "app.ingest.watching")
    logging.getLogger("app").propagate = True
    for item in replace(until(watch, 24 * 8), sources=(Watched(dead, 6 * HOUR),)).run():
        assert item.outcome is Outcome.PUT_ASIDE
        moments.append(watch.time.now())
    hours = [(after - before) / HOUR for before, after in pairwise(moments)]
    assert hours == [12] + [24] * 7
    assert f"{dead} failed once; it is asked again at 2026-03-04 21:00 UTC." in caplog.text
    assert "failed 3 times in a row" in caplog.text

    server.put("/dead", html("Back"))
    (back,) = list(replace(until(watch, 24 * 10), sources=(Watched(dead, 6 * HOUR),)).run())
    assert back.outcome is Outcome.STORED
    with sessions(watch.job.engine) as session:
        assert queries.still_aside(session) == 0


@pytest.mark.parametrize(
    ("every", "failures", "waited"),
    [
        (15 * MINUTE, 0, 15 * MINUTE),
        (15 * MINUTE, 1, 30 * MINUTE),
        (15 * MINUTE, 6, 16 * HOUR),
        (15 * MINUTE, 7, DAY),
        (15 * MINUTE, 10_000, DAY),
        (7 * DAY, 0, 7 * DAY),
        (7 * DAY, 3, 7 * DAY),
    ],
)
def test_twice_as_long_each_time_up_to_a_day(
    every: timedelta, failures: int, waited: timedelta
) -> None:
    assert patience(every, failures) == waited


def test_a_page_that_a_feed_names_and_that_fails_is_left_alone_too(
    watch: Watch, server: Server
) -> None:
    server.put("/a", response(500))
    source = Watched(server.put("/feed", response(200, feed(server, "/a"))), HOUR)
    items = list(replace(until(watch, 9), sources=(source,)).run())
    assert server.paths().count("/feed") == 9
    assert outcomes(items) == [Outcome.PUT_ASIDE] * server.paths().count("/a")
    assert server.paths().count("/a") == 3  # at once, after two hours, after four more


def test_a_list_that_failed_and_came_back_is_put_aside_no_more(
    watch: Watch, server: Server
) -> None:
    server.put("/a", html("Story"))
    address = server.put("/feed", response(500), response(200, feed(server, "/a")))
    list(replace(until(watch, 4), sources=(Watched(address, HOUR),)).run())
    with sessions(watch.job.engine) as session:
        assert queries.put_aside(session) == ()


def test_lists_in_lists_are_asked_each_time(watch: Watch, server: Server) -> None:
    for path in ("/a", "/b"):
        server.put(path, html(f"Story {path}"))
    lists = "<sitemap><loc>{}</loc></sitemap>"
    inner = server.put(
        "/inner", response(200, urls(server, "/a"), ETag='"i"'), response(304),
        response(200, urls(server, "/a", "/b")),
    )  # fmt: skip
    index = f"<sitemapindex xmlns='{SITEMAPS}'>{lists.format(inner)}</sitemapindex>".encode()
    source = Watched(server.put("/index", response(200, index)), HOUR)
    items = list(replace(until(watch, 3.9), sources=(source,)).run())
    assert outcomes(items) == [Outcome.STORED, Outcome.STORED]
    assert server.paths().count("/inner") == 4
    assert (server.paths().count("/a"), server.paths().count("/b")) == (1, 1)


SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"


def urls(server: Server, *paths: str) -> bytes:
    named = "".join(f"<url><loc>{server.address(path)}</loc></url>" for path in paths)
    return f"<urlset xmlns='{SITEMAPS}'>{named}</urlset>".encode()


def test_many_sources_are_spread(watch: Watch, server: Server) -> None:
    sources = tuple(Watched(server.put(f"/{n}", response(404)), HOUR) for n in range(20))
    spread = replace(until(watch, 3.5), sources=sources, random=Random(7))  # noqa: S311
    moments = [watch.time.now() - START for _ in spread.run()]
    first, second = moments[:20], moments[20:40]
    assert max(first) <= MINUTE
    assert len(set(first)) == 20
    assert max(second) - min(second) > 10 * MINUTE
    assert all(1.75 * HOUR < moment < 2.25 * HOUR for moment in second)


def test_once_asks_those_whose_time_has_come(watch: Watch, server: Server) -> None:
    hourly = Watched(server.put("/hourly", html("One")), HOUR)
    daily = Watched(server.put("/daily", html("Two")), DAY)
    both = replace(watch, sources=(hourly, daily))
    assert isinstance(watch.time, Hours)
    watch.time.end = START + 10 * DAY
    assert outcomes(list(both.run(once=True))) == [Outcome.STORED] * 2
    watch.time.moment += 30 * MINUTE
    assert list(both.run(once=True)) == []
    assert server.paths() == ["/hourly", "/daily"]
    watch.time.moment += 29 * MINUTE  # cron is not that exact
    list(both.run(once=True))
    assert server.paths() == ["/hourly", "/daily", "/hourly"]
    with sessions(watch.job.engine) as session:
        (run,) = queries.runs(session)  # those that found nothing are no news
    assert run.state is RunState.FINISHED


def test_a_new_watch_asks_nobody_too_soon(watch: Watch, server: Server) -> None:
    source = Watched(server.put("/a", html("One")), 6 * HOUR)
    list(replace(until(watch, 1), sources=(source,)).run())
    list(replace(until(watch, 5), sources=(source,)).run())
    assert server.paths() == ["/a"]
    list(replace(until(watch, 7), sources=(source,)).run())
    assert server.paths() == ["/a", "/a"]


def test_it_ends_after_the_article_in_hand(watch: Watch, server: Server) -> None:
    for path in ("/a", "/b", "/c"):
        server.put(path, html(f"Story {path}"))
    address = server.put("/feed", response(200, feed(server, "/a", "/b", "/c")))
    watched = replace(watch, sources=(Watched(address, HOUR), Watched(address + "?2", HOUR)))
    items = watched.run()
    assert next(items).outcome is Outcome.STORED
    until(watch, 0)
    assert list(items) == []
    assert len(rows(watch.job.engine, VersionRow)) == 1
    assert states(watch.job.engine) == [RunState.FINISHED]
    # The feed was not read to its end: it counts as not asked, and the rest is found again.
    assert address not in {row.address for row in rows(watch.job.engine, FetchRow)}
    watch.time.moment = START  # type: ignore[attr-defined]
    items = replace(until(watch, 0.5), sources=(Watched(address, HOUR),)).run()
    assert outcomes(list(items)) == [Outcome.STORED] * 2


def test_a_wait_for_a_server_ends_at_once(job: Job, server: Server) -> None:
    """The polite pause between two requests to a host takes an hour here."""
    for path in ("/a", "/b"):
        server.put(path, html(f"Story {path}"))
    now = RealTime()
    waiting = threading.Event()

    def sleep(_seconds: float) -> None:
        waiting.set()
        now.sleep(3600)

    fetcher = Fetcher(also_reach=[("127.0.0.1", server.port)], clock=Clock(lambda: 0.0, sleep))
    sourcing = replace(job.sourcing, fetcher=fetcher)
    address = server.put("/feed", response(200, feed(server, "/a", "/b")))
    watched = Watch(replace(job, sourcing=sourcing), (Watched(address, MINUTE),), now, Quick())

    def stop() -> None:
        waiting.wait(60)
        now.stop.set()

    threading.Thread(target=stop, daemon=True).start()
    assert list(watched.run()) == []
    assert waiting.is_set()
    assert states(job.engine) == [RunState.FINISHED]


class Quick(Middle):
    def random(self) -> float:
        return 0.0


def states(engine: Engine) -> list[RunState]:
    with sessions(engine) as session:
        return [run.state for run in queries.runs(session)]


def started(engine: Engine, process: int, command: str = "watch") -> int:
    """A run that another process of this machine has started."""
    with sessions(engine, write=True) as session:
        run = store.start_run(session, "x", command)
        session.execute(update(RunRow).where(RunRow.id == run).values(process=process))
    return run


def test_a_second_watch_is_refused_while_the_first_lives(watch: Watch, server: Server) -> None:
    started(watch.job.engine, os.getppid())
    with pytest.raises(SetupError, match="One at a time") as caught:
        list(watch.run(once=True))
    assert f"process {os.getppid()} on " in str(caught.value)
    assert len(rows(watch.job.engine, RunRow)) == 1
    list(make_job(watch.job.engine, server).run([]))  # an ingest is not a watch


def test_a_watch_that_was_killed_stands_in_nobodys_way(watch: Watch) -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    started(watch.job.engine, process.pid)
    assert list(watch.run(once=True)) == []
    assert states(watch.job.engine) == [RunState.INTERRUPTED]


def test_a_number_that_another_process_has_now_holds_for_minutes_only(watch: Watch) -> None:
    run = started(watch.job.engine, os.getppid())
    with sessions(watch.job.engine, write=True) as session:
        silent = datetime.now(UTC) - timedelta(minutes=6)
        session.execute(update(RunRow).where(RunRow.id == run).values(seen_at=silent))
    assert list(watch.run(once=True)) == []


def test_an_ingest_stands_in_no_watchs_way(watch: Watch) -> None:
    started(watch.job.engine, os.getppid(), "ingest")
    assert list(watch.run(once=True)) == []


def test_of_two_that_start_in_one_moment_one_is_refused(watch: Watch) -> None:
    """Each in a transaction of its own; the first is seen by the second once it is stored."""
    engine = watch.job.engine
    watch.job.finish(watch.job.start())
    told: list[str] = []
    ready = threading.Barrier(2, timeout=30)

    def start() -> None:
        ready.wait()
        try:
            with sessions(engine, write=True) as session:
                run = store.start_run(session, "x", "watch", alone=True)
                # As another process has it, which would not take the number for its own.
                session.execute(update(RunRow).where(RunRow.id == run).values(process=os.getppid()))
            told.append("started")
        except SetupError:
            told.append("refused")

    threads = [threading.Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(told) == ["refused", "started"]


def test_a_watch_says_that_it_lives(
    watch: Watch, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "_HEARTBEAT", 0.01)
    beaten = threading.Event()
    before = store.still_running

    def beat(session: Any, run: int) -> None:  # noqa: ANN401
        before(session, run)
        beaten.set()

    monkeypatch.setattr(store, "still_running", beat)
    address = server.put("/a", html("One"))
    items = replace(watch, sources=(Watched(address, HOUR),)).run(once=True)
    next(items)
    old = datetime(2026, 1, 1, tzinfo=UTC)
    with sessions(watch.job.engine, write=True) as session:
        session.execute(update(RunRow).values(seen_at=old))
    for _ in range(2):  # one may have been under way
        beaten.clear()
        assert beaten.wait(30)
    assert rows(watch.job.engine, RunRow)[0].seen_at > old
    list(items)
    assert all(item.outcome is Outcome.STORED for item in rows(watch.job.engine, ItemRow))
