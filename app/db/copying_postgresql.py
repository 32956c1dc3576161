"""A copy's rows out of and into PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from psycopg import capabilities
from psycopg.sql import SQL, Composed, Identifier, Literal, Placeholder
from sqlalchemy import text

from app.db.columns import PublicId
from app.db.copying_values import compact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import psycopg
    from sqlalchemy import Connection

    from app.db.copying_values import Row, Shape

# Rows that come from the server together, where none is long.
_TOGETHER = 500
_DAY, _MOMENT = "YYYY-MM-DD", "YYYY-MM-DD HH24:MI:SS.US"


def rows(connection: Connection, form: Shape, after: Row | None) -> Iterator[Row]:
    """The rows of a table in the order of its key by code points, from behind a key on."""
    raw = _raw(connection)
    keys = SQL(", ").join(_key(form, place) for place in form.keys)
    asked = [SQL("SELECT "), SQL(", ").join(_column(form, at) for at in range(len(form.names)))]
    asked += [SQL(" FROM "), Identifier(form.name)]
    if after:
        places = SQL(", ").join(Placeholder() for _ in after)
        asked += [SQL(" WHERE ("), keys, SQL(") > ("), places, SQL(")")]
    asked += [SQL(" ORDER BY "), keys]
    together = 1 if form.blobs or not capabilities.has_stream_chunked() else _TOGETHER
    with raw.cursor() as cursor:
        for row in cursor.stream(Composed(asked), after, binary=True, size=together):
            yield _compacted(form, row) if form.jsons else row


def write(connection: Connection, form: Shape, batch: Sequence[Row]) -> None:
    """Copy rows in and nothing else: no trigger makes rows of them."""
    table = Identifier(form.name)
    columns = SQL(", ").join(Identifier(name) for name in form.names)
    # Both hold for this transaction alone: whoever kills the process leaves no trigger off.
    connection.exec_driver_sql(f'ALTER TABLE "{form.name}" DISABLE TRIGGER USER')
    with (
        _raw(connection).cursor() as cursor,
        cursor.copy(SQL("COPY {} ({}) FROM STDIN").format(table, columns)) as copy,
    ):
        for row in batch:
            copy.write_row(row)
    connection.exec_driver_sql(f'ALTER TABLE "{form.name}" ENABLE TRIGGER USER')


def prepare(connection: Connection) -> None:
    """Make this transaction fit for many rows, for as long as they take."""
    for setting in (
        "timezone = 'UTC'",
        "statement_timeout = 0",
        "idle_in_transaction_session_timeout = 0",
    ):
        connection.exec_driver_sql(f"SET LOCAL {setting}")


def finish(connection: Connection, forms: Sequence[Shape]) -> None:
    """Let new rows get numbers behind those that were copied, and queries be planned well."""
    for form in forms:
        for column in form.table.primary_key.columns:
            if isinstance(column.type, PublicId):
                continue  # a hash, never a number of a sequence
            sequence = connection.scalar(
                text("SELECT pg_get_serial_sequence(:table, :column)"),
                {"table": f'"{form.name}"', "column": column.name},
            )
            if sequence is not None:
                connection.exec_driver_sql(
                    f"SELECT setval('{sequence}', max(\"{column.name}\"))"  # noqa: S608 - our own names
                    f' FROM "{form.name}" HAVING max("{column.name}") > 0'
                )
    for form in forms:
        connection.exec_driver_sql(f'ANALYZE "{form.name}"')


def _column(form: Shape, place: int) -> Composed:
    """A column as SQLite keeps its values."""
    column = Identifier(form.names[place])
    if place in form.truths:
        return SQL("{}::int").format(column)
    if place in form.jsons or place in form.words:
        return SQL("{}::text").format(column)
    if place in form.days:
        return SQL("to_char({}, {})").format(column, Literal(_DAY))
    if place in form.moments:
        return SQL("to_char({} AT TIME ZONE 'UTC', {})").format(column, Literal(_MOMENT))
    return Composed([column])


def _key(form: Shape, place: int) -> Composed:
    column = Identifier(form.names[place])
    if place in form.words:
        return SQL('{} COLLATE "C"').format(column)
    return Composed([column])


def _compacted(form: Shape, row: Row) -> Row:
    values = list(row)
    for place in form.jsons:
        value = values[place]
        if isinstance(value, str) and value != "[]":
            values[place] = compact(value)
    return tuple(values)


def _raw(connection: Connection) -> psycopg.Connection[Row]:
    return cast("psycopg.Connection[Row]", connection.connection.driver_connection)
