"""The description of the API: OpenAPI 3.1, made from the routes and their models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from app import __version__
from app.web.api.examples import ERRORS, REMOVED
from app.web.api.models.problems import Problem, Withdrawal
from app.web.api.reading import EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.routing import BaseRoute

_ABOUT = """\
What actors said about an issue, across news articles, every word traceable to its place in one.

It is read only, without a key, from any place: `GET` and `HEAD`, and CORS for pages of other
sites. Where an installation asks its readers to sign in, send a token
(`Authorization: Bearer …`). Parameters are those of the pages; one that is not known is an error.
Lists come in pages: follow `next` until it is null. Days are ISO 8601, times RFC 3339 in UTC, and
dates that are not certain say so. An error is `application/problem+json` (RFC 9457).

A *report* is one article's printing of what somebody said once, an *utterance*; a statement in
these data is a report. A machine found them and judged who speaks and which way, unless
`decided_by` names a person.
"""
_TAGS = {
    "Overview": "Who stands where, and what can be chosen.",
    "Search": "All of it, by words.",
    "Statements": "Reports of what was said, with everything that checks them.",
    "Utterances": "What was said once, with all its reports.",
    "Actors": "Who speaks.",
    "Articles": "What was read.",
    "Issues": "The questions.",
    "Snapshots": "Comparisons as they stood.",
}


def described(routes: Sequence[BaseRoute], origin: str) -> dict[str, Any]:
    """The document for the installation at that origin."""
    found = get_openapi(
        title="On Record",
        version=__version__,
        openapi_version="3.1.0",
        summary="Who said what about an issue, and where it stands.",
        description=_ABOUT,
        routes=routes,
        tags=[{"name": name, "description": about} for name, about in _TAGS.items()],
        servers=[{"url": origin}],
        license_info={"name": "Apache License 2.0", "identifier": "Apache-2.0"},
        external_docs={"url": f"{origin}/api", "description": "How to ask, with examples"},
        separate_input_output_schemas=False,
    )
    for item in found["paths"].values():
        operation = item["get"]
        operation["responses"].pop("422", None)  # nothing is refused that way
        for status, answer in operation["responses"].items():
            for content in answer.get("content", {}).values():
                if status < "400":
                    content["example"] = EXAMPLES[operation["operationId"]]
                elif operation["operationId"] == "get_snapshot" and status == "410":
                    content["example"] = REMOVED
                else:
                    content["example"] = ERRORS[status]
    schemas = found["components"]["schemas"]
    _, errors = models_json_schema(
        [(Problem, "validation"), (Withdrawal, "validation")],
        ref_template="#/components/schemas/{model}",
    )
    schemas |= errors["$defs"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    found["components"]["securitySchemes"] = {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "Made at /account; needed only where readers have to sign in.",
        }
    }
    found["security"] = [{}, {"token": []}]
    return found
