"""/articles and /articles/{id}: what was read, and where in it somebody speaks."""

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from app.db import queries
from app.db.queries.article_lists import (
    article_page,
    article_place,
    article_titles,
    article_totals,
    each_article,
)
from app.domain.queries import DEFAULT_ISSUE
from app.domain.records import ArticleRecord
from app.domain.revisions import ObjectKind
from app.errors import NotFoundError
from app.views.articles import ListWays, article_list_page
from app.views.articles import article_page as page_of
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
from app.web.parameters import issue_and_place
from app.web.streamed import streamed_csv, streamed_json, turn
from app.web.templating import render

router = APIRouter()
PER_PAGE = 100


@router.api_route("/articles", methods=["GET", "HEAD"])
def show_all(request: Request, session: SessionDep) -> Response:
    """A page of the list: the newest, those ``after`` an article, or those ``before`` one."""
    slug, name, identifier = issue_and_place(request)
    issue = the_issue(session, slug or DEFAULT_ISSUE)
    place = article_place(session, identifier) if identifier else None
    if identifier and place is None:
        raise NotFoundError(f"No article has the number “{identifier[:40]}”.")
    found = article_page(session, issue.issue.slug, PER_PAGE + 1, **({name: place} if name else {}))
    backwards = name == "before"
    shown = found[-PER_PAGE:] if backwards else found[:PER_PAGE]
    more = len(found) > PER_PAGE
    ways = ListWays(
        newer=shown[0].ref.id if shown and (more if backwards else bool(name)) else None,
        older=shown[-1].ref.id if shown and (more or backwards) else None,
        own=(name, identifier) if name else None,
    )
    titles = article_titles(session, (one.copy_of for one in shown if one.copy_of))
    page = article_list_page(shown, article_totals(session), titles, issue, ways)
    return render(request, "articles.html", page)


@router.api_route("/articles.json", methods=["GET", "HEAD"], dependencies=[Depends(turn)])
def all_as_json(
    request: Request, session: SessionDep, absolute: AbsoluteDep, issue_asked: IssueDep
) -> Response:
    """The list with counts."""
    return streamed_json(
        request,
        session,
        {
            "retrieved_at": now(),
            "count": article_totals(session).articles,
            "articles": (
                article_summary_data(one, absolute) for one in each_article(session, issue_asked)
            ),
        },
    )


@router.api_route("/articles.csv", methods=["GET", "HEAD"], dependencies=[Depends(turn)])
def all_as_csv(
    request: Request, session: SessionDep, absolute: AbsoluteDep, issue_asked: IssueDep
) -> Response:
    """The same as rows."""
    rows = (article_row(one, absolute) for one in each_article(session, issue_asked))
    return streamed_csv(request, session, ARTICLE_COLUMNS, rows, "articles")


@router.api_route(
    "/articles/{identifier}.json", methods=["GET", "HEAD"], dependencies=[Depends(asked_issue)]
)
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
    page = page_of(record, the_issue(session, issue_asked))
    changed = edited(session, ObjectKind.ARTICLE, record.ref.id)
    return render(request, "article.html", page, edited=changed)


def _record(session: Session, identifier: str) -> ArticleRecord:
    record = queries.article(session, identifier)
    if record is None:
        raise NotFoundError(f"No article has the number “{identifier[:40]}”.")
    return record
