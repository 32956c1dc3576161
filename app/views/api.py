"""ApiPage: how programs ask, for people: examples, addresses, parameters, errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# In the examples; on the page the site's own address stands there.
SITE = "http://127.0.0.1:8000"


@dataclass(frozen=True, slots=True)
class ApiExample:
    """A worked example, as it runs."""

    language: str
    about: str
    code: str


@dataclass(frozen=True, slots=True)
class ApiParameter:
    """A parameter, what it takes and what that means."""

    name: str
    takes: str
    repeats: bool
    about: str


@dataclass(frozen=True, slots=True)
class ApiAddress:
    """An address and what it answers; ``takes`` are names of parameters."""

    path: str
    summary: str
    about: str
    takes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ApiProblem:
    """A kind of error; ``name`` is the last part of the address of its type."""

    name: str
    status: int
    title: str
    meaning: str


@dataclass(frozen=True, slots=True)
class ApiPage:
    """All that /api shows."""

    title: str
    base: str
    examples: tuple[ApiExample, ...]
    addresses: tuple[ApiAddress, ...]
    parameters: tuple[ApiParameter, ...]
    problems: tuple[ApiProblem, ...]
    address: str = "/api"
    description: str = "/api/v1/openapi.json"


# Each by language, file in templates/api and what it is about.
EXAMPLES = (
    (
        "curl",
        "example.sh",
        "Fetch who stands where, and later only what has changed.",
    ),
    (
        "Python",
        "example.py",
        "Walk through all pages of a choice and write a table; nothing has to be installed.",
    ),
    ("R", "example.R", "Count stances by month and by actor; it needs the package jsonlite."),
)


def api_page(
    document: Mapping[str, Any],
    codes: Mapping[str, str],
    origin: str,
    problems: Iterable[ApiProblem],
) -> ApiPage:
    """The page for the API that an OpenAPI document describes; ``codes`` are examples by file."""
    operations = {path: item["get"] for path, item in document["paths"].items()}
    parameters: dict[str, ApiParameter] = {}
    addresses = []
    for path, operation in operations.items():
        asked = [one for one in operation.get("parameters", ()) if one["in"] == "query"]
        for one in asked:
            parameters.setdefault(one["name"], _parameter(one))
        addresses.append(
            ApiAddress(
                path,
                operation["summary"],
                operation["description"],
                tuple(one["name"] for one in asked),
            )
        )
    return ApiPage(
        "The API: all of it for programs",
        f"{origin}/api/v1",
        tuple(
            ApiExample(language, about, codes[file].replace(SITE, origin))
            for language, file, about in EXAMPLES
        ),
        tuple(addresses),
        tuple(parameters.values()),
        tuple(problems),
    )


def _parameter(one: Mapping[str, Any]) -> ApiParameter:
    schema = one["schema"]
    value = schema.get("items", schema)
    if "enum" in value:
        takes = ", ".join(value["enum"])
    elif value.get("type") == "integer":
        takes = f"{value['minimum']} to {value['maximum']}"
    else:
        given = one.get("example", "")
        takes = f"for instance {given[0] if isinstance(given, list) else given}" if given else ""
    return ApiParameter(one["name"], takes, "items" in schema, one["description"])
