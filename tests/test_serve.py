"""onrecord serve: several processes, replaced and stopped without a failed request."""

from __future__ import annotations

import asyncio
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest
import uvicorn

from app.cli.serve_load import Load
from app.cli.serve_server import Server
from app.db.migrate import upgrade
from app.db.session import open_engine, sessions
from app.db.store import save, sync_directory
from tests.factories import make_directory, make_issue
from tests.server import ONRECORD
from tests.web.conftest import ADA, articles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.types import Receive, Scope, Send

# No test here measures time; this is only when to give up on a machine that does nothing.
PATIENCE = 400.0
# A connection that asked nothing for so long may be closed by any server at any time.
IDLE = 4.0


def wait_for(what: Callable[[], object], why: str = "") -> None:
    until = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < until, why
        time.sleep(0.1)


@dataclass
class Running:
    """A server in processes of its own."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def said(self, words: str) -> int:
        return self.log.read_text().count(words)

    def ask(self, path: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def refuses(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE).close()
        except ConnectionError:
            return True
        return False

    def workers(self) -> set[int]:
        found = set()
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):  # it has ended meanwhile
                _state, parent = stat.read_text().rpartition(")")[2].split()[:2]
                if int(parent) == self.process.pid:
                    found.add(int(stat.parent.name))
        return found


@contextmanager
def served(folder: Path, workers: int = 2) -> Iterator[Running]:
    """On Record with a few articles, served by so many processes."""
    url = f"sqlite:///{folder}/library.db"
    engine = open_engine(url)
    upgrade(engine)
    with sessions(engine, write=True) as session:
        sync_directory(session, make_directory(ADA), [make_issue()])
    for extraction in articles():
        with sessions(engine, write=True) as session:
            save(session, extraction)
    engine.dispose()
    log = folder / "log"
    environment = os.environ | {
        "ONRECORD_LOG_FORMAT": "json",
        "ONRECORD_METRICS_PRIVATE": "true",
        "ONRECORD_STOP_SECONDS": "600",
    }
    with log.open("w") as out:
        process = subprocess.Popen(
            (*ONRECORD, "serve", "--port", "0", "--workers", str(workers), "--database", url),
            cwd=folder,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(lambda: "On Record is at" in log.read_text() or process.poll() is not None)
        found = re.search(r"is at http://127\.0\.0\.1:(\d+)", log.read_text())
        assert found, log.read_text()
        yield Running(process, int(found[1]), log)
    finally:
        process.terminate()
        try:
            process.wait(60)
        finally:
            process.kill()


@dataclass
class Reader:
    """A client that asks one page after the other until it is turned away."""

    port: int
    keeps: bool  # its connection
    ending: Event
    answered: int = 0
    failed: list[str] = field(default_factory=list)

    def run(self) -> None:
        connection = self._connection()
        asked = time.monotonic()
        fresh = True
        pages = ("/actors", "/compare.json", "/readyz")
        while not self.failed:
            before, asked = asked, time.monotonic()
            page = pages[self.answered % 3]
            try:
                connection.request("GET", page)
                answer = connection.getresponse()
                answer.read()
            except ConnectionRefusedError:
                if not self.ending.is_set():
                    self.failed.append(f"{page}: refused")
                return
            except (OSError, http.client.HTTPException) as error:
                if fresh and self.ending.is_set():
                    return  # its connection was never taken: as good as refused
                if fresh or time.monotonic() - before < IDLE:
                    self.failed.append(f"{page}: {error!r} fresh={fresh}")
                connection.close()
                connection, fresh = self._connection(), True
                continue
            stopping = page == "/readyz" and self.ending.is_set() and answer.status == 503
            if answer.status != 200 and not stopping:
                self.failed.append(f"{page}: {answer.status}")
            self.answered += 1
            if not self.keeps:
                connection.close()
            fresh = connection.sock is None
            time.sleep(0.02)

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)


def counted(server: Running) -> float:
    """How many answered requests for /actors the metrics tell."""
    _, text = server.ask("/metrics")
    found = re.search(
        r'^onrecord_request_seconds_count\{route="/actors",status="2xx"\} (\S+)$',
        text,
        re.MULTILINE,
    )
    return float(found[1]) if found else 0.0


def test_under_load_workers_are_replaced_and_all_is_stopped_without_a_failed_request(
    tmp_path: Path,
) -> None:
    ending = Event()
    with served(tmp_path) as server:
        readers = [Reader(server.port, keeps, ending) for keeps in (True, False, True, False)]
        threads = [Thread(target=reader.run) for reader in readers]
        for thread in threads:
            thread.start()

        def go_on() -> None:
            reached = [reader.answered + 6 for reader in readers]
            wait_for(
                lambda: (
                    any(reader.failed for reader in readers)
                    or all(r.answered >= n for r, n in zip(readers, reached, strict=True))
                )
            )
            assert not [reader.failed for reader in readers if reader.failed]

        go_on()
        old = server.workers()
        assert len(old) == 2
        # Both work, though either alone could.
        wait_for(lambda: server.said('"worker":1,') and server.said('"worker":2,'))

        # A version or a setting with which nothing starts replaces nothing.
        (tmp_path / ".env").write_text("ONRECORD_MAX_SECONDS=never\n")
        server.process.send_signal(signal.SIGHUP)
        wait_for(lambda: server.said("What was running goes on"))
        assert server.said("ONRECORD_MAX_SECONDS is wrong") == 1
        go_on()
        assert server.workers() == old

        (tmp_path / ".env").unlink()
        answered = sum(reader.answered // 3 for reader in readers)
        server.process.send_signal(signal.SIGHUP)
        wait_for(lambda: server.said("All workers are new"))
        go_on()
        new = server.workers()
        assert len(new) == 2
        assert not new & old
        # What workers counted that have gone is not lost.
        wait_for(lambda: counted(server) >= answered)

        ending.set()
        server.process.send_signal(signal.SIGTERM)
        for thread in threads:
            thread.join(PATIENCE)
        assert server.process.wait(PATIENCE) == 0
    assert not [reader.failed for reader in readers if reader.failed]
    assert server.said('"level":"error"') == 2, (
        server.log.read_text()
    )  # the worker that did not start


def test_a_worker_that_dies_is_replaced_and_none_outlives_the_server(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        first, second = server.workers()
        os.kill(first, signal.SIGKILL)
        wait_for(lambda: len(server.workers()) == 2 and first not in server.workers())
        assert second in server.workers()
        wait_for(lambda: server.ask("/readyz")[0] == 200)
        server.process.kill()
        wait_for(server.refuses)


def test_one_process_alone_ends_well_on_sigterm_too(tmp_path: Path) -> None:
    with served(tmp_path, workers=1) as server:
        assert server.ask("/actors")[0] == 200
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(PATIENCE) == 0
    assert not server.said('"level":"error"')


def test_a_request_in_flight_is_answered_and_no_other_is_taken() -> None:
    entered, go = Event(), Event()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        entered.set()
        await asyncio.to_thread(go.wait, PATIENCE)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"done"})

    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    told: list[bool] = []
    config = uvicorn.Config(app, log_config=None, lifespan="off", timeout_graceful_shutdown=400)
    server = Server(config, listener, closing_on=told.append)
    serving = Thread(target=server.run)
    serving.start()
    answers: list[bytes] = []

    def ask() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        connection.request("GET", "/")
        answers.append(connection.getresponse().read())
        connection.close()

    asking = Thread(target=ask)
    asking.start()
    try:
        assert entered.wait(PATIENCE)
        server.should_exit = True
        wait_for(lambda: told == [False])
        with pytest.raises(ConnectionError):
            socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        assert not answers
    finally:
        go.set()
        asking.join(PATIENCE)
        serving.join(PATIENCE)
    assert answers == [b"done"]


def test_what_nobody_takes_who_has_fewer_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    listener = socket.create_server(("127.0.0.1", 0))
    load = Load(2)  # the second has none, and takes none
    told: list[int] = []
    monkeypatch.setattr(load, "tell", lambda _worker, count: told.append(count))
    monkeypatch.setattr(load, "is_least", lambda _worker: False)
    server = Server(uvicorn.Config(app, log_config=None, lifespan="off"), listener, load=load)
    serving = Thread(target=server.run)
    serving.start()
    port = listener.getsockname()[1]
    connections = [
        http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE) for _ in range(5)
    ]
    try:
        for connection in connections:
            connection.request("GET", "/")
            assert connection.getresponse().status == 204
        wait_for(lambda: told[-1:] == [5])
    finally:
        for connection in connections:
            connection.close()
        server.should_exit = True
        serving.join(PATIENCE)
        load.close()


def test_who_has_fewest_is_seen_by_all() -> None:
    here = Load(3)
    there = Load(3, here.fileno)
    assert here.is_least(1)
    here.tell(1, 2)
    there.tell(2, 1)
    there.absent(3)
    assert [there.is_least(number) for number in (1, 2, 3)] == [False, True, False]
    assert [here.is_least(number) for number in (1, 2, 3)] == [False, True, False]
    there.close()
    here.close()


def test_what_cannot_be_listened_on_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        tried = subprocess.run(
            (*ONRECORD, "serve", "--port", str(port), "--workers", "2"),
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert tried.returncode == 2
    assert f"port {port}" in tried.stderr
    assert sys.executable not in tried.stderr
