"""The fields that a process keeps, each brought up to date by what was written since."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sqlalchemy import func, select

from app.db.data_version import data_version
from app.db.queries.field_making import made, updated
from app.db.session import only_reads, unhurried
from app.db.tables import ArticleRow, OutletRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy.orm import Session
    from sqlalchemy.pool import Pool

    from app.db.queries.field import Field
    from app.db.queries.field_making import Made

# Each is told whether a field that was asked for was kept (True) or had to be read (False).
listeners: list[Callable[[bool], None]] = []
_MOST = 256  # counts kept of one state of the data


def field_of(session: Session, issue: str) -> Field:
    """The field of an issue as the session sees it; of what changed since it was kept, that alone.

    Of sessions that see different states, one that sees an earlier one than is kept reads all.
    """
    return made_of(session, issue).field


def made_of(session: Session, issue: str) -> Made:
    """The same with the ids that its codes stand for."""
    if not only_reads(session):
        return made(session, issue, 0)  # it may see what it has itself written
    number = data_version(session)
    kept = _kept_for(session)
    with kept.reading:  # others who need it wait for the one who reads it
        known = kept.fields.get(issue)
        was_kept = known is not None and known.number == number
        if known is None or known.number > number:
            with unhurried(session):
                known = made(session, issue, number)
        elif not was_kept:
            with unhurried(session):
                known = updated(session, issue, known, number)
        if issue not in kept.fields or kept.fields[issue].number <= number:
            kept.fields[issue] = known
    for listener in listeners:
        listener(was_kept)
    return known


def load_field(session: Session, issue: str) -> Field:
    """The field of an issue as the database has it now."""
    return made(session, issue, 0).field


@dataclass(frozen=True, slots=True)
class _Kept:
    """The fields of one database, and counts of one state of it."""

    reading: Lock
    fields: dict[str, Made]
    counts: dict[object, int]


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
    if not only_reads(session):
        return _articles_read(session, wanted)
    counts, key = _kept_for(session).counts, (data_version(session), wanted)
    if key not in counts:
        if len(counts) >= _MOST:
            counts.clear()
        counts[key] = _articles_read(session, wanted)
    return counts[key]


def _articles_read(session: Session, outlets: tuple[str, ...]) -> int:
    read = select(func.count(ArticleRow.head_id.distinct()))
    if outlets:
        read = read.join(OutletRow, OutletRow.id == ArticleRow.outlet_id).where(
            OutletRow.slug.in_(outlets)
        )
    return session.scalar(read) or 0
