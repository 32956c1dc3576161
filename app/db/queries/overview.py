"""Who stands where in a choice, counted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

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

    from app.db.queries.field import Field, Places, Speaker
    from app.db.queries.selection import Selection
    from app.domain.queries import ComparisonQuery

# More ids than this are asked for in parts: a database takes so many parameters at once.
_PART = 10_000


def overview(session: Session, query: ComparisonQuery) -> OverviewRecords:
    """Every speaker of a choice with its counts, most utterances first."""
    return overview_of(session, selected(session, query), query)


def overview_of(session: Session, chosen: Selection, query: ComparisonQuery) -> OverviewRecords:
    """The same of what is selected already."""
    listing = np.concatenate((chosen.utterances, chosen.undated))
    speakers = np.flatnonzero(np.bincount(chosen.field.speaker[listing])).tolist()
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
        actors=_different(field.speaker[listed], len(field.speakers)),
        articles=_different(field.article[reports], field.articles),
        articles_read=articles_read(session, query.outlets),
        undated=len(chosen.undated),
        unknown=int((field.first[chosen.undated] == 0).sum()),
        first=_day(_known(field.first[listed]), first=True),
        last=_day(_known(field.last[listed]), first=False),
    )


def _different(codes: Places, number: int) -> int:
    """How many different codes there are."""
    found = np.zeros(number, np.bool_)
    found[codes] = True
    return int(np.count_nonzero(found))


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
    field: Field, speaker: Speaker, places: Places, *, reports: int, undated: int, role: str | None
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


def _months(field: Field, places: Places) -> tuple[MonthCount, ...]:
    """How many own positions there are of each month; what may be of several is in none."""
    known = places[field.first[places] > 0]
    months = field.month(field.first[known])
    same = months == field.month(field.last[known])
    known, months = known[same], months[same]
    if not len(known):
        return ()
    begins = int(months.min())
    at, width = months - begins, int(months.max()) - begins + 1
    found: list[tuple[int, int, MonthCount]] = []
    for bit, stance in enumerate(STANCES):
        sure, unsure = (
            np.bincount(at[(bits[known] >> bit & 1) != 0], minlength=width)
            for bits in (field.own_certain, field.own_uncertain)
        )
        found.extend(
            (n, bit, MonthCount(_month(begins + n), stance, int(sure[n]), int(unsure[n])))
            for n in np.flatnonzero(sure + unsure).tolist()
        )
    return tuple(one for *_, one in sorted(found, key=lambda one: one[:2]))


def _month(number: int) -> date:
    return date(number // 12 + 1, number % 12 + 1, 1)


def _roles(session: Session, ids: Sequence[str]) -> Mapping[str, str]:
    """The latest role of each of these actors that has any, as printed."""
    found = {}
    for start in range(0, len(ids), _PART):
        for actor, held in roles(session, ids[start : start + _PART]).items():
            latest = making.latest_role(held)
            if latest:
                found[actor] = latest.printed
    return found


def _grouped(places: Places, codes: Places, number: int) -> list[Places]:
    """The places of each code, in their order."""
    order = np.argsort(codes, kind="stable")
    return np.split(places[order], np.cumsum(np.bincount(codes, minlength=number))[:-1])


def _bits(values: NDArray[np.uint8], bit: int) -> int:
    """How many of the values have that bit."""
    return int((values >> bit & 1).sum())


def _known(days: Places) -> Places:
    return days[days > 0]


def _day(days: Places, *, first: bool) -> date | None:
    if not len(days):
        return None
    return date.fromordinal(int(days.min() if first else days.max()))
