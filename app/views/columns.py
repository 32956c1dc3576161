"""Columns: the words of one to six speakers side by side, a page of them at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.queries import Bands
from app.domain.records import Standing
from app.views.bands import fitting_bands
from app.views.choice import COMPARE, anew
from app.views.lanes import Lanes, show_lanes
from app.views.links import Link, actor_address
from app.views.rows import Row, rows_of
from app.views.stances import Count, Tally, show_stance
from app.views.tabs import Tab

if TYPE_CHECKING:
    from app.domain.queries import ComparisonQuery, ComparisonView
    from app.domain.records import ActorRef, ColumnsRecords
    from app.views.choice import Choices


@dataclass(frozen=True, slots=True)
class Column:
    """One actor's column head.

    ``number`` counts the utterances listed, on all pages. ``undated`` says how many of these have
    no known day, or how many more may be in the range. ``line`` is where its line over time is.
    """

    slug: str
    actor: Link
    role: str | None
    number: int
    undated: str
    tally: Tally
    line: str
    drop: str


@dataclass(frozen=True, slots=True)
class Pages:
    """Which part is shown: 'Utterances 1–57 of 143'. Without more there is nothing to say."""

    words: str
    newer: str | None
    older: str | None


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one page, the timeline over them and the ways to show them otherwise."""

    heads: tuple[Column, ...]
    rows: tuple[Row, ...]
    undated: Row | None
    pages: Pages
    bands: tuple[Tab, ...]
    stacks: tuple[Tab, ...]
    by_actor: bool
    lanes: Lanes | None
    overview: str


def show_columns(
    query: ComparisonQuery, view: ComparisonView, records: ColumnsRecords, choices: Choices
) -> Columns:
    """The columns of a choice, one for everybody who is chosen, also for who is silent."""
    by_slug = {one.actor.slug: one for one in records.columns}
    refs = {ref.slug: ref for ref in choices.actors}
    standings = [
        by_slug.get(slug) or _silent(refs[slug])
        for slug in query.actors
        if slug in by_slug or slug in refs
    ]
    heads = tuple(_head(one, query, view) for one in standings)
    fitting = fitting_bands(records.counted.first, records.counted.last)
    bands = view.bands or fitting
    actors = {head.slug: head.actor for head in heads}
    rows, undated = rows_of(query, records, actors, bands)
    on_page = frozenset(records.shown)
    return Columns(
        heads=heads,
        rows=rows,
        undated=undated,
        pages=_pages(query, view, records),
        bands=tuple(
            Tab(
                query.address(COMPARE, replace(view, bands=None if one is fitting else one)),
                one.value,
                current=one is bands,
            )
            for one in Bands
        ),
        stacks=tuple(
            Tab(
                query.address(COMPARE, replace(view, by_actor=by_actor)),
                text,
                current=by_actor is view.by_actor,
            )
            for by_actor, text in ((False, "by date"), (True, "by speaker"))
        ),
        by_actor=view.by_actor,
        lanes=show_lanes(query, standings, records.line, fitting, on_page),
        overview=query.address(COMPARE, replace(anew(view), overview=True)),
    )


def _silent(ref: ActorRef) -> Standing:
    """Who was chosen and of whom nothing is listed."""
    return Standing(
        actor=ref, role=None, sides=(), utterances=0, undated=0, reports=0, stances=(),
        second_hand=0, months=(), first=None, last=None,
    )  # fmt: skip


def _head(one: Standing, query: ComparisonQuery, view: ComparisonView) -> Column:
    rest = replace(query, actors=tuple(slug for slug in query.actors if slug != one.actor.slug))
    alone = line_query(query)
    return Column(
        slug=one.actor.slug,
        actor=Link(actor_address(one.actor.slug), one.actor.name),
        role=one.role,
        number=one.utterances,
        undated=_undated(query, one.undated),
        tally=tally_of(one),
        line=alone.address(f"{actor_address(one.actor.slug)}/timeline"),
        drop=rest.address(COMPARE, anew(view)),
    )


def line_query(query: ComparisonQuery) -> ComparisonQuery:
    """What of a choice an actor's line over time takes: the issue and the days."""
    return type(query)(issue=query.issue, first=query.first, last=query.last)


def tally_of(one: Standing) -> Tally:
    """A standing as column heads show it: certain ones by stance, the others counted apart."""
    return Tally(
        certain=tuple(
            Count(show_stance(found.stance, 1.0), found.certain)
            for found in one.stances
            if found.certain
        ),
        uncertain=sum(found.uncertain for found in one.stances),
        second_hand=one.second_hand,
    )


def _undated(query: ComparisonQuery, number: int) -> str:
    """What follows a count of utterances: ' and 2 not certainly in this range'."""
    if not number:
        return ""
    if not query.ranged:
        return f", {number:,} without a known day"
    if query.lists_undated:
        return f", {number:,} of them not certainly in this range"
    return f" and {number:,} not certainly in this range"


def _pages(query: ComparisonQuery, view: ComparisonView, records: ColumnsRecords) -> Pages:
    shown = len(records.shown)
    total = records.counted.utterances
    words = ""
    if shown < total:
        first, last = records.before + 1, records.before + shown
        words = f"Utterances {first:,}–{last:,} of {total:,}, the latest first"

    def address(before: str | None) -> str | None:
        return None if before is None else query.address(COMPARE, replace(view, before=before))

    return Pages(words, address(records.newer), address(records.older))
