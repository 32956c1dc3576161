"""No host is asked more often than it bears."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from app.fetching import Fetcher
from app.fetching.failures import Failed
from app.fetching.pacing import Pace
from tests.fetching.conftest import BOUNDS, Pauses
from tests.fetching.servers import Server, response


@pytest.fixture
def pace(pauses: Pauses) -> Pace:
    return Pace(1.0, 60.0, pauses.clock)


def test_turns_at_one_host_are_apart_and_at_two_are_not(pace: Pace, pauses: Pauses) -> None:
    for host in ("a", "b", "a", "c", "a"):
        pace.turn(host)
    assert pauses.slept == [1.0, 1.0]


def test_time_that_passed_by_itself_counts(pace: Pace, pauses: Pauses) -> None:
    pace.turn("a")
    pauses.moment += 0.75
    pace.turn("a")
    pauses.moment += 5
    pace.turn("a")
    assert pauses.slept == [0.25]


def test_a_host_that_wants_to_be_asked_seldom_is(pace: Pace, pauses: Pauses) -> None:
    for _ in range(3):
        pace.turn("a", delay=30)
    assert pauses.slept == [30.0, 30.0]


def test_a_host_that_wants_to_be_asked_hourly_gives_one_page(pace: Pace, pauses: Pauses) -> None:
    pace.turn("a", delay=3600)
    with pytest.raises(Failed) as caught:
        pace.turn("a", delay=3600)
    assert caught.value.passing
    assert not caught.value.again
    pauses.moment += 3541
    pace.turn("a", delay=3600)
    assert pauses.slept == [59.0]


def test_no_host_is_asked_sooner_than_we_want(pace: Pace, pauses: Pauses) -> None:
    pace.turn("a", delay=0.1)
    pace.turn("a", delay=0.1)
    assert pauses.slept == [1.0]


def test_many_threads_wait_in_line(pauses: Pauses) -> None:
    """The line may be longer than the longest wait, which is about what hosts ask for."""
    lock = threading.Lock()
    waited: list[float] = []

    def sleep(seconds: float) -> None:
        with lock:
            waited.append(seconds)

    pace = Pace(1.0, 10.0, type(pauses.clock)(lambda: 0.0, sleep))
    threads = [threading.Thread(target=pace.turn, args=("a",)) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(waited) == [float(number) for number in range(1, 40)]


def test_it_forgets_hosts_whose_time_has_passed(pace: Pace, pauses: Pauses) -> None:
    for number in range(30_000):
        pace.turn(str(number))
        pauses.moment += 0.01
    assert len(pace._free) <= 10_001


def test_the_pace_of_robots_txt_is_kept(server: Server, fetcher: Fetcher, pauses: Pauses) -> None:
    server.put("/robots.txt", response(body=b"User-agent: *\nCrawl-delay: 5\n"))
    address = server.put("/", response(body=b"Words."))
    for _ in range(3):
        fetcher.fetch(address)
    assert pauses.slept == [5.0, 5.0]


def test_redirects_within_a_host_take_turns_too(
    server: Server, fetcher: Fetcher, pauses: Pauses
) -> None:
    server.put("/b", response(body=b"Words."))
    fetcher.fetch(server.put("/a", response(302, Location="/b")))
    assert pauses.slept == [1.0]


def test_pauses_are_not_counted_as_the_servers_time(server: Server) -> None:
    """The whole time of one try is shorter than the pause here; the pause is real."""
    bounds = replace(BOUNDS, whole_seconds=0.8, read_seconds=0.8, delay_seconds=1.0)
    fetcher = Fetcher(bounds, also_reach=[("127.0.0.1", server.port)])
    server.put("/b", response(body=b"Words."))
    fetcher.fetch(server.put("/a", response(302, Location="/b")))
    assert server.paths() == ["/a", "/b"]
