"""/: the issue at a glance."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.db import queries
from app.domain.queries import DEFAULT_ISSUE, ComparisonQuery
from app.domain.revisions import ObjectKind
from app.views.data import (
    actor_summary_data,
    issue_data,
    statement_data,
    statement_row,
    utterances_in,
)
from app.views.home import MOST, NEWEST, POINTS, home_page
from app.web.dependencies import AbsoluteDep, SessionDep, the_issue
from app.web.editing_common import edited
from app.web.exports import STATEMENT_COLUMNS, csv_response, json_response, now
from app.web.parameters import only_issue
from app.web.templating import render

router = APIRouter()


def _asked(request: Request) -> str:
    """The slug of the issue asked for."""
    return only_issue(request) or DEFAULT_ISSUE


@router.api_route("/", methods=["GET", "HEAD"])
def show(request: Request, session: SessionDep) -> Response:
    """The page."""
    issue = the_issue(session, _asked(request))
    query = ComparisonQuery(issue=issue.issue.slug)
    records = queries.glance(session, query, NEWEST, MOST, POINTS)
    page = home_page(issue, records, DEFAULT_ISSUE, queries.issues(session))
    changed = edited(session, ObjectKind.ISSUE, issue.issue.slug)
    return render(request, "home.html", page, edited=changed)


@router.api_route("/index.json", methods=["GET", "HEAD"])
@router.api_route("/.json", methods=["GET", "HEAD"])
def as_json(request: Request, session: SessionDep, absolute: AbsoluteDep) -> Response:
    """The issue, its actors with counts, and every statement on it, undated ones apart."""
    issue = the_issue(session, _asked(request))
    slug = issue.issue.slug
    found = queries.comparison(session, ComparisonQuery(issue=slug), folded=False)
    return json_response(
        {
            "issue": issue_data(issue.issue),
            "retrieved_at": now(),
            "articles_read": found.articles_read,
            "actors": [
                actor_summary_data(one, absolute) for one in queries.actors_on(session, slug)
            ],
            "count": len(found.dated) + len(found.undated),
            "utterance_count": utterances_in((*found.dated, *found.undated)),
            "statements": [statement_data(one, absolute) for one in found.dated],
            "undated": [statement_data(one, absolute) for one in found.undated],
        }
    )


@router.api_route("/index.csv", methods=["GET", "HEAD"])
@router.api_route("/.csv", methods=["GET", "HEAD"])
def as_csv(request: Request, session: SessionDep, absolute: AbsoluteDep) -> Response:
    """Every statement on the issue."""
    slug = the_issue(session, _asked(request)).issue.slug
    found = queries.comparison(session, ComparisonQuery(issue=slug), folded=False)
    rows = [statement_row(one, slug, absolute) for one in found.dated]
    rows += [statement_row(one, slug, absolute, dated=False) for one in found.undated]
    return csv_response(STATEMENT_COLUMNS, rows, "issue")
