"""Reading a document in a process of its own, so that a hostile one costs itself only.

PDF, Word, mail and pages are read by large libraries, some of them in C; on a crafted file they
may loop, take all memory or crash. ``bounded`` calls a function in a child process that is kept
for the next document, and is killed and replaced when a document takes too long, too much memory,
or breaks it. The answer is unpickled with nothing but the nouns of app.domain allowed, so that a
child that was taken over cannot run code here.

What it costs (measured on 22 November 2026, Python 3.11 on one of two cores): 0.14 ms for a call,
0.33 ms with 100 kB there and back, 58 ms with 10 MB; about 1 ms more for a page than reading it
here (6.7 ms instead of 5.6, on a laden machine); once, 0.16 s for starting the child, and the
libraries that it imports for the first document of each kind.
"""

from __future__ import annotations

import atexit
import importlib
import io
import logging
import os
import pickle
import selectors
import subprocess
import sys
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar, cast

from app.errors import SetupError, UnreadableSource
from app.readers import child

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger(__name__)

T = TypeVar("T")

MEMORY = 1 << 30  # bytes that one document may take, over what the libraries themselves take
_STARTING = 120.0  # seconds for the child to start and import; slow only on a laden machine
_LARGEST_ANSWER = 1 << 28  # bytes: a capture and its text; more than that is no document
_SAFE = frozenset({"date", "datetime", "time", "timedelta", "timezone"})


def bounded(
    function: Callable[..., T],
    *arguments: object,
    name: str,
    seconds: float,
    memory: int = MEMORY,
) -> T:
    """What ``function(*arguments)`` returns, called in the child process.

    ``function`` is one that can be imported by its name; its arguments are pickled, and what it
    returns consists of built-in values, dates and values of app.domain. Raises UnreadableSource
    about ``name`` when it takes more than ``seconds`` or ``memory`` (bytes; where the system has
    RLIMIT_AS: not on macOS), when the child dies of it, or when it raises anything; what it
    raises as UnreadableSource is passed on as it is. May be called from several threads, which
    then wait for each other, and in a forked process, which gets a child of its own.
    """
    request = child.Request(function.__module__, function.__qualname__, arguments, seconds, memory)
    return cast("T", _reader.call(name, request))


class _Reader:
    """The child process, started when it is first needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def call(self, name: str, request: child.Request) -> object:
        with self._lock:
            try:
                return self._answer(name, request)
            except UnreadableSource:
                raise
            except BaseException:  # such as Ctrl-C: its answer must not be taken for the next one
                self.end()
                raise

    def end(self) -> None:
        """Kill the child, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            self._close(process)
            process.wait()

    def forget(self) -> None:
        """In a forked process: the child belongs to the parent, and so does the lock."""
        self._lock = threading.Lock()
        process, self._process = self._process, None
        if process is not None:
            self._close(process)
            process.returncode = 0  # not ours to wait for

    def _answer(self, name: str, request: child.Request) -> object:
        # A child may have died between two documents, which is the fault of neither.
        if not self._starts(request) and not self._starts(request):
            raise SetupError("The process that reads documents does not start.")
        kind, value = self._receive(time.monotonic() + request.seconds)
        if kind == child.RESULT:
            return value
        if kind == child.UNREADABLE:
            source, reason = cast("tuple[str, str]", value)
            raise UnreadableSource(source, reason)
        if kind == child.FAILED:
            error, trace = cast("tuple[str, str]", value)
            _log.warning("Reading %s failed:\n%s", name, trace)
            raise UnreadableSource(name, f"Its reader failed on it ({error}).")
        self.end()  # it has grown, or is gone
        if kind == child.WORN:
            return value
        raise UnreadableSource(name, _reason(kind, request))

    def _starts(self, request: child.Request) -> bool:
        """Whether the child, started if need be, has begun with a request."""
        payload = pickle.dumps(tuple(request), pickle.HIGHEST_PROTOCOL)
        process = self._process = self._process or _start()
        assert process.stdin is not None  # noqa: S101 - it was started with a pipe
        try:
            process.stdin.write(child.HEADER.pack(child.STARTED, len(payload)))
            process.stdin.write(payload)
            process.stdin.flush()
        except BrokenPipeError:
            pass
        else:
            if self._receive(time.monotonic() + _STARTING)[0] == child.STARTED:
                return True
        self.end()
        return False

    def _receive(self, deadline: float) -> tuple[bytes, object]:
        """The kind of the next frame and what is in it; _LATE or _GONE where there is none."""
        kind, header = self._bytes(child.HEADER.size, deadline)
        if kind:
            return kind, None
        kind, length = child.HEADER.unpack(header)
        if length > _LARGEST_ANSWER:
            return child.NO_MEMORY, None
        late, payload = self._bytes(length, deadline)
        if late:
            return late, None
        try:
            return kind, _Unpickler(io.BytesIO(payload)).load()
        except Exception as error:  # noqa: BLE001 - whatever it sent, it is not what we agreed on
            _log.warning("The answer was not understood: %r", error)
            return _GONE, None

    def _bytes(self, length: int, deadline: float) -> tuple[bytes, bytes]:
        assert self._process is not None  # noqa: S101 - it was asked just now
        assert self._process.stdout is not None  # noqa: S101 - it was started with a pipe
        answers = self._process.stdout.fileno()
        found: list[bytes] = []
        with selectors.DefaultSelector() as selector:
            selector.register(answers, selectors.EVENT_READ)
            while length:
                if not selector.select(max(deadline - time.monotonic(), 0)):
                    return _LATE, b""
                part = os.read(answers, min(length, 1 << 20))
                if not part:
                    return _GONE, b""
                found.append(part)
                length -= len(part)
        return b"", b"".join(found)

    @staticmethod
    def _close(process: subprocess.Popen[bytes]) -> None:
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was not sent yet cannot be
                    pipe.close()


_LATE = b"late"
_GONE = b"gone"


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> type:
        if (module == "datetime" and name in _SAFE) or module.startswith("app.domain."):
            found = getattr(importlib.import_module(module), name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no value of a document")


def _start() -> subprocess.Popen[bytes]:
    # -P: a file in the working folder, which may be anybody's, is never imported.
    return subprocess.Popen(  # noqa: S603 - our own module, by our own interpreter
        (sys.executable, "-P", "-m", child.__name__),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=-1,
        start_new_session=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


def _reason(kind: bytes, request: child.Request) -> str:
    """Why nothing came of it, in one sentence."""
    if kind == _LATE:
        return f"Reading it took longer than {request.seconds:g} seconds."
    if kind == child.NO_MEMORY:
        return f"Reading it takes more than {request.memory / (1 << 20):,.0f} MB of memory."
    if kind == child.TOO_DEEP:
        return "It is nested too deeply to be read."
    return "It is damaged in a way that breaks its reader."


_reader = _Reader()
atexit.register(_reader.end)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_reader.forget)
