"""The words of articles, as full text finds them (app/db/search.py)."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.db.columns import PublicId
from app.db.tables import Table


class ArticleWordsRow(Table):
    """The stems of an article's title and of its newest text.

    Each database keeps its own index of them in step (migration 0012).
    """

    __tablename__ = "article_words"

    article_id: Mapped[str] = mapped_column(
        PublicId, ForeignKey("article.id", ondelete="CASCADE"), primary_key=True
    )
    title: Mapped[str]
    text: Mapped[str]
    dense: Mapped[bool]  # more words than PostgreSQL keeps the places of
