"""Answers that a visitor need not fetch again while nothing in them has changed."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

# What a 304 repeats of the answer that it stands for (RFC 9110, 15.4.5), and what htmx reads.
_KEPT = ("vary", "etag", "cache-control", "hx-push-url", "link")


def tag_of(content: bytes) -> str:
    """A weak entity tag: the same content, however it is compressed on the way."""
    return f'W/"{blake2b(content, digest_size=12).hexdigest()}"'


def is_known(tag: str, if_none_match: str) -> bool:
    """Whether an If-None-Match header names the tag; ``*`` names every one (RFC 9110, 13.1.2)."""
    known = [one.strip() for one in if_none_match.split(",")]
    return known == ["*"] or tag in known


def not_modified(response: Response) -> Response:
    """The answer without a body that stands for ``response``."""
    kept = {key: value for key, value in response.headers.items() if key in _KEPT}
    return Response(status_code=304, headers=kept)


class TaggedResponse(Response):
    """A response that answers 304 by itself to a visitor who has its ETag already."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the content, or only that it has not changed."""
        asked = Headers(scope=scope).get("If-None-Match", "")
        tag = self.headers.get("ETag")
        if tag and self.status_code == 200 and is_known(tag, asked):
            await not_modified(self)(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)
