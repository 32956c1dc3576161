"""Who stands where in a choice, counted."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from app.db.queries import making
from app.db.queries.field import STANCES, articles_read
from app.db.queries.selection import selected
from app.db.queries.statements import roles
from app.domain.records import Counted, MonthCount, OverviewRecords, StanceCount, Standing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from app.db.queries.field import Field, Ints, Speaker
    from app.db.queries.selection import Selection
    from app.domain.queries import ComparisonQuery

# More ids than this are asked for in parts: a database takes so many parameters at once.
_PART = 10_000


def overview(session: Session, query: ComparisonQuery) -> OverviewRecords:
    """Every speaker of a choice with its counts, most utterances first."""
    return overview_of(session, selected(session, query), query)


def overview_of(session: Session, chosen: Selection, query: ComparisonQuery) -> OverviewRecords:
    """The same of what is selected already."""
    speakers = np.unique(
        chosen.field.speaker[np.concatenate((chosen.utterances, chosen.undated))]
    ).tolist()
    rows = standings(session, chosen, query, speakers)
    listed = [row for row in rows if row.utterances]
    listed.sort(key=lambda row: (-row.utterances, row.actor.name, row.actor.slug))
    return OverviewRecords(counted(session, chosen, query), tuple(listed))


def counted(session: Session, chosen: Selection, query: ComparisonQuery) -> Counted:
    """How much a choice lists."""
    field, listed = chosen.field, chosen.listed(query)
    reports = chosen.listed_reports(query)
    return Counted(
        utterances=len(listed),
        reports=len(reports),
        actors=len(np.unique(field.speaker[listed])),
        articles=len(np.unique(field.article[reports])),
        articles_read=articles_read(session, query.outlets),
        undated=len(chosen.undated),
        unknown=int((field.first[chosen.undated] == 0).sum()),
        first=_day(_known(field.first[listed]), first=True),
        last=_day(_known(field.last[listed]), first=False),
    )


def standings(
    session: Session, chosen: Selection, query: ComparisonQuery, speakers: Sequence[int]
) -> list[Standing]:
    """How these speakers of the field, by number, stand in a choice; in that order."""
    field, listed = chosen.field, chosen.listed(query)
    width = len(field.speakers)
    reports = np.bincount(field.speaker[chosen.listed_reports(query)], minlength=width)
    undated = np.bincount(field.speaker[chosen.undated], minlength=width)
    held = _roles(session, [field.speakers[number].id for number in speakers])
    by_speaker = _grouped(listed, field.speaker[listed], width)
    return [
        _standing(
            field,
            field.speakers[number],
            by_speaker[number],
            reports=int(reports[number]),
            undated=int(undated[number]),
            role=held.get(field.speakers[number].id),
        )
        for number in speakers
    ]


def _standing(
    field: Field, speaker: Speaker, places: Ints, *, reports: int, undated: int, role: str | None
) -> Standing:
    certain, uncertain = field.own_certain[places], field.own_uncertain[places]
    return Standing(
        actor=speaker.ref,
        role=role,
        sides=speaker.sides,
        utterances=len(places),
        undated=undated,
        reports=reports,
        stances=tuple(
            StanceCount(stance, *found)
            for bit, stance in enumerate(STANCES)
            if any(found := (_bits(certain, bit), _bits(uncertain, bit)))
        ),
        second_hand=int(field.second_hand[places].sum()),
        months=_months(field, places),
        first=_day(_known(field.first[places]), first=True),
        last=_day(_known(field.last[places]), first=False),
    )


def _months(field: Field, places: Ints) -> tuple[MonthCount, ...]:
    found: Counter[tuple[date, int, bool]] = Counter()
    for place in places.tolist():
        first, last = int(field.first[place]), int(field.last[place])
        if not first:
            continue
        begin, end = date.fromordinal(first), date.fromordinal(last)
        if (begin.year, begin.month) != (end.year, end.month):
            continue
        for bits, sure in ((field.own_certain[place], True), (field.own_uncertain[place], False)):
            for bit in range(len(STANCES)):
                if bits >> bit & 1:
                    found[begin.replace(day=1), bit, sure] += 1
    keys = sorted({(month, bit) for month, bit, _ in found})
    return tuple(
        MonthCount(month, STANCES[bit], found[month, bit, True], found[month, bit, False])
        for month, bit in keys
    )


def _roles(session: Session, ids: Sequence[str]) -> Mapping[str, str]:
    """The latest role of each of these actors that has any, as printed."""
    found = {}
    for start in range(0, len(ids), _PART):
        for actor, held in roles(session, ids[start : start + _PART]).items():
            latest = making.latest_role(held)
            if latest:
                found[actor] = latest.printed
    return found


def _grouped(places: Ints, codes: Ints, number: int) -> list[Ints]:
    """The places of each code, in their order."""
    order = np.argsort(codes, kind="stable")
    return np.split(places[order], np.cumsum(np.bincount(codes, minlength=number))[:-1])


def _bits(values: Ints, bit: int) -> int:
    """How many of the values have that bit."""
    return int((values >> bit & 1).sum())


def _known(days: Ints) -> Ints:
    return days[days > 0]


def _day(days: Ints, *, first: bool) -> date | None:
    if not len(days):
        return None
    return date.fromordinal(int(days.min() if first else days.max()))
