"""Lanes: when each of some speakers said what, one lane each, all on one line of time.

Where a lane has room each point is one utterance and leads to its card; where it has not, bars
count them by month and stance, and each stretch of the lane leads to the words of its days. Places
along the line are percentages, so that shapes keep their size on any screen, and none overlap from
_BASIS pixels on. The same stands in a table, by stretches of time.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.views.bands import band_in, days_of
from app.views.choice import COMPARE
from app.views.dates import show_day, show_days
from app.views.line_picture import ORDER
from app.views.links import Link, statement_address
from app.views.months import Bars, bars_of, numbered, tallest_of, width_of
from app.views.stances import StanceView, show_stance
from app.views.timeline import WIDTH, Scale, scale_between

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from app.domain.positions import Stance
    from app.domain.queries import Bands, ComparisonQuery
    from app.domain.records import PlacedRecord, Standing
    from app.views.bands import TimeBand

PITCH = 24  # the room of one shape, and the smallest target (WCAG 2.2, 2.5.8)
_BASIS = 640  # pixels: the narrowest picture, see .lanes svg
_ROWS = 4  # points above one another
_POINTS = 120  # drawn one by one in all lanes together
_STRETCHES = 16  # of a lane that is counted, each wide enough to be pointed at
_TALL = 56  # of a lane that is counted
_HEAD = 22  # of a lane: its name
_FOOT = 8
_AXIS = 24
_LABELS = 8
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
    """A labelled month."""

    x: float
    label: str


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
    placed: dict[str, list[PlacedRecord]] = {one.actor.slug: [] for one in columns}
    for one in line:
        if one.actor in placed:
            placed[one.actor].append(one)
    days = [
        day for found in placed.values() for one in found for day in (one.first, one.last) if day
    ]
    if not days:
        return None
    scale = scale_between(min(days), max(days), _LABELS)
    tallest = tallest_of(month for column in columns for month in column.months)
    frame = _Frame(query, scale, tallest, on_page)
    most = max(1, _POINTS // max(1, len(columns)))
    lanes: list[SpeakerLane] = []
    top = 0
    for column in columns:
        found = placed[column.actor.slug]
        said = _said(found)
        stacked = _stacked(said, scale) if len(said) <= most else None
        if stacked is not None:
            lane = _lane(frame, column, found, stacked, top)
        else:
            lane = _counted_lane(frame, column, found, top)
        lanes.append(lane)
        top = lane.base + _FOOT
    drawn = {one.stance for found in placed.values() for one in _said(found)}
    number = sum(len(found) for found in placed.values())
    return Lanes(
        height=top + _AXIS,
        axis=top,
        marks=tuple(Mark(_percent(tick.x), tick.label) for tick in scale.ticks),
        lanes=tuple(lanes),
        rows=_table(query, placed, bands),
        bar=width_of(scale),
        names=tuple(one.actor.name for one in columns),
        stances=tuple(show_stance(one, 1.0) for one in ORDER if one in drawn),
        summary=(
            f"{number} utterances of {len(columns)} speakers from {show_day(min(days))} to "
            f"{show_day(max(days))}; the table below has the same"
        ),
    )


def _said(found: Iterable[PlacedRecord]) -> list[_Said]:
    """Own positions on known days, the earliest first."""
    said = [
        _Said(one.statement, stance, certain, one.first, one.last, one.guessed)
        for one in found
        if one.first and one.last
        for stance, certain in one.stances
    ]
    return sorted(said, key=lambda one: (one.first, one.last, one.statement))


def _lane(
    frame: _Frame,
    column: Standing,
    found: Iterable[PlacedRecord],
    stacked: Sequence[tuple[_Said, int]],
    top: int,
) -> SpeakerLane:
    """A lane with a point for each own position."""
    rows = max((row for _, row in stacked), default=0) + 1
    base = top + _HEAD + rows * PITCH
    return SpeakerLane(
        name=column.actor.name,
        y=top + 15,
        top=top + _HEAD,
        base=base,
        points=tuple(_point(frame, one, row, base) for one, row in stacked),
        bars=(),
        parts=(),
        apart=_apart(found),
    )


def _counted_lane(
    frame: _Frame, column: Standing, found: Sequence[PlacedRecord], top: int
) -> SpeakerLane:
    """A lane with bars."""
    own = replace(frame.query, actors=(column.actor.slug,))
    return SpeakerLane(
        name=column.actor.name,
        y=top + 15,
        top=top + _HEAD,
        base=top + _HEAD + _TALL,
        points=(),
        bars=bars_of(column.months, frame.scale, frame.tallest),
        parts=tuple(_parts(own, _said(found), frame.scale)),
        apart=_apart(found),
    )


def _apart(found: Iterable[PlacedRecord]) -> str:
    """What is not drawn: '2 of no known day, 1 second-hand only'; empty when all is."""
    undated = second = 0
    for one in found:
        if not one.stances and one.second_hand:
            second += 1
        elif one.first is None:
            undated += 1
    parts = [f"{undated} of no known day"] if undated else []
    if second:
        parts.append(f"{second} second-hand only")
    return ", ".join(parts)


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


def _parts(own: ComparisonQuery, said: Iterable[_Said], scale: Scale) -> Iterable[Part]:
    """The stretches of a lane in which something was said, each with what it leads to."""
    days = max(1, (scale.last - scale.first).days)
    found: dict[int, list[_Said]] = defaultdict(list)
    for one in said:
        middle = (one.first.toordinal() + one.last.toordinal()) / 2 - scale.first.toordinal()
        found[min(_STRETCHES - 1, int(middle / days * _STRETCHES))].append(one)
    for number, some in sorted(found.items()):
        first, last = min(one.first for one in some), max(one.last for one in some)
        begin, end = _within(own, first, last)
        left, right = (
            _percent(scale.x(scale.first.toordinal() + place / _STRETCHES * days))
            for place in (number, number + 1)
        )
        yield Part(
            x=left,
            width=round(right - left, 1),
            label=f"{show_days(first, last)}: {_counts(some)}",
            address=replace(own, first=begin, last=end).address(COMPARE),
        )


def _counts(some: Iterable[_Said]) -> str:
    """Positions counted: 'supports 3, opposes 1 uncertain'."""
    counts = Counter((one.stance, one.certain) for one in some)
    return ", ".join(
        numbered(stance, counts[stance, True], counts[stance, False])
        for stance in ORDER
        if counts[stance, True] + counts[stance, False]
    )


def _within(own: ComparisonQuery, first: date, last: date) -> tuple[date, date]:
    """The days of a stretch, none of them outside the range that is chosen."""
    return max(first, own.first or first), min(last, own.last or last)


def _table(
    query: ComparisonQuery, placed: Mapping[str, Iterable[PlacedRecord]], bands: Bands
) -> tuple[TableRow, ...]:
    """The same by stretches of time, the latest first."""
    found: dict[TimeBand, dict[str, list[_Said]]] = defaultdict(lambda: defaultdict(list))
    for slug, some in placed.items():
        for one in _said(some):
            band = band_in(one.first, one.last, bands)
            if band is not None:
                found[band][slug].append(one)
    return tuple(
        TableRow(
            band.heading,
            tuple(
                _cell(replace(query, actors=(slug,)), days_of(band, bands), found[band].get(slug))
                for slug in placed
            ),
        )
        for band in sorted(found, reverse=True)
    )


def _cell(
    own: ComparisonQuery, days: tuple[date, date] | None, some: Sequence[_Said] | None
) -> Link | None:
    if not some:
        return None
    first, last = _within(own, *days) if days else (own.first, own.last)
    return Link(replace(own, first=first, last=last).address(COMPARE), _counts(some))
