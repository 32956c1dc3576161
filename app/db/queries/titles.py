"""Which articles have a title of their own; pages call the others by their file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.tables import ArticleRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

_AT_ONCE = 500


def titled(session: Session, articles: Iterable[str]) -> frozenset[str]:
    """The ids of those of these articles that have a title."""
    ids = sorted(set(articles))
    found: set[str] = set()
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        found.update(
            session.scalars(
                select(ArticleRow.id).where(
                    ArticleRow.id.in_(some), ArticleRow.title.is_not(None), ArticleRow.title != ""
                )
            )
        )
    return frozenset(found)
