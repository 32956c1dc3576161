"""Standings: where everybody stood in each unit, counted in the fields of the issues.

By the rules of app/utterances/agreement.py, which says what they are; here they are kept for all
statements at once.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import String, select, type_coerce

from app.db.queries import making
from app.db.queries.asserted import asserted_on
from app.db.queries.field import SCOPES, STANCES, bit, month
from app.db.queries.field_keeping import made_of
from app.db.queries.plain import ByNumber, number
from app.db.tables import IssueRow, PositionRow
from app.domain.certainty import stance_certain
from app.domain.positions import Scope, Stance
from app.domain.queries import AgreementQuery, By
from app.utterances.agreement import Apart, Standings, Stood

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from sqlalchemy.orm import Session

    from app.db.queries.field import Bools, Field, Ints, Places

    Bits = NDArray[np.uint8]

_NEVER = 1 << 30  # later than all days
_AT_ONCE = 1_000
_GENERAL = tuple(bit(stance, Scope.GENERAL) for stance in STANCES)
_ANY = tuple(sum(bit(stance, scope) for scope in SCOPES) for stance in STANCES)
_OF = number(PositionRow.statement_id)
_OWN = ByNumber(
    select(
        _OF,
        type_coerce(PositionRow.stance, String),
        PositionRow.confidence,
        PositionRow.decided_by,
        IssueRow.slug,
    )
    .join(IssueRow, IssueRow.id == PositionRow.issue_id)
    .where(PositionRow.asserted_by_id.is_(None), PositionRow.scope == Scope.GENERAL),
    _OF,
)


def standings_of(session: Session, query: AgreementQuery, issues: Sequence[str]) -> Standings:
    """Where everybody stood in each unit of a choice, on these issues; by actor and unit."""
    apart: Counter[Apart] = Counter()
    stood = [one for issue in issues for one in _stood_on(session, issue, query, apart)]
    stood.sort(key=lambda one: (one.actor, one.unit))
    return Standings(tuple(stood), {why: apart[why] for why in Apart})


class _Said:
    """Each utterance of a standing by its number, and a stance taken in it; in their order."""

    __slots__ = "bits", "numbers"

    def __init__(self, numbers: Ints, bits: Bits) -> None:
        self.numbers = numbers
        self.bits = bits

    def __iter__(self) -> Iterator[tuple[int, Stance]]:
        for key, bits in sorted(zip(self.numbers.tolist(), self.bits.tolist(), strict=True)):
            for stance in sorted(one for n, one in enumerate(STANCES) if bits >> n & 1):
                yield key, stance


class _Groups:
    """Places put together by a key, with the days of each group as its surest report has them."""

    def __init__(self, field: Field, places: Places, keys: Ints) -> None:
        order = np.argsort(keys, kind="stable")
        self.order = order
        self.starts = np.flatnonzero(np.diff(keys[order], prepend=-1))
        self.place = places[order][self.starts]  # one of each
        first = field.first[places[order]].astype(np.int64)
        days = field.last[places[order]] - first
        fewest = self.least(np.where(first > 0, days << 32 | first, _NEVER << 32))
        self.known = fewest < _NEVER << 32
        self.first = np.where(self.known, fewest & 0xFFFFFFFF, 0)
        self.last = np.where(self.known, self.first + (fewest >> 32), 0)
        published = field.published_last[places[order]].astype(np.int64)
        self.reported = self.least(np.where(published > 0, published, _NEVER))

    def least(self, values: Ints) -> Ints:
        """The least of each group; the values are in order."""
        if not len(values):
            return values
        found: Ints = np.minimum.reduceat(values, self.starts)
        return found

    def may_fall(self, query: AgreementQuery) -> Bools:
        """Which may have been said in the range: what nobody knows the day of, till its report."""
        first, last = _ends(query)
        told = (self.last >= first) & (self.first <= last)
        return np.where(self.known, told, self.reported >= first)

    def certainly(self, query: AgreementQuery) -> Bools:
        """Which were certainly said in the range, and in one unit."""
        first, last = _ends(query)
        found = (self.first >= first) & (self.last <= last)
        if query.first or query.last or query.unit is By.MONTH:
            found &= self.known
        else:
            found |= ~self.known
        if query.unit is By.MONTH:
            found[found] = month(self.first[found]) == month(self.last[found])
        return found


def _ends(query: AgreementQuery) -> tuple[int, int]:
    return (
        query.first.toordinal() if query.first else 0,
        query.last.toordinal() if query.last else _NEVER,
    )


def _stood_on(
    session: Session, issue: str, query: AgreementQuery, apart: Counter[Apart]
) -> Iterator[Stood]:
    made = made_of(session, issue)
    field = made.field
    told = asserted_on(session, issue)
    told_groups = _Groups(
        field,
        told.places,
        field.utterance[told.places].astype(np.int64) * (len(told.holders) + 1) + told.holder,
    )
    apart[Apart.SECOND_HAND] += int(told_groups.may_fall(query).sum())
    own = field.first_of_original & ((field.own_certain | field.own_uncertain) != 0)
    places = np.flatnonzero(own).astype(np.int32)
    if not len(places):
        return
    keys = field.utterance[places].astype(np.int64) * len(field.speakers) + field.speaker[places]
    groups = _Groups(field, places, keys)
    places = places[groups.order]
    general = _general(session, issue, field, places)
    certain = np.bitwise_or.reduceat(field.own_certain[places], groups.starts) != 0
    bits = np.bitwise_or.reduceat(general, groups.starts)
    same = bits == np.bitwise_and.reduceat(np.where(general, general, 0xFF), groups.starts)
    asked = groups.may_fall(query)
    apart[Apart.UNCERTAIN] += int((asked & ~certain).sum())
    apart[Apart.PART] += int((asked & certain & (bits == 0)).sum())
    apart[Apart.DIFFERING] += int((asked & certain & (bits != 0) & ~same).sum())
    asked &= certain & (bits != 0) & same
    kept = asked & groups.certainly(query)
    apart[Apart.UNDATED] += int((asked & ~kept).sum())
    if not kept.any():
        return
    first, last, bits = groups.first[kept], groups.last[kept], bits[kept]
    known, place = groups.known[kept], groups.place[kept]
    units = month(first).astype(np.int64) if query.unit is By.MONTH else np.zeros(len(first), int)
    cells = field.speaker[place].astype(np.int64) << 32 | units
    order = np.argsort(cells, kind="stable")
    cells, bits = cells[order], bits[order]
    starts = np.flatnonzero(np.diff(cells, prepend=-1))
    stops = [*starts[1:].tolist(), len(cells)]
    counts = np.stack(
        [np.add.reduceat(bits >> n & 1, starts, dtype=int) for n in range(len(STANCES))]
    )
    firsts = np.minimum.reduceat(np.where(known, first, _NEVER)[order], starts)
    lasts = np.maximum.reduceat(np.where(known, last, 0)[order], starts)
    numbers = made.codes["utterance"].ids[field.utterance[place[order]]]
    slugs = [one.ref.slug for one in field.speakers]
    of_each = zip(
        (cells[starts] >> 32).tolist(),
        (cells[starts] & 0xFFFFFFFF).tolist(),
        starts.tolist(),
        stops,
        counts.T.tolist(),
        firsts.tolist(),
        lasts.tolist(),
        strict=True,
    )
    names: dict[int, str] = {}
    for speaker, unit, start, stop, of_stances, day, until in of_each:
        if unit not in names:
            names[unit] = issue if query.unit is By.ISSUE else _month_name(unit)
        yield Stood(
            slugs[speaker],
            names[unit],
            issue,
            tuple([pair for pair in zip(STANCES, of_stances, strict=True) if pair[1]]),
            date.fromordinal(day) if until else None,
            date.fromordinal(until) if until else None,
            _Said(numbers[start:stop], bits[start:stop]),
        )


def _month_name(month: int) -> str:
    year, of_year = divmod(month, 12)
    return f"{year + 1:04}-{of_year + 1:02}"


def _general(session: Session, issue: str, field: Field, places: Places) -> Bits:
    """The stances that each takes certainly, itself and on the proposition as such; as bits.

    A field tells the scopes of all positions of a statement together. Where that leaves it open
    the positions are read.
    """
    takes, certain = field.takes[places], field.own_certain[places]
    found = np.zeros(len(places), np.uint8)
    unclear = np.zeros(len(places), np.bool_)
    for n, (general, any_scope) in enumerate(zip(_GENERAL, _ANY, strict=True)):
        both = (certain >> n & 1 != 0) & (takes & general != 0)
        found |= (both << n).astype(np.uint8)
        unclear |= both & ((takes & any_scope != general) | field.second_hand[places])
    asked = np.flatnonzero(unclear)
    clear: dict[int, int] = {}
    numbers = field.numbers[places[asked]].tolist()
    for start in range(0, len(numbers), _AT_ONCE):
        for key, stance, sure, by, slug in _OWN.read(session, numbers[start : start + _AT_ONCE]):
            taken = Stance(stance)
            if slug == issue and stance_certain(taken, making.sure(sure, by)):
                clear[key] = clear.get(key, 0) | 1 << STANCES.index(taken)
    found[asked] &= np.fromiter((clear.get(key, 0) for key in numbers), np.uint8, len(numbers))
    return found
