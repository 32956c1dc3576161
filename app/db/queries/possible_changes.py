"""Possible changes: where the positions of all actors on an issue differ, found in columns.

By the rules of app/utterances/lines.py, which says what they are; here they are kept for all
actors at once, and no statement is read but those that are shown.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import select

from app.db.queries import making
from app.db.queries.field import STANCES
from app.db.queries.field_keeping import field_of, made_of
from app.db.queries.lines import (
    by_name,
    comparable,
    days_of_reports,
    in_office,
    offices_of,
)
from app.db.queries.once import once
from app.db.queries.plain import number
from app.db.queries.shown import shown_of
from app.db.queries.spoken import one_report_each, spoken_by
from app.db.queries.statements import records_by_id
from app.db.queries.taken import CLEAR, DIFFERING, DIRECT, taken_in, taken_on
from app.db.tables import ActorRow, IssueRow
from app.domain.actors import ActorKind
from app.domain.changes import Pairs, Place, RunOfPlaces, Standing, Stood
from app.domain.ids import from_number
from app.domain.positions import Stance
from app.domain.records import LineRecords

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray
    from sqlalchemy.orm import Session

    from app.db.queries.field import Bools, Field, Ints, Places
    from app.db.queries.taken import Taken
    from app.domain.actors import Role
    from app.domain.dates import UncertainDate
    from app.domain.queries import ComparisonQuery
    from app.domain.records import StatementRecord

_SCOPES = 4  # more than there are
_WIDEST = 10  # days, as in app/utterances/lines.py
_NEVER = 1 << 22  # more than any day
_MOST_RUNS = 8
_AT_ONCE = 1_000
_OPEN = STANCES.index(Stance.NONCOMMITTAL)


@dataclass(frozen=True, slots=True)
class Rows:
    """Positions that may be compared, in every column one number for each.

    By actor, then as a line has them: by the first day, the last one, and the id.
    """

    actor: Places  # the place of the actor among all, by name
    number: Ints  # of the statement
    nth: NDArray[np.uint8]
    stance: NDArray[np.uint8]
    scope: NDArray[np.uint8]
    first: Places  # of the days, as printed
    last: Places
    guessed: Bools
    fit: Bools  # for a possible change


@dataclass(frozen=True, slots=True)
class _Walk:
    """What differs between positions one after the other, as places in the rows."""

    before: Places
    after: Places
    placed: Bools  # of all rows: is compared, and its place among the others is known
    apart: tuple[Places, Places, Places]  # of those that do not agree: actor, first and last day


class PossibleChanges:
    """Where the positions of all actors on an issue differ, in any range of days."""

    def __init__(self, actors: Sequence[Found], present: Bools, rows: Rows) -> None:
        self._actors, self._present, self._rows = actors, present, rows
        self._strict = _walk(rows, rows.fit)
        self._loose = _walk(rows, np.ones(len(rows.actor), np.bool_))

    def stood(self, query: ComparisonQuery) -> tuple[Stood, ...]:
        """Each actor with a clear stance on a known day, by name; it may be outside the range."""
        rows, size = self._rows, len(self._actors)
        within = _within(query, rows.first, rows.last)
        changed, otherwise = (
            np.bincount(rows.actor[one.after[_both(one, within)]], minlength=size)
            for one in (self._strict, self._loose)
        )
        apart, first, last = self._loose.apart
        unclear = np.bincount(apart[_within(query, first, last)], minlength=size) > 0
        same = self._same(np.flatnonzero(self._loose.placed & within))
        found = []
        for place in np.flatnonzero(self._present).tolist():
            standing, pairs = Standing.NOTHING, 0
            if changed[place]:
                standing, pairs = Standing.CHANGED, int(changed[place])
            elif otherwise[place]:
                standing, pairs = Standing.OTHERWISE, int(otherwise[place])
            elif same[place] and not unclear[place]:
                standing = Standing.SAME
            actor = self._actors[place]
            found.append(Stood(actor.slug, actor.name, standing, pairs, place))
        return tuple(found)

    def pairs(
        self, stood: Stood, query: ComparisonQuery, start: int = 0, stop: int | None = None
    ) -> Pairs:
        """The pairs of an actor from one to before another, in the order of time."""
        found = self._pairs(stood, query)
        first, _, _ = slice(start, stop).indices(len(found[0]))
        return Pairs(
            first + 1,
            [
                (self._place(before), self._place(after))
                for before, after in zip(
                    *(ends[start:stop].tolist() for ends in found), strict=True
                )
            ],
        )

    def runs(self, stood: Stood, query: ComparisonQuery) -> list[RunOfPlaces]:
        """The runs of the newest pair's scope; of who said the same, those of its scope."""
        rows = self._rows
        fit = np.arange(*np.searchsorted(rows.actor, (stood.actor, stood.actor + 1)))
        fit = fit[self._loose.placed[fit] & _within(query, rows.first[fit], rows.last[fit])]
        scopes = rows.scope[fit]
        if stood.standing is Standing.SAME:
            scope = _most(scopes)
        elif stood.pairs:
            scope = int(rows.scope[self._pairs(stood, query)[1][-1]])
        else:
            return []
        fit = fit[scopes == scope]
        starts = np.flatnonzero(np.diff(rows.stance[fit].astype(np.int8), prepend=-1)).tolist()
        found = [
            RunOfPlaces(self._place(fit[start]), self._place(fit[stop - 1]), stop - start)
            for start, stop in pairwise([*starts, len(fit)])
        ]
        return found[-_MOST_RUNS:] if stood.pairs else found

    def _pairs(self, stood: Stood, query: ComparisonQuery) -> tuple[Places, Places]:
        found = self._strict if stood.standing is Standing.CHANGED else self._loose
        low, high = np.searchsorted(self._rows.actor[found.after], (stood.actor, stood.actor + 1))
        before, after = found.before[low:high], found.after[low:high]
        rows = self._rows
        kept = _within(query, rows.first[before], rows.last[before])
        kept &= _within(query, rows.first[after], rows.last[after])
        return before[kept], after[kept]

    def _place(self, row: int) -> Place:
        return Place(
            from_number(int(self._rows.number[row])),
            int(self._rows.nth[row]),
            among_others=bool(self._rows.fit[row] and not self._strict.placed[row]),
        )

    def _same(self, fit: Ints) -> Bools:
        """Who has positions of more than one time in the scope with most of these positions."""
        rows, size = self._rows, len(self._actors)
        found = np.zeros(size, np.bool_)
        if not len(fit):
            return found
        groups = rows.actor[fit].astype(np.int64) * _SCOPES + rows.scope[fit]
        order = np.argsort(groups, kind="stable")
        fit, groups = fit[order], groups[order]
        starts = np.flatnonzero(np.diff(groups, prepend=-1))
        sizes = np.diff(starts, append=len(fit))
        apart = np.maximum.reduceat(rows.first[fit], starts) > np.minimum.reduceat(
            rows.last[fit], starts
        )
        # By actor the largest last; of equal ones that which begins first.
        order = np.lexsort((-fit[starts], sizes, groups[starts] // _SCOPES))
        found[groups[starts][order] // _SCOPES] = apart[order]
        return found


@dataclass(frozen=True, slots=True)
class Found:
    """An actor of whom positions are compared."""

    number: int
    slug: str
    name: str
    kind: ActorKind


def possible_changes(session: Session, issue: str) -> PossibleChanges:
    """Those of all actors on an issue; found once for each state of the data."""
    return once(session, ("possible_changes", issue), lambda: _found(session, issue))


def records_of(
    session: Session, issue: str, wanted: Mapping[str, Iterable[Place]]
) -> dict[str, LineRecords]:
    """By actor (a slug) its line of nothing but the statements at these places."""
    ids = {place.statement for places in wanted.values() for place in places}
    said = records_by_id(session, sorted(ids), issue=issue)
    days = days_of_reports(session, said.values())
    rows = session.scalars(select(ActorRow).where(ActorRow.slug.in_(sorted(wanted)))).all()
    speaking: dict[str, list[tuple[Role, str]]] = defaultdict(list)
    for of, role, name in offices_of(session):
        speaking[of].append((role, name))
    found = {}
    for row in rows:
        its = [said[one] for one in dict.fromkeys(place.statement for place in wanted[row.slug])]
        own = tuple(one for one in its if one.actor.slug == row.slug)
        held = by_name(speaking.get(row.slug, ()))
        spoken = [one for one in its if one.actor.slug in held and one.actor.slug != row.slug]
        by_office, unplaced = in_office(spoken, held, days)
        of_these = {one.id: days[one.id] for one in its if one.id in days}
        actor = making.actor(row, (), ())
        found[row.slug] = LineRecords(actor, own, by_office, unplaced, (), of_these)
    return found


def _most(scopes: NDArray[np.uint8]) -> int:
    """The scope of most; of equally many that which comes first."""
    values, first, counts = np.unique(scopes, return_index=True, return_counts=True)
    return int(values[np.lexsort((first, -counts))[0]])


def _both(found: _Walk, within: Bools) -> Bools:
    return within[found.before] & within[found.after]


def _within(query: ComparisonQuery, first: Places, last: Places) -> Bools:
    """Which were certainly said in the range."""
    begin = query.first.toordinal() if query.first else 0
    end = query.last.toordinal() if query.last else _NEVER
    return (first >= begin) & (last <= end)


def _walk(rows: Rows, compared: Bools) -> _Walk:
    placed = np.zeros(len(compared), np.bool_)
    at = np.flatnonzero(compared)
    group = rows.actor[at].astype(np.int64) * _SCOPES + rows.scope[at]
    order = np.argsort(group, kind="stable")
    at, group = at[order].astype(np.int32), group[order]
    # A guessed day may be a day off; behind the number of the actor and the scope.
    first = group * _NEVER + rows.first[at] - rows.guessed[at]
    last = group * _NEVER + rows.last[at] + rows.guessed[at]
    order = np.lexsort((rows.nth[at], rows.number[at], last, first))
    at, group, first, last = at[order], group[order], first[order], last[order]
    among = last - first > _WIDEST
    ends = np.sort(last)
    among[among] = (
        np.searchsorted(first, last[among], "right") - np.searchsorted(ends, first[among], "left")
        > 1
    )
    at, group, first, last = (values[~among] for values in (at, group, first, last))
    placed[at] = True
    nothing = np.zeros(0, np.int32)
    if not len(at):
        return _Walk(nothing, nothing, placed, (nothing, nothing, nothing))
    until = np.concatenate(([-1], np.maximum.accumulate(last)[:-1]))
    starts = np.flatnonzero(first > until)
    stance = rows.stance[at]
    least = np.minimum.reduceat(stance, starts)
    agree = least == np.maximum.reduceat(stance, starts)
    differ = np.flatnonzero(
        (group[starts[1:]] == group[starts[:-1]])
        & agree[1:]
        & agree[:-1]
        & (least[1:] != least[:-1])
    )
    # Of a group the last by its last day, then by its first one and the id.
    latest = np.lexsort((rows.nth[at], rows.number[at], first, last))
    rank = np.empty(len(at), np.int64)
    rank[latest] = np.arange(len(at))
    before = at[latest[np.maximum.reduceat(rank, starts)[differ]]]
    after = at[starts[differ + 1]]
    order = np.lexsort((before, after))
    apart = np.flatnonzero(~agree)
    return _Walk(
        before[order].astype(np.int32),
        after[order].astype(np.int32),
        placed,
        (
            rows.actor[at[starts[apart]]],
            np.minimum.reduceat(rows.first[at], starts)[apart],
            np.maximum.reduceat(rows.last[at], starts)[apart],
        ),
    )


def _found(session: Session, issue: str) -> PossibleChanges:
    field = field_of(session, issue)
    codes = {one.ref.slug: code for code, one in enumerate(field.speakers)}
    offices: dict[str, list[tuple[Role, str]]] = defaultdict(list)
    for of, role, name in offices_of(session):
        if name in codes:
            offices[of].append((role, name))
    actors = [
        Found(*row)
        for row in session.execute(
            select(number(ActorRow.id), ActorRow.slug, ActorRow.name, ActorRow.kind)
            .where(ActorRow.slug.in_(sorted({*codes, *offices})))
            .order_by(ActorRow.name, ActorRow.slug)
        )
    ]
    own = np.zeros(len(field.speakers), np.int32)  # the place of each speaker
    for place, actor in enumerate(actors):
        if actor.slug in codes:
            own[codes[actor.slug]] = place
    told = comparable(field)
    of_all = np.flatnonzero(told[field.utterance]).astype(np.int32)
    said = _Said(session, issue, told)
    places = _each_once(field, of_all)
    present = np.zeros(len(actors), np.bool_)
    present[own[field.speaker[places]]] = True
    parts = [said.rows(places, own[field.speaker[places]])]
    for place, actor in enumerate(actors):
        if actor.kind is ActorKind.PERSON or actor.slug not in offices:
            continue
        spoken = spoken_by(field, [codes[name] for name in {one[1] for one in offices[actor.slug]}])
        spoken = one_report_each(field, spoken[told[field.utterance[spoken]]])
        held = by_name(offices[actor.slug])
        in_time, unplaced = said.in_office(spoken, held)
        if len(in_time) or unplaced:
            present[place] = True
        plain = in_time[~field.second_hand[in_time]]
        parts.append(said.rows(plain, np.full(len(plain), place, np.int32)))
        parts.append(said.read(in_time[field.second_hand[in_time]], place, actor.slug))
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    actor_of, numbers, nth, _, _, first, last, guessed, _ = columns
    order = np.lexsort((nth, numbers, last + guessed, first - guessed, actor_of))
    return PossibleChanges(actors, present, Rows(*(column[order] for column in columns)))


def _each_once(field: Field, places: Places) -> Places:
    """Of what each speaker said one report of each utterance, as ``one_report_each`` has it."""
    keys = field.utterance[places].astype(np.int64) * len(field.speakers) + field.speaker[places]
    order = np.argsort(keys * 3 + field.rank[places], kind="stable")
    return np.sort(places[order[np.diff(keys[order], prepend=-1) != 0]])


class _Said:
    """On which days what stands in a field was said, as the surest report tells it, and more."""

    def __init__(self, session: Session, issue: str, told: Bools) -> None:
        self._session, self._issue = session, issue
        made = made_of(session, issue)
        self._field = field = made.field
        self._taken = taken_on(session, issue)
        ids = made.codes["utterance"].ids
        shown = shown_of(session)
        on = session.scalar(select(number(IssueRow.id)).where(IssueRow.slug == issue))
        elsewhere = ~shown.is_on(on or 0, np.arange(len(shown.numbers)))
        self._unclear = np.isin(ids, shown.utterance[elsewhere])
        self._best = np.full(field.utterances, -1, np.int32)
        originals = np.flatnonzero(field.first_of_original & told[field.utterance])
        if not len(originals):
            return
        first = field.first[originals]
        days = field.last[originals] - first + _NEVER * field.guessed[originals]
        sure = np.where(first > 0, days, 4 * _NEVER).astype(np.int64)
        keys = field.utterance[originals].astype(np.int64) << 32 | sure
        order = np.lexsort((first, keys))
        originals, keys, first = originals[order], keys[order], first[order]
        utterance = field.utterance[originals]
        starts = np.flatnonzero(np.diff(utterance, prepend=-1))
        self._best[utterance[starts]] = originals[starts]
        # As sure, of other days: then its basis decides.
        tied = (np.diff(keys) == 0) & (np.diff(first) != 0)
        sizes = np.diff(starts, append=len(keys))
        surest = keys[1:] == np.repeat(keys[starts], sizes)[1:]
        self._unclear[utterance[1:][tied & surest]] = True

    def days(self, places: Places) -> tuple[Places, Places, Bools]:
        """Of each place the first and the last day, and whether they are guessed."""
        field = self._field
        utterance = field.utterance[places]
        unclear = self._unclear[utterance] | ~field.first_of_original[places]
        best = np.where(unclear, places, self._best[utterance])
        first, last, guessed = field.first[best], field.last[best], field.guessed[best]
        for at, _, when in self._records(places, np.flatnonzero(unclear)):
            first[at] = when.first.toordinal() if when.first else 0
            last[at] = when.last.toordinal() if when.last else 0
            guessed[at] = when.guessed
        return first, last, guessed

    def rows(self, places: Places, actors: Places) -> tuple[NDArray[Any], ...]:
        """The columns of ``Rows`` of the positions at some places, for these actors."""
        numbers = self._field.numbers[places]
        low = np.searchsorted(self._taken.numbers, numbers)
        size = np.searchsorted(self._taken.numbers, numbers, "right") - low
        some = size > 0
        places, actors, low, size = places[some], actors[some], low[some], size[some]
        days = self.days(places)
        of = np.repeat(np.arange(len(places)), size)
        at = np.arange(len(of)) - np.repeat(np.cumsum(size) - size, size) + low[of]
        return _columns(
            self._taken.part(at), self._field.numbers[places][of], actors[of],
            tuple(column[of] for column in days),
        )  # fmt: skip

    def read(self, places: Places, actor: int, slug: str) -> tuple[NDArray[Any], ...]:
        """The same of statements in which spokespersons also assert what others hold."""
        days = self.days(places)
        parts = [self.rows(places[:0], places[:0])]
        for at, record, _ in self._records(places, np.arange(len(places))):
            if not DIFFERING.isdisjoint(record.differences):
                continue
            taken = taken_in(record, self._issue, slug)
            of = np.full(len(taken.nth), at)
            parts.append(
                _columns(
                    taken,
                    self._field.numbers[places][of],
                    np.full(len(of), actor, np.int32),
                    tuple(column[of] for column in days),
                )
            )
        return tuple(np.concatenate(column) for column in zip(*parts, strict=True))

    def in_office(self, places: Places, held: Mapping[str, Sequence[Role]]) -> tuple[Places, int]:
        """Which of these were said in office, and how many more may have been."""
        first, last, _ = self.days(places)
        names = [self._field.speakers[code].ref.slug for code in self._field.speaker[places]]
        kept, unplaced = [], 0
        for at, (name, begin, end) in enumerate(
            zip(names, first.tolist(), last.tolist(), strict=True)
        ):
            roles = held[name]
            if begin and any(
                one.held_on(date.fromordinal(begin)) and one.held_on(date.fromordinal(end))
                for one in roles
            ):
                kept.append(at)
            else:
                unplaced += any(_may_hold(one, begin, end) for one in roles)
        return places[kept] if kept else places[:0], unplaced

    def _records(
        self, places: Places, chosen: Ints
    ) -> Iterator[tuple[int, StatementRecord, UncertainDate]]:
        """The statements at some of these places, with the day as the surest report tells it."""
        for start in range(0, len(chosen), _AT_ONCE):
            ids = {self._field.id(places[at]): at for at in chosen[start : start + _AT_ONCE]}
            found = records_by_id(self._session, ids, issue=self._issue)
            days = days_of_reports(self._session, found.values())
            for key, record in found.items():
                yield int(ids[key]), record, days.get(key, record.said_on)


def _columns(
    taken: Taken, numbers: Ints, actors: Places, days: tuple[NDArray[Any], ...]
) -> tuple[NDArray[Any], ...]:
    """The columns of ``Rows``, without what was said on a day not known."""
    first, last, guessed = days
    fit = (taken.facts & (DIRECT | CLEAR) == (DIRECT | CLEAR)) & (taken.stances() != _OPEN)
    columns = (
        actors, numbers, taken.nth, taken.stances(), taken.scopes(), first, last, guessed, fit,
    )  # fmt: skip
    kept = first > 0
    return tuple(column[kept] for column in columns)


def _may_hold(role: Role, begin: int, end: int) -> bool:
    """Whether it may have been said in that time of office; 0 for a day not known."""
    first, last = role.held_from.first, role.held_to.last
    return not begin or (
        (first is None or end >= first.toordinal()) and (last is None or begin <= last.toordinal())
    )
