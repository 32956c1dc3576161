"""Issues and the size of what is stored on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.queries import making
from app.db.queries.field_keeping import articles_read, field_of, kept_small
from app.db.tables import IssueRow
from app.domain.records import IssueRecord

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from app.domain.positions import Issue


def issue(session: Session, slug: str) -> IssueRecord | None:
    """The issue with that slug."""
    slugs = kept_small(session, "issues", lambda: frozenset(session.scalars(select(IssueRow.slug))))
    if slug not in slugs:
        return None
    return kept_small(session, ("issue", slug), lambda: _issues(session, IssueRow.slug == slug)[0])


def edited_issues(session: Session) -> tuple[Issue, ...]:
    """Those issues that an editor wrote, as they are to be looked for; by slug."""
    rows = session.scalars(
        select(IssueRow).where(IssueRow.decided_by.is_not(None)).order_by(IssueRow.slug)
    )
    return tuple(making.issue(row) for row in rows)


def issues(session: Session) -> tuple[IssueRecord, ...]:
    """All issues, by title."""
    return _issues(session)


def issue_titles(session: Session) -> tuple[Issue, ...]:
    """All issues by title, without counting what is stored on them."""
    return tuple(
        making.issue(row) for row in session.scalars(select(IssueRow).order_by(IssueRow.title))
    )


def _issues(session: Session, *conditions: ColumnElement[bool]) -> tuple[IssueRecord, ...]:
    rows = session.scalars(
        select(IssueRow).where(*conditions).order_by(IssueRow.title, IssueRow.slug)
    ).all()
    read = articles_read(session) if rows else 0
    return tuple(_counted(session, row, read) for row in rows)


def _counted(session: Session, row: IssueRow, read: int) -> IssueRecord:
    field = field_of(session, row.slug)
    return IssueRecord(
        making.issue(row),
        statements=field.utterances_said,
        actors=len(field.speakers),
        articles=field.articles_said,
        articles_read=read,
    )
