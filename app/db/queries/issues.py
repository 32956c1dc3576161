"""Issues and the size of what is stored on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app.db.queries import making
from app.db.queries.statements import SHOWN
from app.db.tables import ArticleRow, IssueRow, PositionRow, StatementRow, VersionRow
from app.domain.records import IssueRecord

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from app.domain.positions import Issue


def issue(session: Session, slug: str) -> IssueRecord | None:
    """The issue with that slug."""
    return next(iter(_issues(session, IssueRow.slug == slug)), None)


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
    shown = (
        select(
            PositionRow.issue_id,
            StatementRow.utterance_id,
            StatementRow.actor_id,
            ArticleRow.head_id,
        )
        .join(StatementRow, StatementRow.id == PositionRow.statement_id)
        .join(VersionRow, VersionRow.id == StatementRow.version_id)
        .join(ArticleRow, ArticleRow.id == VersionRow.article_id)
        .where(*SHOWN)
        .subquery()
    )
    read = select(func.count(ArticleRow.head_id.distinct())).scalar_subquery()
    rows = session.execute(
        select(
            IssueRow,
            func.count(shown.c.utterance_id.distinct()),
            func.count(shown.c.actor_id.distinct()),
            func.count(shown.c.head_id.distinct()),
            read,
        )
        .outerjoin(shown, shown.c.issue_id == IssueRow.id)
        .where(*conditions)
        .group_by(IssueRow.id)
        .order_by(IssueRow.title, IssueRow.slug)
    )
    return tuple(IssueRecord(making.issue(row), *counts) for row, *counts in rows)
