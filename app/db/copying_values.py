"""Rows as a copy carries them: each value as SQLite keeps it, which PostgreSQL can be given too.

Numbers, words and bytes are themselves, a truth is 0 or 1, a day "2025-02-25", a moment
"2025-02-25 12:00:00.000000" in UTC, and JSON is its text.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import JSON, Boolean, Date, DateTime, Float, LargeBinary, String
from sqlalchemy.types import TypeDecorator

from app.db.columns import storable, to_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Column, Table
    from sqlalchemy.types import TypeEngine

Value = int | float | str | bytes | None
Row = tuple[Value, ...]

_MOMENT = len("2025-02-25 12:00:00.000000")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a table's columns hold, by their places."""

    table: Table
    names: tuple[str, ...]
    keys: tuple[int, ...]
    words: tuple[int, ...]
    jsons: tuple[int, ...]
    truths: tuple[int, ...]
    days: tuple[int, ...]
    moments: tuple[int, ...]
    fractions: tuple[int, ...]
    blobs: tuple[int, ...]

    @property
    def name(self) -> str:
        """The table's name."""
        return self.table.name

    def key(self, row: Row) -> Row:
        """The values of the primary key."""
        return tuple(row[place] for place in self.keys)


def shape(table: Table) -> Shape:
    """What the columns of a table hold."""
    columns = list(table.columns)

    def of(*types: type) -> tuple[int, ...]:
        return tuple(at for at, column in enumerate(columns) if isinstance(_kind(column), types))

    return Shape(
        table,
        names=tuple(column.name for column in columns),
        keys=tuple(columns.index(column) for column in table.primary_key.columns),
        words=of(String),
        jsons=of(JSON),
        truths=of(Boolean),
        days=of(Date),
        moments=of(DateTime),
        fractions=of(Float),
        blobs=of(LargeBinary),
    )


def fitted(form: Shape, row: Row) -> tuple[Row, int]:
    """The row as both databases can hold it, and how many values had to be changed for that.

    A character that PostgreSQL cannot hold becomes U+FFFD, as everywhere (app/db/columns.py).
    """
    changed: dict[int, Value] = {}
    lost = 0
    for place in form.words:
        value = row[place]
        if isinstance(value, str) and "\0" in value:
            changed[place] = storable(value)
            lost += 1
    for place in form.jsons:
        value = row[place]
        if isinstance(value, str):
            # The program writes no escapes but of control characters.
            if "\0" in value or "\\u" in value:
                before = json.loads(value, strict=False)
                changed[place] = after = to_json(before)
                lost += json.loads(after) != before
        elif value is not None:  # a column that SQLite took for one of numbers
            changed[place] = json.dumps(value)
    for place in form.moments:
        value = row[place]
        if isinstance(value, str) and len(value) != _MOMENT:
            changed[place] = moment(datetime.fromisoformat(value))
    if not changed:
        return row, 0
    return tuple(changed.get(place, value) for place, value in enumerate(row)), lost


def moment(value: datetime) -> str:
    """A moment as SQLite keeps it; one without a zone is in UTC."""
    if value.tzinfo is not None:
        value = value.astimezone(UTC).replace(tzinfo=None)
    return value.isoformat(" ", "microseconds")


def size(row: Row) -> int:
    """About how many bytes the row takes."""
    return 8 * len(row) + sum(len(value) for value in row if isinstance(value, (str, bytes)))


def told(form: Shape, row: Row) -> bytes:
    """One form of a row, the same for equal rows of whichever database."""
    values = list(row)
    jsons = []
    for place in form.jsons:
        value = values[place]
        if isinstance(value, str):
            jsons.append(value)
            values[place] = "JSON"
    if jsons:  # read together: each call costs more than what it reads
        values.append(_SORTED.encode(_NUMBERS.decode(f"[{','.join(jsons)}]")))
    for place in form.fractions:
        value = values[place]
        if isinstance(value, (int, float)):
            values[place] = value + 0.0  # SQLite has no negative zero
    for place in form.blobs:
        value = values[place]
        if isinstance(value, bytes):
            values[place] = sha256(value).hexdigest()
    return repr(values).encode("utf-8", "surrogatepass")


def compact(text: str) -> str:
    """JSON as this program writes it into SQLite."""
    return json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"))


def as_text(values: Sequence[Value]) -> str:
    """A key as a text that ``as_key`` reads."""
    return json.dumps(list(values))


def as_key(text: str) -> Row:
    """The key that such a text is of."""
    return tuple(json.loads(text))


def _number(text: str) -> int | float:
    """PostgreSQL writes 1e16 as 10000000000000000, which is the same."""
    exact = Decimal(text)
    return int(exact) if exact == exact.to_integral_value() else float(text)


_NUMBERS = json.JSONDecoder(parse_float=_number, strict=False)
_SORTED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _kind(column: Column[object]) -> TypeEngine[object]:
    kind = column.type
    return kind.impl_instance if isinstance(kind, TypeDecorator) else kind
