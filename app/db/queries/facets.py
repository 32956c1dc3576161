"""What the filters of a comparison offer, with counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from app.db.queries.distinct import Told, by_code, told_at
from app.db.queries.field import KINDS, SCOPES, STANCES
from app.db.queries.selection import bits_of, certain, certainly, filters_of, possible
from app.domain.records import Facet, Facets

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from app.db.queries.field import Ints, Places
    from app.db.queries.selection import Filters
    from app.domain.queries import ComparisonQuery


def facets(session: Session, query: ComparisonQuery) -> Facets:
    """Every value on the issue, with how many utterances choosing it would show.

    A count leaves out its own filter and keeps all others. It holds the dated ones, and the
    undated ones if the query lists them; what several articles report counts once.
    """
    return facets_of(filters_of(session, query), query)


def facets_of(filters: Filters, query: ComparisonQuery) -> Facets:
    """The same by filters that were made already."""
    field = filters.field
    left = _Left(filters, query)
    of_actors, of_sides, of_who = (left.by_speaker(name) for name in ("actors", "sides", "who"))
    sides, kinds = field.of_side, field.of_kind
    takes, reviewed = left.told("takes"), left.told("reviewed")
    held, worded = field.held
    return Facets(
        actors=tuple(
            Facet(slug, name, count)
            for (slug, name), count in zip(
                field.named, of_actors[field.most_first].tolist(), strict=True
            )
        ),
        outlets=_by_size(
            [(one.slug, one.name) for one in field.outlets],
            left.by_outlet(),
            np.bincount(field.outlet, minlength=len(field.outlets)),
        ),
        stances=tuple(
            Facet(one.value, one.value, _taking(takes, bits_of((one,), query.scopes)))
            for one in STANCES
            if held & bits_of((one,), ())
        ),
        kinds=tuple(
            Facet(one.value, one.value, _having(left.told("kinds"), code))
            for code, one in enumerate(KINDS)
            if worded >> code & 1
        ),
        sides=_by_size(
            [(side, field.side_names[side]) for side in sides],
            [int(of_sides[codes].sum()) for codes in sides.values()],
            [int(field.said_by[codes].sum()) for codes in sides.values()],
        ),
        who=tuple(
            Facet(
                one.value,
                one.value,
                int(of_who[codes].sum()),
            )
            for one, codes in kinds.items()
        ),
        scopes=tuple(
            Facet(one.value, one.value, _taking(takes, bits_of(query.stances, (one,))))
            for one in SCOPES
            if held & bits_of((), (one,))
        ),
        reviewed=int(np.count_nonzero(reviewed.reviewed)),
        total=len(left.told("")),
    )


class _Left:
    """The places that a choice leaves when one filter is not asked, each looked for once."""

    def __init__(self, filters: Filters, query: ComparisonQuery) -> None:
        self._filters = filters
        self._query = query
        self._places: dict[str, Places] = {}
        self._told: dict[str, Told] = {}
        self._by_speaker: dict[str, Ints] = {}

    def places(self, name: str) -> Places:
        """The places without that filter."""
        name = "" if self._filters.same(name) else name
        if name not in self._places:
            field, query = self._filters.field, self._query
            if query.lists_undated:
                places = self._filters.places(None, name)
                places = places[possible(field, query, places)]
            elif self._filters.looks_at_all(name):
                places = self._filters.places(certainly(field, query), name)
            else:
                places = self._filters.places(None, name)
                places = places[certain(field, query, places)]
            self._places[name] = places
        return self._places[name]

    def told(self, name: str) -> Told:
        """What is told there of each utterance."""
        name = "" if self._filters.same(name) else name
        if name not in self._told:
            self._told[name] = told_at(self._filters.field, self.places(name))
        return self._told[name]

    def by_speaker(self, name: str) -> Ints:
        """Of each speaker how many utterances stand there."""
        name = "" if self._filters.same(name) else name
        if name not in self._by_speaker:
            self._by_speaker[name] = self._said_by(name)
        return self._by_speaker[name]

    def _said_by(self, name: str) -> Ints:
        filters, query = self._filters, self._query
        field = filters.field
        bare = filters.looks_at_all(name) and not set(filters.others) - {name}
        if bare and not query.lists_undated and name not in self._places:
            when = field.said_when
            if when is not None:
                return when.between(field, query.first, query.last)
        return field.said_of(self.places(name))

    def by_outlet(self) -> Ints:
        """Of each outlet how many utterances stand there when no outlet is asked for."""
        field = self._filters.field
        return by_code(field, self.places("outlets"), field.outlet, len(field.outlets))


def _taking(told: Told, bits: int) -> int:
    return int(np.count_nonzero(told.takes & bits))


def _having(told: Told, code: int) -> int:
    return int(np.count_nonzero(told.kinds & (1 << code)))


def _by_size(
    named: Iterable[tuple[str, str]], counts: Iterable[int], totals: Iterable[int]
) -> tuple[Facet, ...]:
    """Most statements on the issue first, whatever is chosen, so that the list keeps its order."""
    rows = zip(named, counts, totals, strict=True)
    ordered = sorted(rows, key=lambda row: (-row[2], row[0][1], row[0][0]))
    return tuple(Facet(value, name, int(count)) for (value, name), count, _ in ordered)
