"""/statements/{id}/report and /reports/{id}: a reader says what is wrong, and sees what came of it.

No account, no script, no address to write to. What keeps it within bounds: the length, a field
that people do not see, a least time, and so many a day from one address and in all.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.db import queries
from app.db.queries import reader_reports as stored
from app.db.queries import revisions
from app.db.session import sessions
from app.db.store.reader_reports import Bounds, TooManyReports, renew_keys, take
from app.domain.queries import DEFAULT_ISSUE
from app.domain.reader_reports import LONGEST, ReaderReport, Wrong
from app.domain.records import StatementRecord
from app.domain.revisions import Revision
from app.errors import GoneError, NotFoundError
from app.views.report import (
    reader_report_data,
    reader_report_page,
    report_address,
    report_form_page,
)
from app.web.anonymous import make_token, read_form, read_token
from app.web.dependencies import AbsoluteDep, SessionDep
from app.web.exports import json_response, now
from app.web.parameters import no_filters
from app.web.templating import render

router = APIRouter(dependencies=[Depends(no_filters)])

_SOONEST = 3  # seconds; nobody reads a statement and says what is wrong with it in less
_TRAP = "website"  # the field that people do not see
FormDep = Annotated[dict[str, str], Depends(read_form)]
# Who has the address of a report may read it; nobody is led there.
_PRIVATE = {"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer"}


@router.api_route("/statements/{identifier}/report", methods=["GET", "HEAD"])
def form(identifier: str, request: Request, session: SessionDep) -> Response:
    """The form for one statement."""
    statement = _statement(session, identifier)
    return _form(request, statement, _token(request, identifier))


@router.post("/statements/{identifier}/report")
def send(identifier: str, request: Request, session: SessionDep, sent: FormDep) -> Response:
    """Lead to the report that was sent; or the form again, with what is wrong with it."""
    statement = _statement(session, identifier)
    keys = stored.signing_keys(session, datetime.now(UTC).date())
    session.close()  # it read; what follows writes
    wrong, words = sent.get("wrong", ""), sent.get("words", "")
    token = read_token(keys.values(), identifier, sent.get("token", ""))

    def again(problem: str, status: int = 400, *, fresh: bool = False) -> Response:
        given = _token(request, identifier) if fresh else sent["token"]
        return _form(
            request, statement, given, wrong=wrong, words=words, problem=problem, status=status
        )

    if token is None:
        return again("This page was open for more than a day. Please send it again.", fresh=True)
    problem = _problem(sent, token.age)
    if problem:
        return again(problem)
    settings = request.app.state.site.settings
    report = ReaderReport(token.id, identifier, Wrong(wrong), words, datetime.now(UTC))
    bounds = Bounds(settings.reports_per_address, settings.reports_per_day)
    try:
        with sessions(_engine(request), write=True) as writing:
            take(writing, report, _address(request), bounds)
    except TooManyReports as error:
        return again(str(error), 429)
    return RedirectResponse(report_address(report.id), 303)


@router.api_route("/reports/{identifier}.json", methods=["GET", "HEAD"])
def as_json(identifier: str, session: SessionDep, absolute: AbsoluteDep) -> Response:
    """The report as data."""
    report = _report(session, identifier)
    response = json_response(
        {"retrieved_at": now(), "report": reader_report_data(report, absolute)}
    )
    response.headers.update(_PRIVATE)
    return response


@router.api_route("/reports/{identifier}", methods=["GET", "HEAD"])
def show(identifier: str, request: Request, session: SessionDep) -> Response:
    """What was sent, and what came of it."""
    report = _report(session, identifier)
    try:
        found = queries.statement(session, report.statement)
    except GoneError:
        found = None
    page = reader_report_page(report, found[0] if found else None, _revision(session, report))
    return render(request, "report_sent.html", page, headers=_PRIVATE)


def _problem(sent: Mapping[str, str], age: float) -> str:
    """Why a form is not taken as it is; empty where it is."""
    wrong, words = sent.get("wrong", ""), sent.get("words", "")
    if wrong not in set(Wrong):
        return "Please choose what is wrong."
    if wrong == Wrong.OTHER and not words:
        return "Please say what is wrong."
    if len(words) > LONGEST:
        return f"Please use at most {LONGEST:,} characters; these are {len(words):,}."
    if sent.get(_TRAP):
        return "The field that says so is to be left empty. Please send it again."
    if age < _SOONEST:
        return "That was too quick for a person. Please wait a moment and send it again."
    return ""


def _form(
    request: Request,
    statement: StatementRecord,
    token: str,
    *,
    wrong: str = "",
    words: str = "",
    problem: str = "",
    status: int = 200,
) -> Response:
    page = report_form_page(
        statement, _issue_of(statement), token, wrong=wrong, words=words, problem=problem
    )
    response = render(
        request, "report.html", page, status=status, headers={"X-Robots-Tag": "noindex, nofollow"}
    )
    # Each form is sent once, and its token is nobody else's.
    response.headers["Cache-Control"] = "no-store"
    return response


def _token(request: Request, subject: str) -> str:
    """A token signed with the key of today, which is made where there is none."""
    today = datetime.now(UTC).date()
    with sessions(_engine(request)) as session:
        keys = stored.signing_keys(session, today)
    if today not in keys:
        with sessions(_engine(request), write=True) as session:
            renew_keys(session, today)
        with sessions(_engine(request)) as session:
            keys = stored.signing_keys(session, today)
    return make_token(keys[today], subject)


def _statement(session: Session, identifier: str) -> StatementRecord:
    found = queries.statement(session, identifier)
    if found is None:
        raise NotFoundError(f"No statement has the number “{identifier[:40]}”.")
    return found[0]


def _report(session: Session, identifier: str) -> ReaderReport:
    found = stored.reader_report(session, identifier)
    if found is None:
        raise NotFoundError("There is no such report.")
    return found


def _revision(session: Session, report: ReaderReport) -> Revision | None:
    """The revision by which a report was taken up."""
    if report.revision is None:
        return None
    return revisions.revision(session, report.revision)


def _issue_of(statement: StatementRecord) -> str:
    """The issue that a statement is shown for: the first one, or else one that it is on."""
    issues = [position.issue for position in statement.positions]
    return DEFAULT_ISSUE if DEFAULT_ISSUE in issues or not issues else issues[0]


def _engine(request: Request) -> Engine:
    engine: Engine = request.app.state.site.engine()
    return engine


def _address(request: Request) -> str:
    """Where a request comes from; behind a proxy on this machine, as the proxy says."""
    return request.client.host if request.client else ""
