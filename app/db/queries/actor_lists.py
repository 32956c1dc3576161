"""Lists of actors: who is on record at all, and of some of them what is told in a list.

How much each said on any subject is counted as it is written (app/db/tables_tally.py); what it
said on an issue is counted in the issue's field.
"""

from __future__ import annotations

from collections import defaultdict
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sqlalchemy import or_, select

from app.db.queries import making
from app.db.queries.distinct import Told
from app.db.queries.field_keeping import field_of
from app.db.queries.once import once
from app.db.queries.said_on import said_on
from app.db.queries.statements import roles
from app.db.tables import ActorRow, PositionRow
from app.db.tables_tally import ActorTallyRow
from app.domain.dates import DateBasis, UncertainDate
from app.domain.ids import from_number
from app.domain.records import ActorSummary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy.orm import Session

    from app.db.queries.field import Places
    from app.domain.actors import Role

_AT_ONCE = 5_000  # values in one statement
_TRUST = tuple(DateBasis)  # the surest first


class Listed(NamedTuple):
    """An actor in a list, and how much it said on any subject; reports of one utterance once."""

    id: str
    slug: str
    name: str
    statements: int


class OnIssue(NamedTuple):
    """What an actor said on an issue."""

    utterances: int
    latest: UncertainDate | None  # the last known day of a statement


def listed_actors(session: Session) -> tuple[Listed, ...]:
    """Who speaks, or holds a position that others tell of: most statements first, then by name.

    Read once for each state of the data.
    """

    def read() -> tuple[Listed, ...]:
        held = select(PositionRow.id).where(PositionRow.holder_id == ActorRow.id).exists()
        rows = session.execute(
            select(ActorRow.id, ActorRow.slug, ActorRow.name, ActorTallyRow.utterances)
            .outerjoin(ActorTallyRow, ActorTallyRow.actor_id == ActorRow.id)
            .where(or_(ActorTallyRow.utterances > 0, held))
            .order_by(ActorRow.slug)
        )
        found = [Listed(key, slug, name, number or 0) for key, slug, name, number in rows]
        found.sort(key=lambda one: (-one.statements, one.name.casefold()))
        return tuple(found)

    return once(session, "listed_actors", read)


def actor_summaries(
    session: Session, issue: str, chosen: Sequence[Listed]
) -> tuple[ActorSummary, ...]:
    """What is told in a list of each of these, in their order; stances are not counted."""
    spoken = on_issue(session, issue)
    rows: dict[str, ActorRow] = {}
    held: dict[str, Sequence[Role]] = {}
    for some in _parts([one.id for one in chosen]):
        rows |= {
            row.id: row for row in session.scalars(select(ActorRow).where(ActorRow.id.in_(some)))
        }
        held |= roles(session, some)
    nothing = OnIssue(0, None)
    found = []
    for one in chosen:
        role = making.latest_role(held.get(one.id, ()))
        on_it = spoken.get(one.id, nothing)
        found.append(
            ActorSummary(
                ref=making.actor_ref(rows[one.id]),
                role=role.printed if role else None,
                statements=one.statements,
                on_issue=on_it.utterances,
                stances=(),
                second_hand=0,
                latest=on_it.latest,
            )
        )
    return tuple(found)


def on_issue(session: Session, issue: str) -> Mapping[str, OnIssue]:
    """By id of who speaks on an issue, how much and when last; once for each state of the data."""
    return once(session, ("on_issue", issue), lambda: _on_issue(session, issue))


def _on_issue(session: Session, issue: str) -> Mapping[str, OnIssue]:
    field = field_of(session, issue)
    places = np.flatnonzero(field.first_of_original).astype(np.int32)
    speakers = field.speaker[places]
    counts = Told(field, places).by_speaker()
    latest = _latest(session, _newest(places, speakers, field.last, field.first), field.numbers)
    return {
        one.id: OnIssue(int(counts[code]), latest.get(code))
        for code, one in enumerate(field.speakers)
        if counts[code]
    }


def _newest(
    places: Places, speakers: Places, last: Places, first: Places
) -> Mapping[int, list[int]]:
    """By speaker's code, the places of those of its statements that were said last."""
    days = last[places].astype(np.int64) << 32 | first[places].astype(np.int64)
    most = np.zeros(int(speakers.max(initial=-1)) + 1, np.int64)
    np.maximum.at(most, speakers, days)
    chosen = (days == most[speakers]) & (days > 0)
    found: dict[int, list[int]] = defaultdict(list)
    for code, place in zip(speakers[chosen].tolist(), places[chosen].tolist(), strict=True):
        found[code].append(place)
    return found


def _latest(
    session: Session,
    newest: Mapping[int, Sequence[int]],
    numbers: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> Mapping[int, UncertainDate]:
    """Of several dates for the same days the surest.

    A day that somebody printed is not to look like a guess because a guess fell on it too.
    """
    ids = {place: from_number(int(numbers[place])) for some in newest.values() for place in some}
    told = said_on(session, sorted(ids.values()))
    return {
        code: told[min((ids[place] for place in some), key=lambda key: (*_doubt(told[key]), key))]
        for code, some in newest.items()
    }


def _doubt(when: UncertainDate) -> tuple[bool, int]:
    """A told day before a guess, then by how far its basis is trusted."""
    return when.guessed, _TRUST.index(when.basis)


def _parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]


def by_issue(found: Iterable[ActorSummary]) -> list[ActorSummary]:
    """Most statements on the issue first, then most on any subject, then by name."""
    named = sorted(found, key=lambda one: (one.ref.name, one.ref.slug))
    return sorted(named, key=attrgetter("on_issue", "statements"), reverse=True)
