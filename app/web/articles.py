"""/articles and /articles/{id}: what was read, and where in it somebody speaks."""

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from app.db import queries
from app.domain.queries import DEFAULT_ISSUE
from app.domain.records import ArticleRecord
from app.errors import NotFoundError
from app.views.articles import article_list_page, article_page
from app.views.data import (
    article_data,
    article_row,
    article_summary_data,
    statement_data,
    statement_row,
)
from app.web.dependencies import AbsoluteDep, SessionDep, the_issue
from app.web.exports import (
    ARTICLE_COLUMNS,
    STATEMENT_COLUMNS,
    csv_response,
    json_response,
    now,
)
from app.web.parameters import no_filters
from app.web.templating import render

router = APIRouter(dependencies=[Depends(no_filters)])


@router.api_route("/articles", methods=["GET", "HEAD"])
def show_all(request: Request, session: SessionDep) -> Response:
    """The list as a page."""
    issue = the_issue(session, DEFAULT_ISSUE)
    found = queries.articles(session, DEFAULT_ISSUE)
    return render(request, "articles.html", article_list_page(found, issue))


@router.api_route("/articles.json", methods=["GET", "HEAD"])
def all_as_json(session: SessionDep, absolute: AbsoluteDep) -> Response:
    """The list with counts."""
    found = queries.articles(session, DEFAULT_ISSUE)
    return json_response(
        {
            "retrieved_at": now(),
            "count": len(found),
            "articles": [article_summary_data(one, absolute) for one in found],
        }
    )


@router.api_route("/articles.csv", methods=["GET", "HEAD"])
def all_as_csv(session: SessionDep, absolute: AbsoluteDep) -> Response:
    """The same as rows."""
    found = queries.articles(session, DEFAULT_ISSUE)
    rows = [article_row(one, absolute) for one in found]
    return csv_response(ARTICLE_COLUMNS, rows, "articles")


@router.api_route("/articles/{identifier}.json", methods=["GET", "HEAD"])
def one_as_json(identifier: str, session: SessionDep, absolute: AbsoluteDep) -> Response:
    """One article with its clean text, its zones and every statement."""
    record = _record(session, identifier)
    return json_response(
        {
            "retrieved_at": now(),
            "article": article_data(record, absolute),
            "count": len(record.statements),
            "statements": [statement_data(one, absolute) for one in record.statements],
        }
    )


@router.api_route("/articles/{identifier}.csv", methods=["GET", "HEAD"])
def one_as_csv(identifier: str, session: SessionDep, absolute: AbsoluteDep) -> Response:
    """One article's statements as rows."""
    record = _record(session, identifier)
    rows = [
        statement_row(one, DEFAULT_ISSUE, absolute, dated=one.said_on.known)
        for one in record.statements
    ]
    return csv_response(STATEMENT_COLUMNS, rows, f"article-{record.ref.id}")


@router.api_route("/articles/{identifier}", methods=["GET", "HEAD"])
def show_one(identifier: str, request: Request, session: SessionDep) -> Response:
    """One article's page."""
    record = _record(session, identifier)
    return render(request, "article.html", article_page(record, the_issue(session, DEFAULT_ISSUE)))


def _record(session: Session, identifier: str) -> ArticleRecord:
    record = queries.article(session, identifier)
    if record is None:
        raise NotFoundError(f"No article has the number “{identifier[:40]}”.")
    return record
