"""/api/v1/articles: what was read, and one text with every statement in it."""

from datetime import date
from typing import Annotated

from fastapi import Depends
from starlette.responses import Response

from app.db.queries.article_lists import ArticlePlace, article_page, article_totals
from app.domain.ids import to_number
from app.domain.records import ArticleSummary
from app.views.data import article_summary_data
from app.web import articles
from app.web.api import examples
from app.web.api.models.articles import ArticleAnswer, ArticleList
from app.web.api.paging import Key, cursor_of, key_of, list_response
from app.web.api.parameters import ISSUE, PAGING, Asked, bad_cursor, takes
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
    after = _place(asked)
    found = article_page(session, asked.issue(session), asked.limit + 1, after=after)
    page = found[: asked.limit]
    following = cursor_of(_key(page[-1])) if len(found) > len(page) else None
    data = {
        "retrieved_at": now(),
        "count": article_totals(session).articles,
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


def _place(asked: Asked) -> ArticlePlace | None:
    """Where the page begins. Raises BadChoice where the cursor is none of this list."""
    if not asked.cursor:
        return None
    last, first, identifier = key_of(asked, (0, 0, ""))
    if to_number(str(identifier)) is None:
        raise bad_cursor(asked)
    return ArticlePlace(_day(asked, last), _day(asked, first), str(identifier))


def _day(asked: Asked, number: str | int) -> date | None:
    """The day that a key has as its negative, or as 1 where none is known."""
    if number == 1:
        return None
    try:
        return date.fromordinal(-int(number))
    except (ValueError, OverflowError) as error:
        raise bad_cursor(asked) from error
