"""Actors: two that are one, one that is two, and what is said of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

import sqlalchemy as sa
from sqlalchemy import delete, insert, select, update

from app.db import keys
from app.db.store import proposals
from app.db.store.actors import actor_row, alias_rows, role_rows
from app.db.store.editing.people import found, named
from app.db.store.editing.statements import note_machine, see_current
from app.db.store.editing.turns import How, settle_reports, turn
from app.db.store.inserting import core
from app.db.tables import ActorRow, AliasRow, PositionRow, RoleRow, StatementRow
from app.db.tables_revisions import ProposalRow
from app.domain.actors import fold
from app.domain.revisions import ObjectKind, ProposalState
from app.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from app.db.store.revisions import Recorder
    from app.domain.accounts import By
    from app.domain.actors import Actor
    from app.domain.revisions import Revision

# What makes two rows of roles the same to a reader.
_ROLE = ("title", "printed", "office", "of", "from_edtf", "from_basis", "to_edtf", "to_basis")


def merge_actors(
    session: Session,
    by: By,
    gone: str,
    into: str,
    **how: Unpack[How],
) -> Revision:
    """Two actors are one: all that one said and holds, and its names and roles, are the other's.

    ``gone`` keeps its row, which names the other: its address leads there, and so does every
    later reading of a text that finds it. ``seen`` is of ``gone``.
    """
    key = (ObjectKind.ACTOR, gone)
    with turn(session, by, "merge", of=key, **how) as written:
        one, other = _own(session, gone), found(session, into)
        if one.id == other.id:
            raise InputError("An actor cannot be merged into itself.")
        recorder = written.recorder
        recorder.of(ObjectKind.ACTOR, other.slug)
        recorder.watch(
            ActorRow, ActorRow.id.in_([one.id, other.id]) | (ActorRow.merged_into_id == one.id)
        )
        actors = core(ActorRow)
        merged = (actors.c.id == one.id) | (actors.c.merged_into_id == one.id)
        session.execute(update(actors).where(merged).values(merged_into_id=other.id))
        _move_names(session, recorder, by, one, other)
        _move_memberships(session, recorder, one, other, by)
        said = session.scalars(select(StatementRow.id).where(StatementRow.actor_id == one.id))
        changed = set(said)
        recorder.watch(StatementRow, StatementRow.actor_id == one.id)
        recorder.of(ObjectKind.STATEMENT, *sorted(changed))
        statements = core(StatementRow)
        session.execute(
            update(statements).where(statements.c.actor_id == one.id).values(actor_id=other.id)
        )
        of_one = (PositionRow.holder_id == one.id) | (PositionRow.asserted_by_id == one.id)
        changed |= _hand_over(session, recorder, of_one, one.id, other.id)
        settle_reports(session, changed)
    return written.revision


def split_actor(
    session: Session,
    by: By,
    slug: str,
    statements: Iterable[str],
    actor: str | Actor,
    **how: Unpack[How],
) -> Revision:
    """Some of what an actor is said to have said is somebody else's, who may be new."""
    key = (ObjectKind.ACTOR, slug)
    with turn(session, by, "split", of=key, **how) as written:
        one = _own(session, slug)
        recorder = written.recorder
        chosen = sorted(set(statements))
        rows = session.execute(
            select(StatementRow.id, StatementRow.actor_id).where(StatementRow.id.in_(chosen))
        ).all()
        if not chosen or {row.id for row in rows if row.actor_id == one.id} != set(chosen):
            raise InputError(f"Choose statements of {one.name}.")
        other = named(session, recorder, by.decided_by, actor)
        if other == one.id:
            raise InputError("They are this actor's already.")
        recorder.of(ObjectKind.ACTOR, session.get_one(ActorRow, other).slug)
        recorder.of(ObjectKind.STATEMENT, *chosen)
        recorder.watch_ids(StatementRow, chosen)
        recorder.watch(
            ProposalRow,
            (ProposalRow.kind == ObjectKind.STATEMENT) & ProposalRow.object_id.in_(chosen),
        )
        for identifier in chosen:
            row = session.get_one(StatementRow, identifier)
            see_current(session, row)
            note_machine(session, row, ProposalState.DISMISSED)
        table = core(StatementRow)
        session.execute(
            update(table)
            .where(table.c.id.in_(chosen))
            .values(actor_id=other, decided_by=by.decided_by)
        )
        of_them = PositionRow.statement_id.in_(chosen)
        _hand_over(session, recorder, of_them, one.id, other)
        for identifier in chosen:
            proposals.settle(session, identifier)
        settle_reports(session, chosen)
    return written.revision


def edit_actor(
    session: Session,
    by: By,
    actor: Actor,
    **how: Unpack[How],
) -> Revision:
    """Write what is said of an actor: all but its slug, by which it is known.

    A directory that says otherwise is not followed any more; what it says becomes a proposal.
    """
    key = (ObjectKind.ACTOR, actor.slug)
    with turn(session, by, "edit", of=key, **how) as written:
        row = _own(session, actor.slug)
        if not actor.name.strip():
            raise InputError("An actor needs a name.")
        recorder = written.recorder
        recorder.watch(ActorRow, ActorRow.id == row.id)
        recorder.watch(AliasRow, AliasRow.actor_id == row.id)
        recorder.watch(RoleRow, RoleRow.actor_id == row.id)
        fields = actor_row(actor) | {"in_directory": row.in_directory}
        table = core(ActorRow)
        now = session.execute(select(table).where(table.c.id == row.id)).mappings().one()
        if any(now[name] != value for name, value in fields.items()):
            session.execute(
                update(table).where(table.c.id == row.id).values(**fields, decided_by=by.decided_by)
            )
        changed = _write_list(session, AliasRow, row.id, alias_rows(actor), same=("name",), by=by)
        changed |= _write_list(session, RoleRow, row.id, role_rows(actor), same=_ROLE, by=by)
        if changed:
            session.execute(
                update(table).where(table.c.id == row.id).values(decided_by=by.decided_by)
            )
    return written.revision


def _own(session: Session, slug: str) -> ActorRow:
    """The actor with that slug itself."""
    row = session.scalar(select(ActorRow).where(ActorRow.slug == slug))
    if row is None:
        raise NotFoundError(f"There is no actor '{slug}'.")
    if row.merged_into_id is not None:
        raise InputError(f"'{slug}' was merged into another actor; change that one.")
    return row


def _move_names(
    session: Session, recorder: Recorder, by: By, one: ActorRow, other: ActorRow
) -> None:
    """Give an actor's names and roles to another; what that one has already stays where it is."""
    for table in (AliasRow, RoleRow):
        recorder.watch(table, table.actor_id.in_([one.id, other.id]))
    there = {
        fold(name)
        for name in [
            other.name,
            *session.scalars(select(AliasRow.name).where(AliasRow.actor_id == other.id)),
        ]
    }
    moved = []
    for row in session.execute(
        select(AliasRow.id, AliasRow.name).where(AliasRow.actor_id == one.id)
    ).all():
        if fold(row.name) not in there:
            there.add(fold(row.name))
            moved.append(row.id)
    aliases = core(AliasRow)
    owned = {"actor_id": other.id, "decided_by": by.decided_by}
    session.execute(update(aliases).where(aliases.c.id.in_(moved)).values(**owned))
    if fold(one.name) not in there:
        session.execute(
            insert(aliases).values(
                id=keys.alias_id(other.id, one.name),
                name=one.name,
                folded=fold(one.name),
                ordinal=0,
                **owned,
            )
        )
    roles = core(RoleRow)
    of_both = select(roles).where(roles.c.actor_id.in_([one.id, other.id]))
    held = session.execute(of_both).mappings().all()
    had = {tuple(row[name] for name in _ROLE) for row in held if row["actor_id"] == other.id}
    moved = [
        row["id"]
        for row in held
        if row["actor_id"] == one.id and tuple(row[name] for name in _ROLE) not in had
    ]
    session.execute(update(roles).where(roles.c.id.in_(moved)).values(**owned))


def _move_memberships(
    session: Session, recorder: Recorder, one: ActorRow, other: ActorRow, by: By
) -> None:
    """What one belongs to the other does too, and what belongs to one belongs to the other."""
    actors, roles = core(ActorRow), core(RoleRow)
    names_it = sa.cast(actors.c.belongs_to, sa.Text).contains(f'"{one.slug}"', autoescape=True)
    recorder.watch(ActorRow, names_it)
    for row in session.execute(select(actors.c.id, actors.c.belongs_to).where(names_it)).all():
        slugs = [other.slug if slug == one.slug else slug for slug in row.belongs_to]
        session.execute(
            update(actors)
            .where(actors.c.id == row.id)
            .values(belongs_to=list(dict.fromkeys(slugs)))
        )
    recorder.watch(RoleRow, RoleRow.of == one.slug)
    session.execute(update(roles).where(roles.c.of == one.slug).values(of=other.slug))
    wanted = select(actors.c.belongs_to).where(actors.c.id == other.id)
    own = list(session.execute(wanted).scalar_one())
    union = [slug for slug in dict.fromkeys([*own, *one.belongs_to]) if slug != other.slug]
    if union != own:
        session.execute(
            update(actors)
            .where(actors.c.id == other.id)
            .values(belongs_to=union, decided_by=by.decided_by)
        )


def _hand_over(
    session: Session, recorder: Recorder, where: ColumnElement[bool], one: str, other: str
) -> set[str]:
    """Make positions another actor's; who asserts its own holds it. The statements of them."""
    table = core(PositionRow)
    wanted = select(
        table.c.id, table.c.statement_id, table.c.holder_id, table.c.asserted_by_id
    ).where(where)
    touched: set[str] = set()
    rows = session.execute(wanted).all()
    recorder.watch_ids(PositionRow, (row.id for row in rows))
    for row in rows:
        holder = other if row.holder_id == one else row.holder_id
        teller = other if row.asserted_by_id == one else row.asserted_by_id
        values: dict[str, Any] = {
            "holder_id": holder,
            "asserted_by_id": None if teller == holder else teller,
        }
        if (row.holder_id, row.asserted_by_id) != tuple(values.values()):
            session.execute(update(table).where(table.c.id == row.id).values(**values))
            touched.add(row.statement_id)
    return touched


def _write_list(
    session: Session,
    table: type[AliasRow | RoleRow],
    actor: str,
    wanted: list[dict[str, Any]],
    *,
    same: tuple[str, ...],
    by: By,
) -> bool:
    """Make an actor's names or roles these, in this order; whether any is another now."""
    rows = core(table)
    there = {
        tuple(row[name] for name in same): row
        for row in session.execute(select(rows).where(rows.c.actor_id == actor)).mappings()
    }
    changed = False
    kept: list[str] = []
    for number, row in enumerate(wanted):
        old = there.get(tuple(row[name] for name in same))
        if old is None:
            fresh = row | {"ordinal": number, "decided_by": by.decided_by}
            session.execute(delete(rows).where(rows.c.id == row["id"], rows.c.actor_id == actor))
            session.execute(insert(rows).values(**fresh))
            changed = True
        elif old["ordinal"] != number:
            here = rows.c.id == old["id"]
            session.execute(update(rows).where(here).values(ordinal=number))
            changed = True
        kept.append(row["id"] if old is None else old["id"])
    gone = rows.c.id.not_in(kept) & (rows.c.actor_id == actor)
    if session.scalar(select(rows.c.id).where(gone).limit(1)) is not None:
        session.execute(delete(rows).where(gone))
        changed = True
    return changed
