"""Row and Cell: statements by stretches of time, the same stretch on one line for all columns."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.views.cards import StatementCard, show_card
from app.views.dates import band_of
from app.views.links import Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.domain.records import StatementRecord


@dataclass(frozen=True, slots=True)
class Cell:
    """What one actor said in one stretch of time.

    ``key`` is its place in the page. ``next`` leads from an empty cell to the actor's next words.
    """

    actor: Link
    cards: tuple[StatementCard, ...]
    key: str
    next: Link | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One stretch of time across all columns. ``when`` follows 'nothing'."""

    heading: str
    when: str
    cells: tuple[Cell, ...]


def rows_of(
    dated: Iterable[StatementRecord],
    undated: Sequence[StatementRecord],
    undated_heading: str,
    actors: Mapping[str, Link],
    issue: str,
) -> tuple[tuple[Row, ...], Row | None]:
    """Rows of the dated statements, the newest first, and the row of the undated, if any.

    ``actors`` are the columns by slug; statements of others are left out.
    """
    bands = defaultdict(list)
    for statement in dated:
        band = band_of(statement.said_on)
        if band is not None and statement.actor.slug in actors:
            bands[band].append(statement)
    rows = [
        _filled(
            Row(band.heading, f"in {band.heading}", ()), str(number), bands[band], actors, issue
        )
        for number, band in enumerate(sorted(bands, reverse=True), start=1)
    ]
    apart = [statement for statement in undated if statement.actor.slug in actors]
    if apart:
        rows.append(_filled(Row(undated_heading, "here", ()), "undated", apart, actors, issue))
    linked = _linked(rows)
    return (linked[:-1], linked[-1]) if apart else (linked, None)


def _filled(
    row: Row,
    name: str,
    statements: Iterable[StatementRecord],
    actors: Mapping[str, Link],
    issue: str,
) -> Row:
    cards: dict[str, list[StatementCard]] = {slug: [] for slug in actors}
    for statement in statements:
        cards[statement.actor.slug].append(show_card(statement, issue))
    return replace(
        row,
        cells=tuple(
            Cell(actor, tuple(cards[slug]), f"cell-{name}-{column}")
            for column, (slug, actor) in enumerate(actors.items(), start=1)
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
