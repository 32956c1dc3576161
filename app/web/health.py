"""/healthz: whether the process lives. /readyz: whether requests may be sent to it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request  # noqa: TC002 - FastAPI reads it at run time
from starlette.responses import Response  # noqa: TC002 - as above

from app import __version__
from app.db.data_version import data_version
from app.db.migrate import current, newest
from app.db.session import sessions
from app.errors import BusyError, SetupError
from app.web.exports import json_response

if TYPE_CHECKING:
    from app.web.replica import Replica
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

    The database answers, its tables are those of this version, and the server is not ending. With
    a replica: either of the two does, as readers are led to the other.
    """
    site: Site = request.app.state.site
    if site.stopping:
        return _unavailable("The server is stopping.")
    wrong = _why_not(site)
    state: dict[str, Any] = {"status": "ok", "database": wrong or "ok"}
    if site.replica is not None:
        wrong_there = _why_not_there(site.replica)
        state["read_database"] = wrong_there or "ok"
        state["behind"] = None if wrong or wrong_there else _behind(site, site.replica)
        if wrong or wrong_there:
            state["status"] = "degraded"
    if wrong and (site.replica is None or state["read_database"] != "ok"):
        return _unavailable(wrong)
    return _fresh({**state, "version": __version__}, 200)


def _unavailable(reason: str) -> Response:
    return _fresh({"status": "unavailable", "reason": reason, "version": __version__}, 503)


@cache
def _needed() -> str:
    return newest()  # reads all migrations, which a running process need not do again


def _why_not(site: Site) -> str | None:
    try:
        if current(site.engine()) != _needed():
            return "The database's tables are of another version of On Record."
    except (SetupError, BusyError) as error:
        return str(error)
    except SQLAlchemyError:
        return "The database does not answer."
    return None


def _why_not_there(replica: Replica) -> str | None:
    try:
        replica.asked()
    except (SetupError, BusyError) as error:
        return str(error)
    return None


def _behind(site: Site, replica: Replica) -> int | None:
    """By how many changes the replica is behind; None where that cannot be said now."""
    try:
        with sessions(replica.asked()) as there:
            number = data_version(there)
        with sessions(site.engine()) as here:
            return max(0, data_version(here) - number)
    except (SetupError, BusyError, SQLAlchemyError):
        return None


def _fresh(state: dict[str, Any], status: int) -> Response:
    response = json_response(state, status)
    response.headers["Cache-Control"] = "no-store"
    if "ETag" in response.headers:
        del response.headers["ETag"]  # each question is to be answered anew
    return response
