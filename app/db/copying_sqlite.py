"""A copy's rows out of and into SQLite."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from app.db.copying_values import Row, Shape

# KiB for the pages of the target: its indexes are written at random places.
_CACHE = 128 * 1024


def rows(connection: Connection, form: Shape, after: Row | None) -> Iterator[Row]:
    """The rows of a table in the order of its key, from behind a key on."""
    columns = ", ".join(f'"{name}"' for name in form.names)
    keys = ", ".join(f'"{form.names[place]}"' for place in form.keys)
    where = f" WHERE ({keys}) > ({', '.join('?' * len(form.keys))})" if after else ""
    cursor = _raw(connection).cursor()
    try:
        yield from cursor.execute(
            f'SELECT {columns} FROM "{form.name}"{where} ORDER BY {keys}',  # noqa: S608 - our own names
            after or (),
        )
    finally:
        cursor.close()


def write(connection: Connection, form: Shape, batch: Sequence[Row]) -> None:
    """Insert rows and nothing else: no trigger makes rows of them."""
    columns = ", ".join(f'"{name}"' for name in form.names)
    places = ", ".join("?" * len(form.names))
    with _quiet(connection, form.name):
        _raw(connection).executemany(
            f'INSERT INTO "{form.name}" ({columns}) VALUES ({places})',  # noqa: S608 - our own names
            batch,
        )


def prepare(connection: Connection) -> None:
    """Make this transaction fit for many rows."""
    connection.exec_driver_sql(f"PRAGMA cache_size=-{_CACHE}")


def finish(connection: Connection) -> None:
    """Make what the database itself makes of the rows: full text."""
    made = text(
        "SELECT name FROM sqlite_master WHERE type = 'table'"
        " AND sql LIKE 'CREATE VIRTUAL TABLE%fts5%content=%' ORDER BY name"
    )
    for name in connection.scalars(made).all():
        connection.exec_driver_sql(f"INSERT INTO {name}({name}) VALUES ('rebuild')")  # noqa: S608 - a name of ours


@contextmanager
def _quiet(connection: Connection, table: str) -> Iterator[None]:
    """No trigger of this table fires. All are there again when the transaction ends, however."""
    triggers = connection.execute(
        text(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"
            " ORDER BY rowid"
        ),
        {"table": table},
    ).all()
    for name, _ in triggers:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    yield
    for _, sql in triggers:
        connection.exec_driver_sql(sql)


def _raw(connection: Connection):  # type: ignore[no-untyped-def]  # noqa: ANN202 - sqlite3's
    return connection.connection.driver_connection
