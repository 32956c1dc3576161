"""Followed: what a process keeps of a database, and brings up to date by what was written since."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar
from weakref import WeakKeyDictionary

from app.db.data_version import data_version
from app.db.session import only_reads, unhurried

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session
    from sqlalchemy.pool import Pool

_Thing = TypeVar("_Thing")


@dataclass(slots=True)
class _Kept(Generic[_Thing]):
    """A thing of one database as of a number of its data."""

    reading: Lock
    thing: _Thing | None = None
    number: int = -1


class Followed(Generic[_Thing]):
    """Something of a database, by issue or of all: kept of the last state that was asked for.

    ``read`` gives it as a session sees it, ``update`` what was kept with all that changed after
    that number of the data.
    """

    def __init__(
        self,
        read: Callable[[Session, str], _Thing],
        update: Callable[[Session, str, _Thing, int], _Thing],
    ) -> None:
        self._read, self._update = read, update
        # By the pool of connections: engines with other options of the same database share it.
        self._kept: WeakKeyDictionary[Pool, dict[str, _Kept[_Thing]]] = WeakKeyDictionary()
        self._making = Lock()

    def of(self, session: Session, issue: str = "") -> _Thing:
        """It as the session sees it; of what changed since it was kept, that alone is read."""
        if not only_reads(session):
            return self._read(session, issue)  # it may see what it has itself written
        number = data_version(session)
        pool = session.connection().engine.pool
        with self._making:
            kept = self._kept.setdefault(pool, {}).setdefault(issue, _Kept(Lock()))
        with kept.reading:  # others who need it wait for the one who reads it
            known = kept.thing
            if known is not None and kept.number == number:
                return known
            with unhurried(session):
                if known is None or kept.number > number:
                    known = self._read(session, issue)
                else:
                    known = self._update(session, issue, known, kept.number)
            if number >= kept.number:
                kept.thing, kept.number = known, number
            return known
