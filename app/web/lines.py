"""/actors/{slug}/timeline: an actor's positions on an issue in time."""

from typing import NamedTuple

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.db import queries
from app.domain.actors import ActorDirectory
from app.domain.queries import ComparisonQuery
from app.domain.records import IssueRecord, LineRecords
from app.views.line import line_page, tale_of
from app.views.line_data import LINE_COLUMNS, line_data, line_rows
from app.web.dependencies import AbsoluteDep, DirectoryDep, SessionDep, the_issue
from app.web.editing_common import lead_on
from app.web.exports import csv_response, json_response, now
from app.web.names import is_slug, near_actors
from app.web.parameters import issue_and_days
from app.web.problems import UnknownName
from app.web.templating import VARY, render

router = APIRouter(dependencies=[Depends(lead_on)])


class Asked(NamedTuple):
    """An actor's line and the choice that it answers."""

    records: LineRecords
    query: ComparisonQuery
    issue: IssueRecord


@router.api_route("/actors/{slug}/timeline", methods=["GET", "HEAD"])
def show(slug: str, request: Request, session: SessionDep, directory: DirectoryDep) -> Response:
    """The page. Another spelling of the same choice is sent to the canonical address."""
    asked = _ask(slug, request, session, directory)
    if request.query_params.multi_items() != asked.query.parameters():
        address = asked.query.address(request.url.path)
        return RedirectResponse(address, 302, {"Vary": VARY, "Cache-Control": "no-cache"})
    page = line_page(asked.records, asked.query, asked.issue, queries.issues(session))
    return render(request, "timeline.html", page)


@router.api_route("/actors/{slug}/timeline.json", methods=["GET", "HEAD"])
def as_json(
    slug: str,
    request: Request,
    session: SessionDep,
    directory: DirectoryDep,
    absolute: AbsoluteDep,
) -> Response:
    """The same without loss."""
    records, query, _ = _ask(slug, request, session, directory)
    data = line_data(records, query, tale_of(records, query), absolute)
    return json_response({"retrieved_at": now()} | data)


@router.api_route("/actors/{slug}/timeline.csv", methods=["GET", "HEAD"])
def as_csv(
    slug: str,
    request: Request,
    session: SessionDep,
    directory: DirectoryDep,
    absolute: AbsoluteDep,
) -> Response:
    """One position a row."""
    records, query, _ = _ask(slug, request, session, directory)
    rows = line_rows(tale_of(records, query), absolute)
    return csv_response(LINE_COLUMNS, rows, f"{records.actor.slug}-timeline")


def _ask(slug: str, request: Request, session: Session, directory: ActorDirectory) -> Asked:
    """What is asked for. Raises BadChoice or UnknownName with a way on."""
    choice = issue_and_days(request)
    issue = the_issue(session, choice.issue)
    query = ComparisonQuery(issue=choice.issue, first=choice.first, last=choice.last)
    records = queries.line(session, slug, query.issue) if is_slug(slug) else None
    if records is None and (known := directory.by_slug(slug)) is not None:
        records = LineRecords(known, (), (), 0, ())
    if records is None:
        raise UnknownName(
            f"No actor is called “{slug[:80]}”.",
            near_actors(session, slug, directory),
        )
    return Asked(records, query.canonical(), issue)
