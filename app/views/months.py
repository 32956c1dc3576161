"""Bars: how often each stance was taken in each month, as upright lines on a line of time.

Upward for it, downward against it; close to the line what is neither: above it conditional, below
it noncommittal. So a change of position is seen without colour.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from app.domain.positions import Stance
from app.views.dates import show_month
from app.views.wording import STANCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from app.domain.records import MonthCount
    from app.views.timeline import Scale

HEIGHT = 40
# From the top: where a stance's bars begin, in which direction, how long they are at most.
_LANES = {
    Stance.SUPPORTS: (14.0, -1, 13),
    Stance.CONDITIONAL: (19.0, -1, 4),
    Stance.NONCOMMITTAL: (21.0, 1, 4),
    Stance.OPPOSES: (26.0, 1, 13),
}
_LEAST = 2.0  # one utterance has to be seen
_WIDEST = 12.0
_SHARE = 0.7  # of a month's room
_BY_YEAR = 12  # more months than this are told by year


@dataclass(frozen=True, slots=True)
class Bars:
    """The months of one stance, surely or not surely taken, as the path of its bars."""

    key: str
    certain: bool
    path: str


def tallest_of(months: Iterable[MonthCount]) -> int:
    """The most utterances of one stance in one month: a bar of full length."""
    return max((one.certain + one.uncertain for one in months), default=1)


def width_of(scale: Scale) -> float:
    """How wide a month's bar is, in the units of the scale."""
    month = scale.x(scale.first.toordinal() + 30) - scale.x(scale.first.toordinal())
    return round(max(1.0, min(_WIDEST, month * _SHARE)), 1)


def bars_of(months: Iterable[MonthCount], scale: Scale, tallest: int) -> tuple[Bars, ...]:
    """The bars of one actor; an uncertain part stands at the end of its bar."""
    paths: dict[tuple[Stance, bool], list[str]] = defaultdict(list)
    places: dict[date, str] = {}
    for month, stance, *numbers in months:
        x = places.get(month)
        if x is None:
            x = places[month] = f"M{scale.x(month.toordinal() + 14):.0f} "
        for certain, bar in _bar(stance, *numbers, tallest):
            paths[stance, certain].append(x + bar)
    return tuple(
        Bars(stance.value, certain, "".join(path)) for (stance, certain), path in paths.items()
    )


@lru_cache(maxsize=16_384)  # a page has some hundred of them, of few and small numbers
def _bar(
    stance: Stance, certain: int, uncertain: int, tallest: int
) -> tuple[tuple[bool, str], ...]:
    """The bar of a month: its parts, certain or not, as what follows the place in a path."""
    if stance not in _LANES:
        return ()
    start, direction, room = _LANES[stance]
    total = certain + uncertain
    whole = max(_LEAST * bool(certain) + _LEAST * bool(uncertain), room * total / tallest)
    parts = []
    for number, sure in ((certain, True), (uncertain, False)):
        if number:
            long = direction * max(_LEAST, min(whole, room) * number / total)
            parts.append((sure, f"{start:.3g}v{long:.2g}"))
            start += long
    return tuple(parts)


def months_told(months: Sequence[MonthCount]) -> str:
    """The bars in words: 'Feb 2025: opposes 3; Mar 2025: supports 1 and 1 uncertain'."""
    by_year = len({one.month for one in months}) > _BY_YEAR
    found: dict[tuple[int, int], dict[Stance, list[int]]] = defaultdict(dict)
    for one in months:
        when = (one.month.year, 0 if by_year else one.month.month)
        numbers = found[when].setdefault(one.stance, [0, 0])
        numbers[0] += one.certain
        numbers[1] += one.uncertain
    return "; ".join(
        f"{show_month(year, month) if month else year}: "
        + ", ".join(numbered(stance, *numbers) for stance, numbers in stances.items())
        for (year, month), stances in found.items()
    )


def numbered(stance: Stance, certain: int, uncertain: int) -> str:
    """'opposes 3', 'opposes 3 and 1 uncertain', 'opposes 1 uncertain'."""
    if not uncertain:
        return f"{STANCE[stance]} {certain}"
    apart = f"{uncertain} uncertain"
    return f"{STANCE[stance]} {certain} and {apart}" if certain else f"{STANCE[stance]} {apart}"
