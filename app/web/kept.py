"""Kept: what a process has made and may give again, within so many bytes, least recently used out.

Each thing is kept under the number of the data that it was made from (app/db/data_version.py) and
is given only to who asks with the same number.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Hashable

_OVERHEAD = 400  # bytes that a thing takes beside its content: its key and its place


class Counts(NamedTuple):
    """How a cache has done since it was made."""

    hits: int
    misses: int
    evicted: int  # given up for want of room, or because the data had moved
    held: int  # bytes now


class _Held(NamedTuple):
    version: int
    size: int
    thing: Any


class Kept:
    """A bounded store for all threads of a process; ``most`` is in bytes, 0 keeps nothing."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._held: OrderedDict[Hashable, _Held] = OrderedDict()
        self._lock = Lock()
        self._version: int | None = None
        self._size = self._hits = self._misses = self._evicted = 0

    def get(self, version: int, key: Hashable) -> Any | None:  # noqa: ANN401 - of any kind
        """What is kept under the key for this state of the data; None where nothing is."""
        with self._lock:
            self._see(version)
            held = self._held.get(key)
            if held is None or held.version != version:
                self._misses += 1
                return None
            self._held.move_to_end(key)
            self._hits += 1
            return held.thing

    def put(self, version: int, key: Hashable, thing: Any, size: int) -> bool:  # noqa: ANN401
        """Keep a thing of so many bytes. False where it is too large for the room there is."""
        size += _OVERHEAD
        with self._lock:
            self._see(version)
            self._drop(key)
            if size > self.most // 4:  # one thing must not drive all others out
                return False
            self._held[key] = _Held(version, size, thing)
            self._size += size
            self._make_room()
            return True

    def resize(self, key: Hashable, thing: Any, size: int) -> None:  # noqa: ANN401
        """Note how many bytes a kept thing takes now: another form of it was made."""
        size += _OVERHEAD
        with self._lock:
            held = self._held.get(key)
            if held is not None and held.thing is thing:
                self._held[key] = held._replace(size=size)
                self._size += size - held.size
                self._make_room()

    def counts(self) -> Counts:
        """How it has done."""
        with self._lock:
            return Counts(self._hits, self._misses, self._evicted, self._size)

    def __len__(self) -> int:
        return len(self._held)

    def _see(self, version: int) -> None:
        """Empty it when the data has moved: nothing in it will be asked for again."""
        if version != self._version:
            self._evicted += len(self._held)
            self._held.clear()
            self._size = 0
            self._version = version

    def _make_room(self) -> None:
        while self._size > self.most:
            _, held = self._held.popitem(last=False)
            self._size -= held.size
            self._evicted += 1

    def _drop(self, key: Hashable) -> None:
        held = self._held.pop(key, None)
        if held is not None:
            self._size -= held.size
