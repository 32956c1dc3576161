"""What the filters of a comparison offer, with counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

from app.db.queries.field import KINDS, SCOPES, STANCES, field_of
from app.db.queries.selection import certain, filters, possible, taking
from app.domain.actors import ActorKind
from app.domain.records import Facet, Facets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from enum import StrEnum

    from sqlalchemy.orm import Session

    from app.db.queries.field import Bools, Field, Ints
    from app.domain.queries import ComparisonQuery


def facets(session: Session, query: ComparisonQuery) -> Facets:
    """Every value on the issue, with how many utterances choosing it would show.

    A count leaves out its own filter and keeps all others. It holds the dated ones, and the
    undated ones if the query lists them; what several articles report counts once.
    """
    field = field_of(session, query.issue)
    masks = filters(session, field, query)
    when = possible(field, query) if query.lists_undated else certain(field, query)

    def left(name: str) -> Ints:
        """The places that the choice leaves when one filter is not asked."""
        found = when.copy()
        for key, mask in masks.items():
            if key != name:
                found &= mask
        return np.flatnonzero(found)

    speakers = field.speakers
    named = [(one.ref.slug, one.ref.name) for one in speakers]
    sides = sorted({side for one in speakers for side in one.sides})
    every, of_sides = np.arange(len(field)), left("sides")
    return Facets(
        actors=_by_size(
            named,
            _each(field, left("actors"), field.speaker, len(named)),
            _each(field, every, field.speaker, len(named)),
        ),
        outlets=_by_size(
            [(one.slug, one.name) for one in field.outlets],
            _each(field, left("outlets"), field.outlet, len(field.outlets)),
            _each(field, every, field.outlet, len(field.outlets)),
        ),
        stances=_in_order(
            STANCES, field, left("takes"), lambda one: taking(field, (one,), query.scopes)
        ),
        kinds=_in_order(KINDS, field, left("kinds"), lambda one: field.kind == KINDS.index(one)),
        sides=_by_size(
            [(side, field.side_names[side]) for side in sides],
            [_count(field, of_sides, _of_side(field, side)) for side in sides],
            [_count(field, every, _of_side(field, side)) for side in sides],
        ),
        who=_in_order(tuple(ActorKind), field, left("who"), lambda one: _of_kind(field, one)),
        scopes=_in_order(
            SCOPES, field, left("takes"), lambda one: taking(field, query.stances, (one,))
        ),
        reviewed=_count(field, left("reviewed"), field.reviewed),
        total=len(np.unique(field.utterance[left("")])),
    )


def _each(field: Field, places: Ints, codes: Ints, number: int) -> list[int]:
    """Of each code how many utterances stand at these places."""
    width = len(field) + 1
    pairs = np.unique(codes[places] * width + field.utterance[places])
    return [int(one) for one in np.bincount(pairs // width, minlength=number)]


def _count(field: Field, places: Ints, mask: Bools) -> int:
    """How many utterances stand at those of these places that the mask leaves."""
    return len(np.unique(field.utterance[places[mask[places]]]))


def _of_side(field: Field, side: str) -> Bools:
    return _of_speakers(field, [side in one.sides for one in field.speakers])


def _of_kind(field: Field, kind: ActorKind) -> Bools:
    return _of_speakers(field, [one.ref.kind is kind for one in field.speakers])


def _of_speakers(field: Field, chosen: list[bool]) -> Bools:
    mask: Bools = np.array(chosen, np.bool_)[field.speaker] if chosen else field.reviewed
    return mask


def _by_size(
    named: Iterable[tuple[str, str]], counts: Iterable[int], totals: Iterable[int]
) -> tuple[Facet, ...]:
    """Most statements on the issue first, whatever is chosen, so that the list keeps its order."""
    rows = zip(named, counts, totals, strict=True)
    ordered = sorted(rows, key=lambda row: (-row[2], row[0][1], row[0][0]))
    return tuple(Facet(value, name, count) for (value, name), count, _ in ordered)


_Value = TypeVar("_Value", bound="StrEnum")


def _in_order(
    values: Iterable[_Value], field: Field, places: Ints, mask: Callable[[_Value], Bools]
) -> tuple[Facet, ...]:
    """Those of the values that are on the issue at all."""
    found = []
    for value in values:
        having = mask(value)
        if having.any():
            found.append(Facet(value.value, value.value, _count(field, places, having)))
    return tuple(found)
