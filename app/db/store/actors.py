"""Actors, their names and roles, and issues."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, func, or_, select, tuple_, update

from app.db import keys
from app.db.store.inserting import add_missing, check_slugs, core, date_columns, replace
from app.db.tables import ActorRow, AliasRow, IssueRow, RoleRow
from app.domain.actors import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from app.db.tables import Table
    from app.domain.actors import Actor, ActorDirectory, Role
    from app.domain.positions import Issue


def sync_directory(session: Session, actors: ActorDirectory, issues: Iterable[Issue]) -> None:
    """Make the stored directory of actors and the issues what these are.

    Writes only what differs. An actor that has left the directory stays, as one met in a text;
    an issue that has left stays too: positions hang on both.
    """
    known = [_directory_row(actor) for actor in actors]
    _bring_in_line(session, ActorRow, known)
    check_slugs(session, ActorRow, known)
    slugs = [row["slug"] for row in known]
    left = set(session.scalars(select(ActorRow.slug).where(ActorRow.in_directory))) - set(slugs)
    if left:
        left_directory = update(ActorRow).where(ActorRow.slug.in_(left))
        session.execute(left_directory.values(in_directory=False))
    ids = [row["id"] for row in known]
    for table, rows in (
        (AliasRow, [row for actor in actors for row in _alias_rows(actor)]),
        (RoleRow, [row for actor in actors for row in _role_rows(actor)]),
    ):
        _bring_in_line(session, table, rows)
        kept = {row["id"] for row in rows}
        stored = session.scalars(select(table.id).where(table.actor_id.in_(ids)))
        gone = [key for key in stored if key not in kept]
        if gone:
            session.execute(delete(table).where(table.id.in_(gone)))
    questions = [_issue_row(issue) for issue in issues]
    _bring_in_line(session, IssueRow, questions)
    check_slugs(session, IssueRow, questions)


def save_actors(session: Session, actors: Iterable[Actor]) -> None:
    """Make sure that these actors are stored.

    What the directory says of an actor wins over what a text says; of two texts that spell the
    same slug differently the first in the alphabet wins, so that their order does not matter.
    """
    by_slug: dict[str, Actor] = {}
    for actor in sorted(actors, key=lambda actor: (not actor.in_directory, _rank(actor))):
        by_slug.setdefault(actor.slug, actor)
    # A look first: most actors are known, and then nobody waits for anybody.
    columns = (ActorRow.name, ActorRow.kind, ActorRow.country, ActorRow.gender)
    found = session.execute(
        select(ActorRow.slug, ActorRow.in_directory, *columns).where(ActorRow.slug.in_(by_slug))
    )
    stored = {slug: (in_directory, tuple(rest)) for slug, in_directory, *rest in found}
    open_ones = [actor for actor in by_slug.values() if not stored.get(actor.slug, (False,))[0]]
    rows = [
        _row(actor)
        for actor in open_ones
        if actor.in_directory or stored.get(actor.slug) != (False, _fields(actor))
    ]
    replace(session, ActorRow, rows, where=_wins)
    check_slugs(session, ActorRow, rows)
    add_missing(session, AliasRow, [row for actor in open_ones for row in _alias_rows(actor)])
    add_missing(session, RoleRow, [row for actor in open_ones for row in _role_rows(actor)])


def _fields(actor: Actor) -> tuple[str | None, ...]:
    return (actor.name, actor.kind, actor.country, actor.gender)


def _rank(actor: Actor) -> tuple[str, ...]:
    return tuple(field or "" for field in _fields(actor))


def _wins(proposed: Any, stored: Any) -> ColumnElement[bool]:  # noqa: ANN401 - columns by name
    """Whether a proposed actor takes the place of the stored one; the order is that of _rank."""
    ranks = [
        tuple_(of.name, of.kind, func.coalesce(of.country, ""), func.coalesce(of.gender, ""))
        for of in (proposed, stored)
    ]
    return and_(~stored.in_directory, or_(proposed.in_directory, ranks[0] < ranks[1]))


def _bring_in_line(session: Session, table: type[Table], rows: list[dict[str, Any]]) -> None:
    """Insert the rows that are missing and change those that differ."""
    columns = core(table).c
    wanted = {row["id"]: row for row in rows}
    found = session.execute(select(core(table)).where(columns.id.in_(wanted))).mappings()
    stored = {row["id"]: dict(row) for row in found}
    changed = [wanted[key] for key in sorted(wanted) if stored.get(key) != wanted[key]]
    replace(session, table, changed)


def _directory_row(actor: Actor) -> dict[str, Any]:
    return {**_row(actor), "in_directory": True}


def _row(actor: Actor) -> dict[str, Any]:
    return {
        "id": keys.actor_id(actor.slug),
        "slug": actor.slug,
        "name": actor.name,
        "kind": actor.kind,
        "country": actor.country,
        "gender": actor.gender,
        "demonyms": list(actor.demonyms),
        "belongs_to": list(actor.belongs_to),
        "wikidata": actor.wikidata,
        "in_directory": actor.in_directory,
    }


def _alias_rows(actor: Actor) -> list[dict[str, Any]]:
    owner = keys.actor_id(actor.slug)
    return [
        {
            "id": keys.alias_id(owner, name),
            "actor_id": owner,
            "name": name,
            "folded": fold(name),
            # Only a directory has an order; texts are read in any.
            "ordinal": number if actor.in_directory else 0,
        }
        for number, name in enumerate(dict.fromkeys(actor.aliases))
    ]


def _role_rows(actor: Actor) -> list[dict[str, Any]]:
    owner = keys.actor_id(actor.slug)
    return [
        {
            "id": _role_id(owner, role),
            "actor_id": owner,
            "title": role.title,
            "printed": role.printed,
            "office": role.office,
            "of": role.of,
            **date_columns("from", role.held_from),
            **date_columns("to", role.held_to),
            "ordinal": number if actor.in_directory else 0,
        }
        for number, role in enumerate(dict.fromkeys(actor.roles))
    ]


def _role_id(owner: str, role: Role) -> str:
    dates = (role.held_from, role.held_to)
    known = [f"{when.edtf or ''}|{when.basis}" for when in dates]
    return keys.role_id(owner, role.title, role.printed, role.office, role.of or "", *known)


def _issue_row(issue: Issue) -> dict[str, Any]:
    fields = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in ((name, getattr(issue, name)) for name in issue.__dataclass_fields__)
        if name not in {"slug", "title", "proposition", "stances"}
    }
    fields["stances"] = {stance.value: asdict(words) for stance, words in issue.stances.items()}
    return {
        "id": keys.issue_id(issue.slug),
        "slug": issue.slug,
        "title": issue.title,
        "proposition": issue.proposition,
        "definition": fields,
    }
