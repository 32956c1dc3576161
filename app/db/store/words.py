"""The words of articles, kept as full text finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.search import index_stems
from app.db.store.inserting import insert
from app.db.tables import ArticleRow, VersionRow
from app.db.tables_search import ArticleWordsRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session


def index_articles(session: Session, articles: Iterable[str]) -> None:
    """Write the words of these articles' titles and newest texts; what is the same stays.

    To be called wherever a title or the newest text of an article is written.
    """
    for article in sorted(set(articles)):
        found = session.execute(
            select(ArticleRow.title, VersionRow.text)
            .join(VersionRow, VersionRow.article_id == ArticleRow.id)
            .where(ArticleRow.id == article, VersionRow.newest)
        ).one_or_none()
        if found is None:
            continue
        (title, _), (text, dense) = index_stems(found.title or ""), index_stems(found.text)
        row = {"article_id": article, "title": title, "text": text, "dense": dense}
        statement = insert(session, ArticleWordsRow)
        new, old = statement.excluded, ArticleWordsRow
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["article_id"],
                set_={name: new[name] for name in ("title", "text", "dense")},
                where=(old.title != new.title) | (old.text != new.text) | (old.dense != new.dense),
            ),
            [row],
        )
