"""/statements/{id}/annotation.json: a statement as a W3C Web Annotation."""

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from app.views.annotation import MEDIA_TYPE, annotation
from app.web.dependencies import AbsoluteDep, SessionDep
from app.web.editing import tombstone
from app.web.exports import json_response
from app.web.parameters import no_filters
from app.web.statements import statement_record

router = APIRouter(dependencies=[Depends(no_filters)])


@router.api_route("/statements/{identifier}/annotation.json", methods=["GET", "HEAD"])
def show(identifier: str, request: Request, session: SessionDep, absolute: AbsoluteDep) -> Response:
    """The annotation; of a statement that was withdrawn why (410)."""
    if (gone := tombstone(request, session, identifier)) is not None:
        return gone
    statement, article = statement_record(session, identifier)
    response = json_response(annotation(statement, article, absolute))
    response.headers["Content-Type"] = MEDIA_TYPE
    # Annotations are read by programs of other sites (Web Annotation Protocol, 4.1).
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Link"] = '<http://www.w3.org/ns/ldp#Resource>; rel="type"'
    response.headers["Allow"] = "GET, HEAD"
    return response
