"""/api/v1/search: statements, actors and articles by words."""

from typing import Annotated

from fastapi import Depends
from starlette.responses import Response

from app.domain.search import Group, HitOrder
from app.web.api import examples
from app.web.api.models.search import SearchAnswer
from app.web.api.parameters import WORDS, Asked, Parameter, one_of, takes
from app.web.api.reading import reads, room
from app.web.dependencies import AbsoluteDep, SessionDep
from app.web.exports import json_response
from app.web.search import found_data

router = room("Search")

_TAKEN = (
    WORDS,
    Parameter(
        "in",
        "What to look for; left out: all three, a few of each.",
        "statements",
        {"type": "string", "enum": ["all", *Group]},
    ),
    Parameter(
        "issue",
        "The slug of an issue; left out for all subjects.",
        schema={"type": "string", "maxLength": 200},
    ),
    Parameter("order", "Which statements and articles come first.", "newest", one_of(HitOrder)),
    Parameter(
        "page",
        "A page of one kind, from 1: as `next` gives it.",
        schema={"type": "integer", "minimum": 1, "maximum": 100_000, "default": 1},
    ),
)


@reads(router, "/search", SearchAnswer, examples.SEARCH, *_TAKEN)
def get_search(
    asked: Annotated[Asked, Depends(takes(*_TAKEN))], session: SessionDep, absolute: AbsoluteDep
) -> Response:
    """Statements, actors and articles by words.

    As `/search.json`. All words have to be there, whatever their ending; what stands in double
    quotation marks, as it stands. The best come first, of more than 5,000 the best of the latest
    5,000 (`weighed`), so that pages are numbered here and have no cursor.
    """
    return json_response(found_data(session, asked.filters, absolute, asked.path))
