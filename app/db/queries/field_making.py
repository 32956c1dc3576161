"""A field out of rows, and a field out of another one and what has changed since."""

from __future__ import annotations

import dataclasses
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from app.db.queries.field import COLUMNS, Field
from app.db.queries.field_names import outlets_of, speakers_of
from app.db.queries.field_rows import changed, rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from sqlalchemy.orm import Session

    from app.db.queries.field import Ints, Places, Speaker
    from app.db.queries.field_rows import Columns
    from app.domain.records import OutletRef

    _Names = tuple[tuple[Speaker, ...], tuple[OutletRef, ...], Mapping[str, str]]

_CODED = ("original", "utterance", "article", "speaker", "outlet")
# Of more new rows than these it is quicker to put all in order again.
_FEW = 500


@dataclass(slots=True)
class Codes:
    """Small numbers in the place of ids; an id keeps its own for good."""

    base: Ints  # in their order
    more: dict[int, int] = dataclasses.field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.base) + len(self.more)

    @property
    def ids(self) -> Ints:
        """What each code stands for."""
        return np.concatenate((self.base, np.fromiter(self.more, np.int64)))

    def of(self, ids: Ints) -> Places:
        """The code of each; new ones are given to those that have none."""
        places = np.minimum(np.searchsorted(self.base, ids), max(len(self.base) - 1, 0))
        known = self.base[places] == ids if len(self.base) else np.zeros(len(ids), np.bool_)
        found = places.astype(np.int32)
        for place in np.flatnonzero(~known).tolist():
            found[place] = self.more.setdefault(int(ids[place]), len(self))
        return found


@dataclass(frozen=True, slots=True)
class Made:
    """A field, as of which number of the data, and what is needed to bring it up to date."""

    field: Field
    number: int
    codes: Mapping[str, Codes]


def made(session: Session, issue: str, number: int) -> Made:
    """The field of an issue as the session sees it, read as a whole."""
    columns = rows_of(session, issue)
    codes = {name: Codes(np.unique(columns[name])) for name in _CODED}
    order = _order(columns)
    for name in COLUMNS:  # one after the other, so that one of each is held twice
        columns[name] = _coded({name: columns[name][order]}, codes)[name]
    return _named(session, columns, codes, number)


def _named(session: Session, columns: Columns, codes: Mapping[str, Codes], number: int) -> Made:
    speakers, side_names = speakers_of(session, codes["speaker"].ids)
    return _made(
        columns, codes, number, (speakers, outlets_of(session, codes["outlet"].ids), side_names)
    )


def _made(columns: Columns, codes: Mapping[str, Codes], number: int, names: _Names) -> Made:
    field = Field(
        **{name: columns[name] for name in COLUMNS},
        originals=len(codes["original"]),
        utterances=len(codes["utterance"]),
        articles=len(codes["article"]),
        speakers=names[0],
        outlets=names[1],
        side_names=names[2],
    )
    return Made(field, number, codes)


def updated(session: Session, issue: str, before: Made, number: int) -> Made:
    """The same with what has changed since; all is read anew where that is much."""
    old, since = before.field, before.number
    statements = changed(session, "statement", since)
    if len(statements) > len(old) // 4 + 1_000 or any(
        len(codes.more) > len(codes.base) // 4 + 10_000 for codes in before.codes.values()
    ):
        return made(session, issue, number)
    gone = old.places(statements)
    rows = rows_of(session, issue, since)
    renamed = bool(len(changed(session, "actor", since)) or len(changed(session, "outlet", since)))
    if not renamed and not len(gone) and not len(rows["numbers"]):
        return replace(before, number=number)
    order = _order(rows)
    codes = dict(before.codes)
    coming = _coded({name: rows[name][order] for name in COLUMNS}, codes)
    columns = _patched({name: getattr(old, name) for name in COLUMNS}, gone, coming)
    for name in ("speaker", "outlet"):
        codes[name] = _tidied(columns, name, codes[name])
    named = {"speaker": len(old.speakers), "outlet": len(old.outlets)}
    if renamed or any(
        codes[name] is not before.codes[name] or len(codes[name]) != size
        for name, size in named.items()
    ):
        return _named(session, columns, codes, number)
    return _made(columns, codes, number, (old.speakers, old.outlets, old.side_names))


def _tidied(columns: Columns, name: str, codes: Codes) -> Codes:
    """Codes of which each stands for somebody; where one does not, all are given anew."""
    if not len(codes) or np.bincount(columns[name], minlength=len(codes)).all():
        return codes
    ids = codes.ids[columns[name]]
    anew = Codes(np.unique(ids))
    columns[name] = anew.of(ids)
    return anew


def _coded(columns: Columns, codes: Mapping[str, Codes]) -> Columns:
    """Columns with codes in the place of ids, each in its size."""
    return {
        name: (codes[name].of(values) if name in codes else values).astype(COLUMNS[name])
        for name, values in columns.items()
    }


def _order(columns: Columns) -> NDArray[np.intp]:
    """The order of a list: ``BY_DAY``, as a database has it."""
    keys = (
        columns["numbers"], columns["starts_at"], columns["text"], -columns["published_last"],
        -columns["first"], -columns["last"],
    )  # fmt: skip
    return np.lexsort(keys)


def _patched(columns: Columns, gone: Places, coming: Columns) -> Columns:
    """Columns without the places that are gone, with what is coming where the order has it."""
    kept = np.ones(len(columns["numbers"]), np.bool_)
    kept[gone] = False
    if len(coming["numbers"]) > _FEW:
        joined = {
            name: np.concatenate((values[kept], coming[name])) for name, values in columns.items()
        }
        order = _order(joined)
        return {name: values[order] for name, values in joined.items()}
    before = _places(columns, coming)
    edges = np.unique(np.concatenate(([0, len(kept)], gone, gone + 1, before)))
    lows, highs = np.searchsorted(before, edges), np.searchsorted(before, edges, "right")
    pieces = []
    for number, (edge, low, high) in enumerate(zip(edges, lows, highs, strict=True)):
        pieces.append((coming, low, high))
        if number + 1 < len(edges) and kept[edge]:
            pieces.append((columns, edge, edges[number + 1]))
    pieces = [(rows, start, stop) for rows, start, stop in pieces if start < stop]
    # Slices in one go: the columns are many and long, and this happens after every write.
    return {
        name: np.concatenate(
            [values[:0], *(rows[name][start:stop] for rows, start, stop in pieces)]
        )
        for name, values in columns.items()
    }


def _places(columns: Columns, coming: Columns) -> NDArray[np.int64]:
    """Before which place of the columns each row that comes belongs; both are in order."""

    def key(rows: Columns, place: int) -> tuple[int, ...]:
        days = (-int(rows[name][place]) for name in ("last", "first", "published_last"))
        return *days, *(int(rows[name][place]) for name in ("text", "starts_at", "numbers"))

    found, low, places = [], 0, range(len(columns["numbers"]))
    for row in range(len(coming["numbers"])):
        low = bisect_left(places, key(coming, row), lo=low, key=lambda place: key(columns, place))
        found.append(low)
    return np.array(found, np.int64)
