"""What the API's own description says of an answer, held against the answer.

The description lets an answer hold more than it says, so that one may be added to; here all has to
be described.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator

from app.web.api.nouns import document

if TYPE_CHECKING:
    import httpx

ORIGIN = "http://testserver"
Schema = dict[str, Any]


@cache
def described() -> dict[str, Any]:
    """The description."""
    return document(ORIGIN)


def check_document() -> None:
    """Fails where the description is not OpenAPI 3.1."""
    OpenAPIV31SpecValidator(described()).validate()


def problems_of(data: object, schema: Schema) -> list[str]:
    """What in the data is not as the schema says, or not described by it."""
    found = Validator({**strict(schema), "components": strict_components()})
    return [f"{error.json_path}: {error.message[:200]}" for error in found.iter_errors(data)]


def Validator(schema: Schema) -> Draft202012Validator:  # noqa: N802 - makes one
    """A validator that looks at formats too."""
    return Draft202012Validator(schema, format_checker=FormatChecker())


def check(answer: httpx.Response, template: str) -> None:
    """Fails where an answer of the address is not as described: status, media type, all of it."""
    operation = described()["paths"][template]["get"]
    told = operation["responses"].get(str(answer.status_code))
    assert told, f"{template} is not described to answer {answer.status_code}: {answer.text[:300]}"
    if "content" not in told:
        assert answer.content == b""
        return
    media_type = answer.headers["Content-Type"].partition(";")[0]
    assert media_type in told["content"], f"{template} answers {media_type}"
    wrong = problems_of(answer.json(), told["content"][media_type]["schema"])
    assert not wrong, f"{answer.request.url}:\n" + "\n".join(wrong[:10])


@cache
def strict_components() -> Schema:
    """The components, of which objects hold nothing but what is described."""
    return {"schemas": {k: strict(v) for k, v in described()["components"]["schemas"].items()}}


def strict(schema: Any) -> Any:  # noqa: ANN401 - any part of a schema
    """The schema, of which objects hold nothing but what is described."""
    if isinstance(schema, list):
        return [strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: strict(value) for key, value in schema.items()}
    if schema.get("type") == "object" and "properties" in schema:
        made.setdefault("additionalProperties", False)
    return made
