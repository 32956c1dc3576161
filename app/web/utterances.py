"""/utterances/{id}: what somebody said once, with every report of it."""

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.db import queries
from app.domain.queries import DEFAULT_ISSUE
from app.domain.records import UtteranceRecord
from app.domain.revisions import ObjectKind
from app.errors import NotFoundError
from app.views.data import chain_data, statement_row, utterance_data
from app.views.links import utterance_address
from app.views.utterance import utterance_page
from app.web.dependencies import AbsoluteDep, SessionDep, the_issue
from app.web.editing_common import edited
from app.web.exports import STATEMENT_COLUMNS, csv_response, json_response, now
from app.web.parameters import no_filters
from app.web.templating import render

router = APIRouter(dependencies=[Depends(no_filters)])


@router.api_route("/utterances/{identifier}.json", methods=["GET", "HEAD"])
def as_json(identifier: str, session: SessionDep, absolute: AbsoluteDep) -> Response:
    """The utterance without loss, every report aligned with its representative."""
    record = _record(session, identifier)
    if record.id != identifier:
        return _canonical(record, ".json")
    chains = queries.chains(session, record.reports, _issue_of(record))
    by_id = {one.id: one for one in record.reports}
    return json_response(
        {
            "retrieved_at": now(),
            "utterance": utterance_data(record, absolute),
            "chain": [chain_data(one, by_id[one.statement], absolute) for one in chains],
        }
    )


@router.api_route("/utterances/{identifier}.csv", methods=["GET", "HEAD"])
def as_csv(identifier: str, session: SessionDep, absolute: AbsoluteDep) -> Response:
    """Its reports as rows, the earliest first."""
    record = _record(session, identifier)
    if record.id != identifier:
        return _canonical(record, ".csv")
    issue = _issue_of(record)
    rows = [statement_row(one, issue, absolute, dated=one.said_on.known) for one in record.reports]
    return csv_response(STATEMENT_COLUMNS, rows, f"utterance-{record.id}")


@router.api_route("/utterances/{identifier}", methods=["GET", "HEAD"])
def show(identifier: str, request: Request, session: SessionDep) -> Response:
    """The page. The id of any report leads to the address of the earliest."""
    record = _record(session, identifier)
    if record.id != identifier:
        return _canonical(record)
    issue = the_issue(session, _issue_of(record))
    chains = queries.chains(session, record.reports, issue.issue.slug)
    changed = edited(session, ObjectKind.UTTERANCE, identifier)
    page = utterance_page(record, issue, chains)
    return render(request, "utterance.html", page, edited=changed)


def _canonical(record: UtteranceRecord, suffix: str = "") -> Response:
    """With 302: an earlier report may be read tomorrow."""
    address = f"{utterance_address(record.id)}{suffix}"
    return RedirectResponse(address, 302, {"Cache-Control": "no-cache"})


def _issue_of(record: UtteranceRecord) -> str:
    """The issue that it is shown for: the first one, or else one that a report is on."""
    issues = [position.issue for one in record.reports for position in one.positions]
    return DEFAULT_ISSUE if DEFAULT_ISSUE in issues or not issues else issues[0]


def _record(session: Session, identifier: str) -> UtteranceRecord:
    found = queries.utterance(session, identifier)
    if found is None:
        raise NotFoundError(f"No utterance has the number “{identifier[:40]}”.")
    return found
