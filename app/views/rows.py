"""Row and Cell: statements by stretches of time, the same stretch on one line for all columns."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.queries import Bands
from app.views.bands import TimeBand, band_in, band_of_date
from app.views.cards import StatementCard, show_card
from app.views.links import Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.domain.queries import ComparisonQuery
    from app.domain.records import ColumnsRecords, PlacedRecord, StatementRecord

UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one actor said in one stretch of time.

    ``key`` is its place in the page. ``next`` leads from an empty cell to the actor's next words.
    ``elsewhere`` counts what stands on other pages, so that an empty cell is no silence.
    """

    actor: Link
    cards: tuple[StatementCard, ...]
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


def rows_of(
    query: ComparisonQuery,
    records: ColumnsRecords,
    actors: Mapping[str, Link],
    bands: Bands = Bands.MONTH,
) -> tuple[tuple[Row, ...], Row | None]:
    """Rows of the dated statements, the newest first, and the row of the undated, if any.

    ``actors`` are the columns by slug; statements of others are left out.
    """
    found: dict[TimeBand, list[StatementRecord]] = defaultdict(list)
    for statement in records.dated:
        band = band_of_date(statement.said_on, bands)
        if band is not None and statement.actor.slug in actors:
            found[band].append(statement)
    frame = _Frame(query, actors, _counted(query, records.line, bands))
    rows = [
        _filled(frame, Row(band.heading, band.when, ()), str(number), found[band])
        for number, band in enumerate(sorted(found, reverse=True), start=1)
    ]
    apart = [statement for statement in records.undated if statement.actor.slug in actors]
    if apart:
        heading = (
            "Day not known, or not certainly in this range" if query.ranged else "Day not known"
        )
        rows.append(_filled(frame, Row(heading, "here", ()), UNDATED, apart))
    linked = _linked(rows)
    return (linked[:-1], linked[-1]) if apart else (linked, None)


def _counted(
    query: ComparisonQuery, line: Iterable[PlacedRecord], bands: Bands
) -> Mapping[tuple[str, str], int]:
    """How many utterances there are by heading and actor, on all pages."""
    found: Counter[tuple[str, str]] = Counter()
    for one in line:
        band = band_in(one.first, one.last, bands)
        within = (
            band is not None
            and (query.first is None or (one.first is not None and one.first >= query.first))
            and (query.last is None or (one.last is not None and one.last <= query.last))
        )
        found[band.heading if band is not None and within else UNDATED, one.actor] += 1
    return found


def _filled(frame: _Frame, row: Row, name: str, statements: Iterable[StatementRecord]) -> Row:
    query = frame.query
    cards: dict[str, list[StatementCard]] = {slug: [] for slug in frame.actors}
    for statement in statements:
        cards[statement.actor.slug].append(show_card(statement, query.issue, query.words))
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
