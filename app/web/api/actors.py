"""/api/v1/actors: who is on record, and all that one of them said."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from app.db import queries
from app.views.data import actor_summary_data
from app.web import actors
from app.web.api import examples
from app.web.api.models.actors import ActorAnswer, ActorList
from app.web.api.paging import list_response, page_after
from app.web.api.parameters import ISSUE, PAGING, Asked, takes
from app.web.api.reading import ActorSlug, reads, room
from app.web.dependencies import AbsoluteDep, DirectoryDep, SessionDep
from app.web.editing_common import lead_on
from app.web.exports import now

router = room("Actors")


@reads(router, "/actors", ActorList, examples.ACTOR_LIST, ISSUE, *PAGING)
def list_actors(
    asked: Annotated[Asked, Depends(takes(ISSUE, *PAGING))],
    session: SessionDep,
    absolute: AbsoluteDep,
) -> Response:
    """Everybody who speaks, by slug.

    On any subject; the counts of stances are of the issue. Who speaks in a choice, most
    statements first, is told by `/api/v1/overview`.
    """
    everyone = queries.actors_on(session, asked.issue(session), everyone=True)
    found = sorted((one for one in everyone if one.statements), key=lambda one: one.ref.slug)
    page, following = page_after(asked, found, lambda one: (one.ref.slug,))
    data = {
        "retrieved_at": now(),
        "count": len(found),
        "actors": [actor_summary_data(one, absolute) for one in page],
    }
    return list_response(asked, data, following, absolute)


@reads(
    router,
    "/actors/{slug}",
    ActorAnswer,
    examples.ACTOR,
    ISSUE,
    moved="301 It was found to be the same as another actor.",
)
def get_actor(
    request: Request,
    slug: ActorSlug,
    *,
    asked: Annotated[Asked, Depends(takes(ISSUE))],
    session: SessionDep,
    directory: DirectoryDep,
    absolute: AbsoluteDep,
    _led: Annotated[None, Depends(lead_on)],
) -> Response:
    """One actor with every report of what it said, on any subject.

    As `/actors/{slug}.json`: names, offices, its statements, and those in which others assert a
    position of it. One that was merged into another leads there.
    """
    return actors.actor_answer(
        request,
        slug,
        session=session,
        directory=directory,
        absolute=absolute,
        issue_asked=asked.issue(session),
    )
