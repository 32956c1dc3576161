"""The routes of the API, its description at /api/v1/openapi.json, and /api, its page for people."""

from functools import cache

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from app.config import resource_folder
from app.views.api import EXAMPLES, ApiProblem, api_page
from app.web.api import nouns
from app.web.api.nouns import document
from app.web.api.parameters import takes
from app.web.api.problems import BUSY, KINDS, PREFIX
from app.web.exports import json_response
from app.web.parameters import no_filters
from app.web.templating import render

router = APIRouter()
router.include_router(nouns.router)


@router.api_route(
    f"{PREFIX}/openapi.json", methods=["GET", "HEAD"], dependencies=[Depends(takes())]
)
def get_openapi(request: Request) -> Response:
    """All addresses of the API, what they take and what they answer."""
    return json_response(document(request.app.state.site.origin(request)))


@router.api_route("/api", methods=["GET", "HEAD"], dependencies=[Depends(no_filters)])
def show(request: Request) -> Response:
    """The page: examples, addresses, parameters, errors."""
    origin = request.app.state.site.origin(request)
    problems = [
        ApiProblem(kind.name, status, kind.title, kind.meaning)
        for status, kind in (*KINDS.items(), (503, BUSY))
    ]
    codes = {file: example(file) for _, file, _ in EXAMPLES}
    return render(request, "api.html", api_page(document(origin), codes, origin, problems))


@cache
def example(file: str) -> str:
    """The code of an example, as docs/api.md has it too."""
    return (resource_folder("templates") / "api" / file).read_text(encoding="utf-8")
