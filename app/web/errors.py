"""Errors as answers: the one place where they get an HTTP status.

The same words go out as a page, as a block of it to htmx, or as JSON for an address that ends in
.json (plain text for .csv). A traceback never does; the server's log has it.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response

from app.errors import (
    BusyError,
    ConflictError,
    GoneError,
    InputError,
    InvalidDefinition,
    NotFoundError,
    OnRecordError,
    QueryError,
    SetupError,
)
from app.views.links import Link, statement_address
from app.views.problem import BUSY, problem_page
from app.web.access import wants_data
from app.web.api.problems import BUSY as API_BUSY
from app.web.api.problems import is_api, problem_response
from app.web.exports import json_response
from app.web.problems import BadChoice, UnknownName
from app.web.request_id import HEADER, request_id
from app.web.request_log import route_of
from app.web.security import HEADERS
from app.web.templating import render, wants_block

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request

_log = logging.getLogger(__name__)

_STATUS: tuple[tuple[type[OnRecordError], int], ...] = (
    (GoneError, 410),
    (NotFoundError, 404),
    (QueryError, 400),
    (ConflictError, 409),
    (InvalidDefinition, 500),  # a file of the server's own
    (InputError, 400),
    (BusyError, 503),
    (SetupError, 503),
)
_PAGES = (
    Link("/", "The issue at a glance"),
    Link("/compare", "Compare what was said"),
    Link("/actors", "All actors"),
    Link("/articles", "All articles"),
)


def install(app: FastAPI) -> None:
    """Make the app answer every error in words."""
    app.add_exception_handler(OnRecordError, _on_record)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def _on_record(request: Request, error: Exception) -> Response:
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 500)
    suggestions: tuple[Link, ...] = ()
    ways_on: tuple[Link, ...] = ()
    parameter: str | None = None
    if isinstance(error, BadChoice | UnknownName):
        suggestions, ways_on, parameter = error.suggestions, error.ways_on, error.parameter
    elif isinstance(error, GoneError) and error.instead:
        ways_on = (Link(statement_address(error.instead), "What stands in its place"),)
    if isinstance(error, BusyError):
        _log.warning("%s was not answered: %s", route_of(request.scope), error)
        return _busy(request, status, error)
    if status >= 500:
        _log.error("%s", error)
    if is_api(request):
        return problem_response(
            request, status, str(error), suggestions, ways_on, parameter=parameter
        )
    return answer(request, status, str(error), suggestions, ways_on)


def refuse(request: Request, error: HTTPException | OnRecordError) -> Response:
    """The answer to a request that comes to no route."""
    return _http(request, error) if isinstance(error, HTTPException) else _on_record(request, error)


def _busy(request: Request, status: int, error: BusyError) -> Response:
    """What tells when to ask again; nobody keeps it for an answer."""
    if is_api(request):
        response = problem_response(request, status, str(error), kind=API_BUSY)
    else:
        response = answer(request, status, str(error), title=BUSY)
    response.headers["Retry-After"] = str(error.after)
    response.headers["Cache-Control"] = "no-store"
    return response


def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = getattr(error, "headers", None) or {}
    if "Location" in headers:  # to where people sign in
        return Response(status_code=status, headers=headers)
    if status == 405:
        message = "Pages and data here are read with GET; nothing can be sent."
    elif status == 404:
        message = (
            f"There is {'nothing' if is_api(request) else 'no page'} at {request.url.path[:200]}."
        )
    else:
        message = str(getattr(error, "detail", ""))
    response = answer(request, status, message)
    response.headers.update(headers)
    return response


def _unexpected(request: Request, error: Exception) -> Response:
    _log.error("%s failed", route_of(request.scope), exc_info=error)  # no path: it is no log's
    response = answer(
        request, 500, "The error is in the server's log. Trying again in a minute may help."
    )
    # Starlette answers this one outside all middleware.
    response.headers.update(HEADERS)
    response.headers[HEADER.decode()] = request_id(request)
    return response


def answer(
    request: Request,
    status: int,
    message: str,
    suggestions: tuple[Link, ...] = (),
    ways_on: tuple[Link, ...] = (),
    *,
    title: str | None = None,
) -> Response:
    """An error in the form that the address asks for; ``title`` if the status says too little."""
    if is_api(request):
        return problem_response(request, status, message, suggestions, ways_on)
    links_on = (*ways_on, *_PAGES)
    page = problem_page(status, message, suggestions, links_on, request_id(request), title=title)
    if wants_data(request) and not request.url.path.endswith(".csv"):
        origin = request.app.state.site.origin(request)
        links = [{"title": link.text, "url": f"{origin}{link.address}"} for link in suggestions]
        error = {"status": status, "title": page.title, "message": message, "suggestions": links}
        return json_response({"error": error}, status)
    if request.url.path.endswith(".csv"):
        return PlainTextResponse(f"{page.title}. {message}\n", status)
    if not wants_block(request):
        return render(request, "problem.html", page, status=status)
    # The form stays as the visitor filled it; only where results stand, the error is told.
    headers = {}
    if request.headers.get("HX-Target") == "comparison":
        headers = {"HX-Retarget": "#results", "HX-Reswap": "innerHTML"}
    return render(request, "problem.html", page, block="problem", status=status, headers=headers)
