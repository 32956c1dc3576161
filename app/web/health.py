"""/healthz: whether the app and its database answer."""

from fastapi import APIRouter
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response

from app import __version__
from app.db.session import sessions
from app.errors import SetupError
from app.web.exports import json_response

router = APIRouter()


@router.api_route("/healthz", methods=["GET", "HEAD"])
def check(request: Request) -> Response:
    """200 when the database answers, 503 with a sentence when it does not."""
    try:
        with sessions(request.app.state.site.engine()) as session:
            session.execute(text("SELECT 1"))
    except (SetupError, SQLAlchemyError) as error:
        reason = str(error) if isinstance(error, SetupError) else "The database does not answer."
        state, status = {"status": "unavailable", "reason": reason, "version": __version__}, 503
    else:
        state, status = {"status": "ok", "database": "ok", "version": __version__}, 200
    response = json_response(state, status)
    response.headers["Cache-Control"] = "no-store"
    if "ETag" in response.headers:
        del response.headers["ETag"]  # each question is to be answered anew
    return response
