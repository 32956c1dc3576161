"""Who stands where in a choice, counted."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from app.db.queries import making
from app.db.queries.field import STANCES
from app.db.queries.field_keeping import articles_read
from app.db.queries.selection import selected
from app.db.queries.statements import roles
from app.domain.records import Counted, MonthCount, OverviewRecords, StanceCount, Standing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from sqlalchemy.orm import Session

    from app.db.queries.field import Ints, Places
    from app.db.queries.selection import Selection
    from app.domain.queries import ComparisonQuery

    Bits = NDArray[np.uint8]

# More ids than this are asked for in parts: a database takes so many parameters at once.
_PART = 10_000
_NEVER = 1 << 22  # later than any day


def overview(session: Session, query: ComparisonQuery) -> OverviewRecords:
    """Every speaker of a choice with its counts, most utterances first."""
    return overview_of(session, selected(session, query), query)


def overview_of(
    session: Session, chosen: Selection, query: ComparisonQuery, told: int | None = None
) -> OverviewRecords:
    """The same of what is selected already; with months of so many of the first rows, or of all."""
    listing = np.concatenate((chosen.utterances, chosen.undated))
    speakers = np.flatnonzero(np.bincount(chosen.field.speaker[listing])).tolist()
    rows = standings(session, chosen, query, speakers, told)
    listed = [row for row in rows if row.utterances]
    listed.sort(key=lambda row: (-row.utterances, row.actor.name, row.actor.slug))
    return OverviewRecords(counted(session, chosen, query), tuple(listed))


def counted(session: Session, chosen: Selection, query: ComparisonQuery) -> Counted:
    """How much a choice lists."""
    field, listed = chosen.field, chosen.listed(query)
    reports = chosen.listed_reports(query)
    first = field.first[listed]
    return Counted(
        utterances=len(listed),
        reports=len(reports),
        actors=different(field.speaker[listed], len(field.speakers)),
        articles=different(field.article[reports], field.articles),
        articles_read=articles_read(session, query.outlets),
        undated=len(chosen.undated),
        unknown=int(np.count_nonzero(field.first[chosen.undated] == 0)),
        first=_day(first[first > 0].min(initial=_NEVER)),
        last=_day(field.last[listed].max(initial=0)),
    )


def different(codes: Places, number: int) -> int:
    """How many different codes there are."""
    found = np.zeros(number, np.bool_)
    found[codes] = True
    return int(np.count_nonzero(found))


def standings(
    session: Session,
    chosen: Selection,
    query: ComparisonQuery,
    speakers: Sequence[int],
    told: int | None = None,
) -> list[Standing]:
    """How these speakers of the field, by number, stand in a choice; in that order.

    With ``told`` the months of those alone who are among so many with most utterances.
    """
    field, number = chosen.field, len(speakers)
    rows = np.full(len(field.speakers), -1, np.int32)
    rows[list(speakers)] = np.arange(number)

    def of(places: Places) -> tuple[Places, Places]:
        """The places at which one of them speaks, and which."""
        found = rows[field.speaker[places]]
        theirs = found >= 0
        return (places, found) if theirs.all() else (places[theirs], found[theirs])

    places, row = of(chosen.listed(query))
    reports, undated = (
        np.bincount(of(found)[1], minlength=number).tolist()
        for found in (chosen.listed_reports(query), chosen.undated)
    )
    certain, uncertain = field.own_certain[places], field.own_uncertain[places]
    stances = _by_stance(certain, uncertain, row, number).tolist()
    utterances = np.bincount(row, minlength=number).tolist()
    second_hand = np.bincount(row[field.second_hand[places]], minlength=number).tolist()
    first, last = field.first[places], field.last[places]
    known = np.flatnonzero(first > 0)
    first, last, row = first[known], last[known], row[known]
    firsts, lasts = _days(first, last, row, number)
    begins, ends = field.month(first), field.month(last)
    same = np.flatnonzero(begins == ends)
    if told is not None and told < number:
        shown = np.array(utterances) >= sorted(utterances)[-told]
        same = same[shown[row[same]]]
    taken = certain[known[same]], uncertain[known[same]]
    months = _months(*taken, row[same], begins[same], number)
    held = _roles(session, [field.speakers[code].id for code in speakers])
    return [
        Standing(
            actor=speaker.ref,
            role=held.get(speaker.id),
            sides=speaker.sides,
            utterances=utterances[at],
            undated=undated[at],
            reports=reports[at],
            stances=tuple(
                StanceCount(stance, sure, unsure)
                for stance, (sure, unsure) in zip(STANCES, stances[at], strict=True)
                if sure or unsure
            ),
            second_hand=second_hand[at],
            months=tuple(months.get(at, ())),
            first=date.fromordinal(firsts[at]) if firsts[at] else None,
            last=date.fromordinal(lasts[at]) if lasts[at] else None,
        )
        for at, speaker in enumerate(field.speakers[code] for code in speakers)
    ]


def _days(first: Places, last: Places, row: Places, number: int) -> tuple[list[int], list[int]]:
    """Of each row the first and the last of its known days; 0 for none."""
    # Of the type of the days: of another, numpy converts each value by itself.
    firsts, lasts = np.full(number, _NEVER, first.dtype), np.zeros(number, last.dtype)
    np.minimum.at(firsts, row, first)
    np.maximum.at(lasts, row, last)
    firsts[firsts == _NEVER] = 0
    return firsts.tolist(), lasts.tolist()


def _by_stance(certain: Bits, uncertain: Bits, row: Places, number: int) -> Ints:
    """Of each row and each stance how many take it, certainly and not."""
    width = len(STANCES)
    both = certain.astype(np.int64) | uncertain.astype(np.int64) << width
    present = np.flatnonzero(np.bincount(both, minlength=1))  # few: nearly all take one alone
    codes = np.zeros(1 << 2 * width, np.int64)
    codes[present] = np.arange(len(present))
    cells = row.astype(np.int64) * len(present) + codes[both]
    counts = np.bincount(cells, minlength=number * len(present)).reshape(number, len(present))
    taken = present[:, None] >> np.arange(2 * width) & 1
    found: Ints = (counts @ taken).reshape(number, 2, width).swapaxes(1, 2)
    return found


def _months(
    certain: Bits, uncertain: Bits, row: Places, month: Places, number: int
) -> dict[int, list[MonthCount]]:
    """Of each row how many own positions there are of each month."""
    if not len(month):
        return {}
    begins = int(month.min())
    width = int(month.max()) - begins + 1
    counts = _by_stance(
        certain, uncertain, row.astype(np.int64) * width + month - begins, number * width
    )
    days = [date((begins + n) // 12 + 1, (begins + n) % 12 + 1, 1) for n in range(width)]
    cells, stances = np.nonzero(counts.any(axis=2))  # by row and month, then by stance
    rows, months = np.divmod(cells, width)
    # In columns: of ten thousands of short lists the garbage collector looks through each.
    told = list(
        map(
            MonthCount,
            [days[n] for n in months.tolist()],
            [STANCES[n] for n in stances.tolist()],
            *counts[cells, stances].T.tolist(),
        )
    )
    ends = np.searchsorted(rows, np.arange(number + 1)).tolist()
    return {n: told[start:stop] for n, (start, stop) in enumerate(pairwise(ends))}


def _roles(session: Session, ids: Sequence[str]) -> Mapping[str, str]:
    """The latest role of each of these actors that has any, as printed."""
    found = {}
    for start in range(0, len(ids), _PART):
        for actor, held in roles(session, ids[start : start + _PART]).items():
            latest = making.latest_role(held)
            if latest:
                found[actor] = latest.printed
    return found


def _day(day: np.integer[Any]) -> date | None:
    return date.fromordinal(int(day)) if 0 < day < _NEVER else None
