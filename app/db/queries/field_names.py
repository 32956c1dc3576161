"""What the codes of a field stand for: speakers with their sides, and outlets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, select, type_coerce

from app.db.queries.field import Speaker
from app.db.tables import ActorRow, OutletRow
from app.domain.actors import ActorKind
from app.domain.ids import from_number
from app.domain.records import ActorRef, OutletRef

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from app.db.queries.field import Ints

# More ids than this are asked for in parts: a database takes so many parameters at once.
_PART = 10_000


def speakers_of(session: Session, numbers: Ints) -> tuple[tuple[Speaker, ...], Mapping[str, str]]:
    """The actors with these numbers, in that order, and what their sides are called.

    A side is a country, or a body that the directory places in none (NATO, the United Nations)
    and that an actor belongs to, itself or through what it belongs to.
    """
    wanted = [from_number(number) for number in numbers.tolist()]
    columns = (
        ActorRow.id, ActorRow.slug, ActorRow.name, ActorRow.kind, ActorRow.country,
        ActorRow.belongs_to, ActorRow.in_directory,
    )  # fmt: skip
    known = {row.id: row for row in session.execute(select(*columns).where(ActorRow.in_directory))}
    missing = [identifier for identifier in wanted if identifier not in known]
    for start in range(0, len(missing), _PART):
        part = missing[start : start + _PART]
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


def outlets_of(session: Session, numbers: Ints) -> tuple[OutletRef, ...]:
    """The outlets with these numbers, in that order."""
    chosen = select(type_coerce(OutletRow.id, BigInteger), OutletRow.slug, OutletRow.name)
    known = {number: OutletRef(slug, name) for number, slug, name in session.execute(chosen)}
    return tuple(known[number] for number in numbers.tolist())


def _belongs(slug: str, by_slug: Mapping[str, Any]) -> list[str]:
    """What an actor is or belongs to, directly and through that, each once, nearest first."""
    found, waiting = [], [slug]
    while waiting:
        one = waiting.pop(0)
        if one not in found:
            found.append(one)
            waiting += by_slug[one].belongs_to if one in by_slug else ()
    return found
