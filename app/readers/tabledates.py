"""Dates in tables, where the order of day and month is told by the other rows or by nobody.

"03/04/2025" is April in most of the world and March in the United States; it is only read where
other dates of the same column, or the mapping file, tell the order.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.domain.dates import DateBasis, UncertainDate
from app.readers.dating import parse_date

if TYPE_CHECKING:
    from collections.abc import Iterable

_NUMBERS = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?!\d)")


def day_first(values: Iterable[str]) -> bool | None:
    """Whether dates such as 03/04/2025 begin with the day; None where these do not tell."""
    first = second = False
    for value in values:
        match = _NUMBERS.match(value.strip())
        if match:
            first |= int(match.group(1)) > 12
            second |= int(match.group(3)) > 12
    return None if first == second else first


def date_in(words: str, *, day_first: bool | None) -> UncertainDate:
    """The date in a cell, of the basis metadata; the day is that of the time zone it is given in.

    Raises ValueError, with a sentence for people, where there is none, or more than one.
    """
    words = words.strip()
    match = _NUMBERS.match(words)
    if match and day_first is not None:
        day, month = (match.group(1), match.group(3))[:: 1 if day_first else -1]
        found = parse_date(f"{match.group(4)}-{month:0>2}-{day:0>2}", DateBasis.METADATA)
    else:
        found = parse_date(words, DateBasis.METADATA)
    if found.known:
        return found
    if match and day_first is None and max(int(match.group(1)), int(match.group(3))) <= 12:
        raise ValueError(f"Of '{words[:40]}' nobody can tell which is the month.")
    raise ValueError(f"'{words[:40]}' is not a date.")
