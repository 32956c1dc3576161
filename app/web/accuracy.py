"""/accuracy: how right the machine was, counted on what people have reviewed."""

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from app.db import queries
from app.db.queries.accuracy import last_change, reviews
from app.views.accuracy import (
    COLUMNS,
    AccuracyPage,
    accuracy_data,
    accuracy_page,
    accuracy_rows,
)
from app.web.dependencies import SessionDep
from app.web.exports import csv_response, json_response, now
from app.web.parameters import no_filters
from app.web.templating import render

router = APIRouter(dependencies=[Depends(no_filters)])


@router.api_route("/accuracy", methods=["GET", "HEAD"])
def show(request: Request, session: SessionDep) -> Response:
    """The figures as a page."""
    return render(request, "accuracy.html", _page(request, session))


@router.api_route("/accuracy.json", methods=["GET", "HEAD"])
def as_json(request: Request, session: SessionDep) -> Response:
    """The same figures as data."""
    return json_response({"retrieved_at": now(), **accuracy_data(_page(request, session))})


@router.api_route("/accuracy.csv", methods=["GET", "HEAD"])
def as_csv(request: Request, session: SessionDep) -> Response:
    """The same figures as rows."""
    return csv_response(COLUMNS, accuracy_rows(_page(request, session)), "accuracy")


def _page(request: Request, session: Session) -> AccuracyPage:
    """The figures, counted once for all readers until somebody changes something."""
    titles = {one.issue.slug: one.issue.title for one in queries.issues(session)}
    key = (last_change(session), tuple(titles.items()))
    known: tuple[object, AccuracyPage] | None = getattr(request.app.state, "accuracy", None)
    if known is None or known[0] != key:
        known = (key, accuracy_page(reviews(session), titles))
        request.app.state.accuracy = known
    return known[1]
