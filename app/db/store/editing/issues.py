"""Issues: what the question is, and which words belong to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from sqlalchemy import select, update

from app.db.store.actors import issue_row
from app.db.store.editing.turns import How, turn
from app.db.store.inserting import core
from app.db.tables import IssueRow
from app.domain.revisions import ObjectKind
from app.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.domain.accounts import By
    from app.domain.positions import Issue
    from app.domain.revisions import Revision


def edit_issue(
    session: Session,
    by: By,
    issue: Issue,
    **how: Unpack[How],
) -> Revision:
    """Write an issue's definition: all but its slug.

    From then on texts are read with this definition, whatever a seed file says. Those that are
    stored count as read with other definitions, as an undo makes them again, so that the next
    ``onrecord reprocess`` reads all of them: one in which the issue was not found may be on it
    now. What editors decided of positions stands.
    """
    key = (ObjectKind.ISSUE, issue.slug)
    with turn(session, by, "edit", of=key, **how) as written:
        table = core(IssueRow)
        stored = session.execute(select(table).where(table.c.slug == issue.slug)).mappings().first()
        if stored is None:
            raise NotFoundError(f"There is no issue '{issue.slug}'.")
        if not issue.things or not issue.title.strip() or not issue.proposition.strip():
            raise InputError("An issue needs a title, a proposition and words for its thing.")
        values = issue_row(issue)
        if all(stored[name] == value for name, value in values.items()):
            raise InputError("Nothing would be another than it is.")
        written.recorder.watch(IssueRow, IssueRow.slug == issue.slug)
        session.execute(
            update(table)
            .where(table.c.slug == issue.slug)
            .values(**values, decided_by=by.decided_by)
        )
    return written.revision
