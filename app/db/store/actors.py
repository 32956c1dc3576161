"""Actors, their names and roles, and issues."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, func, or_, select, tuple_, update
from sqlalchemy.orm import aliased

from app.db import keys
from app.db.store.inserting import add_missing, check_slugs, core, date_columns, replace
from app.db.store.proposals import propose
from app.db.tables import ActorRow, AliasRow, IssueRow, RoleRow
from app.domain.actors import fold
from app.domain.revisions import ObjectKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from app.db.tables import Table
    from app.domain.actors import Actor, ActorDirectory, Role
    from app.domain.positions import Issue


def sync_directory(session: Session, actors: ActorDirectory, issues: Iterable[Issue]) -> None:
    """Make the stored directory of actors and the issues what these are.

    Writes only what differs. An actor that has left the directory stays, as one met in a text;
    an issue that has left stays too: positions hang on both. What an editor wrote of either stands;
    what the directory says otherwise becomes a proposal.
    """
    slugs = [actor.slug for actor in actors]
    left = set(session.scalars(select(ActorRow.slug).where(ActorRow.in_directory))) - set(slugs)
    merged = _merged(session)
    known = [_follow(_directory_row(actor), merged) for actor in actors]
    open_ones = _undecided(session, ActorRow, ObjectKind.ACTOR, known)
    _bring_in_line(session, ActorRow, [row for row in known if row["id"] in open_ones])
    check_slugs(session, ActorRow, known)
    if left:
        left_directory = update(ActorRow).where(ActorRow.slug.in_(left))
        session.execute(left_directory.values(in_directory=False))
    of_it = [actor for actor in actors if keys.actor_id(actor.slug) in open_ones]
    for table, rows in (
        (AliasRow, [row for actor in of_it for row in alias_rows(actor)]),
        (RoleRow, [_follow(row, merged) for actor in of_it for row in role_rows(actor)]),
    ):
        _bring_in_line(session, table, rows)
        kept = {row["id"] for row in rows}
        by_nobody = table.actor_id.in_(open_ones) & table.decided_by.is_(None)
        gone = [
            key for key in session.scalars(select(table.id).where(by_nobody)) if key not in kept
        ]
        if gone:
            session.execute(delete(table).where(table.id.in_(gone)))
    questions = [issue_row(issue) for issue in issues]
    open_ones = _undecided(session, IssueRow, ObjectKind.ISSUE, questions)
    _bring_in_line(session, IssueRow, [row for row in questions if row["id"] in open_ones])
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
    settled = ActorRow.in_directory | ActorRow.decided_by.is_not(None)
    found = session.execute(
        select(ActorRow.slug, settled, ActorRow.merged_into_id, *columns).where(
            ActorRow.slug.in_(by_slug)
        )
    ).all()
    stored = {slug: (is_settled, tuple(rest)) for slug, is_settled, _, *rest in found}
    into = {keys.actor_id(slug): other for slug, _, other, *_ in found if other is not None}
    open_ones = [actor for actor in by_slug.values() if not stored.get(actor.slug, (False,))[0]]
    rows = [
        actor_row(actor)
        for actor in open_ones
        if actor.in_directory or stored.get(actor.slug) != (False, _fields(actor))
    ]
    replace(session, ActorRow, rows, where=_wins)
    check_slugs(session, ActorRow, rows)
    for table, of_actor in ((AliasRow, alias_rows), (RoleRow, role_rows)):
        found_now = [row for actor in open_ones for row in of_actor(actor)]
        for row in found_now:  # of one that was merged into another
            row["actor_id"] = into.get(row["actor_id"], row["actor_id"])
        add_missing(session, table, found_now)


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
    undecided = ~stored.in_directory & stored.decided_by.is_(None)
    return and_(undecided, or_(proposed.in_directory, ranks[0] < ranks[1]))


def _bring_in_line(session: Session, table: type[Table], rows: list[dict[str, Any]]) -> None:
    """Insert the rows that are missing and change those that differ."""
    columns = core(table).c
    wanted = {row["id"]: row for row in rows}
    found = session.execute(select(core(table)).where(columns.id.in_(wanted))).mappings()
    stored = {row["id"]: dict(row) for row in found}
    changed = [
        wanted[key]
        for key in sorted(wanted)
        if key not in stored
        or (stored[key]["decided_by"] is None and not wanted[key].items() <= stored[key].items())
    ]
    replace(session, table, changed)


def _undecided(
    session: Session,
    table: type[ActorRow | IssueRow],
    kind: ObjectKind,
    rows: list[dict[str, Any]],
) -> set[str]:
    """The ids of those that no editor wrote; what is said otherwise of the others is proposed."""
    columns = core(table).c
    wanted = {row["id"]: row for row in rows}
    decided = columns.id.in_(wanted) & columns.decided_by.is_not(None)
    found = session.execute(select(core(table)).where(decided)).mappings().all()
    for row in found:
        said = {name: value for name, value in wanted[row["id"]].items() if name != "id"}
        if any(row[name] != value for name, value in said.items() if name != "in_directory"):
            propose(session, kind, row["slug"], said, "directory")
    return wanted.keys() - {row["id"] for row in found}


def _merged(session: Session) -> dict[str, str]:
    """The slug of each actor that was merged into another, and of that one."""
    into = aliased(ActorRow)
    joined = select(ActorRow.slug, into.slug).join(into, into.id == ActorRow.merged_into_id)
    return {row[0]: row[1] for row in session.execute(joined)}


def _follow(row: dict[str, Any], merged: Mapping[str, str]) -> dict[str, Any]:
    """A row that names others by their slugs, with the slugs that they have after merges."""
    if not merged:
        return row
    followed = dict(row)
    if row.get("of") is not None:
        followed["of"] = merged.get(row["of"], row["of"])
    if "belongs_to" in row:
        followed["belongs_to"] = list(
            dict.fromkeys(merged.get(slug, slug) for slug in row["belongs_to"])
        )
    return followed


def _directory_row(actor: Actor) -> dict[str, Any]:
    return {**actor_row(actor), "in_directory": True}


def actor_row(actor: Actor) -> dict[str, Any]:
    """The columns of an actor that a directory or a text knows."""
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


def alias_rows(actor: Actor) -> list[dict[str, Any]]:
    """The rows of an actor's other names."""
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


def role_rows(actor: Actor) -> list[dict[str, Any]]:
    """The rows of an actor's roles."""
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


def issue_row(issue: Issue) -> dict[str, Any]:
    """The columns of an issue as it is defined."""
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
