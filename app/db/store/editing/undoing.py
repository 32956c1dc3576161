"""Taking back what was done, which is a revision too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.queries import revisions as queries
from app.db.store.editing.turns import checked_reason, settle_reports, wait
from app.db.store.reader_reports import reopen_reports
from app.db.store.reports import chunks
from app.db.store.revisions import Conflict, new_batch, recording, write_back
from app.db.store.words import index_articles
from app.db.tables import PositionRow, StatementRow, VersionRow
from app.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from app.domain.accounts import By
    from app.domain.revisions import Revision, RowChange


def undo(
    session: Session, by: By, revision: int, *, reason: str = "", batch: str | None = None
) -> Revision:
    """Make all that a revision changed what it was before. An undo can be undone.

    Readers' reports that it closed are open again, until somebody decides anew.

    Raises Conflict, which names what differs, where something was changed again since, and
    InputError where the revision is undone already.
    """
    found = queries.revision(session, revision)
    if found is None:
        raise NotFoundError(f"There is no revision {revision}.")
    wait(session, _articles(found.changes))
    found = queries.revision(session, revision)  # somebody may have undone it meanwhile
    assert found is not None  # noqa: S101 - a revision is never deleted
    if found.undone_by is not None:
        raise InputError(f"Revision {revision} is undone already, by revision {found.undone_by}.")
    told = checked_reason(reason)
    with recording(session, by, "undo", told, batch=batch, undoes=revision) as written:
        for kind, identifier in found.objects:
            written.recorder.of(kind, identifier)
        before = _touched(session, found.changes)
        _see_text(session, _decided(found.changes))
        former = _utterances(session, before)
        places = _places(session, before)
        write_back(session, written.recorder, found.changes)
        index_articles(session, _articles(found.changes))
        touched = before | _touched(session, found.changes)
        settle_reports(session, touched, {*_articles(found.changes), *places}, former)
        reopen_reports(session, revision)
    return written.revision


def undo_batch(session: Session, by: By, batch: str, *, reason: str = "") -> tuple[Revision, ...]:
    """Undo all that was done in one go and stands, the last first; all of it or nothing.

    The revisions that did so, in that order.
    """
    found = queries.batch(session, batch)
    if not found:
        raise NotFoundError("There is no such batch.")
    standing = [one.id for one in found if one.undone_by is None]
    if not standing:
        raise InputError("All of it is undone already.")
    name = new_batch()
    return tuple(undo(session, by, one, reason=reason, batch=name) for one in standing)


def _touched(session: Session, changes: Iterable[RowChange]) -> set[str]:
    """The statements that rows in these changes are, or belong to."""
    found: set[str] = set()
    positions: set[str] = set()
    for change in changes:
        if change.table == "statement":
            found.add(change.key)
        elif change.table == "utterance_match":
            found.update(change.key.split("/"))
        elif change.table == "position":
            whole = change.before if change.after is None else change.after
            if whole is not None and "statement_id" in whole:
                found.add(whole["statement_id"])
            positions.add(change.key)
    for some in chunks(positions):
        found.update(
            session.scalars(select(PositionRow.statement_id).where(PositionRow.id.in_(some)))
        )
    return found


def _decided(changes: Iterable[RowChange]) -> set[str]:
    """The statements on which these changes were decisions."""
    return {
        change.key
        for change in changes
        if change.table == "statement" and "decided_by" in (change.after or change.before or ())
    }


def _articles(changes: Iterable[RowChange]) -> set[str]:
    return {change.key for change in changes if change.table == "article"}


def _places(session: Session, statements: Iterable[str]) -> set[str]:
    """The articles of these statements, which an undo may take away."""
    return {
        article
        for some in chunks(statements)
        for article in session.scalars(
            select(VersionRow.article_id)
            .join(StatementRow, StatementRow.version_id == VersionRow.id)
            .where(StatementRow.id.in_(some))
        )
    }


def _utterances(session: Session, statements: Iterable[str]) -> set[str]:
    return {
        key
        for some in chunks(statements)
        for key in session.scalars(
            select(StatementRow.utterance_id).where(StatementRow.id.in_(some))
        )
    }


def _see_text(session: Session, statements: Iterable[str]) -> None:
    """Raise Conflict where a decision was carried over to a newer text of the article."""
    for some in chunks(statements):
        for row in session.execute(
            select(StatementRow.id, StatementRow.replaced_by_id)
            .join(VersionRow, VersionRow.id == StatementRow.version_id)
            .where(
                StatementRow.id.in_(some),
                ~VersionRow.newest,
                StatementRow.replaced_by_id.is_not(None),
                ~StatementRow.decided_by.startswith("machine"),
            )
        ):
            raise Conflict(
                "The article has a newer text by now, where this stands as statement"
                f" {row.replaced_by_id}; change it there.",
                [("statement", row.id, ("replaced_by_id",))],
            )
