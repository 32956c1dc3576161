"""Errors of the API as RFC 9457 has them: application/problem+json."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.responses import Response

from app.views.links import Link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from starlette.requests import Request

PREFIX = "/api/v1"
MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of error: the last part of the address of its type, its title, what it means."""

    name: str
    title: str
    meaning: str


KINDS: Mapping[int, Kind] = {
    400: Kind(
        "bad-parameter",
        "A parameter cannot be taken",
        "A parameter is not known here, or its value is none of those allowed; “parameter” names "
        "it. Sent again, it fails again.",
    ),
    401: Kind(
        "token-needed",
        "A token is needed",
        "This installation is read by those who sign in, or the token that was sent is none that "
        "is in use.",
    ),
    404: Kind(
        "not-found",
        "Nothing here has that name",
        "Nothing has that id, slug or name; “suggestions” are near ones.",
    ),
    405: Kind("only-read", "The API is only read", "Only GET, HEAD and OPTIONS are answered."),
    410: Kind(
        "withdrawn",
        "It was here and is no more",
        "A statement that was withdrawn; its words are not repeated. What else is known stands "
        "beside: “withdrawn_at”, “withdrawn_by”, “instead”, “article”, “history”. Or a snapshot "
        "that had to be removed.",
    ),
    500: Kind(
        "broken",
        "Something broke on our side",
        "It is in the server’s log; trying again in a minute may help.",
    ),
    503: Kind(
        "not-ready",
        "The installation is not complete",
        "There is no database, or nothing is in it yet.",
    ),
}
# Of the same status as another; the header Retry-After tells them apart.
BUSY = Kind(
    "busy",
    "More is asked at the moment than can be answered",
    "The question took the database too long and was stopped, or too many are asked at once. The "
    "header Retry-After says after how many seconds to ask again.",
)
_DOORS = (Link("/api/v1/openapi.json", "All addresses, as OpenAPI"), Link("/api", "How to ask"))
_UNQUOTED = "/!$&'()*+,;=:@-._~"
_LONGEST = 2000
_CHOICES = (f"{PREFIX}/statements", f"{PREFIX}/overview", f"{PREFIX}/facets")
_SAME = ("/actors", "/articles", "/statements/", "/utterances/", "/snapshots/", "/issues/")


def is_api(request: Request) -> bool:
    """Whether the API is asked, and not a page."""
    path = request.url.path
    return path == PREFIX or path.startswith(f"{PREFIX}/")


def problem_response(
    request: Request,
    status: int,
    message: str,
    suggestions: Iterable[Link] = (),
    ways_on: Iterable[Link] = (),
    *,
    parameter: str | None = None,
    more: Mapping[str, Any] | None = None,
    kind: Kind | None = None,
) -> Response:
    """The answer for an error; ``more`` is what else is known of it.

    ``kind`` is given where the status alone does not tell it.
    """
    origin = request.app.state.site.origin(request)
    path = request.url.path
    data = problem_data(
        status,
        message,
        _asked(request),
        lambda path: f"{origin}{path}",
        suggestions=[_ours(link, path) for link in suggestions],
        ways_on=[_ours(link, path) for link in ways_on],
        parameter=parameter,
        kind=kind,
    )
    data |= more or {}
    response = Response(_bytes(data), status, media_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = "no-cache"
    # Set here too, because what breaks is answered outside all that could set it.
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def problem_data(
    status: int,
    message: str,
    instance: str,
    absolute: Callable[[str], str],
    *,
    suggestions: Iterable[Link] = (),
    ways_on: Iterable[Link] = (),
    parameter: str | None = None,
    kind: Kind | None = None,
) -> dict[str, Any]:
    """An error as data."""
    kind = kind or KINDS.get(status)

    def links(given: Iterable[Link]) -> list[dict[str, str]]:
        once = {link.address: link.text for link in given}
        return [{"title": text, "url": absolute(address)} for address, text in once.items()]

    return {
        "type": absolute(f"/api#{kind.name}") if kind else "about:blank",
        "title": kind.title if kind else HTTPStatus(status).phrase,
        "status": status,
        "detail": message,
        "instance": instance,
        "parameter": parameter,
        "suggestions": links(suggestions),
        "ways_on": links((*ways_on, *_DOORS)),
    }


def _asked(request: Request) -> str:
    """What was asked for, as an address, however it was written; cut where it is very long."""
    path = quote(request.url.path, safe=_UNQUOTED)
    query = quote(request.url.query, safe=f"{_UNQUOTED}?%")
    query = re.sub("%(?![0-9A-Fa-f]{2})", "%25", query)
    whole = f"{path}?{query}" if query else path
    return whole if len(whole) <= _LONGEST else re.sub("%.?$", "", whole[:_LONGEST])


def _bytes(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _ours(link: Link, asked: str) -> Link:
    """A link to a page, led to the same in the API; ``asked`` is the path that was asked for."""
    address = link.address
    path, mark, query = address.partition("?")
    if path.startswith(PREFIX):
        return link
    if path == "/compare":
        address = f"{asked if asked in _CHOICES else _CHOICES[0]}{mark}{query}"
    elif path == "/" and query:
        address = f"{asked}?{query}"
    elif path.startswith(_SAME):
        address = f"{PREFIX}{address}"
    return Link(address, link.text, link.note)
