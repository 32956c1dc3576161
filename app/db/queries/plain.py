"""Columns read as the driver gives them, and what their values mean.

A page reads thousands of cells; SQLAlchemy's own conversions cost more than the query. Each of
these conversions is made once for each different value, where values repeat.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from json import JSONDecoder
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, String, bindparam, type_coerce

from app.domain.dates import UNKNOWN_DATE, DateBasis, UncertainDate
from app.domain.records import OutletRef
from app.domain.spans import Span

if TYPE_CHECKING:
    from sqlalchemy import Row, Select, SQLColumnExpression
    from sqlalchemy.orm import Session

_decoded = JSONDecoder().raw_decode
_BASES = {basis.value: basis for basis in DateBasis}


def read(
    session: Session, chosen: Select[*tuple[Any, ...]], **values: object
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The rows of a select of columns, without the session's own work on each.

    A select that is made once, with ``values`` for its parameters, costs least: what is known of
    its columns holds for all its results.
    """
    if session.autoflush:
        session.flush()  # as the session itself would before it reads
    return session.connection().execute(chosen, values).all()


class ByNumber:
    """A select by a column of numbers: made once for some of them, else by a select of them."""

    def __init__(self, chosen: Select[*tuple[Any, ...]], column: SQLColumnExpression[int]) -> None:
        self._chosen, self._column = chosen, column
        self._some = chosen.where(column.in_(bindparam("numbers", expanding=True)))

    def read(
        self, session: Session, numbers: Select[*tuple[Any, ...]] | Sequence[int]
    ) -> Sequence[Row[*tuple[Any, ...]]]:
        """The rows of which the column has one of these numbers."""
        if isinstance(numbers, Sequence):
            return read(session, self._some, numbers=numbers)
        return read(session, self._chosen.where(self._column.in_(numbers)))


def number(column: SQLColumnExpression[Any]) -> SQLColumnExpression[int]:
    """An id as the number that the database has (app/domain/ids.py)."""
    return type_coerce(column, BigInteger)


def plain(column: SQLColumnExpression[Any]) -> SQLColumnExpression[Any]:
    """A day, a value of an enumeration or JSON as the driver gives it."""
    return type_coerce(column, String)


def dated(
    edtf: SQLColumnExpression[str | None],
    first: SQLColumnExpression[date | None],
    last: SQLColumnExpression[date | None],
    basis: SQLColumnExpression[DateBasis],
) -> tuple[SQLColumnExpression[Any], ...]:
    """The four columns of a date, for ``when``."""
    return edtf, plain(first), plain(last), plain(basis)


@lru_cache(maxsize=16_384)
def when(edtf: str | None, first: object, last: object, basis: str) -> UncertainDate:
    """The date that four columns tell."""
    known = _BASES[basis]
    if edtf is None and first is None and last is None and known is UNKNOWN_DATE.basis:
        return UNKNOWN_DATE
    return UncertainDate(edtf, day(first), day(last), known)


def day(value: object) -> date | None:
    """A day: SQLite gives it as text, PostgreSQL as a date."""
    if value is None or isinstance(value, date):
        return value
    return date.fromisoformat(str(value))


def values(given: object) -> list[Any]:
    """A list in JSON: SQLite gives it as text, PostgreSQL as a list."""
    if isinstance(given, list):
        return given
    found: list[Any] = [] if given == "[]" else _decoded(str(given))[0]
    return found


def span(start: int | None, end: int | None) -> Span | None:
    """The span between two ends, if there is one."""
    return None if start is None or end is None else Span(start, end)


@lru_cache(maxsize=4096)
def outlet(slug: str, name: str) -> OutletRef:
    """Just enough of an outlet; the same for the same."""
    return OutletRef(slug, name)
