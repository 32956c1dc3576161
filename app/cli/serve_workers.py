"""Workers: several processes behind one listening socket, replaced one after the other.

Each is a fresh Python, so that a restart brings what was installed or set meanwhile. One is only
told to end when the one in its place answers: a version that does not start replaces nothing.
uvicorn's own supervisor ends a process before it starts the next and waits for neither.
"""

from __future__ import annotations

import json
import logging
import os
import select
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from app.cli.serve_load import Load
from app.errors import SetupError

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator

    from app.config import Settings

READY = b"1"  # what a worker writes once it answers
# What tells a worker to end because another stands in its place; SIGTERM: the whole server ends.
REPLACED = signal.SIGUSR1
_log = logging.getLogger(__name__)
_LOOK = 0.1  # seconds between two looks at the workers and at what was signalled
_STARTING = 300.0  # seconds that a worker may take until it answers
_OVER = 10.0  # seconds beyond those for requests in flight, until a worker is killed
_LONGEST_PAUSE = 30.0  # between two starts of a worker that ends again and again
_WELL = 60.0  # seconds after which a worker counts as one that had started well
# The same import path as here, whatever folder this was called from.
_PROGRAM = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from app.cli.serve_worker import main; main()"
)


@contextmanager
def counting_together(settings: Settings) -> Iterator[Callable[[int], None]]:
    """A folder in which the workers count for /metrics; gives what is told who has ended."""
    if not settings.shows_metrics:
        yield lambda _process: None
        return
    from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415 - not without

    with TemporaryDirectory(prefix="onrecord-metrics-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder  # the client reads it as it is imported
        try:
            yield lambda process: mark_process_dead(process, folder)  # type: ignore[no-untyped-call]
        finally:
            del os.environ["PROMETHEUS_MULTIPROC_DIR"]


@dataclass(slots=True)
class _Worker:
    """A place among the workers and the process that has it."""

    number: int
    process: subprocess.Popen[bytes]
    since: float
    pause: float = 0.0  # how long to wait before the next start in this place
    again_at: float | None = None


@dataclass(slots=True)
class Workers:
    """So many processes on one socket. ``gone`` is told the id of each process that has ended."""

    listener: socket.socket
    count: int
    stop_seconds: float
    verbose: bool = False
    gone: Callable[[int], None] = lambda _process: None
    _workers: list[_Worker] = field(default_factory=list)
    _load: Load = field(init=False)
    _lifeline: tuple[int, int] = (-1, -1)
    _stop: bool = False
    _reload: bool = False

    def __post_init__(self) -> None:
        self._load = Load(self.count)

    def run(self, ready: Callable[[], None]) -> None:
        """Serve until SIGTERM or SIGINT; SIGHUP replaces all workers, one after the other.

        ``ready`` is called once all answer. Raises SetupError when one does not start at first.
        """
        signal.signal(signal.SIGTERM, self._on_stop)
        signal.signal(signal.SIGINT, self._on_stop)
        signal.signal(signal.SIGHUP, self._on_reload)
        self._lifeline = os.pipe()
        try:
            launched = [self._launch(number) for number in range(1, self.count + 1)]
            now = time.monotonic()
            self._workers = [
                _Worker(number, process, now) for number, (process, _) in enumerate(launched, 1)
            ]
            for worker, (process, answers) in zip(self._workers, launched, strict=True):
                if not self._answers(worker.number, process, answers):
                    if self._stop:
                        return
                    raise SetupError("Nothing is served: a process did not start.")
            ready()
            while not self._stop:
                if self._reload:
                    self._replace_all()
                self._look_after()
                time.sleep(_LOOK)
        finally:
            self._end()

    def _on_stop(self, *_signal: object) -> None:
        self._stop = True

    def _on_reload(self, *_signal: object) -> None:
        self._reload = True

    def _start(self, number: int) -> subprocess.Popen[bytes] | None:
        """A process that answers, or None when it does not come to that."""
        process, ready = self._launch(number)
        return process if self._answers(number, process, ready) else None

    def _answers(self, number: int, process: subprocess.Popen[bytes], ready: int) -> bool:
        """Whether a new process comes to answer; otherwise it is ended."""
        until = time.monotonic() + _STARTING
        try:
            while time.monotonic() < until and not self._stop:
                if select.select([ready], [], [], _LOOK)[0]:
                    if os.read(ready, 1) == READY:
                        return True
                    break  # it has ended, and said why
        finally:
            os.close(ready)
        if not self._stop:
            _log.error("Worker %d did not start.", number)
        process.kill()
        process.wait()
        self.gone(process.pid)
        return False

    def _launch(self, number: int) -> tuple[subprocess.Popen[bytes], int]:
        reading, writing = os.pipe()
        lifeline = self._lifeline[0]
        told = {
            "number": number,
            "listener": self.listener.fileno(),
            "ready": writing,
            "lifeline": lifeline,
            "load": self._load.fileno,
            "count": self.count,
            "verbose": self.verbose,
        }
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-P", "-c", _PROGRAM, json.dumps(sys.path), json.dumps(told)],
            stdin=subprocess.DEVNULL,
            pass_fds=(self.listener.fileno(), writing, lifeline, self._load.fileno),
            process_group=0,  # Ctrl-C is for this process alone, which passes it on
        )
        os.close(writing)
        return process, reading

    def _replace_all(self) -> None:
        self._reload = False
        _log.info("The workers are replaced.")
        for worker in self._workers:
            process = self._start(worker.number)
            if process is None:
                if not self._stop:
                    _log.error("What was running goes on; nothing more is replaced.")
                return
            old, worker.process = worker.process, process
            worker.since, worker.again_at, worker.pause = time.monotonic(), None, 0.0
            self._leave(old, REPLACED)
        _log.info("All workers are new.")

    def _look_after(self) -> None:
        """Start again what has ended by itself, ever more slowly if it does so at once."""
        for worker in self._workers:
            now = time.monotonic()
            if worker.again_at is None:
                if worker.process.poll() is None:
                    continue
                _log.error(
                    "Worker %d has ended (%d); another takes its place.",
                    worker.number,
                    worker.process.returncode,
                )
                self._load.absent(worker.number)
                self.gone(worker.process.pid)
                short = now - worker.since < _WELL
                worker.pause = min(worker.pause * 2 or 1.0, _LONGEST_PAUSE) if short else 0.0
                worker.again_at = now + worker.pause
            if now >= worker.again_at:
                process = self._start(worker.number)
                if process is None:
                    worker.pause = min(worker.pause * 2 or 1.0, _LONGEST_PAUSE)
                    worker.again_at = time.monotonic() + worker.pause
                else:
                    worker.process, worker.since = process, time.monotonic()
                    worker.again_at = None

    def _leave(self, process: subprocess.Popen[bytes], how: signal.Signals) -> None:
        process.send_signal(how)
        self._wait(process, time.monotonic() + self.stop_seconds + _OVER)

    def _wait(self, process: subprocess.Popen[bytes], until: float) -> None:
        try:
            process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            _log.error("A worker did not end in time and is killed.")
            process.kill()
            process.wait()
        self.gone(process.pid)

    def _end(self) -> None:
        self.listener.close()  # the last of those who hold it empties the line of who waits
        for worker in self._workers:
            worker.process.send_signal(signal.SIGTERM)
        until = time.monotonic() + self.stop_seconds + _OVER
        for worker in self._workers:
            if worker.again_at is None:
                self._wait(worker.process, until)
        for end in self._lifeline:
            os.close(end)
        self._load.close()
