"""The fields that a process keeps, each brought up to date by what was written since."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import func, select

from app.db.data_version import data_version
from app.db.queries.field_making import made, updated
from app.db.session import only_reads, unhurried
from app.db.tables import ArticleRow, OutletRow

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from sqlalchemy.orm import Session
    from sqlalchemy.pool import Pool

    from app.db.queries.field import Field
    from app.db.queries.field_making import Made

# Each is told whether a field that was asked for was kept (True) or had to be read (False).
listeners: list[Callable[[bool], None]] = []
# Seconds for which the field before the latest is kept too: who began to read before a write asks
# for it, and would otherwise read all anew. While an ingest runs there is one write a second.
_BEFORE = 60
_MOST = 256  # small things kept of one state of the data
_MOST_EACH = 4096
_Found = TypeVar("_Found")


def field_of(session: Session, issue: str) -> Field:
    """The field of an issue as the session sees it; of what changed since it was kept, that alone.

    One that sees an earlier state than the two that are kept reads all.
    """
    return made_of(session, issue).field


def made_of(session: Session, issue: str) -> Made:
    """The same with the ids that its codes stand for."""
    if not only_reads(session):
        return made(session, issue, 0)  # it may see what it has itself written
    number = data_version(session)
    kept = _kept_for(session)
    with kept.reading:  # others who need it wait for the one who reads it
        known, since = kept.fields.get(issue, ((), 0.0))
        found = next((one for one in known if one.number == number), None)
        was_kept = found is not None
        if found is None:
            before = [one for one in known if one.number < number]
            with unhurried(session):
                if before:
                    found = updated(session, issue, before[-1], number)
                else:
                    found = made(session, issue, number)
            known = sorted((*known, found), key=lambda one: one.number)[-2:]
            kept.fields[issue] = known, monotonic()
        elif len(known) > 1 and monotonic() > since + _BEFORE:
            kept.fields[issue] = known[-1:], since
    for listener in listeners:
        listener(was_kept)
    return found


def load_field(session: Session, issue: str) -> Field:
    """The field of an issue as the database has it now."""
    return made(session, issue, 0).field


@dataclass(frozen=True, slots=True)
class _Kept:
    """The fields of one database, and small things of one state of it.

    Of each issue the latest field last, and since when that is there.
    """

    reading: Lock
    fields: dict[str, tuple[Sequence[Made], float]]
    small: dict[Hashable, Any]


# By the pool of connections: engines with other options of the same database share it.
_KEPT: WeakKeyDictionary[Pool, _Kept] = WeakKeyDictionary()
_MAKING = Lock()


def _kept_for(session: Session) -> _Kept:
    pool = session.connection().engine.pool
    with _MAKING:
        return _KEPT.setdefault(pool, _Kept(Lock(), {}, {}))


def articles_read(session: Session, outlets: Iterable[str] = ()) -> int:
    """How many articles were looked through, copies once: all, or those of these outlets."""
    wanted = tuple(sorted(outlets))
    return kept_small(session, ("articles read", wanted), lambda: _articles_read(session, wanted))


def kept_small(session: Session, key: Hashable, make: Callable[[], _Found]) -> _Found:
    """What is made of the data, small and never changed: once for each state of the data."""
    if not only_reads(session):
        return make()
    known, place = _kept_for(session).small, (data_version(session), key)
    found: _Found | None = known.get(place)  # one look: another may forget all meanwhile
    if found is not None:
        return found
    made_now = make()
    if len(known) >= _MOST:
        known.clear()
    known[place] = made_now
    return made_now


def kept_each(session: Session, of: str) -> dict[Any, Any]:
    """Small things of one state of the data, each kept by who reads it; at most some thousand."""
    found: dict[Any, Any] = kept_small(session, of, dict)
    if len(found) > _MOST_EACH:
        found.clear()
    return found


def _articles_read(session: Session, outlets: tuple[str, ...]) -> int:
    read = select(func.count(ArticleRow.head_id.distinct()))
    if outlets:
        read = read.join(OutletRow, OutletRow.id == ArticleRow.outlet_id).where(
            OutletRow.slug.in_(outlets)
        )
    return session.scalar(read) or 0
