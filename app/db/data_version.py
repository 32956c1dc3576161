"""A number that every change of what pages show moves, in the transaction of that change.

Who has read something and finds the number as it was knows that it still holds, in any process.
The number moves at the end of a transaction, so that no two writers wait for each other longer
than a commit takes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import event, select

from app.db.engines import WRITES
from app.db.tables import DataVersionRow

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine
    from sqlalchemy.orm import Session

_WRITTEN = re.compile(
    r'\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)', re.IGNORECASE
)
# What statements are counted and listed by, and what else public pages are made from (they are
# kept by this number: app/db/reading.py). Accounts, runs and the like move nothing.
SHOWN = frozenset({
    "actor", "actor_alias", "actor_role", "actor_tally", "article", "article_version",
    "article_words", "issue", "outlet", "position", "revision", "revision_change",
    "revision_object", "snapshot", "statement", "utterance", "utterance_match",
})  # fmt: skip
# The option of a connection whose writes count: a session's, and not a migration's.
COUNTS = "onrecord_counts"
_CHANGED = "onrecord_changed"
_KNOWN = "onrecord_data_version"
_NUMBER = select(DataVersionRow.number)


def data_version(session: Session) -> int:
    """The number as this session's state of the database has it.

    Asked once in a transaction that only reads: it sees one state.
    """
    if session.connection().get_execution_options().get(WRITES) is not False:
        return session.scalars(_NUMBER).one()
    known = session.info.get(_KNOWN)
    if known is None or known[0] is not session.get_transaction():
        known = (session.get_transaction(), session.scalars(_NUMBER).one())
        session.info[_KNOWN] = known
    number: int = known[1]
    return number


def moves_with_writes(engine: Engine) -> None:
    """Let every session of this engine that changes what is shown move the number."""
    event.listen(engine, "begin", _forget)
    event.listen(engine, "before_cursor_execute", _notice)
    event.listen(engine, "commit", _move)


def _forget(connection: Connection) -> None:
    connection.info.pop(_CHANGED, None)


def _notice(connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
    if not connection.get_execution_options().get(COUNTS):
        return
    written = _WRITTEN.match(statement)
    if written and written[1].lower() in SHOWN:
        connection.info[_CHANGED] = True


def _move(connection: Connection) -> None:
    if connection.info.pop(_CHANGED, False):
        connection.exec_driver_sql("UPDATE data_version SET number = number + 1")
        # The rows that triggers noted in this transaction: nobody sees those of another.
        connection.exec_driver_sql(
            "UPDATE row_change SET number = (SELECT number FROM data_version) WHERE number IS NULL"
        )
