"""The routes of the API, and their description at /api/v1/openapi.json."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.web.api import (
    actors,
    articles,
    issues,
    overview,
    snapshots,
    statements,
    utterances,
)
from app.web.api.openapi import described
from app.web.api.problems import PREFIX
from app.web.exports import json_response

router = APIRouter()
for _noun in (overview, statements, utterances, actors, articles, issues, snapshots):
    router.include_router(_noun.router)


def document(origin: str) -> dict[str, Any]:
    """The description of the API of the installation that is reached there."""
    return described(router.routes, origin)


@router.api_route(f"{PREFIX}/openapi.json", methods=["GET", "HEAD"], include_in_schema=False)
def get_openapi(request: Request) -> Response:
    """All addresses of the API, what they take and what they answer."""
    return json_response(document(request.app.state.site.origin(request)))
