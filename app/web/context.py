"""/statements/{id}/context: the sentences around a statement, for a card that is open on a page."""

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.db import queries
from app.errors import NotFoundError
from app.views.context import context_view
from app.views.links import place_address
from app.web.dependencies import SessionDep
from app.web.parameters import no_filters
from app.web.templating import VARY, render, wants_block

router = APIRouter(dependencies=[Depends(no_filters)])


@router.api_route("/statements/{identifier}/context", methods=["GET", "HEAD"])
def show(identifier: str, request: Request, session: SessionDep) -> Response:
    """The words with the sentence before and the one after, to be put into a card.

    Who comes here by the address itself is led to the place in the article.
    """
    found = queries.statement(session, identifier)
    if found is None:
        raise NotFoundError(f"No statement has the number “{identifier[:40]}”.")
    statement, article = found
    if not wants_block(request):
        place = place_address(article.ref.id, statement.id)
        return RedirectResponse(place, 302, {"Vary": VARY, "Cache-Control": "no-cache"})
    return render(request, "context.html", context_view(statement, article))
