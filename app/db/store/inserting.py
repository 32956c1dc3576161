"""INSERT ... ON CONFLICT, which SQLite and PostgreSQL spell alike and SQLAlchemy does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Table as CoreTable
from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from app.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from app.db.tables import Table
    from app.domain.dates import UncertainDate
    from app.domain.spans import Span


# Any number that no other program on the same server takes for a lock of its own: "onr shar".
_SHARED = int.from_bytes(b"onr shar", "big")


def core(table: type[Table]) -> CoreTable:
    """The table behind a class, for statements that go past the unit of work."""
    found = table.__table__
    assert isinstance(found, CoreTable)  # noqa: S101 - every class maps one table
    return found


def insert(session: Session, table: type[Table]) -> sqlite.Insert | postgresql.Insert:
    """An INSERT in the session's dialect, with its ``on_conflict_*``."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(core(table))
    return sqlite.insert(core(table))


def add_missing(session: Session, table: type[Table], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert those rows whose id is not there yet."""
    if not rows:
        return
    by_id = {row["id"]: row for row in rows}
    key = core(table).c.id
    # A look first: as a rule all are there, and then nobody waits for anybody.
    missing = by_id.keys() - set(session.scalars(select(key).where(key.in_(by_id))))
    if missing:
        one_at_a_time(session)
        # No index is named: naming one, PostgreSQL would fail on the others.
        statement = insert(session, table).on_conflict_do_nothing()
        session.execute(statement, [by_id[key] for key in sorted(missing)])


def replace(
    session: Session,
    table: type[Table],
    rows: Sequence[Mapping[str, Any]],
    where: Callable[[Any, Any], ColumnElement[bool]] | None = None,
) -> None:
    """Insert the rows that are missing and overwrite those that are there.

    ``where`` is given the proposed and the stored columns and says which to overwrite. Every row
    has an id and the same columns; a slug never changes.
    """
    if rows:
        one_at_a_time(session)
        upsert(session, table, rows, where=where)


def upsert(
    session: Session,
    table: type[Table],
    rows: Sequence[Mapping[str, Any]],
    *,
    keep: Container[str] = (),
    where: Callable[[Any, Any], ColumnElement[bool]] | None = None,
) -> None:
    """As ``replace``, for rows that only who holds their article's lock writes.

    The columns in ``keep`` are not overwritten.
    """
    if not rows:
        return
    statement = insert(session, table)
    proposed = statement.excluded
    statement = statement.on_conflict_do_update(
        index_elements=["id"],
        set_={
            name: proposed[name]
            for name in rows[0]
            if name not in {"id", "slug"} and name not in keep
        },
        where=where(proposed, core(table).c) if where else None,
    )
    session.execute(statement, list(rows))


def one_at_a_time(session: Session, sha256: str | None = None) -> None:
    """Until this transaction ends, no other changes what articles share: actors, outlets, issues.

    Otherwise two that add some of the same actors would wait for each other (a deadlock). SQLite
    has one writer anyway. With the hash of a text, no other stores that text; this comes first in
    a transaction, then what is shared, then the article.
    """
    if session.get_bind().dialect.name == "postgresql":
        lock = _SHARED if sha256 is None else int(sha256[:15], 16)
        session.execute(select(func.pg_advisory_xact_lock(lock)))


def check_slugs(session: Session, table: Any, rows: Sequence[Mapping[str, Any]]) -> None:  # noqa: ANN401 - a class with id and slug
    """Refuse to go on where an id belongs to another slug: two names share one hash."""
    if not rows:
        return
    wanted = {row["id"]: row["slug"] for row in rows}
    found = session.execute(select(table.id, table.slug).where(table.id.in_(wanted)))
    for key, slug in found:
        if wanted[key] != slug:
            raise InputError(f"'{wanted[key]}' and '{slug}' would get the same id; rename one.")


def date_columns(prefix: str, value: UncertainDate) -> dict[str, Any]:
    """The four columns of an uncertain date."""
    return {
        f"{prefix}_edtf": value.edtf,
        f"{prefix}_first": value.first,
        f"{prefix}_last": value.last,
        f"{prefix}_basis": value.basis,
    }


def span_columns(prefix: str, span: Span | None, text: str) -> dict[str, Any]:
    """The three columns of a span: both ends and its words."""
    return {
        f"{prefix}_start": span.start if span else None,
        f"{prefix}_end": span.end if span else None,
        f"{prefix}_text": span.of(text) if span else None,
    }
