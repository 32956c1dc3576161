"""Who stands where in a choice, counted."""

from __future__ import annotations

from collections import defaultdict
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

    from sqlalchemy.orm import Session

    from app.db.queries.field import Field, Places
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
        actors=different(field.speaker[listed], len(field.speakers)),
        articles=different(field.article[reports], field.articles),
        articles_read=articles_read(session, query.outlets),
        undated=len(chosen.undated),
        unknown=int((field.first[chosen.undated] == 0).sum()),
        first=_day(_known(field.first[listed]), first=True),
        last=_day(_known(field.last[listed]), first=False),
    )


def different(codes: Places, number: int) -> int:
    """How many different codes there are."""
    found = np.zeros(number, np.bool_)
    found[codes] = True
    return int(np.count_nonzero(found))


def standings(
    session: Session, chosen: Selection, query: ComparisonQuery, speakers: Sequence[int]
) -> list[Standing]:
    """How these speakers of the field, by number, stand in a choice; in that order."""
    field, number = chosen.field, len(speakers)
    rows = np.full(len(field.speakers), -1, np.int32)
    rows[list(speakers)] = np.arange(number)

    def of(places: Places) -> tuple[Places, Places]:
        """The places at which one of them speaks, and which."""
        found = rows[field.speaker[places]]
        return places[found >= 0], found[found >= 0]

    places, row = of(chosen.listed(query))
    reports, undated = (
        np.bincount(of(found)[1], minlength=number).tolist()
        for found in (chosen.listed_reports(query), chosen.undated)
    )
    certain, uncertain = field.own_certain[places], field.own_uncertain[places]
    stances = [
        [
            np.bincount(row[(bits >> bit & 1) != 0], minlength=number).tolist()
            for bits in (certain, uncertain)
        ]
        for bit in range(len(STANCES))
    ]
    utterances = np.bincount(row, minlength=number).tolist()
    second_hand = np.bincount(row[field.second_hand[places]], minlength=number).tolist()
    months = _months(field, places, row, number)
    firsts, lasts = _days(field, places, row, number)
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
                StanceCount(stance, sure[at], unsure[at])
                for stance, (sure, unsure) in zip(STANCES, stances, strict=True)
                if sure[at] or unsure[at]
            ),
            second_hand=second_hand[at],
            months=tuple(months[at]),
            first=date.fromordinal(firsts[at]) if firsts[at] else None,
            last=date.fromordinal(lasts[at]) if lasts[at] else None,
        )
        for at, speaker in enumerate(field.speakers[code] for code in speakers)
    ]


def _days(field: Field, places: Places, row: Places, number: int) -> tuple[list[int], list[int]]:
    """Of each row the first and the last day on which something may have been said; 0 for none."""
    known = field.first[places] > 0
    places, row = places[known], row[known]
    order = np.argsort(row, kind="stable")
    present, starts = np.unique(row[order], return_index=True)
    firsts, lasts = np.zeros(number, np.int32), np.zeros(number, np.int32)
    if len(present):
        firsts[present] = np.minimum.reduceat(field.first[places[order]], starts)
        lasts[present] = np.maximum.reduceat(field.last[places[order]], starts)
    return firsts.tolist(), lasts.tolist()


def _months(field: Field, places: Places, row: Places, number: int) -> dict[int, list[MonthCount]]:
    """Of each row how many own positions there are of each month; of several months in none."""
    found: dict[int, list[MonthCount]] = defaultdict(list)
    known = field.first[places] > 0
    places, row = places[known], row[known]
    month = field.month(field.first[places])
    same = month == field.month(field.last[places])
    places, row, month = places[same], row[same], month[same]
    if not len(places):
        return found
    begins = int(month.min())
    width = int(month.max()) - begins + 1
    cells = row.astype(np.int64) * width + month - begins
    counts = np.stack(
        [
            np.bincount(cells[(bits[places] >> bit & 1) != 0], minlength=number * width)
            for bit in range(len(STANCES))
            for bits in (field.own_certain, field.own_uncertain)
        ]
    ).reshape(len(STANCES), 2, number * width)
    days = [date((begins + n) // 12 + 1, (begins + n) % 12 + 1, 1) for n in range(width)]
    present = np.argwhere(counts.any(axis=1).T)  # by row and month, then by stance
    sure, unsure = counts[present[:, 1], :, present[:, 0]].T.tolist()
    for (cell, bit), certain, uncertain in zip(present.tolist(), sure, unsure, strict=True):
        found[cell // width].append(
            MonthCount(days[cell % width], STANCES[bit], certain, uncertain)
        )
    return found


def _roles(session: Session, ids: Sequence[str]) -> Mapping[str, str]:
    """The latest role of each of these actors that has any, as printed."""
    found = {}
    for start in range(0, len(ids), _PART):
        for actor, held in roles(session, ids[start : start + _PART]).items():
            latest = making.latest_role(held)
            if latest:
                found[actor] = latest.printed
    return found


def _known(days: Places) -> Places:
    return days[days > 0]


def _day(days: Places, *, first: bool) -> date | None:
    if not len(days):
        return None
    return date.fromordinal(int(days.min() if first else days.max()))
