"""Row and Cell: statements by stretches of time, the same stretch on one line for all columns."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from app.domain.placed import PlacedLine
from app.domain.queries import Bands
from app.views.bands import TimeBand, band_in
from app.views.cards import KeptCard, StatementCard, show_card
from app.views.links import Link
from app.views.stretches import bands_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from app.domain.queries import ComparisonQuery
    from app.domain.records import ColumnsRecords, StatementRecord

UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one actor said in one stretch of time.

    ``key`` is its place in the page. ``next`` leads from an empty cell to the actor's next words.
    ``elsewhere`` counts what stands on other pages, so that an empty cell is no silence.
    """

    actor: Link
    cards: tuple[StatementCard | KeptCard, ...]
    key: str
    next: Link | None = None
    elsewhere: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One stretch of time across all columns. ``when`` follows 'nothing'."""

    heading: str
    when: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class _Frame:
    """What all rows have in common; ``said`` counts by heading and actor, on all pages."""

    query: ComparisonQuery
    actors: Mapping[str, Link]
    said: Mapping[tuple[str, str], int]


class _Shown(NamedTuple):
    """A statement of the page; without its record where its card is kept."""

    id: str
    actor: str
    first: date | None
    last: date | None
    record: StatementRecord | None


def _on_page(records: ColumnsRecords) -> tuple[list[_Shown], list[_Shown]]:
    """What stands on the page: the dated, and the others."""
    if records.page is None:
        dated, undated = (
            [
                _Shown(one.id, one.actor.slug, one.said_on.first, one.said_on.last, one)
                for one in some
            ]
            for some in (records.dated, records.undated)
        )
        return dated, undated
    read = {one.id: one for one in (*records.dated, *records.undated)}
    shown = [
        _Shown(one.statement, one.actor, one.first, one.last, read.get(one.statement))
        for one in records.page
    ]
    return shown[: records.page_dated], shown[records.page_dated :]


def rows_of(
    query: ComparisonQuery,
    records: ColumnsRecords,
    actors: Mapping[str, Link],
    bands: Bands = Bands.MONTH,
) -> tuple[tuple[Row, ...], Row | None]:
    """Rows of the dated statements, the newest first, and the row of the undated, if any.

    ``actors`` are the columns by slug; statements of others are left out.
    """
    dated, undated = _on_page(records)
    found: dict[TimeBand, list[_Shown]] = defaultdict(list)
    for one in dated:
        band = band_in(one.first, one.last, bands)
        if band is not None and one.actor in actors:
            found[band].append(one)
    frame = _Frame(query, actors, _counted(query, PlacedLine.of(records.line), bands))
    rows = [
        _filled(frame, Row(band.heading, band.when, ()), str(number), found[band])
        for number, band in enumerate(sorted(found, reverse=True), start=1)
    ]
    apart = [one for one in undated if one.actor in actors]
    if apart:
        heading = (
            "Day not known, or not certainly in this range" if query.ranged else "Day not known"
        )
        rows.append(_filled(frame, Row(heading, "here", ()), UNDATED, apart))
    linked = _linked(rows)
    return (linked[:-1], linked[-1]) if apart else (linked, None)


def _counted(
    query: ComparisonQuery, line: PlacedLine, bands: Bands
) -> Mapping[tuple[str, str], int]:
    """How many utterances there are by heading and actor, on all pages."""
    within = line.first > 0
    if query.first is not None:
        within &= line.first >= query.first.toordinal()
    if query.last is not None:
        within &= line.last <= query.last.toordinal()
    codes, heads = bands_of(line.first[within], line.last[within], bands)
    actors = len(line.actors)
    pairs = np.bincount(codes * actors + line.speaker[within], minlength=len(heads) * actors)
    apart = np.bincount(line.speaker[~within], minlength=actors)
    found: Counter[tuple[str, str]] = Counter()
    for pair in np.flatnonzero(pairs).tolist():
        head, actor = divmod(pair, actors)
        found[heads[head].heading, line.actors[actor]] += int(pairs[pair])
    for actor in np.flatnonzero(apart).tolist():
        found[UNDATED, line.actors[actor]] += int(apart[actor])
    return found


def _filled(frame: _Frame, row: Row, name: str, statements: Iterable[_Shown]) -> Row:
    query = frame.query
    cards: dict[str, list[StatementCard | KeptCard]] = {slug: [] for slug in frame.actors}
    for one in statements:
        card = show_card(one.record, query.issue, query.words) if one.record else KeptCard(one.id)
        cards[one.actor].append(card)
    heading = UNDATED if name == UNDATED else row.heading
    return replace(
        row,
        cells=tuple(
            Cell(
                actor,
                tuple(cards[slug]),
                f"cell-{name}-{column}",
                elsewhere=max(0, frame.said.get((heading, slug), 0) - len(cards[slug])),
            )
            for column, (slug, actor) in enumerate(frame.actors.items(), start=1)
        ),
    )


def _linked(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows with every empty cell leading to the next that is not, further down its column."""
    following: dict[int, Link] = {}
    found: list[Row] = []
    for row in reversed(rows):
        cells = []
        for column, cell in enumerate(row.cells):
            if cell.cards:
                following[column] = Link(cell.key, row.heading)
                cells.append(cell)
            else:
                cells.append(replace(cell, next=following.get(column)))
        found.append(replace(row, cells=tuple(cells)))
    return tuple(reversed(found))
