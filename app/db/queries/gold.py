"""Articles of which people have reviewed statements, as gold is made of them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.queries.accuracy import REVIEWED, reviews
from app.db.queries.articles import article
from app.db.tables import State, StatementRow, VersionRow
from app.domain.reviews import ReviewedArticle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session


def reviewed_articles(session: Session) -> Iterator[ReviewedArticle]:
    """The articles whose newest text has statements that a person decided, by id, one at a time."""
    withdrawn: dict[str, list[str]] = defaultdict(list)
    rows = session.execute(
        select(
            VersionRow.article_id,
            StatementRow.state,
            StatementRow.replaced_by_id,
            StatementRow.content_text,
        )
        .join(VersionRow, VersionRow.id == StatementRow.version_id)
        .where(VersionRow.newest, REVIEWED)
        .order_by(VersionRow.article_id, StatementRow.starts_at, StatementRow.id)
    )
    for key, state, replaced_by, words in rows:
        withdrawn[key] += words if state is State.WITHDRAWN and replaced_by is None else []
    taken_away: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for one in reviews(session):
        if one.machine is not None and not one.withdrawn:
            issues = dict.fromkeys(position.issue for position in one.machine.positions)
            taken_away[one.article] += [
                (one.statement, issue) for issue in issues if not one.is_on(issue)
            ]
    for key, words in withdrawn.items():
        record = article(session, key)
        assert record is not None  # noqa: S101 - its rows were found just now
        yield ReviewedArticle(record, tuple(words), tuple(taken_away.get(key, ())))
