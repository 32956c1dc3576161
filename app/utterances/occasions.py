"""When something may have been said, as far as that decides whether two reports are of one time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.domain.utterances import Occasion

if TYPE_CHECKING:
    from app.domain.dates import UncertainDate

# Of a report that tells no day: so many days before the day of its publication.
_BEFORE = timedelta(days=7)
# A date no more exact than this tells no day.
_WIDEST = timedelta(days=10)


def occasion_of(said_on: UncertainDate, published: UncertainDate) -> Occasion | None:
    """The days on which a statement may have been said; None when neither date is known.

    Where the report tells no day, or no more than a month, it is the week before its publication:
    news is new. A guessed day may be a day off.
    """
    if said_on.first and said_on.last and said_on.last - said_on.first <= _WIDEST:
        if said_on.guessed:
            return Occasion(_moved(said_on.first, -1), _moved(said_on.last, 1))
        return Occasion(said_on.first, said_on.last)
    if published.first and published.last and published.last - published.first <= _WIDEST:
        first, last = _moved(published.first, -_BEFORE.days), published.last
        if said_on.first and said_on.last:  # "in March": not outside of it
            first, last = max(first, said_on.first), min(last, said_on.last)
        return Occasion(first, last, told=False) if first <= last else None
    return None


def _moved(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return day
