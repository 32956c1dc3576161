"""Possible changes found in columns are those that the rules of a line find, one by one."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby, islice
from typing import TYPE_CHECKING

import numpy as np
import pytest

from app.db import queries
from app.db.queries.field import SCOPES, STANCES
from app.db.queries.possible_changes import Found, PossibleChanges, Rows
from app.db.store import save, sync_directory
from app.domain.actors import ActorKind
from app.domain.changes import Standing
from app.domain.ids import from_number
from app.domain.positions import Scope, Stance
from app.domain.queries import DEFAULT_ISSUE, ComparisonQuery
from app.utterances.lines import LinePosition, Unfit, line_of
from app.views.line import own_entries
from app.views.line_entries import compared
from tests import long_line
from tests.factories import make_directory, make_issue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

FOR, AGAINST, IF, OPEN = (
    Stance.SUPPORTS,
    Stance.OPPOSES,
    Stance.CONDITIONAL,
    Stance.NONCOMMITTAL,
)
RANGE = ComparisonQuery(first=date(2025, 2, 1), last=date(2025, 12, 31))
DESPITE = frozenset({Unfit.OPEN, Unfit.NOT_DIRECT, Unfit.HEDGED})
Told = tuple[Standing, list[tuple[str, str]], list[tuple[str, str, int]]]


def on(day: str, stance: Stance, *, until: str = "", **fields: object) -> LinePosition:
    """A certain position in the speaker's own words; its id comes later."""
    days = (date.fromisoformat(day), date.fromisoformat(until or day))
    return replace(LinePosition("", stance, days), **fields)  # type: ignore[arg-type]


def named(positions: Sequence[LinePosition]) -> list[LinePosition]:
    """The positions with ids of statements."""
    return [replace(one, id=f"p-{from_number(n + 1)}") for n, one in enumerate(positions)]


def in_columns(positions: Sequence[LinePosition], query: ComparisonQuery) -> Told:
    """What the columns tell of an actor with these positions, who stands among two others."""
    rows = sorted(
        (
            (first - timedelta(one.guessed), last + timedelta(one.guessed), one.id),
            (n + 1, one, first, last),
        )
        for n, one in enumerate(positions)
        if one.days
        for first, last in [one.days]
    )
    found = [row for _, row in rows]
    codes = [(STANCES.index(one.stance), SCOPES.index(one.scope)) for _, one, _, _ in found]
    actors = [Found(n, name, name, ActorKind.PERSON) for n, name in enumerate("abc")]
    alone = [(0, number) for number, *_ in found[:1]] + [(2, number) for number, *_ in found[:1]]
    every = [*alone[:1], *((1, row[0]) for row in found), *alone[1:]]
    at = [0, *range(len(found)), 0] if found else []
    held = Rows(
        actor=np.array([actor for actor, _ in every], np.int32),
        number=np.array([number for _, number in every], np.int64),
        nth=np.ones(len(every), np.uint8),
        stance=np.array([codes[n][0] for n in at], np.uint8),
        scope=np.array([codes[n][1] for n in at], np.uint8),
        first=np.array([found[n][2].toordinal() for n in at], np.int32),
        last=np.array([found[n][3].toordinal() for n in at], np.int32),
        guessed=np.array([found[n][1].guessed for n in at], np.bool_),
        fit=np.array(
            [one.direct and not one.hedged and one.stance is not OPEN for n in at
             for one in [found[n][1]]], np.bool_
        ),
    )  # fmt: skip
    return told_of(PossibleChanges(actors, np.ones(3, np.bool_), held), "b", query)


def told_of(changes: PossibleChanges, slug: str, query: ComparisonQuery) -> Told:
    (stood,) = [one for one in changes.stood(query) if one.slug == slug]
    pairs = changes.pairs(stood, query)
    assert len(pairs.pairs) == stood.pairs
    return (
        stood.standing,
        [(before.id, after.id) for before, after in pairs.pairs],
        [(run.first.id, run.last.id, run.number) for run in changes.runs(stood, query)],
    )


def by_the_rules(
    positions: Sequence[LinePosition],
    query: ComparisonQuery,
    printed: Mapping[str, tuple[date, date] | None] | None = None,
) -> Told:
    """The same as app/utterances/lines.py has it.

    With the days ``printed`` those of guesses are a day off in the positions already.
    """
    lines = line_of(positions), line_of(positions, despite=DESPITE)
    printed = printed or {one.id: one.days for one in positions}
    shown = {
        key
        for key, days in printed.items()
        if days
        and (query.first is None or days[0] >= query.first)
        and (query.last is None or days[1] <= query.last)
    }
    loosely = lines[1]
    strict, loose = (
        [(one.before, one.after) for one in line.changes if {one.before, one.after} <= shown]
        for line in lines
    )
    pairs = strict or loose
    fit = [one for one in loosely.positions if one.id in shown and one.id not in loosely.unfit]
    by_scope: dict[Scope, list[LinePosition]] = defaultdict(list)
    for one in fit:
        by_scope[one.scope].append(one)
    if pairs:
        (after,) = [one for one in positions if one.id == pairs[-1][1]]
        standing = Standing.CHANGED if strict else Standing.OTHERWISE
        return standing, pairs, runs(by_scope[after.scope])[-8:]
    most = max(by_scope.values(), key=len, default=[])
    days = [printed[one.id] for one in most]
    unclear = any(shown.issuperset(ids) for ids in loosely.together)
    if (
        days
        and not unclear
        and max(one[0] for one in days if one) > min(one[1] for one in days if one)
    ):
        return Standing.SAME, [], runs(most)
    return Standing.NOTHING, [], []


def _a_day_off(one: LinePosition) -> LinePosition:
    assert one.days
    return replace(one, days=(one.days[0] - timedelta(1), one.days[1] + timedelta(1)))


def runs(positions: Sequence[LinePosition]) -> list[tuple[str, str, int]]:
    groups = [list(group) for _, group in groupby(positions, key=lambda one: one.stance)]
    return [(group[0].id, group[-1].id, len(group)) for group in groups]


@pytest.mark.parametrize(
    ("positions", "standing", "pairs"),
    [
        ((), Standing.NOTHING, 0),
        ((on("2025-03-01", FOR),), Standing.NOTHING, 0),
        ((on("2025-03-01", FOR), on("2025-09-01", AGAINST)), Standing.CHANGED, 1),
        ((on("2025-03-01", FOR), on("2025-09-01", IF)), Standing.CHANGED, 1),
        # one of them outside the range
        ((on("2025-01-31", FOR), on("2025-09-01", AGAINST)), Standing.NOTHING, 0),
        ((on("2025-03-01", FOR), on("2025-09-01", FOR)), Standing.SAME, 0),
        ((on("2025-03-01", AGAINST), on("2025-12-17", OPEN)), Standing.OTHERWISE, 1),
        (
            (on("2025-03-01", AGAINST, direct=False), on("2025-12-17", FOR, hedged=True)),
            Standing.OTHERWISE,
            1,
        ),
        # which of them came first is not known
        (
            (on("2025-03-01", AGAINST, until="2025-03-31"), on("2025-03-05", OPEN)),
            Standing.NOTHING,
            0,
        ),
        # two scopes are neither a change nor the same
        ((on("2025-03-01", AGAINST), on("2025-09-01", FOR, scope=Scope.OWN)), Standing.NOTHING, 0),
    ],
)
def test_where_an_actor_stands(
    positions: Sequence[LinePosition], standing: Standing, pairs: int
) -> None:
    found = in_columns(named(positions), RANGE) if positions else (Standing.NOTHING, [], [])
    assert (found[0], len(found[1])) == (standing, pairs)
    assert found == by_the_rules(named(positions), RANGE)


def test_any_positions_are_compared_as_the_rules_have_it() -> None:
    chosen = random.Random(7)  # noqa: S311 - the same each time
    for _ in range(400):
        positions = []
        for _ in range(chosen.randrange(1, 14)):
            first = date(2025, 1, 1) + timedelta(chosen.randrange(60))
            positions.append(
                LinePosition(
                    "",
                    chosen.choice((FOR, FOR, AGAINST, IF, OPEN)),
                    (first, first + timedelta(chosen.choice((0, 0, 0, 1, 6, 30)))),
                    scope=chosen.choice((Scope.GENERAL, Scope.GENERAL, Scope.OWN)),
                    direct=chosen.random() < 0.8,
                    hedged=chosen.random() < 0.1,
                    guessed=chosen.random() < 0.2,
                )
            )
        query = chosen.choice((ComparisonQuery(), RANGE))
        told = named(positions)
        off = [_a_day_off(one) if one.guessed else one for one in told]
        printed = {one.id: one.days for one in told}
        assert in_columns(told, query) == by_the_rules(off, query, printed)


def test_what_is_stored_is_found_as_from_the_records(session: Session) -> None:
    sync_directory(
        session,
        make_directory(long_line.SPEAKER, long_line.OFFICE, long_line.SILENT, long_line.TELLER),
        [make_issue(), make_issue("other", "Another issue")],
    )
    for extraction in islice(long_line.articles(), 150, 200):
        save(session, extraction)
    session.flush()
    session.expire_all()
    changes = queries.possible_changes(session, DEFAULT_ISSUE)
    for query in (ComparisonQuery(), ComparisonQuery(first=date(2023, 9, 1))):
        for slug in ("ada-moreau", "chancellery"):
            line = queries.line(session, slug, DEFAULT_ISSUE)
            assert line
            entries = own_entries(line, DEFAULT_ISSUE).values()
            printed = {one.id: one.days for one in entries}
            positions = [compared(one) for one in entries]
            found = told_of(changes, slug, query)
            assert found == by_the_rules(positions, query, printed)
            assert found[0] is not Standing.NOTHING
