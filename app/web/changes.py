"""/changes: who possibly changed position on an issue between two days."""

from collections.abc import Iterator
from typing import NamedTuple

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.db import queries
from app.domain.queries import ComparisonQuery
from app.domain.records import IssueRecord
from app.views.changes import PATH, ActorChanges, changes_of, changes_page
from app.views.changes_data import CHANGES_COLUMNS, changes_data, changes_rows
from app.web.dependencies import AbsoluteDep, SessionDep, the_issue
from app.web.exports import json_response, now
from app.web.parameters import issue_and_days
from app.web.streamed import streamed_csv, turn
from app.web.templating import VARY, render

router = APIRouter()


class Asked(NamedTuple):
    """What is asked for."""

    query: ComparisonQuery
    issue: IssueRecord

    def found(self, session: Session) -> Iterator[ActorChanges]:
        """What can be said of each actor, one after the other."""
        return changes_of(queries.lines(session, self.query.issue), self.query)


@router.api_route(PATH, methods=["GET", "HEAD"])
def show(request: Request, session: SessionDep) -> Response:
    """The page. Another spelling of the same choice is sent to the canonical address."""
    asked = _ask(request, session)
    if request.query_params.multi_items() != asked.query.parameters():
        address = asked.query.address(PATH)
        return RedirectResponse(address, 302, {"Vary": VARY, "Cache-Control": "no-cache"})
    page = changes_page(
        tuple(asked.found(session)),
        queries.actors_on(session, asked.query.issue, stances=False),
        asked.query,
        asked.issue,
        queries.issues(session),
    )
    return render(request, "changes.html", page)


@router.api_route(f"{PATH}.json", methods=["GET", "HEAD"])
def as_json(request: Request, session: SessionDep, absolute: AbsoluteDep) -> Response:
    """The same as data: all pairs, with both positions."""
    asked = _ask(request, session)
    data = changes_data(asked.found(session), asked.query, absolute)
    return json_response({"retrieved_at": now()} | data)


@router.api_route(f"{PATH}.csv", methods=["GET", "HEAD"], dependencies=[Depends(turn)])
def as_csv(request: Request, session: SessionDep, absolute: AbsoluteDep) -> Response:
    """One pair of positions a row."""
    rows = changes_rows(_ask(request, session).found(session), absolute)
    return streamed_csv(request, session, CHANGES_COLUMNS, rows, "changes")


def _ask(request: Request, session: Session) -> Asked:
    """What is asked for. Raises BadChoice or UnknownName with a way on."""
    choice = issue_and_days(request)
    issue = the_issue(session, choice.issue)
    query = ComparisonQuery(issue=choice.issue, first=choice.first, last=choice.last)
    return Asked(query.canonical(), issue)
