"""Overview: every speaker of a choice against every stance, counted, with a strip over time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.actors import fold
from app.domain.positions import Stance
from app.domain.queries import RowGroup, RowOrder
from app.views.choice import COMPARE
from app.views.columns import line_query
from app.views.dates import show_day
from app.views.links import Link, actor_address
from app.views.months import Bars, bars_of, months_told, tallest_of, width_of
from app.views.stances import StanceView, show_stance
from app.views.tabs import Tab
from app.views.timeline import Scale, scale_between
from app.views.wording import ACTOR_KINDS, STANCE, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from app.domain.queries import ComparisonQuery, ComparisonView
    from app.domain.records import OverviewRecords, Standing
    from app.views.choice import Choices

MOST_COLUMNS = 6
MOST_ROWS = 80  # a page stays small; others are found by name, side or kind
_LABELS = 4  # of months over the strips


@dataclass(frozen=True, slots=True)
class Number:
    """How many utterances there are of a cell, surely and not surely; it leads to them."""

    address: str
    certain: int
    uncertain: int
    label: str


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One speaker. ``numbers`` stand under the stances, None for none."""

    slug: str
    actor: Link
    role: str | None
    utterances: Number
    reports: int
    numbers: tuple[Number | None, ...]
    second_hand: int
    bars: tuple[Bars, ...]
    told: str  # the strip in words
    line: str  # where the line over time is
    days: str  # the latest, and how many have none
    chosen: bool


@dataclass(frozen=True, slots=True)
class RowsOf:
    """The rows of one side or kind of actor; ``heading`` is empty where there is but one list."""

    heading: str
    rows: tuple[OverviewRow, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The matrix and the ways to sort it."""

    stances: tuple[StanceView, ...]
    second_hand: bool
    groups: tuple[RowsOf, ...]
    orders: tuple[Tab, ...]
    groupings: tuple[Tab, ...]
    scale: Scale | None
    bar: float  # how wide a month is
    hidden: tuple[tuple[str, str], ...]  # of the form that compares
    note: str
    all_words: Link | None  # the words of all of them, where they fit side by side
    number: int
    more: str  # how many rows there are not; empty for none


def show_overview(
    query: ComparisonQuery, view: ComparisonView, records: OverviewRecords, choices: Choices
) -> Overview:
    """The overview of a choice, sorted and put together as the view says."""
    shown = [one for one in Stance if any(_count(row, one) for row in records.rows)]
    scale = _scale(records)
    tallest = tallest_of(month for row in records.rows for month in row.months)
    ordered = sorted(records.rows, key=_order(view.order))[:MOST_ROWS]
    rows = {row.actor.slug: _row(row, query, shown, scale, tallest) for row in ordered}
    parameters = replace(query, actors=()).parameters()
    return Overview(
        stances=tuple(show_stance(stance, 1.0) for stance in shown),
        second_hand=any(row.second_hand for row in records.rows),
        groups=tuple(
            RowsOf(heading, tuple(rows[one.actor.slug] for one in found))
            for heading, found in _grouped(ordered, view.group, choices)
        ),
        orders=tuple(
            Tab(query.address(COMPARE, replace(view, order=order)), text, order is view.order)
            for order, text in _ORDERS.items()
        ),
        groupings=tuple(
            Tab(query.address(COMPARE, replace(view, group=group)), text, group is view.group)
            for group, text in _GROUPS.items()
        ),
        scale=scale,
        bar=width_of(scale) if scale else 0,
        hidden=tuple(parameters),
        note=_note(len(query.actors)),
        all_words=_all_words(query, records),
        number=len(rows),
        more=_more(len(records.rows) - len(rows)),
    )


_ORDERS = {
    RowOrder.STATEMENTS: "most utterances",
    RowOrder.NAME: "name",
    RowOrder.LATEST: "latest",
}
_GROUPS = {
    RowGroup.SIDE: "by side",
    RowGroup.WHO: "by kind of speaker",
    RowGroup.NONE: "not at all",
}


def _more(number: int) -> str:
    if not number:
        return ""
    who = "1 more speaker is" if number == 1 else f"{number:,} more speakers are"
    return f"{who} not in this list: find them by name, side or kind above."


def _note(chosen: int) -> str:
    if chosen > MOST_COLUMNS:
        return (
            f"{chosen} speakers are chosen, and the words of {MOST_COLUMNS} fit side by side: "
            f"leave at most {MOST_COLUMNS} ticked."
        )
    return f"Tick one to {MOST_COLUMNS} to read their words side by side."


def _all_words(query: ComparisonQuery, records: OverviewRecords) -> Link | None:
    refs = [row.actor for row in records.rows]
    if not 0 < len(refs) <= MOST_COLUMNS:
        return None
    chosen = replace(query, actors=tuple(ref.slug for ref in refs))
    return Link(chosen.address(COMPARE), f"Read the words of {_names(refs)}")


def _names(refs: Sequence[object]) -> str:
    names = [getattr(ref, "name", "") for ref in refs]
    return listed(names) if len(names) <= 3 else f"all {len(names)}"


def _order(order: RowOrder) -> Callable[[Standing], tuple[object, ...]]:
    def by_name(row: Standing) -> tuple[str, str]:
        return fold(row.actor.name), row.actor.slug

    def key(row: Standing) -> tuple[object, ...]:
        if order is RowOrder.NAME:
            return by_name(row)
        if order is RowOrder.LATEST:
            return -(row.last.toordinal() if row.last else 0), *by_name(row)
        return -row.utterances, *by_name(row)

    return key


def _grouped(
    rows: Iterable[Standing], group: RowGroup, choices: Choices
) -> Iterable[tuple[str, list[Standing]]]:
    """The rows by heading; the group whose first row comes first is the first."""
    found: dict[str, list[Standing]] = defaultdict(list)
    for row in rows:
        found[_heading(row, group, choices)].append(row)
    return found.items()


def _heading(row: Standing, group: RowGroup, choices: Choices) -> str:
    if group is RowGroup.WHO:
        return ACTOR_KINDS[row.actor.kind]
    if group is RowGroup.NONE:
        return ""
    return choices.side_name(row.sides[0]) if row.sides else "No side known"


def _count(row: Standing, stance: Stance) -> int:
    return sum(one.certain + one.uncertain for one in row.stances if one.stance is stance)


def _row(
    row: Standing,
    query: ComparisonQuery,
    stances: Sequence[Stance],
    scale: Scale | None,
    tallest: int,
) -> OverviewRow:
    own = replace(query, actors=(row.actor.slug,))
    by_stance = {one.stance: one for one in row.stances}
    numbers: list[Number | None] = []
    for stance in stances:
        one = by_stance.get(stance)
        if one is None or not one.certain + one.uncertain:
            numbers.append(None)
            continue
        address = replace(own, stances=(stance,)).address(COMPARE)
        numbers.append(Number(address, one.certain, one.uncertain, STANCE[stance]))
    line = line_query(query)
    return OverviewRow(
        slug=row.actor.slug,
        actor=Link(actor_address(row.actor.slug), row.actor.name),
        role=row.role,
        utterances=Number(own.address(COMPARE), row.utterances, 0, f"by {row.actor.name}"),
        reports=row.reports,
        numbers=tuple(numbers),
        second_hand=row.second_hand,
        bars=bars_of(row.months, scale, tallest) if scale else (),
        told=months_told(row.months),
        line=line.address(f"{actor_address(row.actor.slug)}/timeline"),
        days=_days(query, row),
        chosen=row.actor.slug in query.actors,
    )


def _days(query: ComparisonQuery, row: Standing) -> str:
    """'latest 17 Dec 2025, 3 undated'; with a range what may be in it is told."""
    found = [f"latest {show_day(row.last)}"] if row.last else []
    if row.undated and query.ranged:
        found.append(f"{row.undated:,} not certainly in this range")
    elif row.undated:
        found.append(f"{row.undated:,} undated")
    return ", ".join(found)


def _scale(records: OverviewRecords) -> Scale | None:
    months = [one.month for row in records.rows for one in row.months]
    return scale_between(min(months), max(months), _LABELS) if months else None
