"""Recording what people change: the rows before and after, and writing them back.

Nothing here decides what is changed; app/db/store/editing does. What is worked out from other rows
(which statements are copies, of which utterance each is one) is recorded nowhere: it is worked out
again, after an undo too.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import Enum as PythonEnum
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy import delete, insert, select, update

from app.db.columns import UtcTime
from app.db.queries import revisions as queries
from app.db.store.inserting import core
from app.db.tables import (
    ActorRow,
    AliasRow,
    ArticleRow,
    IssueRow,
    MatchRow,
    OutletRow,
    PositionRow,
    RoleRow,
    StatementRow,
    VersionRow,
)
from app.db.tables_revisions import (
    ProposalRow,
    RevisionChangeRow,
    RevisionObjectRow,
    RevisionRow,
)
from app.errors import ConflictError, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy import Table as CoreTable
    from sqlalchemy.orm import Session

    from app.db.tables import Table
    from app.domain.accounts import By
    from app.domain.revisions import ObjectKind, Revision, RowChange

# Every table that people change, those first on which others hang.
_TABLES: tuple[type[Table], ...] = (
    OutletRow,
    ActorRow,
    AliasRow,
    RoleRow,
    IssueRow,
    ArticleRow,
    VersionRow,
    StatementRow,
    PositionRow,
    MatchRow,
    ProposalRow,
)
_BY_NAME = {core(table).name: core(table) for table in _TABLES}
# What follows from other rows, and what it is where a row comes back.
_DERIVED: Mapping[str, Mapping[str, Callable[[Mapping[str, Any]], Any]]] = {
    "article": {"head_id": lambda row: row["id"]},
    "statement": {
        "original_id": lambda row: row["id"],
        "utterance_id": lambda row: row["id"],
        "occasion_first": lambda _: None,
        "occasion_last": lambda _: None,
        "occasion_told": lambda _: False,
        "replaced_by_id": lambda _: None,
    },
}
# Of a version people change only that it is to be read again, and a machine that did so is right.
_ONLY: Mapping[str, frozenset[str]] = {"article_version": frozenset({"definitions"})}
# What hangs on an actor or an outlet; one that something hangs on is not taken away.
_USES = {
    "outlet": (ArticleRow.outlet_id,),
    "actor": (
        StatementRow.actor_id,
        PositionRow.holder_id,
        PositionRow.asserted_by_id,
        AliasRow.actor_id,
        RoleRow.actor_id,
        ActorRow.merged_into_id,
    ),
}
_AT_ONCE = 500
_Key = tuple[str, str]  # table and key
_Values = dict[str, Any]


class Conflict(ConflictError):  # noqa: N818 - a fact about what is stored
    """What is to be undone is not any more as it was left; ``rows`` names table, key, columns."""

    def __init__(self, message: str, rows: Sequence[tuple[str, str, tuple[str, ...]]] = ()) -> None:
        super().__init__(message)
        self.rows = tuple(rows)


def new_batch() -> str:
    """A name for all that is done in one go."""
    return uuid4().hex


@dataclass
class Recorder:
    """What an operation touches: named beforehand, compared afterwards."""

    session: Session
    _wheres: list[tuple[CoreTable, ColumnElement[bool]]] = field(default_factory=list)
    _before: dict[_Key, _Values] = field(default_factory=dict)
    _objects: dict[tuple[ObjectKind, str], None] = field(default_factory=dict)

    def watch(self, table: type[Table], where: ColumnElement[bool]) -> None:
        """Take down the rows that fulfil a condition; those that will do so count too."""
        watched = core(table)
        self._wheres.append((watched, where))
        for key, values in _rows(self.session, watched, where).items():
            self._before.setdefault((watched.name, key), values)

    def watch_ids(self, table: type[Table], ids: Iterable[str]) -> None:
        """``watch`` for many rows by their ids."""
        ordered = sorted(set(ids))
        for start in range(0, len(ordered), _AT_ONCE):
            self.watch(table, core(table).c.id.in_(ordered[start : start + _AT_ONCE]))

    def of(self, kind: ObjectKind, *identifiers: str) -> None:
        """Name what the revision is of."""
        for identifier in identifiers:
            self._objects[kind, identifier] = None

    @property
    def objects(self) -> tuple[tuple[ObjectKind, str], ...]:
        """What the revision is of."""
        return tuple(self._objects)

    def changes(self) -> list[tuple[_Key, _Values | None, _Values | None]]:
        """All rows that are other than they were, with what differs."""
        after: dict[_Key, _Values] = {}
        for table, where in self._wheres:
            for key, values in _rows(self.session, table, where).items():
                after[table.name, key] = values
        gone: defaultdict[str, list[str]] = defaultdict(list)
        for name, key in self._before.keys() - after.keys():
            gone[name].append(key)
        for name, keys in gone.items():  # changed so that no condition holds, or deleted
            for key, values in rows_by_key(self.session, _BY_NAME[name], keys).items():
                after[name, key] = values
        found = []
        for place in sorted(self._before.keys() | after.keys()):
            old, new = self._before.get(place), after.get(place)
            if old is not None and new is not None:
                differing = [column for column in old if old[column] != new[column]]
                old = {column: old[column] for column in differing}
                new = {column: new[column] for column in differing}
            if old != new:
                found.append((place, old, new))
        return found


@contextmanager
def recording(
    session: Session,
    by: By,
    action: str,
    reason: str,
    *,
    batch: str | None = None,
    undoes: int | None = None,
) -> Iterator[Written]:
    """Record what is done in the block as one revision, which is on the object given afterwards.

    All of it or nothing is written. Raises InputError when the block changed nothing.
    """
    with session.begin_nested():
        written = Written(Recorder(session))
        yield written
        session.flush()
        _write(session, by, action, reason, batch=batch, undoes=undoes, written=written)


def _write(
    session: Session,
    by: By,
    action: str,
    reason: str,
    *,
    batch: str | None,
    undoes: int | None,
    written: Written,
) -> None:
    """Store what became of the rows as a revision."""
    recorder = written.recorder
    changes = recorder.changes()
    if not changes:
        raise InputError("Nothing would be another than it is.")
    identifier = session.execute(
        insert(RevisionRow)
        .values(
            batch=batch or new_batch(),
            at=datetime.now(UTC),
            user_id=by.user,
            by=by.name,
            interface=by.interface,
            action=action,
            reason=reason,
            undoes=undoes,
        )
        .returning(RevisionRow.id)
    ).scalar_one()
    session.execute(
        insert(core(RevisionObjectRow)),
        [
            {"revision_id": identifier, "kind": kind, "object_id": key}
            for kind, key in recorder.objects
        ],
    )
    session.execute(
        insert(core(RevisionChangeRow)),
        [
            {
                "revision_id": identifier,
                "table": table,
                "key": key,
                "before": old,
                "after": new,
            }
            for (table, key), old, new in changes
        ],
    )
    session.expire_all()  # a session that has read the rows before must not show the old ones
    revision = queries.revision(session, identifier)
    assert revision is not None  # noqa: S101 - it was written just now
    written.revision = revision


@dataclass
class Written:
    """A recorder, and afterwards the revision that came of it."""

    recorder: Recorder
    revision: Revision = field(init=False)


def write_back(session: Session, recorder: Recorder, changes: Sequence[RowChange]) -> None:
    """Make the rows what they were before these changes; the recorder is told of them.

    Raises Conflict, before anything is written, where a row is not as the changes left it. An
    actor or an outlet that came by them and that other things hang on now stays.
    """
    by_table: defaultdict[str, dict[str, RowChange]] = defaultdict(dict)
    for change in changes:
        by_table[change.table][change.key] = change
    order = [core(table).name for table in _TABLES]
    _check(session, by_table)
    for name in order:
        if name in by_table:
            _watch_keys(recorder, _BY_NAME[name], by_table[name])
    ordered = [(_BY_NAME[name], change) for name in order for change in by_table[name].values()]
    for table, change in ordered:
        if change.before is not None and change.after is None:
            _insert(session, table, change.key, change.before)
    for table, change in ordered:
        _update(session, table, change)
    for table, change in reversed(ordered):
        if change.before is None and not _is_used(session, table.name, change.key):
            session.execute(delete(table).where(_is(table, change.key)))
    session.expire_all()


def _check(session: Session, by_table: Mapping[str, Mapping[str, RowChange]]) -> None:
    """Raise Conflict where a row is not as its change left it."""
    differing: list[tuple[str, str, tuple[str, ...]]] = []
    for name, changes in by_table.items():
        if name in _ONLY:
            continue
        now = rows_by_key(session, _BY_NAME[name], changes)
        for key, change in changes.items():
            found = now.get(key)
            if change.after is None or found is None:
                columns: tuple[str, ...] = () if change.after == found else ("row",)
            else:
                columns = tuple(one for one in change.after if found.get(one) != change.after[one])
            if columns:
                differing.append((name, key, columns))
    differing += _left_hanging(session, by_table)
    if differing:
        told = "; ".join(
            f"{table.replace('_', ' ')} {key} ({', '.join(columns)})"
            for table, key, columns in differing[:5]
        )
        more = f" and {len(differing) - 5} more" if len(differing) > 5 else ""
        raise Conflict(
            f"This was changed again since: {told}{more}. Undo the later change first.", differing
        )


def _left_hanging(
    session: Session, by_table: Mapping[str, Mapping[str, RowChange]]
) -> list[tuple[str, str, tuple[str, ...]]]:
    """What later changes hung on statements that came by these changes, and would go with them."""
    came = {key for key, change in by_table["statement"].items() if change.before is None}
    found: list[tuple[str, str, tuple[str, ...]]] = []
    for table, columns in (
        (core(PositionRow), (PositionRow.statement_id,)),
        (core(MatchRow), (MatchRow.one_id, MatchRow.other_id)),
    ):
        for key in came:
            hanging = _rows(session, table, sa.or_(*(column == key for column in columns)))
            found += [
                (table.name, one, ("row",)) for one in hanging if one not in by_table[table.name]
            ]
    return found


def _insert(session: Session, table: CoreTable, key: str, values: Mapping[str, Any]) -> None:
    row = from_json(table, values)
    row |= dict(zip((column.name for column in table.primary_key), key.split("/"), strict=True))
    for column, worked_out in _DERIVED.get(table.name, {}).items():
        row[column] = worked_out(row)
    if table.name == "utterance_match":  # the machine's own match of the pair gives way
        session.execute(delete(table).where(_is(table, key)))
    session.execute(insert(table).values(**row))


def _update(session: Session, table: CoreTable, change: RowChange) -> None:
    """Write the old values of a row that only changed."""
    if change.before is None or change.after is None:
        return
    here = _is(table, change.key)
    if table.name in _ONLY:  # what the machine wrote there meanwhile stands
        left = from_json(table, change.after)
        here = sa.and_(here, *(table.c[one] == left[one] for one in left))
    session.execute(update(table).where(here).values(**from_json(table, change.before)))


def _is_used(session: Session, name: str, key: str) -> bool:
    return any(
        session.scalar(select(sa.literal(1)).where(column == key).limit(1)) is not None
        for column in _USES.get(name, ())
    )


def _is(table: CoreTable, key: str) -> ColumnElement[bool]:
    """The condition that a row of that table has that key."""
    parts = zip(table.primary_key, key.split("/"), strict=True)
    return sa.and_(*(column == part for column, part in parts))


def _watch_keys(recorder: Recorder, table: CoreTable, keys: Iterable[str]) -> None:
    mapped = next(one for one in _TABLES if core(one) is table)
    for where in _wheres(table, keys):
        recorder.watch(mapped, where)


def _wheres(table: CoreTable, keys: Iterable[str]) -> Iterator[ColumnElement[bool]]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), _AT_ONCE):
        some = [key.split("/") for key in ordered[start : start + _AT_ONCE]]
        columns = list(table.primary_key)
        if len(columns) == 1:
            yield columns[0].in_([key for (key,) in some])
        else:
            yield sa.tuple_(*columns).in_([tuple(key) for key in some])


def rows_by_key(session: Session, table: CoreTable, keys: Iterable[str]) -> dict[str, _Values]:
    """The rows with these keys, as they are recorded."""
    found: dict[str, _Values] = {}
    for where in _wheres(table, keys):
        found |= _rows(session, table, where)
    return found


def _rows(session: Session, table: CoreTable, where: ColumnElement[bool]) -> dict[str, _Values]:
    """What is recorded of the rows that fulfil a condition, by key."""
    left_out = _DERIVED.get(table.name, {}).keys()
    only = _ONLY.get(table.name)
    columns = [
        column
        for column in table.columns
        if column.name not in left_out and (only is None or column.name in only)
    ]
    keys = list(table.primary_key)
    wanted = select(*columns, *(column.label(f"key {n}") for n, column in enumerate(keys)))
    if table.name == "utterance_match":
        where = where & ~table.c.decided_by.startswith("machine")
    return {
        "/".join(str(part) for part in row[len(columns) :]): {
            column.name: _to_json(row[number]) for number, column in enumerate(columns)
        }
        for row in session.execute(wanted.where(where))
    }


def _to_json(value: Any) -> Any:  # noqa: ANN401 - of any column
    if isinstance(value, PythonEnum):
        return value.value
    if isinstance(value, date):  # and datetime
        return value.isoformat()
    return value


def from_json(table: CoreTable, values: Mapping[str, Any]) -> _Values:
    """Recorded values as the table's columns take them."""
    return {name: _from_json(table.c[name], value) for name, value in values.items()}


def _from_json(column: sa.Column[Any], value: Any) -> Any:  # noqa: ANN401 - of any column
    if value is None:
        return None
    if isinstance(column.type, sa.Enum) and column.type.enum_class is not None:
        return column.type.enum_class(value)
    if isinstance(column.type, UtcTime):
        return datetime.fromisoformat(value)
    if isinstance(column.type, sa.Date):
        return date.fromisoformat(value)
    return value
