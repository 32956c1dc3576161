"""/: the issue at a glance."""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from app.db import queries
from app.db.queries.reports_listed import reports_listed
from app.domain.queries import DEFAULT_ISSUE, ComparisonQuery
from app.domain.revisions import ObjectKind
from app.views.data import (
    actor_summary_data,
    issue_data,
    statement_data,
    statement_row,
)
from app.views.home import MOST, NEWEST, POINTS, home_page
from app.web.dependencies import AbsoluteDep, SessionDep, the_issue
from app.web.editing_common import edited
from app.web.exports import STATEMENT_COLUMNS, now
from app.web.parameters import only_issue
from app.web.streamed import streamed_csv, streamed_json, turn
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


@router.api_route("/index.json", methods=["GET", "HEAD"], dependencies=[Depends(turn)])
@router.api_route("/.json", methods=["GET", "HEAD"], dependencies=[Depends(turn)])
def as_json(request: Request, session: SessionDep, absolute: AbsoluteDep) -> Response:
    """The issue, its actors with counts, and every statement on it, undated ones apart."""
    issue = the_issue(session, _asked(request))
    slug = issue.issue.slug
    found = reports_listed(session, ComparisonQuery(issue=slug))
    return streamed_json(
        request,
        session,
        {
            "issue": issue_data(issue.issue),
            "retrieved_at": now(),
            "articles_read": found.articles_read,
            "actors": _actors(session, slug, absolute),
            "count": found.count,
            "utterance_count": found.utterance_count,
            "statements": (statement_data(one, absolute) for one in found.dated),
            "undated": (statement_data(one, absolute) for one in found.undated),
        },
    )


def _actors(
    session: Session, issue: str, absolute: Callable[[str], str]
) -> Iterator[dict[str, Any]]:
    for one in queries.actors_on(session, issue):
        yield actor_summary_data(one, absolute)


@router.api_route("/index.csv", methods=["GET", "HEAD"], dependencies=[Depends(turn)])
@router.api_route("/.csv", methods=["GET", "HEAD"], dependencies=[Depends(turn)])
def as_csv(request: Request, session: SessionDep, absolute: AbsoluteDep) -> Response:
    """Every statement on the issue."""
    slug = the_issue(session, _asked(request)).issue.slug
    found = reports_listed(session, ComparisonQuery(issue=slug))
    rows = chain(
        (statement_row(one, slug, absolute) for one in found.dated),
        (statement_row(one, slug, absolute, dated=False) for one in found.undated),
    )
    return streamed_csv(request, session, STATEMENT_COLUMNS, rows, "issue")
