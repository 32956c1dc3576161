"""How a route of the API is made: what it answers, by GET and by HEAD, and how it is described."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path
from starlette.responses import JSONResponse

from app.web.api.parameters import CURSOR
from app.web.api.problems import KINDS, MEDIA_TYPE, PREFIX

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pydantic import BaseModel

    from app.web.api.parameters import Parameter

    Endpoint = Callable[..., Any]

Identifier = Annotated[str, Path(description="The id: 13 characters.", examples=["0g4kv7c2m9x1p"])]
ActorSlug = Annotated[str, Path(description="The slug of an actor.", examples=["dmitry-peskov"])]
IssueSlug = Annotated[
    str, Path(description="The slug of an issue.", examples=["foreign-troops-ukraine"])
]

_HEADERS: Mapping[str, Any] = {
    "ETag": {
        "description": "Sent back as If-None-Match, it is answered by 304 while nothing has "
        "changed but the time of retrieval. Answers to a token have none.",
        "schema": {"type": "string"},
    }
}
_LINK: Mapping[str, Any] = {
    "Link": {
        "description": 'The next page, with rel="next"; missing on the last.',
        "schema": {"type": "string"},
    }
}


# By operation; added at the end, because FastAPI leaves out of examples what is null.
EXAMPLES: dict[str, Mapping[str, Any]] = {}


def room(noun: str) -> APIRouter:
    """A router for the routes of one noun."""
    return APIRouter(prefix=PREFIX, tags=[noun])


def reads(
    router: APIRouter,
    path: str,
    answer: type[BaseModel],
    example: Mapping[str, Any],
    *parameters: Parameter,
    errors: Sequence[int] = (404,),
    headers: Mapping[str, Any] | None = None,
    moved: str = "",
    tombstone: str = "",
) -> Callable[[Endpoint], Endpoint]:
    """A decorator that makes a function answer there.

    Its docstring is what the address says of itself: the first line in short. ``answer`` describes
    what comes back, ``example`` is such an answer; ``errors`` are what it may answer beside 400,
    401 and 503; ``moved`` is when it leads to another address, ``tombstone`` the model of what 410
    tells.
    """
    more = {**(_LINK if CURSOR in parameters else {}), **(headers or {})}
    responses: dict[int | str, dict[str, Any]] = {
        200: {
            "description": (answer.__doc__ or "").partition("\n")[0],
            "headers": {**_HEADERS, **more},
        },
        304: {"description": "It has not changed since the answer whose ETag was sent."},
        **{status: _error(status) for status in sorted({400, 401, 503, *errors})},
    }
    if tombstone:
        responses[410] = _error(410, tombstone)
    if moved:
        status, _, when = moved.partition(" ")
        location = {"description": "Where it is.", "schema": {"type": "string"}}
        responses[int(status)] = {"description": when, "headers": {"Location": location}}

    def made(endpoint: Endpoint) -> Endpoint:
        EXAMPLES[endpoint.__name__] = example
        short, _, long = (endpoint.__doc__ or "").strip().partition("\n")
        router.add_api_route(
            path,
            endpoint,
            methods=["GET"],
            operation_id=endpoint.__name__,
            summary=short.rstrip("."),
            description=" ".join(long.split()) or short,
            response_model=answer,
            response_class=JSONResponse,
            responses=responses,
            openapi_extra={"parameters": [one.described() for one in parameters]},
        )
        router.add_api_route(path, endpoint, methods=["HEAD"], include_in_schema=False)
        return endpoint

    return made


def _error(status: int, model: str = "Problem") -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{model}"}
    return {
        "description": KINDS[status].title,
        "content": {MEDIA_TYPE: {"schema": schema}},
    }
