"""Selection: which statements of a field a choice lists, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import BigInteger, select, type_coerce

from app.db.queries.field import KINDS, bit, field_of
from app.db.search import matching
from app.db.tables import StatementRow
from app.domain.positions import Scope, Stance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy.orm import Session

    from app.db.queries.field import Bools, Field, Ints, Speaker
    from app.domain.queries import ComparisonQuery


@dataclass(frozen=True, slots=True)
class Selection:
    """Places in a field, each list in the field's order.

    Of what copies of one article print there is one report; of what several articles report one
    utterance. An utterance is among the dated where one report of it is certainly in the range.
    """

    field: Field
    reports: Ints  # certainly in the range
    undated_reports: Ints  # of no known day, or only possibly in the range
    utterances: Ints
    undated: Ints

    def listed(self, query: ComparisonQuery) -> Ints:
        """The utterances that the choice lists: the dated, then the others if it lists them."""
        if not query.lists_undated:
            return self.utterances
        return np.concatenate((self.utterances, self.undated))

    def listed_reports(self, query: ComparisonQuery) -> Ints:
        """The same of reports."""
        if not query.lists_undated:
            return self.reports
        return np.concatenate((self.reports, self.undated_reports))


def selected(session: Session, query: ComparisonQuery) -> Selection:
    """What a choice selects."""
    field = field_of(session, query.issue)
    chosen = possible(field, query)
    for mask in filters(session, field, query).values():
        chosen &= mask
    within = certain(field, query)
    rows = _one_each(
        np.flatnonzero(chosen), field.original, np.where(field.first_of_original, 0, 1)
    )
    reports, undated_reports = rows[within[rows]], rows[~within[rows]]
    rank = np.where(field.representative, 0, np.where(field.first_of_original, 1, 2))
    utterances = _one_each(reports, field.utterance, rank)
    further = undated_reports[
        ~np.isin(field.utterance[undated_reports], field.utterance[utterances])
    ]
    return Selection(
        field,
        reports,
        undated_reports,
        utterances,
        _one_each(further, field.utterance, rank),
    )


def filters(session: Session, field: Field, query: ComparisonQuery) -> dict[str, Bools]:
    """Which statements each filter of a choice leaves, by its name; the days left out.

    A stance and a scope have to be those of one position, so that they are one filter.
    """
    found: dict[str, Bools] = {}
    if query.actors:
        found["actors"] = _spoken(field, lambda one: one.ref.slug in query.actors)
    if query.sides:
        sides = frozenset(query.sides)
        found["sides"] = _spoken(field, lambda one: bool(sides.intersection(one.sides)))
    if query.who:
        found["who"] = _spoken(field, lambda one: one.ref.kind in query.who)
    if query.outlets:
        wanted = [n for n, one in enumerate(field.outlets) if one.slug in query.outlets]
        found["outlets"] = np.isin(field.outlet, wanted)
    if query.kinds:
        found["kinds"] = np.isin(field.kind, [KINDS.index(kind) for kind in query.kinds])
    if query.stances or query.scopes:
        found["takes"] = taking(field, query.stances, query.scopes)
    if query.reviewed:
        found["reviewed"] = field.reviewed
    if query.words.strip():
        found["words"] = _with_words(session, field, query.words)
    return found


def taking(field: Field, stances: Iterable[Stance], scopes: Iterable[Scope]) -> Bools:
    """Which statements take a position with one of these stances and one of these scopes."""
    bits = 0
    for stance in tuple(stances) or Stance:
        for scope in tuple(scopes) or Scope:
            bits |= bit(stance, scope)
    mask: Bools = (field.takes & bits) != 0
    return mask


def certain(field: Field, query: ComparisonQuery) -> Bools:
    """Said on a known day certainly in the range: ``UncertainDate.within``."""
    found = field.first > 0
    if query.first:
        found &= field.first >= query.first.toordinal()
    if query.last:
        found &= field.last <= query.last.toordinal()
    return found


def possible(field: Field, query: ComparisonQuery) -> Bools:
    """Said possibly in the range: ``UncertainDate.may_fall_within``, or nobody knows when.

    What is said on a day that nobody knows was still said before it was reported, so that it is
    left out when its article was certainly published before the range begins.
    """
    known = field.first > 0
    found = np.ones(len(field), np.bool_)
    if query.first:
        found &= (
            np.where(known, field.last, _never(field.published_last)) >= query.first.toordinal()
        )
    if query.last:
        found &= ~known | (field.first <= query.last.toordinal())
    return found


def _never(published: Ints) -> Ints:
    """Days of publication, those that nobody knows after all others."""
    return np.where(published > 0, published, np.iinfo(np.int64).max)


def _spoken(field: Field, wanted: Callable[[Speaker], bool]) -> Bools:
    """The statements of the speakers that are wanted."""
    chosen = np.array([wanted(one) for one in field.speakers], np.bool_)
    return chosen[field.speaker] if len(chosen) else np.zeros(0, np.bool_)


def _with_words(session: Session, field: Field, words: str) -> Bools:
    found = np.zeros(len(field), np.bool_)
    chosen = select(type_coerce(StatementRow.id, BigInteger)).where(matching(words))
    for number in session.scalars(chosen):
        place = field.places.get(number)
        if place is not None:
            found[place] = True
    return found


def _one_each(rows: Ints, groups: Ints, rank: Ints) -> Ints:
    """Of rows of one group the one of the lowest rank, else the first; in the order of the rows."""
    if not len(rows):
        return rows
    order = np.lexsort((np.arange(len(rows)), rank[rows], groups[rows]))
    first = np.ones(len(rows), np.bool_)
    ordered = groups[rows][order]
    first[1:] = ordered[1:] != ordered[:-1]
    return rows[np.sort(order[first])]
