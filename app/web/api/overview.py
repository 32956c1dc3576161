"""/api/v1/overview and /api/v1/facets: who stands where, and what each filter offers."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from app.db import queries
from app.views.data import query_data
from app.views.overview_data import facets_data, overview_data
from app.web.api import examples
from app.web.api.models.overview import FacetsAnswer, OverviewAnswer
from app.web.api.parameters import FILTERS, Asked, takes
from app.web.api.reading import reads, room
from app.web.compare import ask
from app.web.dependencies import AbsoluteDep, DirectoryDep, SessionDep
from app.web.exports import json_response, now
from app.web.streamed import streamed_json

router = room("Overview")

AskedDep = Annotated[Asked, Depends(takes(*FILTERS))]


@reads(router, "/overview", OverviewAnswer, examples.OVERVIEW, *FILTERS)
def get_overview(
    request: Request,
    asked: AskedDep,
    session: SessionDep,
    directory: DirectoryDep,
    absolute: AbsoluteDep,
) -> Response:
    """Who stands where: every speaker of a choice by stance, and by month.

    What several articles report counts once. A stance is counted as `uncertain` where the
    machine is not sure of it, or of who speaks.
    """
    query = ask(session, directory, asked.filters, asked.path).query
    data = overview_data(queries.overview(session, query), absolute)
    return streamed_json(
        request,
        session,
        {
            "query": query_data(query),
            "url": absolute(query.address()),
            "retrieved_at": now(),
            **data,
        },
    )


@reads(router, "/facets", FacetsAnswer, examples.FACETS, *FILTERS)
def get_facets(
    asked: AskedDep, session: SessionDep, directory: DirectoryDep, absolute: AbsoluteDep
) -> Response:
    """What each filter offers, and how much choosing it would list.

    Each count leaves its own filter out and keeps all others.
    """
    query = ask(session, directory, asked.filters, asked.path).query
    # As the page: what is not certainly in the range counts where it would be listed.
    found = queries.facets(session, query)
    return json_response(
        {
            "query": query_data(query),
            "url": absolute(query.address()),
            "retrieved_at": now(),
            "utterance_count": found.total,
            "facets": facets_data(found),
        }
    )
