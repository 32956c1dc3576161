"""Strip: when an actor said which thing, as shapes on a line of time; the server draws it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.views.dates import show_days
from app.views.links import statement_address
from app.views.stances import StanceView, show_stance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.records import PlacedRecord, StatementRecord

WIDTH = 320
_MARGIN = 8
_STEP = 15  # one shape is 14 high
_HEIGHT_MIN = 20
_LETTER = 7.5  # the most that one of a label takes, on the narrowest phone
_STACK_MAX = 4  # more of one day are named in the title of the last shape


@dataclass(frozen=True, slots=True)
class Point:
    """One shape: where it stands, which way, what it says, where it leads."""

    x: float
    y: float
    stance: StanceView
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Tick:
    """The beginning of a month or a year; its label stands behind it, or before it at the end.

    The label is empty where it has no room.
    """

    x: float
    label: str
    before: bool = False


@dataclass(frozen=True, slots=True)
class Strip:
    """One actor's line."""

    height: int
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """The days from ``first`` to ``last`` laid out over WIDTH."""

    first: date
    last: date
    ticks: tuple[Tick, ...]

    def x(self, day: float) -> float:
        """Where a day (its ordinal) stands."""
        days = max(1, self.last.toordinal() - self.first.toordinal())
        share = (day - self.first.toordinal()) / days
        return round(_MARGIN + share * (WIDTH - 2 * _MARGIN), 1)


def scale_of(statements: Iterable[StatementRecord], labels: int = 6) -> Scale | None:
    """The scale that holds every dated statement, from month to month; None without any.

    At most about ``labels`` ticks: every month, quarter, year or several years.
    """
    dates = [statement.said_on for statement in statements]
    firsts = [when.first for when in dates if when.first]
    lasts = [when.last for when in dates if when.last]
    return scale_between(min(firsts), max(lasts), labels) if firsts else None


def scale_between(earliest: date, latest: date, labels: int = 6) -> Scale:
    """The scale that holds all days between two, with at most about ``labels`` ticks."""
    first, last = earliest.replace(day=1), _next_month(latest)
    bare = Scale(first, last, ())
    months = _months(first, last)
    every = next((n for n in (1, 2, 3, 6, 12, 24, 60, 120) if len(months) <= labels * n), 1200)
    ticks: list[Tick] = []
    free = 0.0
    for index, month in enumerate(months[::every]):
        label = _label(month, with_year=index == 0 or month.month <= every)
        x, width = bare.x(month.toordinal()), len(label) * _LETTER
        before = x + width > WIDTH
        shown = not before or x - width >= free
        ticks.append(Tick(x, label if shown else "", before=before))
        free = x + width
    return Scale(first, last, tuple(ticks))


def _label(month: date, *, with_year: bool) -> str:
    """A month in few letters, with the year where it is new: 'Feb 2025', 'Apr'."""
    name = "JanFebMarAprMayJunJulAugSepOctNovDec"[month.month * 3 - 3 : month.month * 3]
    return f"{name} {month.year}" if with_year else name


def strip_of(line: Iterable[PlacedRecord], scale: Scale) -> Strip:
    """One actor's own positions on the line, stacked where they fall on the same place."""
    stacks: dict[float, list[Point]] = defaultdict(list)
    for one in line:
        if one.first is None or one.last is None:
            continue
        x = scale.x((one.first.toordinal() + one.last.toordinal()) / 2)
        near = next((other for other in stacks if abs(other - x) < _STEP - 4), x)
        for taken, certain in one.stances:
            if len(stacks[near]) >= _STACK_MAX:
                continue
            stance = show_stance(taken, float(certain))
            day = f"{show_days(one.first, one.last)}{'?' if one.guessed else ''}"
            y = len(stacks[near]) * _STEP
            label = f"{day}: {stance.word}"
            stacks[near].append(Point(near, y, stance, label, statement_address(one.statement)))
    height = max((len(stack) * _STEP for stack in stacks.values()), default=0)
    return Strip(
        max(_HEIGHT_MIN, height + 4), tuple(point for stack in stacks.values() for point in stack)
    )


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1) if day.year < 9999 else day


def _months(first: date, last: date) -> list[date]:
    months = []
    while first < last:
        months.append(first)
        following = _next_month(first)
        if following == first:
            break
        first = following
    return months
