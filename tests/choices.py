"""Choices by chance over an invented library, for tests of what holds for any of them."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from app.domain.actors import ActorKind
from app.domain.positions import Scope, Stance
from app.domain.queries import ComparisonQuery
from app.domain.statements import StatementKind

ACTORS, OUTLETS = 9, 5
_DAYS = (date(2023, 1, 1), date(2023, 1, 9), date(2023, 1, 15), date(2023, 1, 20))
_ENDS = (None, *_DAYS)
_RANGES = [(a, b) for a in _ENDS for b in _ENDS if a is None or b is None or a <= b]


@st.composite
def choices(draw: st.DrawFn) -> ComparisonQuery:
    """A choice of what ``benchmarks.library.fill`` writes for so many actors and outlets."""

    def some(values: list[str], most: int) -> tuple[str, ...]:
        return tuple(draw(st.lists(st.sampled_from(values), max_size=most, unique=True)))

    first, last = draw(st.sampled_from(_RANGES))
    return ComparisonQuery(
        actors=some([f"actor-{n}" for n in range(ACTORS)], 4),
        sides=some(["us", "ru", "ua", "gb", "fr"], 2),
        who=tuple(ActorKind(one) for one in some(list(ActorKind), 2)),
        first=first,
        last=last,
        undated=draw(st.booleans()),
        stances=tuple(Stance(one) for one in some(list(Stance), 2)),
        scopes=tuple(Scope(one) for one in some(list(Scope), 1)),
        kinds=tuple(StatementKind(one) for one in some(list(StatementKind), 2)),
        outlets=some([f"outlet-{n}" for n in range(OUTLETS)], 2),
        words=draw(st.sampled_from(["", "", "troops", "never ceasefire"])),
    )
