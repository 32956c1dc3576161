"""/ingest and /ingest/{run}: when articles were read, and what was put aside."""

from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from app.db import queries
from app.domain.runs import AsidePage, RunRecord
from app.errors import NotFoundError
from app.views.ingest import RETRY, ingest_page, item_data, run_data, run_page
from app.web.dependencies import AbsoluteDep, SessionDep
from app.web.exports import json_response, now
from app.web.parameters import only_before
from app.web.templating import render

router = APIRouter()
BeforeDep = Annotated[int | None, Depends(only_before)]

_RUNS = 20  # a page
_THINGS = 200  # that one run put aside, a page
_DIGITS = 18  # a larger number fits no column


@router.api_route("/ingest", methods=["GET", "HEAD"])
def show_all(request: Request, session: SessionDep, before: BeforeDep) -> Response:
    """The runs as a page."""
    runs, older = _runs(session, before)
    page = ingest_page(runs, queries.still_aside(session), before=before, older=older)
    return render(request, "ingest.html", page)


@router.api_route("/ingest.json", methods=["GET", "HEAD"])
def all_as_json(session: SessionDep, absolute: AbsoluteDep, before: BeforeDep) -> Response:
    """The runs as data."""
    runs, older = _runs(session, before)
    return json_response(
        {
            "retrieved_at": now(),
            "still_put_aside": queries.still_aside(session),
            "retry": RETRY,
            "count": len(runs),
            "older": _older(absolute("/ingest.json"), older),
            "runs": [run_data(run, absolute) for run in runs],
        }
    )


@router.api_route("/ingest/{number}.json", methods=["GET", "HEAD"])
def one_as_json(
    number: str, session: SessionDep, absolute: AbsoluteDep, before: BeforeDep
) -> Response:
    """One run with what it put aside, the newest first."""
    found = _run(session, number, before)
    return json_response(
        {
            "retrieved_at": now(),
            "run": run_data(found.run, absolute),
            "count": len(found.items),
            "older": _older(absolute(f"/ingest/{found.run.id}.json"), found.older),
            "items": [item_data(item) for item in found.items],
        }
    )


@router.api_route("/ingest/{number}", methods=["GET", "HEAD"])
def show_one(number: str, request: Request, session: SessionDep, before: BeforeDep) -> Response:
    """One run's page."""
    page = run_page(_run(session, number, before), before=before)
    return render(request, "ingest_run.html", page)


def _runs(session: Session, before: int | None) -> tuple[tuple[RunRecord, ...], int | None]:
    """A page of runs, and the number before which the next one begins."""
    found = queries.runs(session, _RUNS + 1, before)
    shown = found[:_RUNS]
    return shown, shown[-1].id if len(found) > _RUNS else None


def _run(session: Session, number: str, before: int | None) -> AsidePage:
    known = number.isascii() and number.isdigit() and len(number) <= _DIGITS
    found = queries.run(session, int(number), limit=_THINGS, before=before) if known else None
    if found is None:
        raise NotFoundError(f"No run has the number “{number[:40]}”.")
    return found


def _older(address: str, before: int | None) -> str | None:
    return f"{address}?before={before}" if before is not None else None
