"""Field: all statements on one issue as columns of numbers, so that any choice is counted at once.

A page shows some dozen statements and counts thousands, by speaker, side, stance, outlet, month.
Each count asked of the database reads them all; here they are read once, and once more only when
something was written. What a page shows of a statement is read from the tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np
from sqlalchemy import BigInteger, String, func, select, type_coerce

from app.db.data_version import data_version
from app.db.queries import making
from app.db.queries.statements import BY_DAY, SHOWN, joined, on_issue
from app.db.session import only_reads
from app.db.tables import (
    ActorRow,
    ArticleRow,
    IssueRow,
    OutletRow,
    PositionRow,
    StatementRow,
    UtteranceRow,
)
from app.domain.actors import ActorKind
from app.domain.certainty import stance_certain
from app.domain.ids import from_number, to_number
from app.domain.positions import Scope, Stance
from app.domain.records import ActorRef, OutletRef
from app.domain.statements import StatementKind

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray
    from sqlalchemy.orm import Session
    from sqlalchemy.pool import Pool

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

STANCES = tuple(Stance)
SCOPES = tuple(Scope)
KINDS = tuple(StatementKind)
_UNKNOWN = 0  # as the number of a day: no date has it
# Each is told whether a field that was asked for was kept (True) or had to be read (False).
listeners: list[Callable[[bool], None]] = []


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks in a field, and for whom."""

    id: str
    ref: ActorRef
    sides: tuple[str, ...]  # its country first


@dataclass(frozen=True, slots=True)
class Field:
    """The shown statements on an issue, in the order of a list: the latest day first.

    Every array has one number for each statement. Days are ordinals, 0 where none is known. Codes
    count from 0 and stand for what is in the tuple of that name.
    """

    numbers: Ints  # of the statements (app/domain/ids.py)
    places: Mapping[int, int]  # where each of them stands
    original: Ints  # the same number: the same words in copies of one article
    utterance: Ints
    first_of_original: Bools  # it is the one in the earliest copy
    representative: Bools  # of an utterance with several reports
    speaker: Ints
    outlet: Ints
    article: Ints  # the same number: copies of one article
    kind: Ints
    first: Ints
    last: Ints
    guessed: Bools
    published_last: Ints
    reviewed: Bools
    takes: Ints  # bits of ``bit``: its positions on the issue, whoever holds them
    own_certain: Ints  # bits by stance: its speaker's own positions, certainly
    own_uncertain: Ints
    second_hand: Bools
    speakers: tuple[Speaker, ...]
    outlets: tuple[OutletRef, ...]
    side_names: Mapping[str, str]

    def __len__(self) -> int:
        return len(self.numbers)

    def id(self, place: int) -> str:
        """The id of the statement at that place."""
        return from_number(int(self.numbers[place]))

    def place(self, identifier: str) -> int | None:
        """Where a statement stands; None where it is not in the field."""
        number = to_number(identifier)
        return None if number is None else self.places.get(number)


def bit(stance: Stance, scope: Scope) -> int:
    """The bit of ``Field.takes`` for a position with that stance and that scope."""
    return 1 << (STANCES.index(stance) * len(SCOPES) + SCOPES.index(scope))


def field_of(session: Session, issue: str) -> Field:
    """The field of an issue as the session sees it, read anew only when something was written."""
    if not only_reads(session):
        return load_field(session, issue)  # it may see what it has itself written
    version = data_version(session)
    kept = _kept_for(session)
    with kept.reading:  # others who need it wait for the one who reads it
        known = kept.fields.get(issue)
        was_kept = known is not None and known[0] == version
        if known is None or not was_kept:
            known = kept.fields[issue] = (version, load_field(session, issue))
    for listener in listeners:
        listener(was_kept)
    return known[1]


@dataclass(frozen=True, slots=True)
class _Kept:
    """The fields of one database, each with the number of the data that it was read from."""

    reading: Lock
    fields: dict[str, tuple[int, Field]]


# By the pool of connections: engines with other options of the same database share it.
_KEPT: WeakKeyDictionary[Pool, _Kept] = WeakKeyDictionary()
_MAKING = Lock()


def _kept_for(session: Session) -> _Kept:
    pool = session.connection().engine.pool
    with _MAKING:
        return _KEPT.setdefault(pool, _Kept(Lock(), {}))


def load_field(session: Session, issue: str) -> Field:
    """The field of an issue as the database has it now."""
    rows = session.execute(
        joined(
            select(
                type_coerce(StatementRow.id, BigInteger),
                type_coerce(StatementRow.original_id, BigInteger),
                type_coerce(StatementRow.utterance_id, BigInteger),
                type_coerce(StatementRow.actor_id, BigInteger),
                OutletRow.slug,
                type_coerce(ArticleRow.head_id, BigInteger),
                type_coerce(StatementRow.kind, String),
                type_coerce(StatementRow.said_first, String),
                type_coerce(StatementRow.said_last, String),
                type_coerce(StatementRow.said_edtf, String),
                type_coerce(StatementRow.said_basis, String),
                type_coerce(ArticleRow.published_last, String),
                StatementRow.confidence,
                StatementRow.decided_by,
                type_coerce(UtteranceRow.representative_id, BigInteger),
            )
        )
        .outerjoin(UtteranceRow, UtteranceRow.id == StatementRow.utterance_id)
        .where(*SHOWN, on_issue(issue))
        .order_by(*BY_DAY)
    ).all()
    (
        ids, originals, utterances, actors, papers, heads, kinds, firsts, lasts, edtfs, bases,
        published, confidences, deciders, representatives,
    ) = zip(*rows, strict=True) if rows else ((),) * 15  # fmt: skip
    reviewed = [who.startswith("editor ") for who in deciders]
    places = {number: place for place, number in enumerate(ids)}
    takes, own_certain, own_uncertain, second_hand = _positions(
        session,
        issue,
        places,
        [making.sure(*pair) for pair in zip(confidences, deciders, strict=True)],
    )
    speaker, speaker_ids = _codes(actors)
    outlet, slugs = _codes(papers)
    speakers, side_names = _speakers(session, [from_number(number) for number in speaker_ids])
    names = _outlet_names(session)
    days: dict[object, int] = {None: _UNKNOWN}
    return Field(
        numbers=_array(ids),
        places=places,
        original=_codes(originals)[0],
        utterance=_codes(utterances)[0],
        first_of_original=_array([a == b for a, b in zip(ids, originals, strict=True)], bool),
        representative=_array([a == b for a, b in zip(ids, representatives, strict=True)], bool),
        speaker=speaker,
        outlet=outlet,
        article=_codes(heads)[0],
        kind=_array([KINDS.index(StatementKind(kind)) for kind in kinds]),
        first=_array([_day(day, days) for day in firsts]),
        last=_array([_day(day, days) for day in lasts]),
        guessed=_array(
            [
                bool(edtf) and (basis == "inferred" or edtf[-1] in "?~%")
                for edtf, basis in zip(edtfs, bases, strict=True)
            ],
            bool,
        ),
        published_last=_array([_day(day, days) for day in published]),
        reviewed=_array(reviewed, bool),
        takes=takes,
        own_certain=own_certain,
        own_uncertain=own_uncertain,
        second_hand=second_hand,
        speakers=speakers,
        outlets=tuple(OutletRef(slug, names[slug]) for slug in slugs),
        side_names=side_names,
    )


def _positions(
    session: Session, issue: str, places: Mapping[int, int], speaker: list[float]
) -> tuple[Ints, Ints, Ints, Bools]:
    """Of each statement its positions on the issue, as bits."""
    takes, certain, uncertain = (np.zeros(len(places), np.int64) for _ in range(3))
    second_hand = np.zeros(len(places), np.bool_)
    rows = session.execute(
        select(
            type_coerce(PositionRow.statement_id, BigInteger),
            type_coerce(PositionRow.stance, String),
            type_coerce(PositionRow.scope, String),
            PositionRow.confidence,
            PositionRow.decided_by,
            PositionRow.asserted_by_id.is_not(None),
        )
        .join(IssueRow, IssueRow.id == PositionRow.issue_id)
        .where(IssueRow.slug == issue)
    )
    for statement, stance, scope, confidence, decided_by, asserted_by in rows:
        place = places.get(statement)
        if place is None:
            continue  # of a text that a newer one has replaced, or withdrawn
        taken = Stance(stance)
        takes[place] |= bit(taken, Scope(scope))
        if asserted_by:
            second_hand[place] = True
        elif stance_certain(taken, making.sure(confidence, decided_by), speaker[place]):
            certain[place] |= 1 << STANCES.index(taken)
        else:
            uncertain[place] |= 1 << STANCES.index(taken)
    return takes, certain, uncertain, second_hand


def _speakers(
    session: Session, wanted: Sequence[str]
) -> tuple[tuple[Speaker, ...], Mapping[str, str]]:
    """The actors with these ids, in that order, and what their sides are called.

    A side is a country, or a body that the directory places in none (NATO, the United Nations)
    and that an actor belongs to, itself or through what it belongs to.
    """
    columns = (
        ActorRow.id, ActorRow.slug, ActorRow.name, ActorRow.kind, ActorRow.country,
        ActorRow.belongs_to, ActorRow.in_directory,
    )  # fmt: skip
    known = {row.id: row for row in session.execute(select(*columns).where(ActorRow.in_directory))}
    missing = [identifier for identifier in wanted if identifier not in known]
    for start in range(0, len(missing), 10_000):
        part = missing[start : start + 10_000]
        for row in session.execute(select(*columns).where(ActorRow.id.in_(part))):
            known[row.id] = row
    by_slug = {row.slug: row for row in known.values()}
    names = {
        row.country.lower(): row.name
        for row in known.values()
        if row.country and row.kind is ActorKind.GOVERNMENT
    }
    found = []
    for identifier in wanted:
        row = known[identifier]
        bodies = [
            slug
            for slug in _belongs(row.slug, by_slug)
            if slug in by_slug
            and by_slug[slug].country is None
            and by_slug[slug].kind in {ActorKind.ORGANISATION, ActorKind.GROUP}
            and by_slug[slug].in_directory
        ]
        for slug in bodies:
            names[slug] = by_slug[slug].name
        country = (row.country.lower(),) if row.country else ()
        for code in country:
            names.setdefault(code, row.country)
        ref = ActorRef(row.slug, row.name, row.kind, row.country, row.in_directory)
        found.append(Speaker(identifier, ref, (*country, *bodies)))
    return tuple(found), names


def _belongs(slug: str, by_slug: Mapping[str, Any]) -> list[str]:
    """What an actor is or belongs to, directly and through that, each once, nearest first."""
    found, waiting = [], [slug]
    while waiting:
        one = waiting.pop(0)
        if one not in found:
            found.append(one)
            waiting += by_slug[one].belongs_to if one in by_slug else ()
    return found


def _outlet_names(session: Session) -> dict[str, str]:
    return {row.slug: row.name for row in session.execute(select(OutletRow.slug, OutletRow.name))}


def _codes(values: Iterable[Hashable]) -> tuple[Ints, tuple[Any, ...]]:
    """Numbers in the place of values, counted as they come, and the values."""
    numbers: dict[Hashable, int] = {}
    found = _array([numbers.setdefault(value, len(numbers)) for value in values])
    return found, tuple(numbers)


def _day(value: object, known: dict[object, int]) -> int:
    """The ordinal of a day: SQLite gives it as text, PostgreSQL as a date."""
    number = known.get(value)
    if number is None:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
        number = known[value] = day.toordinal()
    return number


def _array(values: Iterable[Any], of: type = np.int64) -> NDArray[Any]:
    return np.array(list(values), of)


def articles_read(session: Session, outlets: Iterable[str] = ()) -> int:
    """How many articles were looked through, copies once: all, or those of these outlets."""
    read = select(func.count(ArticleRow.head_id.distinct()))
    wanted = tuple(outlets)
    if wanted:
        read = read.join(OutletRow, OutletRow.id == ArticleRow.outlet_id).where(
            OutletRow.slug.in_(wanted)
        )
    return session.scalar(read) or 0
