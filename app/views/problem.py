"""ProblemPage: what went wrong, in words, and ways on."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.views.links import Link

_TITLES = {
    400: "That cannot be read as a question",
    401: "Who asks is not known",
    403: "This is not for you to do",
    404: "Nothing here has that name",
    405: "This page can only be read",
    409: "Somebody changed it meanwhile",
    410: "It was here and is no more",
    413: "That is too long",
    429: "Too many attempts",
    500: "Something broke on our side",
    503: "The installation is not complete",
}


BUSY = "More is asked at the moment than can be answered"


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """A page about an error. ``suggestions`` are near things; ``ways_on`` always lead somewhere."""

    title: str
    status: int
    message: str
    suggestions: tuple[Link, ...]
    ways_on: tuple[Link, ...]
    request: str = ""  # the id under which the log has it


def problem_page(
    status: int,
    message: str,
    suggestions: tuple[Link, ...],
    ways_on: tuple[Link, ...],
    request: str = "",
    *,
    title: str | None = None,
) -> ProblemPage:
    """The page for an error with that HTTP status; ``title`` where that says too little."""
    title = title or _TITLES.get(status) or HTTPStatus(status).phrase
    return ProblemPage(title, status, message, suggestions, ways_on, request)
