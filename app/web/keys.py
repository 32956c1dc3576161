"""/keys: the keys that pages understand, and where to turn them off."""

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from app.views.keys import PATH, keys_page
from app.web.parameters import no_filters
from app.web.templating import render

router = APIRouter(dependencies=[Depends(no_filters)])


@router.api_route(PATH, methods=["GET", "HEAD"])
def show(request: Request) -> Response:
    """The page."""
    return render(request, "keys.html", keys_page())
