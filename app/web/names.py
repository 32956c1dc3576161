"""From what somebody wrote to the actor or outlet that is meant, or to near ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.db import queries
from app.db.queries.actor_lists import listed_actors
from app.domain.actors import fold, slugify
from app.views.links import Link, actor_address
from app.web.problems import BadChoice, UnknownName, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.orm import Session

    from app.domain.actors import ActorDirectory
    from app.domain.records import ActorRef, OutletRef

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def is_slug(text: str) -> bool:
    """Whether a text has the form of a slug, so that the database may be asked for it."""
    return len(text) <= 200 and _SLUG.fullmatch(text) is not None


def find_actors(
    session: Session,
    written: Iterable[str],
    directory: ActorDirectory,
    prefix: str = "/compare?actor=",
) -> tuple[ActorRef, ...]:
    """The actors that are meant: by slug, or by a name or alias that only one of them has.

    Suggestions are addresses that begin with ``prefix``. Raises UnknownName when nobody has the
    name, and BadChoice when several have it.
    """
    written = tuple(dict.fromkeys(written))
    slugs = [text for text in written if is_slug(text)]
    by_slug = {ref.slug: ref for ref in queries.known_actors(session, slugs)}
    found: dict[str, ActorRef] = {}
    for text in written:
        ref = by_slug.get(text) or _by_name(session, text, directory, prefix)
        found[ref.slug] = ref
    return tuple(found.values())


def _by_name(session: Session, text: str, directory: ActorDirectory, prefix: str) -> ActorRef:
    name = text.replace("-", " ")
    listed = directory.by_name(text) or directory.by_name(name) or directory.by_surname(name)
    slugs = {actor.slug for actor in listed} | {slugify(text)}
    slugs |= {one.slug for one in listed_actors(session) if fold(one.name) == fold(name)}
    refs = queries.known_actors(session, slugs)
    if len(refs) == 1:
        return refs[0]
    if refs:
        raise BadChoice(
            f"“{text[:80]}” can mean {len(refs)} actors.",
            tuple(Link(f"{prefix}{ref.slug}", ref.name) for ref in refs),
            parameter="actor",
        )
    raise UnknownName(
        f"No actor is called “{text[:80]}”.",
        near_actors(session, text, directory, prefix),
        parameter="actor",
    )


def near_actors(
    session: Session, text: str, directory: ActorDirectory, prefix: str = ""
) -> tuple[Link, ...]:
    """Links to the actors whose names are nearest, under ``prefix`` or to their own pages."""

    def link(slug: str, name: str) -> Link:
        return Link(f"{prefix}{slug}" if prefix else actor_address(slug), name)

    known: dict[str, Link] = {}
    for actor in directory:
        for name in (actor.slug, *actor.names):
            known[name] = link(actor.slug, actor.name)
    for one in listed_actors(session):
        known[one.slug] = known[one.name] = link(one.slug, one.name)
    return nearest(text, known)


def find_outlets(session: Session, written: Iterable[str]) -> tuple[OutletRef, ...]:
    """The outlets that are meant, by slug or by name. Raises UnknownName when there is none."""
    written = tuple(written)
    if not written:
        return ()
    outlets = queries.outlets(session)
    by_name: Mapping[str, OutletRef] = {fold(outlet.name): outlet for outlet in outlets} | {
        outlet.slug: outlet for outlet in outlets
    }
    found = {}
    for text in written:
        outlet = by_name.get(text) or by_name.get(fold(text)) or by_name.get(slugify(text))
        if outlet is None:
            links = {
                name: Link(f"/compare?outlet={one.slug}", one.name)
                for one in outlets
                for name in (one.slug, one.name)
            }
            raise UnknownName(
                f"No outlet is called “{text[:80]}”.", nearest(text, links), parameter="outlet"
            )
        found[outlet.slug] = outlet
    return tuple(found.values())
