"""What the filters of a comparison offer, with counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from app.db.queries.distinct import Told
from app.db.queries.field import KINDS, SCOPES, STANCES
from app.db.queries.selection import bits_of, certain, certainly, filters_of, possible
from app.domain.records import Facet, Facets

if TYPE_CHECKING:
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
    takes, kinds, outlets = left.told("takes"), left.told("kinds"), left.told("outlets")
    held, worded = field.held
    return Facets(
        actors=field.of_actor.facets(left.by_speaker("actors")),
        outlets=field.of_outlet.facets(
            outlets.by_code(field.outlet[outlets.places], len(field.outlets))
        ),
        stances=tuple(
            Facet(one.value, one.value, takes.taking(bits_of((one,), query.scopes)))
            for one in STANCES
            if held & bits_of((one,), ())
        ),
        kinds=tuple(
            Facet(one.value, one.value, kinds.of_kind(code))
            for code, one in enumerate(KINDS)
            if worded >> code & 1
        ),
        sides=field.of_side.facets(left.by_speaker("sides")),
        who=field.of_kind.facets(left.by_speaker("who")),
        scopes=tuple(
            Facet(one.value, one.value, takes.taking(bits_of(query.stances, (one,))))
            for one in SCOPES
            if held & bits_of((), (one,))
        ),
        reviewed=left.told("reviewed").reviewed,
        total=len(left.told("")),
    )


class _Left:
    """The places that a choice leaves when one filter is not asked, each looked for once."""

    def __init__(self, filters: Filters, query: ComparisonQuery) -> None:
        self._filters = filters
        self._query = query
        self._told: dict[str, Told] = {}
        self._said: Ints | None = None  # of all speakers

    def _places(self, name: str) -> Places:
        """The places without that filter."""
        field, query = self._filters.field, self._query
        if query.lists_undated:
            places = self._filters.places(None, name)
            return places[possible(field, query, places)]
        places = self._filters.places(certainly(field, query), name)
        return places[certain(field, query, places)]

    def told(self, name: str) -> Told:
        """What is told there."""
        name = "" if self._filters.same(name) else name
        if name not in self._told:
            self._told[name] = Told(self._filters.field, self._places(name))
        return self._told[name]

    def by_speaker(self, name: str) -> Ints:
        """Of each speaker how many utterances stand there."""
        filters, query = self._filters, self._query
        when = filters.field.said_when
        if not filters.only_speakers or query.lists_undated or when is None:
            return self.told(name).by_speaker()
        if self._said is None:
            self._said = when.between([(query.first, query.last)])[0]
        return np.where(filters.wanted(name), self._said, 0)
