"""Shown: what search counts of every shown statement and article, as columns of numbers.

A word may stand in a third of all statements. To join and group so many rows for a page of ten
would take seconds; here each is a few numbers that a process keeps, and of statements what was
written since is read alone, as of a field (field_keeping.py). Full text stays with the database.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import BigInteger, Date, String, cast, func, select, text, type_coerce

from app.db.queries.field_rows import changed as changed_rows
from app.db.queries.field_rows import rows_changed
from app.db.queries.followed import Followed
from app.db.queries.once import once
from app.db.queries.plain import number
from app.db.tables import (
    ArticleRow,
    IssueRow,
    PositionRow,
    State,
    StatementRow,
    UtteranceRow,
    VersionRow,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session
    from sqlalchemy.sql._typing import _ColumnExpressionArgument

    Ints = NDArray[np.int64]
    Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Shown:
    """The shown statements by ascending number, one number for each in every column."""

    numbers: Ints
    utterance: Ints
    # Of those that are copies, one after the other: the number of the first.
    originals: Ints
    day: NDArray[np.int32]  # its place in ``days``
    days: Ints  # ascending, more is later: by the last day that may be meant, then by the first
    # Which report stands for its utterance, the least first: the one that is shown elsewhere too,
    # else one that is no copy.
    after: NDArray[np.int8]
    on: NDArray[np.uint8]  # bits: 8 issues a row, one of each column
    issues: tuple[int, ...]  # of the bits, by their numbers

    def places(self, numbers: Ints) -> Places:
        """Where those of these statements stand that are shown; the numbers are ascending."""
        return _places(self.numbers, numbers)

    def copies(self, places: Places) -> Ints:
        """The originals of those of the statements at these places that are copies."""
        copied = self.after & _COPY > 0
        wanted = np.cumsum(copied, dtype=np.int32)[places[copied[places]]] - 1
        found: Ints = self.originals[wanted]
        return found

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
    return _SHOWN.of(session)


def texts_of(session: Session) -> Texts:
    """The articles as the session sees them."""
    return once(session, "texts", lambda: _texts(session))


def _places(known: Ints, numbers: Ints) -> Places:
    if not len(known):
        return np.zeros(0, np.intp)
    places = np.minimum(np.searchsorted(known, numbers), len(known) - 1)
    found: Places = places[known[places] == numbers]
    return found


def _digits(column: _ColumnExpressionArgument[Any]) -> ColumnElement[str]:
    """A day as eight digits, 0 where none is known."""
    return func.replace(func.coalesce(cast(type_coerce(column, Date), String), "0"), "-", "")


def _day(last: Ints, first: Ints) -> Ints:
    found: Ints = last * 10**8 + first
    return found


_COPY = np.int8(1)  # the bit of ``Shown.after``


_STATEMENT = (
    number(StatementRow.id),
    number(StatementRow.utterance_id),
    number(StatementRow.original_id),
    cast(_digits(StatementRow.said_last), BigInteger),
    cast(_digits(StatementRow.said_first), BigInteger),
    number(StatementRow.version_id),
)


# In the words of the index that holds only these.
_NEWEST = text("article_version.newest")
_LIVE = select(*_STATEMENT).where(StatementRow.state == State.LIVE)
_HOLDS = number(PositionRow.statement_id)
# Read some after some, so that not all are text at once; ids are spread evenly.
_BOUNDS = [(low, low + 2**59 - 1) for low in range(0, 2**63, 2**59)]
# One number for each statement.
_COLUMNS = ("numbers", "utterance", "day", "after", "on")


def _read(session: Session, since: int | None, issues: tuple[int, ...] = ()) -> Shown:
    """The shown statements, or those that changed after a number; ``issues`` have bits already."""
    # From an index of no texts, which SQLite searches by the article.
    newest = select(number(VersionRow.id)).where(_NEWEST, number(VersionRow.article_id) >= 0)
    key = number(UtteranceRow.id)
    told: ColumnElement[int] = number(UtteranceRow.representative_id).label("told")
    represented, held = select(key, told), select(_HOLDS)
    if since is not None:
        ids = rows_changed("statement", since)
        of = select(StatementRow).where(StatementRow.id.in_(ids))
        newest = newest.where(VersionRow.id.in_(of.with_only_columns(StatementRow.version_id)))
        represented = represented.where(
            UtteranceRow.id.in_(of.with_only_columns(StatementRow.utterance_id))
        )
        held = held.where(PositionRow.statement_id.in_(ids))
    # Joined here: SQLite would look each version up among the texts.
    versions = np.sort(_columns(session, newest)[0])
    cuts = _BOUNDS if since is None else ()
    best = [_columns(session, represented.where(key.between(*cut)))[1] for cut in cuts]
    standing = np.sort(np.concatenate(best) if cuts else _columns(session, represented)[1])
    known = session.scalars(select(number(IssueRow.id)).order_by(IssueRow.id))
    issues += tuple(one for one in known if one not in issues)
    of_issue = [
        np.sort(_columns(session, held.where(number(PositionRow.issue_id) == issue))[0])
        for issue in issues
    ]

    def part(chosen: ColumnElement[bool]) -> Shown:
        columns = _columns(session, _LIVE.where(chosen))
        order = np.argsort(columns[0])
        order = order[is_in(columns.pop()[order], versions)]
        numbers, utterance, original, last, first = (column[order] for column in columns)
        copied = numbers != original
        after = np.where(is_in(numbers, standing), 0, 2) + copied
        on = np.zeros((-(-len(issues) // 8), len(numbers)), np.uint8)
        for code, holding in enumerate(of_issue):
            on[code // 8] |= is_in(numbers, holding) * np.uint8(1 << code % 8)
        days, day = np.unique(last * 10**8 + first, return_inverse=True)
        return Shown(
            numbers, utterance, original[copied], day.astype(np.int32), days,
            after.astype(np.int8), on, issues,
        )  # fmt: skip

    if since is not None:
        return part(StatementRow.id.in_(ids))
    parts = [part(_STATEMENT[0].between(*cut)) for cut in _BOUNDS]
    days = _all_days(*parts)

    def joined(name: str) -> Any:  # noqa: ANN401 - an array of its kind
        return np.concatenate([getattr(one, name) for one in parts], axis=-1)

    parts = [replace(one, day=_in(days, one)) for one in parts]
    return Shown(
        **{name: joined(name) for name in (*_COLUMNS, "originals")}, days=days, issues=issues
    )


def _all_days(*parts: Shown) -> Ints:
    return np.unique(np.concatenate([one.days for one in parts]))


def _in(days: Ints, of: Shown) -> NDArray[np.int32]:
    """The days of statements as places in others, among which all of theirs are."""
    found: NDArray[np.int32] = np.searchsorted(days, of.days).astype(np.int32)[of.day]
    return found


def _updated(session: Session, _issue: str, before: Shown, since: int) -> Shown:
    changed = np.sort(changed_rows(session, "statement", since))
    rows = _read(session, since, before.issues)
    kept = np.ones(len(before.numbers), np.bool_)
    kept[before.places(changed)] = False
    at = np.searchsorted(before.numbers[kept], rows.numbers)
    on = np.zeros((len(rows.on), len(kept)), np.uint8)
    on[: len(before.on)] = before.on
    days = _all_days(before, rows)
    old, rows = replace(before, on=on, day=_in(days, before)), replace(rows, day=_in(days, rows))

    def joined(name: str) -> Any:  # noqa: ANN401 - an array of its kind
        return np.insert(getattr(old, name)[..., kept], at, getattr(rows, name), axis=-1)

    # The originals stand as the copies do.
    copied = [one.after & _COPY > 0 for one in (old, rows)]
    copies = np.cumsum(copied[0] & kept)[np.flatnonzero(kept)]
    behind = np.concatenate(([0], copies))[at[copied[1]]]
    originals = np.insert(old.originals[kept[copied[0]]], behind, rows.originals)
    columns = {name: joined(name) for name in _COLUMNS}
    return Shown(**columns, originals=originals, days=days, issues=rows.issues)


def _columns(session: Session, chosen: Select[*tuple[Any, ...]]) -> list[Ints]:
    """The columns of a query of numbers, each in one value: no row is an object of Python."""
    columns = [func.aggregate_strings(cast(one, String), ",") for one in chosen.subquery().c]
    found = session.execute(select(*columns)).one()
    return [np.fromstring(one or "", np.int64, sep=",") for one in found]


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


def _texts(session: Session) -> Texts:
    # Out of indexes alone: there is no telling which articles changed.
    days = select(
        number(ArticleRow.id),
        _digits(ArticleRow.published_last).label("last"),
        _digits(ArticleRow.published_first).label("first"),
    )
    numbers, last, first = _columns(session, days)
    order = np.argsort(numbers)
    numbers = numbers[order]
    head = numbers.copy()
    copies = select(number(ArticleRow.id), number(ArticleRow.head_id)).where(
        ArticleRow.head_id != ArticleRow.id
    )
    ids, heads = _columns(session, copies)
    head[np.searchsorted(numbers, ids)] = heads
    return Texts(numbers, head, _day(last, first)[order])


_SHOWN = Followed(lambda session, _issue: _read(session, None), _updated)
