"""Once: what a process read is kept while the number of the data is the same.

For what a page shows of the whole library, so that only the first request after a write asks for
it. A session that writes never uses what is kept: it may see what it has itself written.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from app.db.data_version import data_version
from app.db.session import only_reads

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from sqlalchemy.orm import Session
    from sqlalchemy.pool import Pool

_Found = TypeVar("_Found")
_MOST = 64  # things of one state of the data; what was not asked for the longest goes first


def once(session: Session, key: Hashable, read: Callable[[], _Found]) -> _Found:
    """What ``read`` gives, which is asked only where nothing is kept under ``key``.

    What is kept is shared by all threads, so that it must never be changed, and should be small.
    """
    if not only_reads(session):
        return read()
    version = data_version(session)
    pool = session.connection().engine.pool
    with _MAKING:
        kept = _KEPT.setdefault(pool, _Kept())
    with kept.lock:
        if kept.version != version:
            kept.things.clear()
            kept.version = version
        place = kept.things.setdefault(key, _Place())
        kept.things.move_to_end(key)
        while len(kept.things) > _MOST:
            kept.things.popitem(last=False)
    with place.reading:  # others who need it wait for the one who reads it
        if not place.known:
            place.thing = read()
            place.known = True
    found: _Found = place.thing
    return found


@dataclass(slots=True)
class _Place:
    """A thing, and whether it was read."""

    reading: Lock = field(default_factory=Lock)
    known: bool = False
    thing: Any = None


@dataclass(slots=True)
class _Kept:
    """What is kept of one database, all of it read from one state of the data."""

    lock: Lock = field(default_factory=Lock)
    version: int = -1
    things: OrderedDict[Hashable, _Place] = field(default_factory=OrderedDict)


# By the pool of connections: engines with other options of the same database share it.
_KEPT: WeakKeyDictionary[Pool, _Kept] = WeakKeyDictionary()
_MAKING = Lock()
