"""/healthz: whether the process lives. /readyz: whether requests may be sent to it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request  # noqa: TC002 - FastAPI reads it at run time
from starlette.responses import Response  # noqa: TC002 - as above

from app import __version__
from app.db.migrate import current, newest
from app.errors import SetupError
from app.web.exports import json_response

if TYPE_CHECKING:
    from app.web.site import Site

router = APIRouter()


@router.api_route("/healthz", methods=["GET", "HEAD"])
async def lives(request: Request) -> Response:  # noqa: ARG001 - of any request
    """200 while the process answers; it asks nothing of anything else.

    Who restarts processes asks this: a database that is away is not mended by that.
    """
    return _fresh({"status": "ok", "version": __version__}, 200)


@router.api_route("/readyz", methods=["GET", "HEAD"])
def ready(request: Request) -> Response:
    """200 when pages can be answered, otherwise 503 with a sentence.

    The database answers, its tables are those of this version, and the server is not ending.
    """
    reason = _why_not(request.app.state.site)
    if reason is not None:
        state = {"status": "unavailable", "reason": reason, "version": __version__}
        return _fresh(state, 503)
    return _fresh({"status": "ok", "database": "ok", "version": __version__}, 200)


@cache
def _needed() -> str:
    return newest()  # reads all migrations, which a running process need not do again


def _why_not(site: Site) -> str | None:
    if site.stopping:
        return "The server is stopping."
    try:
        if current(site.engine()) != _needed():
            return "The database's tables are of another version of On Record."
    except SetupError as error:
        return str(error)
    except SQLAlchemyError:
        return "The database does not answer."
    return None


def _fresh(state: dict[str, Any], status: int) -> Response:
    response = json_response(state, status)
    response.headers["Cache-Control"] = "no-store"
    if "ETag" in response.headers:
        del response.headers["ETag"]  # each question is to be answered anew
    return response
