"""How far a copy has come, kept in the database that it is made in until it is whole.

Until then that database has a revision that no program knows: nobody takes it for a library.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import (
    BigInteger,
    Column,
    MetaData,
    String,
    Table,
    insert,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.exc import DBAPIError

from app.db import migrate
from app.db.session import writing
from app.db.tables import Table as OurTable
from app.errors import ConflictError, SetupError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

# The tables in which a library that was just made has rows.
SEEDED = frozenset({"data_version"})

_KEPT = Table(
    "unfinished_copy",
    MetaData(),
    Column("source", String, nullable=False),
    Column("version", BigInteger, nullable=False),  # the source's number of its data
    Column("revision", String, nullable=False),
    Column("at_table", String, nullable=False),
    Column("at_key", String, nullable=False),
    Column("at_rows", BigInteger, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Place:
    """The last row that was copied; no table: none yet, no key: all of that table."""

    table: str = ""
    key: str = ""
    rows: int = 0  # of that table


def begin(target: Engine, source: str, version: int) -> Place:
    """The place to go on at in a target that is empty, or an unfinished copy of this source.

    Raises SetupError when it is anything else.
    """
    if migrate.current(target) != migrate.UNFINISHED:
        _require_empty(target)
        migrate.upgrade(target)
    with writing(target) as connection:
        if not inspect(connection).has_table(_KEPT.name):
            return _started(connection, source, version)
        # Waits for the last commit of a process that was killed a moment ago.
        kept = connection.execute(select(_KEPT).with_for_update()).one()
    shown = target.url.render_as_string(hide_password=True)
    if (kept.source, kept.revision) != (source, migrate.newest()):
        raise SetupError(
            f"{shown} is an unfinished copy of {kept.source}, made by revision {kept.revision};"
            " go on with that, or copy into an empty database."
        )
    if kept.version != version:
        raise SetupError(
            f"{kept.source} has changed since the copy in {shown} was begun; copy into an empty"
            " database, and let nothing write meanwhile."
        )
    return Place(kept.at_table, kept.at_key, kept.at_rows)


def move(connection: Connection, before: Place, after: Place) -> None:
    """Note a place, in the transaction in which its rows are written.

    Raises ConflictError when another process has moved it.
    """
    try:
        moved = connection.execute(
            update(_KEPT)
            .where(_KEPT.c.at_table == before.table, _KEPT.c.at_key == before.key)
            .values(at_table=after.table, at_key=after.key, at_rows=after.rows)
        ).rowcount
    except DBAPIError as error:
        if _KEPT.name not in str(error.orig):
            raise
        moved = 0  # it has even come to the end
    if moved != 1:
        raise ConflictError("Another process copies into this database, or has just done so.")


def end(target: Engine) -> None:
    """Make an ordinary library of a copy that is whole."""
    with writing(target) as connection:
        _set_revision(connection, migrate.newest())
        _KEPT.drop(connection, checkfirst=True)


def _started(connection: Connection, source: str, version: int) -> Place:
    _KEPT.create(connection)
    connection.execute(
        insert(_KEPT).values(
            source=source,
            version=version,
            revision=migrate.newest(),
            at_table="",
            at_key="",
            at_rows=0,
        )
    )
    _set_revision(connection, migrate.UNFINISHED)
    return Place()


def _set_revision(connection: Connection, revision: str) -> None:
    connection.execute(
        text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision}
    )


def _require_empty(target: Engine) -> None:
    """Raise SetupError when the database holds anything."""
    shown = target.url.render_as_string(hide_password=True)
    found = migrate.current(target)
    with target.connect() as connection:
        if found is None:
            if inspect(connection).get_table_names() not in ([], ["alembic_version"]):
                raise SetupError(
                    f"{shown} holds tables of another program; name an empty database."
                )
            return
        if found != migrate.newest():
            raise SetupError(migrate.outdated(shown, found))
        for table in OurTable.metadata.sorted_tables:
            if table.name in SEEDED:
                continue
            if connection.execute(select(table.c[0]).limit(1)).first() is not None:
                raise SetupError(
                    f"{shown} holds something already (in {table.name}); name an empty database."
                )
