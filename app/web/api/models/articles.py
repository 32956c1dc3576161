"""Articles."""

from datetime import datetime

from pydantic import Field

from app.domain.articles import ZoneRole
from app.web.api.models.basics import Answer, ArticleRef, Count, Id, Model, Page
from app.web.api.models.statements import Statement


class ArticleSummary(ArticleRef):
    """An article and how much was found in it."""

    statements: Count
    """All statements in it."""
    on_issue: Count
    """Those with a position on the issue asked for."""
    originals: Count
    """Those that no earlier copy of the article prints."""
    copy_of: Id | None
    """The earliest article of the same text; null: it is that one."""


class ArticleList(Page):
    """A page of all articles, the newest first."""

    count: Count
    """How many articles there are, on all pages."""
    articles: list[ArticleSummary]


class Zone(Model):
    """A stretch of the text and what it is."""

    start: Count
    end: Count
    role: ZoneRole


class Article(ArticleRef):
    """An article with its clean text."""

    file: str
    """What it was read from."""
    text: str
    zones: list[Zone]
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    """Of the text in UTF-8."""
    read_at: datetime
    extractor: str
    notes: list[str]
    newest: bool
    """False: the text at that address has changed since."""
    copies: list[ArticleRef]


class ArticleAnswer(Answer):
    """One article with every statement found in it, in the order of the text."""

    article: Article
    count: Count
    statements: list[Statement]
