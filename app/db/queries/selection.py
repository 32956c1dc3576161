"""Selection: which statements of a field a choice lists, and in which order.

Of a choice with speakers only what these said is looked at, of one with days only those.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from app.db.queries.field import KINDS, bit
from app.db.queries.field_keeping import field_of
from app.db.search import statement_ids
from app.domain.positions import Scope, Stance
from app.domain.words import phrases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from numpy.typing import NDArray
    from sqlalchemy.orm import Session

    from app.db.queries.field import Bools, Field, Places
    from app.domain.queries import ComparisonQuery

_KNOWN = "filters of a choice"  # in what a session knows
Stretches: TypeAlias = tuple[tuple[int, int], ...]  # of places: from the first to before the second


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of a choice on a field, by name; the days are none of them."""

    field: Field
    speakers: Mapping[str, Bools]  # which speakers each leaves
    others: Mapping[str, Callable[[Places], Bools]]  # which of some places each leaves
    words: Places | None  # where the words stand; None: no words are asked for
    _found: dict[tuple[Stretches | None, str], Places] = dataclasses.field(default_factory=dict)

    def places(self, within: Stretches | None = None, leaving_out: str = "") -> Places:
        """The places that they leave, without one of them; of all, or at least of those within.

        They are looked for once.
        """
        key = within, leaving_out
        if key not in self._found:
            self._found[key] = self._places(within or ((0, len(self.field)),), leaving_out)
        return self._found[key]

    def _places(self, within: Stretches, leaving_out: str) -> Places:
        field, wanted = self.field, self.wanted(leaving_out)
        everybody = bool(wanted.all())
        if self.words is not None and leaving_out != "words":
            places = self.words
            if not everybody:
                places = places[wanted[field.speaker[places]]]
        elif everybody:
            parts = [np.arange(start, stop, dtype=np.int32) for start, stop in within]
            places = np.concatenate(parts)
        else:
            places = _spoken(field, wanted, within)
        for name, leaves in self.others.items():
            if name != leaving_out:
                places = places[leaves(places)]
        return places

    def wanted(self, leaving_out: str = "") -> Bools:
        """Which speakers they leave, without one of them."""
        found = np.ones(len(self.field.speakers), np.bool_)
        for name, mask in self.speakers.items():
            if name != leaving_out:
                found &= mask
        return found

    @property
    def only_speakers(self) -> bool:
        """Whether nothing is asked for but speakers."""
        return not self.others and self.words is None

    def same(self, leaving_out: str) -> bool:
        """Whether leaving one out changes nothing, because it is not asked for."""
        return (
            leaving_out not in self.speakers
            and leaving_out not in self.others
            and (leaving_out != "words" or self.words is None)
        )


@dataclass(frozen=True, slots=True)
class Selection:
    """Places in a field, each list in the field's order.

    Of what copies of one article print there is one report; of what several articles report one
    utterance. An utterance is among the dated where one report of it is certainly in the range.
    """

    field: Field
    reports: Places  # certainly in the range
    undated_reports: Places  # of no known day, or only possibly in the range
    utterances: Places
    undated: Places

    def listed(self, query: ComparisonQuery) -> Places:
        """The utterances that the choice lists: the dated, then the others if it lists them."""
        if not query.lists_undated:
            return self.utterances
        return np.concatenate((self.utterances, self.undated))

    def listed_reports(self, query: ComparisonQuery) -> Places:
        """The same of reports."""
        if not query.lists_undated:
            return self.reports
        return np.concatenate((self.reports, self.undated_reports))


def selected(session: Session, query: ComparisonQuery) -> Selection:
    """What a choice selects."""
    return selection_of(filters_of(session, query), query)


def selection_of(filters: Filters, query: ComparisonQuery) -> Selection:
    """The same by filters that were made already."""
    field = filters.field
    places = filters.places(_possibly(field, query))
    places = places[possible(field, query, places)]
    places = _one_each(places, field.original, field.lone[0], ~field.first_of_original)
    within = certain(field, query, places)
    reports, undated_reports = places[within], places[~within]
    utterances = _one_each(reports, field.utterance, field.lone[1], field.rank)
    told = np.zeros(field.utterances, np.bool_)
    told[field.utterance[utterances]] = True
    further = undated_reports[~told[field.utterance[undated_reports]]]
    undated = _one_each(further, field.utterance, field.lone[1], field.rank)
    return Selection(field, reports, undated_reports, utterances, undated)


def filters_of(session: Session, query: ComparisonQuery) -> Filters:
    """The filters of a choice, for all that one session asks of it.

    A stance and a scope are one: they have to be of one position.
    """
    field = field_of(session, query.issue)
    key = replace(query, first=None, last=None, undated=False)
    known: dict[ComparisonQuery, Filters] = session.info.setdefault(_KNOWN, {})
    if key not in known or known[key].field is not field:
        known[key] = _filters(session, field, key)
    return known[key]


def _filters(session: Session, field: Field, query: ComparisonQuery) -> Filters:
    speakers: dict[str, Bools] = {}
    others: dict[str, Callable[[Places], Bools]] = {}
    if query.actors:
        slugs = frozenset(query.actors)
        speakers["actors"] = _mask(one.ref.slug in slugs for one in field.speakers)
    if query.sides:
        sides = frozenset(query.sides)
        speakers["sides"] = _mask(bool(sides.intersection(one.sides)) for one in field.speakers)
    if query.who:
        speakers["who"] = _mask(one.ref.kind in query.who for one in field.speakers)
    if query.stances or query.scopes:
        bits = bits_of(query.stances, query.scopes)
        others["takes"] = lambda places: (field.takes[places] & bits) != 0
    if query.outlets:
        papers = _mask(one.slug in query.outlets for one in field.outlets)
        others["outlets"] = lambda places: papers[field.outlet[places]]
    if query.kinds:
        kinds = _mask(kind in query.kinds for kind in KINDS)
        others["kinds"] = lambda places: kinds[field.kind[places]]
    if query.reviewed:
        others["reviewed"] = lambda places: field.reviewed[places]
    words = _with_words(session, field, query.words) if query.words.strip() else None
    return Filters(field, speakers, others, words)


def bits_of(stances: Iterable[Stance], scopes: Iterable[Scope]) -> int:
    """The bits of positions with one of these stances and one of these scopes; of none, any."""
    found = 0
    for stance in tuple(stances) or Stance:
        for scope in tuple(scopes) or Scope:
            found |= bit(stance, scope)
    return found


def certain(field: Field, query: ComparisonQuery, places: Places) -> Bools:
    """Said on a known day certainly in the range: ``UncertainDate.within``."""
    first = field.first[places]
    found = first > 0
    if query.first:
        found &= first >= query.first.toordinal()
    if query.last:
        found &= field.last[places] <= query.last.toordinal()
    return found


def certainly(field: Field, query: ComparisonQuery) -> Stretches:
    """Where all that is ``certain`` stands, with few others between."""
    start = field.after(query.last) if query.last else 0
    stop = field.since(query.first) if query.first else field.dated
    return ((start, max(start, stop)),)


def _possibly(field: Field, query: ComparisonQuery) -> Stretches:
    """Where all that is ``possible`` stands, and some more."""
    start = field.until(query.last) if query.last else 0
    stop = field.since(query.first) if query.first else field.dated
    return (start, max(start, stop)), (field.dated, len(field))


def possible(field: Field, query: ComparisonQuery, places: Places) -> Bools:
    """Said possibly in the range: ``UncertainDate.may_fall_within``, or nobody knows when.

    What is said on a day that nobody knows was still said before it was reported, so that it is
    left out when its article was certainly published before the range begins.
    """
    found = np.ones(len(places), np.bool_)
    if query.first is None and query.last is None:
        return found
    first = field.first[places]
    known = first > 0
    if query.first:
        published = field.published_last[places]
        latest = np.where(known, field.last[places], np.where(published > 0, published, _NEVER))
        found &= latest >= query.first.toordinal()
    if query.last:
        found &= ~known | (first <= query.last.toordinal())
    return found


_NEVER = np.iinfo(np.int32).max  # as the day of publication that nobody knows


def _mask(values: Iterable[bool]) -> Bools:
    return np.fromiter(values, np.bool_)


def _spoken(field: Field, wanted: Bools, within: Stretches) -> Places:
    """The places of these speakers within stretches that follow each other."""
    order, starts = field.of_speaker
    codes = np.flatnonzero(wanted)
    if int((starts[codes + 1] - starts[codes]).sum()) * 4 > len(field):
        parts = [
            np.flatnonzero(wanted[field.speaker[start:stop]]).astype(np.int32) + np.int32(start)
            for start, stop in within
        ]
        return np.concatenate(parts)
    parts = [order[:0]]
    edges = np.array(within, np.int32)
    for code in codes.tolist():
        said = order[starts[code] : starts[code + 1]]
        parts += [said[start:stop] for start, stop in said.searchsorted(edges).tolist()]
    return np.sort(np.concatenate(parts))


def _with_words(session: Session, field: Field, words: str) -> Places:
    return field.places(statement_ids(session, phrases(words)))


def _one_each(
    places: Places, groups: Places, lone: Bools, rank: NDArray[np.int8] | Bools
) -> Places:
    """Of places of one group the one of the lowest rank, else the first; in their order."""
    alone = lone[places]
    if alone.all():
        return places
    # By group, rank and place in the list, as one number: a table of all groups would be memory
    # that the system has to give anew each time.
    several = np.flatnonzero(~alone)
    keys = groups[places[several]].astype(np.int64) << 2 | rank[places[several]]
    keys = np.sort(keys << 32 | several)
    best = keys[np.diff(keys >> 34, prepend=-1) != 0]
    alone[best & 0xFFFFFFFF] = True
    kept: Places = places[alone]
    return kept
