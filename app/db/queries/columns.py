"""The words of some actors side by side, page by page, all over the same stretch of time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from app.db.queries.field import STANCES
from app.db.queries.overview import counted, overview_of, standings
from app.db.queries.selection import selected
from app.db.queries.statements import records_by_id
from app.domain.placed import PlacedLine
from app.domain.records import ColumnsRecords, GlanceRecords, PlacedRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.orm import Session

    from app.db.queries.field import Field, Places
    from app.db.queries.selection import Selection
    from app.domain.queries import ComparisonQuery
    from app.domain.records import StatementRecord

PER_COLUMN = 20


def columns(
    session: Session,
    query: ComparisonQuery,
    before: str = "",
    per_column: int = PER_COLUMN,
    known: Callable[[str], bool] | None = None,
) -> ColumnsRecords:
    """One page of the words of the actors of a choice, at most so many in a column.

    ``before`` is where the page begins, as ``older`` of another page says. Where what stood there
    is gone, the page begins at that day or before it: something may stand on two pages, nothing on
    none. Of what is ``known``, by id, only the place is given, in ``page``; the rest is read.
    """
    chosen = selected(session, query)
    field = chosen.field
    places = chosen.listed(query)
    dated = len(chosen.utterances)
    start = find(chosen, places, dated, before)
    pages = _Pages(field.speaker[places], per_column)
    stop = pages.end(start)
    line = placed_line(field, places)
    here = range(start, stop)
    held = [known is not None and known(line.statement(place)) for place in here]
    unread = [int(places[place]) for place, its in zip(here, held, strict=True) if not its]
    read = {one.id: one for one in records_at(session, field, unread, query.issue)}
    # What was deleted past On Record is not there any more, though the field still counts it.
    page = [
        (place, line.record(place))
        for place, its in zip(here, held, strict=True)
        if its or line.statement(place) in read
    ]
    edge = sum(place < dated for place, _ in page)
    shown = [read.get(one.statement) for _, one in page]
    numbers = {one.ref.slug: number for number, one in enumerate(field.speakers)}
    newer = pages.before(start)
    return ColumnsRecords(
        counted=counted(session, chosen, query),
        columns=tuple(
            standings(
                session,
                chosen,
                query,
                [numbers[slug] for slug in query.actors if slug in numbers],
            )
        ),
        dated=tuple(one for one in shown[:edge] if one is not None),
        undated=tuple(one for one in shown[edge:] if one is not None),
        before=start,
        newer=None if newer is None else mark(field, places, dated, newer),
        older=mark(field, places, dated, stop) if stop < len(places) else None,
        line=line,
        page=tuple(one for _, one in page) if known is not None else None,
        page_dated=edge,
    )


def glance(
    session: Session, query: ComparisonQuery, newest: int, speakers: int, points: int
) -> GlanceRecords:
    """Who stands where in a choice, when things were said, and so many of the newest words.

    When is told of so many of the first speakers: of one with at most so many points each
    utterance, of others the latest alone.
    """
    chosen = selected(session, query)
    field, listed = chosen.field, chosen.listed(query)
    found = overview_of(session, chosen, query, told=speakers)
    codes = {one.ref.slug: code for code, one in enumerate(field.speakers)}
    line: list[PlacedRecord] = []
    for row in found.rows[:speakers]:
        places = listed[field.speaker[listed] == codes[row.actor.slug]]
        shown = places if len(places) <= points else places[:1]
        line += [_placed(field, place) for place in shown.tolist()]
    latest = chosen.utterances[:newest].tolist()
    return GlanceRecords(found, tuple(line), records_at(session, field, latest, query.issue))


class _Pages:
    """Where pages end: where one column would have more than it holds."""

    def __init__(self, speakers: Places, per_column: int) -> None:
        self._length = len(speakers)
        self._per_column = per_column
        self._of_each = [np.flatnonzero(speakers == code) for code in np.unique(speakers)]

    def end(self, start: int) -> int:
        """Where the page that begins there ends."""
        ends = [self._length]
        for places in self._of_each:
            over = int(np.searchsorted(places, start)) + self._per_column
            if over < len(places):
                ends.append(int(places[over]))
        return min(ends)

    def before(self, start: int) -> int | None:
        """Where the page before begins, counted from the first; None when that is the first."""
        at, found = 0, None
        while at < start:
            at, found = self.end(at), at
        return found


def mark(field: Field, places: Places, dated: int, start: int) -> str:
    """What stands in an address for beginning there: the day and the id before it; '' at first."""
    if start == 0:
        return ""
    place = int(places[start - 1])
    day = date.fromordinal(int(field.last[place])).isoformat() if start <= dated else "undated"
    return f"{day}.{field.id(place)}"


def find(chosen: Selection, places: Places, dated: int, before: str) -> int:
    """Where a mark begins. Raises ValueError when it is none."""
    if not before:
        return 0
    day, _, identifier = before.partition(".")
    place = chosen.field.place(identifier)
    found = np.flatnonzero(places == (-1 if place is None else place))
    if len(found):
        return int(found[0]) + 1
    if day == "undated":
        return dated
    last = date.fromisoformat(day).toordinal()
    older = np.flatnonzero(chosen.field.last[places[:dated]] <= last)
    return int(older[0]) if len(older) else dated


def records_at(
    session: Session, field: Field, places: Sequence[int], issue: str
) -> tuple[StatementRecord, ...]:
    """The records of statements of a field, in the order of the places."""
    ids = [field.id(place) for place in places]
    found = records_by_id(session, ids, issue=issue)
    # What was deleted past On Record is not there any more, though the field still counts it.
    return tuple(found[identifier] for identifier in ids if identifier in found)


def placed_line(field: Field, places: Places) -> PlacedLine:
    """Statements of a field on the timeline, in the order of the places."""
    speaker = field.speaker[places]
    present = np.flatnonzero(np.bincount(speaker, minlength=1)) if len(places) else places
    codes = np.zeros(len(field.speakers), np.int64)
    codes[present] = np.arange(len(present))
    return PlacedLine(
        actors=tuple(field.speakers[number].ref.slug for number in present.tolist()),
        speaker=codes[speaker],
        first=field.first[places],
        last=field.last[places],
        guessed=field.guessed[places],
        certain=field.own_certain[places],
        uncertain=field.own_uncertain[places],
        second_hand=field.second_hand[places],
        statement=lambda place: field.id(int(places[place])),
    )


def _placed(field: Field, place: int) -> PlacedRecord:
    first, last = int(field.first[place]), int(field.last[place])
    return PlacedRecord(
        statement=field.id(place),
        actor=field.speakers[int(field.speaker[place])].ref.slug,
        first=date.fromordinal(first) if first else None,
        last=date.fromordinal(last) if last else None,
        guessed=bool(field.guessed[place]),
        stances=tuple(
            (stance, sure)
            for bit, stance in enumerate(STANCES)
            for sure, bits in ((True, field.own_certain), (False, field.own_uncertain))
            if int(bits[place]) >> bit & 1
        ),
        second_hand=bool(field.second_hand[place]),
    )
