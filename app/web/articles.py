"""/articles and /articles/{id}: what was read, and where in it somebody speaks."""

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from app.db import queries
from app.domain.records import ArticleRecord
from app.domain.revisions import ObjectKind
from app.errors import NotFoundError
from app.views.articles import article_list_page, article_page
from app.views.data import (
    article_data,
    article_row,
    article_summary_data,
    statement_data,
    statement_row,
)
from app.web.dependencies import AbsoluteDep, IssueDep, SessionDep, asked_issue, the_issue
from app.web.editing_common import edited
from app.web.exports import (
    ARTICLE_COLUMNS,
    STATEMENT_COLUMNS,
    csv_response,
    json_response,
    now,
)
from app.web.templating import render

router = APIRouter(dependencies=[Depends(asked_issue)])


@router.api_route("/articles", methods=["GET", "HEAD"])
def show_all(request: Request, session: SessionDep, issue_asked: IssueDep) -> Response:
    """The list as a page."""
    issue = the_issue(session, issue_asked)
    found = queries.articles(session, issue_asked)
    return render(request, "articles.html", article_list_page(found, issue))


@router.api_route("/articles.json", methods=["GET", "HEAD"])
def all_as_json(session: SessionDep, absolute: AbsoluteDep, issue_asked: IssueDep) -> Response:
    """The list with counts."""
    found = queries.articles(session, issue_asked)
    return json_response(
        {
            "retrieved_at": now(),
            "count": len(found),
            "articles": [article_summary_data(one, absolute) for one in found],
        }
    )


@router.api_route("/articles.csv", methods=["GET", "HEAD"])
def all_as_csv(session: SessionDep, absolute: AbsoluteDep, issue_asked: IssueDep) -> Response:
    """The same as rows."""
    found = queries.articles(session, issue_asked)
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
def one_as_csv(
    identifier: str, session: SessionDep, absolute: AbsoluteDep, issue_asked: IssueDep
) -> Response:
    """One article's statements as rows."""
    record = _record(session, identifier)
    rows = [
        statement_row(one, issue_asked, absolute, dated=one.said_on.known)
        for one in record.statements
    ]
    return csv_response(STATEMENT_COLUMNS, rows, f"article-{record.ref.id}")


@router.api_route("/articles/{identifier}", methods=["GET", "HEAD"])
def show_one(
    identifier: str, request: Request, session: SessionDep, issue_asked: IssueDep
) -> Response:
    """One article's page."""
    record = _record(session, identifier)
    page = article_page(record, the_issue(session, issue_asked))
    changed = edited(session, ObjectKind.ARTICLE, record.ref.id)
    return render(request, "article.html", page, edited=changed)


def _record(session: Session, identifier: str) -> ArticleRecord:
    record = queries.article(session, identifier)
    if record is None:
        raise NotFoundError(f"No article has the number “{identifier[:40]}”.")
    return record
