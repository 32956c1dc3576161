"""The process in which documents are read; bounded.py starts it and says what to do.

It takes requests from standard input and answers on what was its standard output, both in frames:
a letter, the length in eight bytes, and a pickle. It ends when its standard input does, so it
never outlives whoever started it, and it bounds itself: memory by RLIMIT_AS, time by an alarm
that ends even a loop inside a C library should the parent be gone.
"""

from __future__ import annotations

import importlib
import os
import pickle
import signal
import struct
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

from app.errors import UnreadableSource

try:
    import resource
except ImportError:  # not POSIX; only time is bounded there, by the parent
    resource = None  # type: ignore[assignment]

HEADER = struct.Struct("!cQ")

STARTED = b"S"  # the function is imported: its time begins
RESULT = b"R"
UNREADABLE = b"U"  # it raised UnreadableSource: source, reason
NO_MEMORY = b"M"
TOO_DEEP = b"D"
FAILED = b"E"  # any other exception: its name, its traceback
WORN = b"W"  # a result, too, of a child that has grown and should be replaced

_GRACE = 5  # seconds after which the alarm rings when the parent has not ended us


class Request(NamedTuple):
    """What is to be done: a function by its module and name, and its bounds."""

    module: str
    name: str
    arguments: tuple[object, ...]
    seconds: float
    memory: int  # bytes


def main() -> None:
    """Answer requests until there are no more."""
    requests = sys.stdin.buffer
    # What a library prints must not get between the frames.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C ends
    if resource is not None:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    first = _address_space()
    while len(header := requests.read(HEADER.size)) == HEADER.size:
        _, length = HEADER.unpack(header)
        request = Request(*pickle.loads(requests.read(length)))  # noqa: S301 - of our parent
        module = importlib.import_module(request.module)
        function = module
        for part in request.name.split("."):
            function = getattr(function, part)
        first = first or _address_space()
        _send(answers, STARTED, None)
        kind, value = _called(function, request)
        if kind == RESULT and _address_space() - first > request.memory // 2:
            kind = WORN
        _send(answers, kind, value)


def _called(function: object, request: Request) -> tuple[bytes, object]:
    """What the function gives within its bounds, or how it failed."""
    assert callable(function)  # noqa: S101 - bounded() takes nothing else
    _bound(request)
    try:
        return RESULT, function(*request.arguments)
    except UnreadableSource as problem:
        return UNREADABLE, (problem.source, problem.reason)
    except MemoryError:
        return NO_MEMORY, None
    except RecursionError:
        return TOO_DEEP, None
    except Exception as error:  # noqa: BLE001 - sent to the parent, which reports it
        return FAILED, (type(error).__name__, traceback.format_exc())
    finally:
        _unbound()


def _bound(request: Request) -> None:
    signal.setitimer(signal.ITIMER_REAL, request.seconds + _GRACE)
    used = _address_space()
    if used:  # so this is Linux
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = used + request.memory
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        with suppress(OSError, ValueError):  # macOS knows the limit and refuses it
            resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _unbound() -> None:
    signal.setitimer(signal.ITIMER_REAL, 0)
    if resource is not None:
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _address_space() -> int:
    """How many bytes of addresses this process uses; 0 where the system does not tell (Linux)."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGESIZE")


def _send(answers: BinaryIO, kind: bytes, value: object) -> None:
    payload = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    answers.write(HEADER.pack(kind, len(payload)))
    answers.write(payload)
    answers.flush()


if __name__ == "__main__":
    main()
