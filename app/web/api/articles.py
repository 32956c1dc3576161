"""/api/v1/articles: what was read, and one text with every statement in it."""

from typing import Annotated

from fastapi import Depends
from starlette.responses import Response

from app.db import queries
from app.domain.records import ArticleSummary
from app.views.data import article_summary_data
from app.web import articles
from app.web.api import examples
from app.web.api.models.articles import ArticleAnswer, ArticleList
from app.web.api.paging import Key, list_response, page_after
from app.web.api.parameters import ISSUE, PAGING, Asked, takes
from app.web.api.reading import Identifier, reads, room
from app.web.dependencies import AbsoluteDep, SessionDep
from app.web.exports import now

router = room("Articles")


@reads(router, "/articles", ArticleList, examples.ARTICLE_LIST, ISSUE, *PAGING)
def list_articles(
    asked: Annotated[Asked, Depends(takes(ISSUE, *PAGING))],
    session: SessionDep,
    absolute: AbsoluteDep,
) -> Response:
    """Every article that was read, the newest first.

    With how many statements were found in it, and how many of them are on the issue.
    """
    found = queries.articles(session, asked.issue(session))
    page, following = page_after(asked, found, _key)
    data = {
        "retrieved_at": now(),
        "count": len(found),
        "articles": [article_summary_data(one, absolute) for one in page],
    }
    return list_response(asked, data, following, absolute)


@reads(router, "/articles/{identifier}", ArticleAnswer, examples.ARTICLE)
def get_article(
    identifier: Identifier,
    session: SessionDep,
    absolute: AbsoluteDep,
    _asked: Annotated[Asked, Depends(takes())],
) -> Response:
    """One article: its clean text, and every statement found in it.

    As `/articles/{identifier}.json`. All spans of its statements are into `text`.
    """
    return articles.one_as_json(identifier, session, absolute)


def _key(one: ArticleSummary) -> Key:
    """By what articles are sorted: the latest day first, those of no known day last, then by id."""
    published = one.ref.published
    last = -published.last.toordinal() if published.last else 1
    first = -published.first.toordinal() if published.first else 1
    return (last, first, one.ref.id)
