"""Shown: what search counts of every shown statement and article, as columns of numbers.

A word may stand in a third of all statements. To join and group so many rows for a page of ten
would take seconds; here each is a few numbers that a process keeps, and of statements what was
written since is read alone, as of a field (field_keeping.py). Full text stays with the database.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np
from sqlalchemy import BigInteger, Date, String, cast, func, select, text, type_coerce

from app.db.data_version import data_version
from app.db.queries.once import once
from app.db.session import only_reads, unhurried
from app.db.tables import (
    ArticleRow,
    IssueRow,
    PositionRow,
    RowChangeRow,
    State,
    StatementRow,
    UtteranceRow,
    VersionRow,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session
    from sqlalchemy.pool import Pool
    from sqlalchemy.sql._typing import _ColumnExpressionArgument

    Ints = NDArray[np.int64]
    Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Shown:
    """The shown statements by ascending number, one number for each in every column."""

    numbers: Ints
    utterance: Ints
    original: Ints
    day: Ints  # more is later: by the last day it may have been said, then by the first; 0 unknown
    # Which report stands for its utterance, the least first: the one that is shown elsewhere too,
    # else one that is no copy.
    after: NDArray[np.int8]
    on: NDArray[np.uint8]  # bits: 8 issues a row, one of each column
    issues: tuple[int, ...]  # of the bits, by their numbers

    def places(self, numbers: Ints) -> Places:
        """Where those of these statements stand that are shown; the numbers are ascending."""
        return _places(self.numbers, numbers)

    def is_on(self, issue: int, places: Places) -> NDArray[np.bool_]:
        """Which of the statements at these places are on an issue."""
        code = self.issues.index(issue)
        found: NDArray[np.bool_] = self.on[code // 8, places] & np.uint8(1 << code % 8) > 0
        return found

    def on_each(self, places: Places, starts: Places) -> dict[int, int]:
        """How many groups of these places, which begin at ``starts``, are on each issue."""
        if not len(places):
            return {}
        bits = np.bitwise_or.reduceat(self.on[:, places], starts, axis=1)
        return {
            issue: int(np.count_nonzero(bits[code // 8] & np.uint8(1 << code % 8)))
            for code, issue in enumerate(self.issues)
        }


@dataclass(frozen=True, slots=True)
class Texts:
    """All articles by ascending number, one number for each in every column."""

    numbers: Ints
    head: Ints  # of the copies of one text the first
    day: Ints  # of publication, as of statements

    def places(self, numbers: Ints) -> Places:
        """Where those of these articles stand that there are; the numbers are ascending."""
        return _places(self.numbers, numbers)


def shown_of(session: Session) -> Shown:
    """The shown statements as the session sees them; what changed since they were kept is read."""
    if not only_reads(session):
        return _read(session, None)  # it may see what it has itself written
    number = data_version(session)
    pool = session.connection().engine.pool
    with _MAKING:
        kept = _KEPT.setdefault(pool, _Kept(Lock()))
    with kept.reading:  # others who need it wait for the one who reads it
        known = kept.shown
        if known is not None and kept.number == number:
            return known
        with unhurried(session):
            if known is None or kept.number > number:
                known = _read(session, None)
            else:
                known = _updated(session, known, kept.number)
        if number >= kept.number:
            kept.shown, kept.number = known, number
        return known


def texts_of(session: Session) -> Texts:
    """The articles as the session sees them."""
    return once(session, "texts", lambda: _texts(session))


@dataclass(slots=True)
class _Kept:
    """The statements of one database as of a number of its data."""

    reading: Lock
    shown: Shown | None = None
    number: int = -1


# By the pool of connections: engines with other options of the same database share it.
_KEPT: WeakKeyDictionary[Pool, _Kept] = WeakKeyDictionary()
_MAKING = Lock()


def _places(known: Ints, numbers: Ints) -> Places:
    if not len(known):
        return np.zeros(0, np.intp)
    places = np.minimum(np.searchsorted(known, numbers), len(known) - 1)
    found: Places = places[known[places] == numbers]
    return found


def _number(column: _ColumnExpressionArgument[Any]) -> ColumnElement[int]:
    return type_coerce(column, BigInteger)


def _digits(column: _ColumnExpressionArgument[Any]) -> ColumnElement[str]:
    """A day as eight digits, 0 where none is known."""
    return func.replace(func.coalesce(cast(type_coerce(column, Date), String), "0"), "-", "")


def _day(last: Ints, first: Ints) -> Ints:
    found: Ints = last * 10**8 + first
    return found


_STATEMENT = (
    _number(StatementRow.id),
    _number(StatementRow.utterance_id),
    _number(StatementRow.original_id),
    cast(_digits(StatementRow.said_last), BigInteger),
    cast(_digits(StatementRow.said_first), BigInteger),
    _number(StatementRow.version_id),
)


# In the words of the index that holds only these.
_NEWEST = text("article_version.newest")
_LIVE = select(*_STATEMENT).where(StatementRow.state == State.LIVE)
_PARTS = 16


def _read(session: Session, since: int | None, issues: tuple[int, ...] = ()) -> Shown:
    """The shown statements, or those that changed after a number; ``issues`` have bits already."""
    # From an index of no texts, which SQLite searches by the article.
    newest = select(_number(VersionRow.id)).where(_NEWEST, _number(VersionRow.article_id) >= 0)
    represented = select(
        _number(UtteranceRow.id), _number(UtteranceRow.representative_id).label("representative")
    )
    held = select(_number(PositionRow.statement_id))
    if since is None:
        columns = _all_live(session)
    else:
        ids = _changed(since)
        columns = _columns(session, _LIVE.where(StatementRow.id.in_(ids)))
        held = held.where(PositionRow.statement_id.in_(ids))
        of = select(StatementRow).where(StatementRow.id.in_(ids))
        newest = newest.where(VersionRow.id.in_(of.with_only_columns(StatementRow.version_id)))
        represented = represented.where(
            UtteranceRow.id.in_(of.with_only_columns(StatementRow.utterance_id))
        )
    # Joined here: SQLite would look each version up among the texts.
    (versions,) = _columns(session, newest)
    order = np.argsort(columns[0])
    order = order[is_in(columns.pop()[order], np.sort(versions))]
    numbers, utterance, original, last, first = (column[order] for column in columns)
    _, best = _columns(session, represented)
    after = np.where(_member(numbers, best), 0, 2) + (numbers != original)
    known = session.scalars(select(_number(IssueRow.id)).order_by(IssueRow.id))
    issues += tuple(number for number in known if number not in issues)
    on = np.zeros((-(-len(issues) // 8), len(numbers)), np.uint8)
    for code, issue in enumerate(issues):
        of_issue = held.where(type_coerce(PositionRow.issue_id, BigInteger) == issue)
        on[code // 8, _member(numbers, *_columns(session, of_issue))] |= np.uint8(1 << code % 8)
    day = _day(last, first)
    return Shown(numbers, utterance, original, day, after.astype(np.int8), on, issues)


def _updated(session: Session, before: Shown, since: int) -> Shown:
    changed = np.sort(np.fromiter(session.scalars(_changed(since)), np.int64))
    rows = _read(session, since, before.issues)
    kept = np.ones(len(before.numbers), np.bool_)
    kept[before.places(changed)] = False
    at = np.searchsorted(before.numbers[kept], rows.numbers)
    on = np.zeros((len(rows.on), len(kept)), np.uint8)
    on[: len(before.on)] = before.on
    old = replace(before, on=on)

    def joined(name: str) -> Any:  # noqa: ANN401 - an array of its kind
        return np.insert(getattr(old, name)[..., kept], at, getattr(rows, name), axis=-1)

    columns = ("numbers", "utterance", "original", "day", "after", "on")
    return Shown(**{name: joined(name) for name in columns}, issues=rows.issues)


def _changed(since: int) -> Select[int]:
    """The statements that changed after that number of the data."""
    return select(RowChangeRow.row_id).where(
        RowChangeRow.kind == "statement", RowChangeRow.number > since
    )


def _columns(session: Session, chosen: Select[*tuple[Any, ...]]) -> list[Ints]:
    """The columns of a query of numbers, each in one value: no row is an object of Python."""
    columns = [func.aggregate_strings(cast(one, String), ",") for one in chosen.subquery().c]
    found = session.execute(select(*columns)).one()
    return [np.fromstring(one or "", np.int64, sep=",") for one in found]


def _all_live(session: Session) -> list[Ints]:
    """The columns of all live statements, some after some, so that not all are text at once."""
    bounds = range(0, 2**63 + 1, 2**63 // _PARTS)  # ids are spread evenly
    parts = [
        _columns(session, _LIVE.where(_STATEMENT[0].between(low, high - 1)))
        for low, high in pairwise(bounds)
    ]
    return [np.concatenate(column) for column in zip(*parts, strict=True)]


def is_in(values: Ints, known: Ints) -> NDArray[np.bool_]:
    """Which of some values are among those known, which are ascending."""
    if not len(known):
        return np.zeros(len(values), np.bool_)
    found: NDArray[np.bool_] = (
        known[np.minimum(np.searchsorted(known, values), len(known) - 1)] == values
    )
    return found


def distinct(values: Ints) -> Ints:
    """Each of these values once, ascending."""
    ascending = np.sort(values)
    found: Ints = ascending[np.diff(ascending, prepend=-1) > 0]
    return found


def _member(numbers: Ints, wanted: Ints) -> NDArray[np.bool_]:
    """Which of some numbers, ascending, are wanted."""
    found = np.zeros(len(numbers), np.bool_)
    found[_places(numbers, wanted)] = True
    return found


def _texts(session: Session) -> Texts:
    # Out of indexes alone: there is no telling which articles changed.
    days = select(
        _number(ArticleRow.id),
        _digits(ArticleRow.published_last).label("last"),
        _digits(ArticleRow.published_first).label("first"),
    )
    numbers, last, first = _columns(session, days)
    order = np.argsort(numbers)
    numbers = numbers[order]
    head = numbers.copy()
    copies = select(_number(ArticleRow.id), _number(ArticleRow.head_id)).where(
        ArticleRow.head_id != ArticleRow.id
    )
    ids, heads = _columns(session, copies)
    head[np.searchsorted(numbers, ids)] = heads
    return Texts(numbers, head, _day(last, first)[order])
