"""Lanes: when each of some speakers said what, one lane each, all on one line of time.

Where a lane has room each point is one utterance and leads to its card; where it has not, bars
count them by month and stance, and each stretch of the lane leads to the words of its days. Places
along the line are percentages, so that shapes keep their size on any screen, and none overlap from
_BASIS pixels on. The same stands in a table, by stretches of time.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from app.domain.placed import PlacedLine
from app.views.bands import days_of
from app.views.choice import COMPARE
from app.views.dates import show_day, show_days
from app.views.line_picture import ORDER
from app.views.links import Link, statement_address
from app.views.months import Bars, bars_of, numbered, tallest_of, width_of
from app.views.stances import StanceView, show_stance
from app.views.stretches import Taken, bands_of, ends_of, of_stance
from app.views.timeline import WIDTH, Scale, scale_between

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from app.domain.placed import Bools, Ints
    from app.domain.positions import Stance
    from app.domain.queries import Bands, ComparisonQuery
    from app.domain.records import PlacedRecord, Standing
    from app.views.bands import TimeBand

PITCH = 24  # the room of one shape, and the smallest target (WCAG 2.2, 2.5.8)
_BASIS = 288  # pixels: the picture on the narrowest phone, see .lanes-box
_ROWS = 6  # points above one another
_POINTS = 120  # drawn one by one in all lanes together
_STRETCHES = 11  # of a lane that is counted, each wide enough to be pointed at
_TALL = 56  # of a lane that is counted
_HEAD = 22  # of a lane: its name
_LINE = 15  # and what is not drawn, under it
_FOOT = 8
_AXIS = 24
_LABELS = 5
_NEVER = date.max.toordinal()
_WIDE = 60  # pixels: a longer range takes a row of its own


@dataclass(frozen=True, slots=True)
class Point:
    """A shape: ``x`` in percent, ``y`` in pixels, both of its middle.

    A bar covers the days on which it may have been said.
    """

    x: float
    y: int
    stance: StanceView
    label: str
    address: str
    bar: tuple[float, float] | None = None  # where it begins, how long it is, in percent


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a lane that is counted: where it begins and how long it is, in percent."""

    x: float
    width: float
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class SpeakerLane:
    """The points of one speaker, or bars and the parts that lead to the words behind them.

    ``apart`` says what cannot be drawn.
    """

    name: str
    y: int  # of its name
    top: int  # of what is drawn
    base: int
    points: tuple[Point, ...]
    bars: tuple[Bars, ...]
    parts: tuple[Part, ...]
    apart: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A month; its label stands behind its line or ``before`` it, and is empty without room."""

    x: float
    label: str
    before: bool


@dataclass(frozen=True, slots=True)
class TableRow:
    """A stretch of time; a cell counts what one speaker said in it, and leads there."""

    heading: str
    cells: tuple[Link | None, ...]


@dataclass(frozen=True, slots=True)
class Lanes:
    """The picture and the table that says the same."""

    height: int
    axis: int
    marks: tuple[Mark, ...]
    lanes: tuple[SpeakerLane, ...]
    rows: tuple[TableRow, ...]
    names: tuple[str, ...]
    stances: tuple[StanceView, ...]  # that are drawn
    summary: str
    bar: float  # how wide a month's bar is

    @property
    def counted(self) -> bool:
        """Whether any lane is counted."""
        return any(lane.parts for lane in self.lanes)

    @property
    def single(self) -> bool:
        """Whether any lane has a point for each utterance."""
        return any(lane.points for lane in self.lanes)


@dataclass(frozen=True, slots=True)
class _Said:
    """One own position of an utterance, with its days."""

    statement: str
    stance: Stance
    certain: bool
    first: date
    last: date
    guessed: bool


@dataclass(frozen=True, slots=True)
class _Frame:
    """What all lanes have in common."""

    query: ComparisonQuery
    scale: Scale
    tallest: int  # utterances of the longest bar
    on_page: Collection[str]  # ids of cards


def show_lanes(
    query: ComparisonQuery,
    columns: Sequence[Standing],
    line: Iterable[PlacedRecord],
    bands: Bands,
    on_page: Collection[str],
) -> Lanes | None:
    """The timeline of these columns; None where no day is known. ``on_page`` are ids of cards."""
    placed = PlacedLine.of(line).of_actors([one.actor.slug for one in columns])
    number = len(columns)
    known = placed.first > 0
    if not known.any():
        return None
    first, last = (
        date.fromordinal(int(day))
        for day in (np.min(placed.first, where=known, initial=_NEVER), placed.last.max())
    )
    scale = scale_between(first, last, _LABELS)
    tallest = tallest_of(month for column in columns for month in column.months)
    frame = _Frame(query, scale, tallest, on_page)
    own = Taken(placed)
    table, totals = _table(query, placed, own, bands)
    apart = _apart(placed, known)
    most = max(1, _POINTS // max(1, number))
    parts = _parts(query, placed, own, scale)
    lanes: list[SpeakerLane] = []
    top = 0
    for code, column in enumerate(columns):
        few = int(totals[code].sum()) <= most
        said = _said(placed, own.places[own.speaker == code]) if few else []
        stacked = _stacked(said, scale) if few else None
        if stacked is not None:
            lane = _lane(frame, column, apart[code], stacked, top)
        else:
            lane = _counted_lane(frame, column, apart[code], parts(code), top)
        lanes.append(lane)
        top = lane.base + _FOOT
    drawn = totals.sum(axis=0)
    return Lanes(
        height=top + _AXIS,
        axis=top,
        marks=tuple(Mark(_percent(tick.x), tick.label, tick.before) for tick in scale.ticks),
        lanes=tuple(lanes),
        rows=table,
        bar=width_of(scale),
        names=tuple(one.actor.name for one in columns),
        stances=tuple(show_stance(one, 1.0) for one in ORDER if any(of_stance(drawn, one))),
        summary=(
            f"{len(placed)} utterances of {number} speakers from {show_day(first)} to "
            f"{show_day(last)}; the table below has the same"
        ),
    )


def _said(line: PlacedLine, places: Ints) -> list[_Said]:
    """Own positions on known days, the earliest first."""
    said = [
        _Said(one.statement, stance, certain, one.first, one.last, one.guessed)
        for one in map(line.record, places.tolist())
        if one.first and one.last
        for stance, certain in one.stances
    ]
    return sorted(said, key=lambda one: (one.first, one.last, one.statement))


def _lane(
    frame: _Frame,
    column: Standing,
    apart: str,
    stacked: Sequence[tuple[_Said, int]],
    top: int,
) -> SpeakerLane:
    """A lane with a point for each own position."""
    rows = max((row for _, row in stacked), default=0) + 1
    drawn = top + _HEAD + (_LINE if apart else 0)
    base = drawn + rows * PITCH
    return SpeakerLane(
        name=column.actor.name,
        y=top + _LINE,
        top=drawn,
        base=base,
        points=tuple(_point(frame, one, row, base) for one, row in stacked),
        bars=(),
        parts=(),
        apart=apart,
    )


def _counted_lane(
    frame: _Frame, column: Standing, apart: str, parts: Iterable[Part], top: int
) -> SpeakerLane:
    """A lane with bars."""
    drawn = top + _HEAD + (_LINE if apart else 0)
    return SpeakerLane(
        name=column.actor.name,
        y=top + _LINE,
        top=drawn,
        base=drawn + _TALL,
        points=(),
        bars=bars_of(column.months, frame.scale, frame.tallest),
        parts=tuple(parts),
        apart=apart,
    )


def _apart(line: PlacedLine, known: Bools) -> list[str]:
    """What of each is not drawn: '2 without a day, 1 second-hand only'; empty when all is."""
    second = line.second_hand & (line.certain == 0) & (line.uncertain == 0)
    unknown, only = (
        np.bincount(line.speaker[some], minlength=len(line.actors))
        for some in (~known & ~second, second)
    )
    return [
        ", ".join(
            ([f"{undated:,} without a day"] if undated else [])
            + ([f"{number:,} second-hand only"] if number else [])
        )
        for undated, number in zip(unknown.tolist(), only.tolist(), strict=True)
    ]


def _stacked(said: Sequence[_Said], scale: Scale) -> list[tuple[_Said, int]] | None:
    """Each with its row, from 0 at the bottom; None when there is no room for all."""
    rows: list[list[tuple[float, float]]] = []
    found: list[tuple[_Said, int]] = []
    for one in sorted(said, key=lambda one: (_span(one, scale) > _WIDE, one.first, one.statement)):
        begin, end = _room(one, scale)
        free = (
            number
            for number, row in enumerate(rows)
            if all(end <= other or begin >= stop for other, stop in row)
        )
        row = next(free, len(rows))
        if row >= _ROWS:
            return None
        if row == len(rows):
            rows.append([])
        rows[row].append((begin, end))
        found.append((one, row))
    return sorted(found, key=lambda pair: (pair[0].first, pair[0].last, pair[0].statement))


def _span(one: _Said, scale: Scale) -> float:
    return (_x(one.last, scale) - _x(one.first, scale)) * _BASIS / 100


def _room(one: _Said, scale: Scale) -> tuple[float, float]:
    """The pixels that a shape and its bar take in the narrowest picture."""
    first, last = _x(one.first, scale), _x(one.last, scale)
    middle = (first + last) / 2 * _BASIS / 100
    return (
        min(middle - PITCH / 2, first * _BASIS / 100),
        max(middle + PITCH / 2, last * _BASIS / 100),
    )


def _x(day: date, scale: Scale) -> float:
    return _percent(scale.x(day.toordinal()))


def _percent(x: float) -> float:
    return round(x / WIDTH * 100, 1)


def _point(frame: _Frame, one: _Said, row: int, base: int) -> Point:
    first, last = _x(one.first, frame.scale), _x(one.last, frame.scale)
    here = one.statement in frame.on_page
    stance = show_stance(one.stance, 1.0 if one.certain else 0.0)
    guess = "?" if one.guessed else ""
    return Point(
        x=round((first + last) / 2, 1),
        y=base - row * PITCH - PITCH // 2,
        stance=stance,
        label=f"{show_days(one.first, one.last)}{guess}: {stance.word}",
        address=f"#c-{one.statement}" if here else statement_address(one.statement),
        bar=(first, round(last - first, 1)) if last > first else None,
    )


def _parts(
    query: ComparisonQuery, line: PlacedLine, own: Taken, scale: Scale
) -> Callable[[int], Iterable[Part]]:
    """What gives the stretches of a lane in which something was said, and what each leads to."""
    days = max(1, (scale.last - scale.first).days)
    middle = (own.first + own.last) / 2 - scale.first.toordinal()
    stretch = np.minimum(_STRETCHES - 1, (middle / days * _STRETCHES).astype(np.int64))
    codes = own.speaker * _STRETCHES + stretch
    number = len(line.actors) * _STRETCHES
    counts = own.counted(codes, number).tolist()
    earliest = ends_of(codes, own.first, number)[0].tolist()
    latest = ends_of(codes, own.last, number)[1].tolist()
    begin = scale.first.toordinal()
    edges = [
        _percent(scale.x(begin + place / _STRETCHES * days)) for place in range(_STRETCHES + 1)
    ]

    def parts(speaker: int) -> Iterable[Part]:
        alone = replace(query, actors=(line.actors[speaker],))
        address = alone.between(COMPARE)
        for place in range(_STRETCHES):
            code = speaker * _STRETCHES + place
            if not latest[code]:
                continue
            begins, ends = date.fromordinal(earliest[code]), date.fromordinal(latest[code])
            left, right = edges[place], edges[place + 1]
            yield Part(
                x=left,
                width=round(right - left, 1),
                label=f"{show_days(begins, ends)}: {_counts(tuple(counts[code]))}",
                address=address(*_within(alone, begins, ends)),
            )

    return parts


@lru_cache(maxsize=4_096)  # a page has some hundred of them, most of few and small numbers
def _counts(counts: tuple[int, ...]) -> str:
    """Positions counted: 'supports 3, opposes 1 uncertain'."""
    return ", ".join(
        numbered(stance, certain, uncertain)
        for stance in ORDER
        for certain, uncertain in (of_stance(counts, stance),)
        if certain + uncertain
    )


def _within(own: ComparisonQuery, first: date, last: date) -> tuple[date, date]:
    """The days of a stretch, none of them outside the range that is chosen."""
    return max(first, own.first or first), min(last, own.last or last)


def _table(
    query: ComparisonQuery, line: PlacedLine, own: Taken, bands: Bands
) -> tuple[tuple[TableRow, ...], Ints]:
    """The same by stretches of time, the latest first; and how much each takes of each stance."""
    codes, found = bands_of(own.first, own.last, bands)
    width, speakers = len(found), len(line.actors)
    counts = own.counted(own.speaker * width + codes, speakers * width)
    totals = counts.reshape(speakers, width, counts.shape[1]).sum(axis=1)
    counted = counts.tolist()
    places: dict[TimeBand, list[int]] = defaultdict(list)
    for code, band in enumerate(found):
        places[band].append(code)
    alone = [replace(query, actors=(slug,)) for slug in line.actors]
    addresses = [one.between(COMPARE) for one in alone]
    rows = []
    for band in sorted(places, reverse=True):
        days = days_of(band, bands)
        cells: list[Link | None] = []
        for speaker, choice in enumerate(alone):
            rows_of_band = [counted[speaker * width + code] for code in places[band]]
            some = tuple(map(sum, zip(*rows_of_band, strict=True)))
            if not any(some):
                cells.append(None)
                continue
            first, last = _within(choice, *days) if days else (choice.first, choice.last)
            cells.append(Link(addresses[speaker](first, last), _counts(some)))
        rows.append(TableRow(band.heading, tuple(cells)))
    return tuple(rows), totals
