"""Actors as editors name them: by slug, or as somebody new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from app.db import keys
from app.db.store.actors import actor_row, alias_rows, role_rows
from app.db.store.inserting import check_slugs, core
from app.db.tables import ActorRow, AliasRow, RoleRow
from app.errors import InputError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.db.store.revisions import Recorder
    from app.domain.actors import Actor


def found(session: Session, slug: str) -> ActorRow:
    """The stored actor with that slug, or the one that it was merged into."""
    row = session.scalar(select(ActorRow).where(ActorRow.slug == slug))
    if row is None:
        raise InputError(f"There is no actor '{slug}'.")
    while row.merged_into_id is not None:
        into = session.get(ActorRow, row.merged_into_id)
        assert into is not None  # noqa: S101 - an actor that others were merged into stays
        row = into
    return row


def named(session: Session, recorder: Recorder, by: str, actor: str | Actor) -> str:
    """The id of the actor that an editor names; a new one is stored."""
    if isinstance(actor, str):
        return found(session, actor).id
    if session.scalar(select(ActorRow.id).where(ActorRow.slug == actor.slug)) is not None:
        return found(session, actor.slug).id
    if not actor.name.strip() or not actor.slug:
        raise InputError("An actor needs a name.")
    row = actor_row(actor) | {"in_directory": False, "decided_by": by}
    check_slugs(session, ActorRow, [row])
    recorder.watch(ActorRow, ActorRow.id == row["id"])
    recorder.watch(AliasRow, AliasRow.actor_id == row["id"])
    recorder.watch(RoleRow, RoleRow.actor_id == row["id"])
    session.execute(insert(core(ActorRow)).values(**row))
    for table, rows in ((AliasRow, alias_rows(actor)), (RoleRow, role_rows(actor))):
        for one in rows:
            session.execute(insert(core(table)).values(**one, decided_by=by))
    return keys.actor_id(actor.slug)
