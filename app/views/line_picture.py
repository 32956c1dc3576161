"""Pictures of a line: on a wide screen and on paper time runs to the right, on a phone downward.

Each position is a shape that leads to its row in the table. In the wide picture places along the
line are percentages, so that shapes and letters keep their size on any screen, and no two shapes
overlap from _BASIS pixels on.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.positions import Stance
from app.views.dates import Band, band_of
from app.views.stances import StanceView, show_stance
from app.views.timeline import WIDTH, Scale, scale_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.views.line_entries import LineEntry

# For it on top, against it below, and what was not read to the end under all.
ORDER = (
    Stance.SUPPORTS,
    Stance.CONDITIONAL,
    Stance.NONCOMMITTAL,
    Stance.OPPOSES,
    Stance.UNDETERMINED,
)
_PITCH = 24  # the room of one shape, and the smallest target (WCAG 2.2, 2.5.8)
_HALF = _PITCH // 2
_BASIS = 960  # the narrowest screen on which the wide picture is shown
_LABELS = 12  # of months that fit side by side
_ROWS = 7  # shapes above one another; what more there is is counted
_MORE = 54  # pixels: what is left over nearer than that is counted together
_HEAD = 24  # of a lane: its word
_FOOT = 6
_AXIS = 26
_WIDE_DATE = 60  # pixels: a bar longer than that goes above those with a day
_PHONE = 280  # pixels that the picture has on the narrowest phone
_PHONE_ROWS = 4
_PHONE_HEAD = 60
_PHONE_HEADS = 3  # words of columns stand on so many lines, so that they do not run together
_BAND_HEAD = 20
_GAP = 22
_NUMBER = (22, 19)  # the room of the number of a possible change
_MONTH = (6, 20, 34)  # percent: where the words of a month stand on a phone
_SHARES = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9)  # of its line, where the number may stand


@dataclass(frozen=True, slots=True)
class Mark:
    """A shape: ``x`` in percent, ``y`` in pixels, both of its middle.

    A bar covers the days on which it may have been said. With ``more`` it stands for so many
    positions for which there is no room.
    """

    x: float
    y: int
    stance: StanceView
    label: str
    address: str
    bar: tuple[float, float] | None = None  # where it begins, how long it is, in percent
    more: int = 0


@dataclass(frozen=True, slots=True)
class Lane:
    """The marks of one stance."""

    stance: StanceView
    number: int
    uncertain: int
    x: float  # of its word
    y: int  # of the line on which it stands, or of its word
    base: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Joint:
    """The thin line of a possible change, between two marks; its number stands at ``x``, ``y``."""

    number: int
    label: str
    start: Mark
    end: Mark
    x: float
    y: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A month that is labelled; the first of a year stands out."""

    x: float
    label: str
    year: bool


@dataclass(frozen=True, slots=True)
class WidePicture:
    """Time to the right, one lane per stance."""

    height: int
    axis: int
    grid: tuple[Grid, ...]
    lanes: tuple[Lane, ...]
    joints: tuple[Joint, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A month of the phone's picture, or a time without any position."""

    y: int
    text: str
    silent: bool


@dataclass(frozen=True, slots=True)
class TallPicture:
    """Time downward by month, one column per stance."""

    height: int
    lanes: tuple[Lane, ...]
    stretches: tuple[Stretch, ...]
    marks: tuple[Mark, ...]
    joints: tuple[Joint, ...]


# A possible change: its words, and the ids of the positions before and after.
Join = tuple[str, str, str]


def wide_picture(entries: Sequence[LineEntry], joins: Sequence[Join]) -> WidePicture | None:
    """The wide picture of the dated positions; None without any."""
    dated = [entry for entry in entries if entry.days]
    scale = scale_of(
        (replace(entry.statement, said_on=entry.said_on) for entry in dated), labels=_LABELS
    )
    if scale is None:
        return None
    ends = {end for _, before, after in joins for end in (before, after)}
    by_stance = _by_stance(dated)
    lanes: list[Lane] = []
    marks: dict[str, Mark] = {}
    top = 0
    for stance in ORDER:
        found = by_stance.get(stance, [])
        if stance is Stance.UNDETERMINED and not found:
            continue
        placed, left, rows = _stacked(found, scale, ends)
        base = top + _HEAD + max(1, rows) * _PITCH
        here = {entry.id: _wide_mark(entry, scale, base, row) for entry, row in placed}
        marks |= here
        drawn = (*here.values(), *_left_over(left, scale, base))
        lanes.append(
            Lane(show_stance(stance, 1.0), len(found), _uncertain(found), 0, top, base, drawn)
        )
        top = base + _FOOT
    grid = tuple(Grid(_percent(tick.x), tick.label, " " in tick.label) for tick in scale.ticks)
    counted = [mark for lane in lanes for mark in lane.marks if mark.more]
    joints = _joints(joins, marks, counted, _BASIS)
    return WidePicture(top + _AXIS, top, grid, tuple(lanes), joints)


def _stacked(
    entries: Sequence[LineEntry], scale: Scale, ends: set[str]
) -> tuple[list[tuple[LineEntry, int]], list[LineEntry], int]:
    """Each entry with its row, those for which there is none, and how many rows are taken.

    Those that a possible change joins find room first, those with the widest dates last.
    """
    rows: list[list[tuple[float, float]]] = []
    placed, left = [], []

    def urgency(entry: LineEntry) -> tuple[bool, bool, float]:
        begin, end = _room(entry, scale)
        return entry.id not in ends, end - begin > _WIDE_DATE, begin

    for entry in sorted(entries, key=urgency):
        begin, end = _room(entry, scale)
        free = (
            number
            for number, row in enumerate(rows)
            if all(end <= other or begin >= stop for other, stop in row)
        )
        row = next(free, len(rows))
        if row >= _ROWS:
            left.append(entry)
            continue
        if row == len(rows):
            rows.append([])
        rows[row].append((begin, end))
        placed.append((entry, row))
    placed.sort(key=lambda found: _room(found[0], scale))  # the order in which keys go through
    return placed, sorted(left, key=lambda entry: _room(entry, scale)), len(rows) + bool(left)


def _room(entry: LineEntry, scale: Scale) -> tuple[float, float]:
    """The pixels that a shape and its bar take on the narrowest wide screen."""
    first, last = _ends(entry, scale)
    middle = (first + last) / 2 * _BASIS / 100
    return (
        min(middle - _HALF, first * _BASIS / 100),
        max(middle + _HALF, last * _BASIS / 100),
    )


def _ends(entry: LineEntry, scale: Scale) -> tuple[float, float]:
    """Where the first and the last day of a position stand, in percent."""
    first, last = entry.days or (scale.first, scale.last)
    return _percent(scale.x(first.toordinal())), _percent(scale.x(last.toordinal()))


def _percent(x: float) -> float:
    return round(x / WIDTH * 100, 2)


def _wide_mark(entry: LineEntry, scale: Scale, base: int, row: int) -> Mark:
    first, last = _ends(entry, scale)
    return Mark(
        x=round((first + last) / 2, 2),
        y=base - row * _PITCH - _HALF,
        stance=entry.stance,
        label=entry.label,
        address=f"#{entry.id}",
        bar=(first, round(last - first, 2)) if last > first else None,
    )


def _left_over(entries: Sequence[LineEntry], scale: Scale, base: int) -> list[Mark]:
    """One mark for those that lie together; it leads to the first of them."""
    gathered: list[list[LineEntry]] = []
    places = {entry.id: _wide_mark(entry, scale, base, _ROWS).x for entry in entries}
    for entry in sorted(entries, key=lambda one: (places[one.id], one.id)):
        near = gathered and places[entry.id] - places[gathered[-1][0].id] < _MORE * 100 / _BASIS
        if near:
            gathered[-1].append(entry)
        else:
            gathered.append([entry])
    return [
        Mark(
            x=places[group[0].id],
            y=base - _ROWS * _PITCH - _HALF,
            stance=show_stance(group[0].position.stance, 1.0),
            label=_more(group),
            address=f"#{group[0].id}",
            more=len(group),
        )
        for group in gathered
    ]


def _more(group: Sequence[LineEntry]) -> str:
    return f"{len(group)} more, from {group[0].day.text} on, in the table"


def tall_picture(entries: Sequence[LineEntry], joins: Sequence[Join]) -> TallPicture | None:
    """The phone's picture of the dated positions; None without any."""
    bands: dict[Band, list[LineEntry]] = defaultdict(list)
    for entry in entries:
        band = band_of(entry.said_on)
        if band is not None:
            bands[band].append(entry)
    if not bands:
        return None
    everything = _by_stance(entry for found in bands.values() for entry in found)
    ends = {end for _, before, after in joins for end in (before, after)}
    shown = [
        stance
        for stance in ORDER
        if stance in everything or stance in (Stance.SUPPORTS, Stance.OPPOSES)
    ]
    width = 100 / len(shown)
    abreast = max(1, int(_PHONE / len(shown)) // _PITCH)

    def at(column: int, top: int, place: int) -> tuple[float, int]:
        """The middle of a place in a cell, in percent and in pixels."""
        x = width * (column + (place % abreast + 0.5) / abreast)
        return round(x, 2), top + place // abreast * _PITCH + _HALF

    stretches: list[Stretch] = []
    marks: dict[str, Mark] = {}
    counted: list[Mark] = []
    top, before = _PHONE_HEAD, None
    for band in sorted(bands):
        if before is not None and (silence := _silence(before, band)):
            stretches.append(Stretch(top, silence, silent=True))
            top += _GAP
        before = band
        stretches.append(Stretch(top, band.heading, silent=False))
        top += _BAND_HEAD
        by_stance = _by_stance(bands[band])
        tallest = 1
        for column, stance in enumerate(shown):
            cell = sorted(by_stance.get(stance, []), key=lambda one: (one.id not in ends, one.days))
            room = abreast * _PHONE_ROWS
            kept = cell if len(cell) <= room else cell[: room - 1]
            rest = cell[len(kept) :]
            for place, entry in enumerate(sorted(kept, key=lambda one: (one.days, one.id))):
                marks[entry.id] = _tall_mark(entry, *at(column, top, place))
            if rest:
                counted.append(_tall_rest(rest, *at(column, top, room - 1)))
            tallest = max(tallest, -(-(len(kept) + bool(rest)) // abreast))
        top += tallest * _PITCH + _FOOT
    lanes = tuple(
        Lane(
            show_stance(stance, 1.0),
            len(everything.get(stance, [])),
            _uncertain(everything.get(stance, [])),
            round(width * column, 2),
            14 + 15 * (column % _PHONE_HEADS),
            0,
            (),
        )
        for column, stance in enumerate(shown)
    )
    drawn = sorted((*marks.values(), *counted), key=lambda mark: (mark.y, mark.x))
    months = [(x, one.y + _BAND_HEAD // 2) for one in stretches for x in _MONTH]
    joints = _joints(joins, marks, counted, _PHONE, months)
    return TallPicture(top, lanes, tuple(stretches), tuple(drawn), joints)


def _tall_mark(entry: LineEntry, x: float, y: int) -> Mark:
    first, last = entry.days or (None, None)
    return Mark(
        x=x,
        y=y,
        stance=entry.stance,
        label=entry.label,
        address=f"#{entry.id}",
        bar=(0, 0) if first != last else None,
    )


def _tall_rest(rest: Sequence[LineEntry], x: float, y: int) -> Mark:
    return Mark(
        x=x,
        y=y,
        stance=show_stance(rest[0].position.stance, 1.0),
        label=_more(rest),
        address=f"#{rest[0].id}",
        more=len(rest),
    )


def _silence(before: Band, band: Band) -> str:
    """'3 months without' between two months that are known; nothing where one is not."""
    if before.month < 1 or band.month < 1:
        return ""
    months = (band.year - before.year) * 12 + band.month - before.month - 1
    return f"{months} {'month' if months == 1 else 'months'} without" if months > 0 else ""


def _by_stance(entries: Iterable[LineEntry]) -> Mapping[Stance, list[LineEntry]]:
    found: dict[Stance, list[LineEntry]] = defaultdict(list)
    for entry in entries:
        found[entry.position.stance].append(entry)
    return found


def _uncertain(entries: Iterable[LineEntry]) -> int:
    return sum(not entry.stance.certain for entry in entries)


def _joints(
    joins: Sequence[Join],
    marks: Mapping[str, Mark],
    counted: Iterable[Mark],
    width: int,
    words: Iterable[tuple[float, int]] = (),
) -> tuple[Joint, ...]:
    """The lines whose two ends are drawn, each with its number where it hides least."""
    found: list[Joint] = []
    taken = _Covered(width, ((mark.x, mark.y) for mark in counted))
    shapes = _Covered(width, ((mark.x, mark.y) for mark in marks.values()))
    months = _Covered(width, words)
    for number, (label, before, after) in enumerate(joins, start=1):
        if before not in marks or after not in marks:
            continue
        start, end = marks[before], marks[after]
        places = [
            (
                round(start.x + (end.x - start.x) * share, 2),
                int(start.y + (end.y - start.y) * share),
            )
            for share in _SHARES
        ]
        x, y = min(places, key=lambda place: [place in on for on in (taken, shapes, months)])
        taken.add((x, y))
        found.append(Joint(number, label, start, end, x, y))
    return tuple(found)


class _Covered:
    """Places of a picture, and whether a number would lie on one; in squares, to look at few."""

    def __init__(self, width: int, places: Iterable[tuple[float, int]]) -> None:
        self._width = width
        self._squares: dict[tuple[int, int], list[tuple[float, int]]] = defaultdict(list)
        for place in places:
            self.add(place)

    def add(self, place: tuple[float, int]) -> None:
        """Take one more place."""
        self._squares[self._square(place)].append(place)

    def __contains__(self, place: tuple[float, int]) -> bool:
        x, y = place
        column, row = self._square(place)
        return any(
            abs(x - left) * self._width / 100 <= _NUMBER[0] and abs(y - top) <= _NUMBER[1]
            for beside in (column - 1, column, column + 1)
            for above in (row - 1, row, row + 1)
            for left, top in self._squares.get((beside, above), ())
        )

    def _square(self, place: tuple[float, int]) -> tuple[int, int]:
        return int(place[0] * self._width / 100) // _PITCH, place[1] // _PITCH
