"""Answers that a visitor need not fetch again while nothing in them has changed.

A page's entity tag is strong: the same tag is the same bytes, so each coding has one of its own
(``"…"`` as it is, ``"…-br"``, ``"…-gzip"``; RFC 9110, 8.8.3). It is made from the content and not
from the number of the data, so that a change elsewhere in the library makes nobody fetch a page
again that is as it was. Data that tells when it was retrieved has a weak one, which leaves that
moment out. Who asks with a tag is answered where all answers go out (app/web/answer.py).
"""

from __future__ import annotations

from hashlib import blake2b

from starlette.responses import Response

# What a 304 repeats of the answer that it stands for (RFC 9110, 15.4.5), and what htmx reads.
_KEPT = ("vary", "etag", "cache-control", "hx-push-url", "link")


def tag_of(content: bytes) -> str:
    """A weak entity tag: the same content, however it is compressed on the way."""
    return f"W/{strong_tag_of(content)}"


def strong_tag_of(content: bytes) -> str:
    """A strong entity tag: the same bytes. app/web/answer.py adds the coding."""
    return f'"{blake2b(content, digest_size=12).hexdigest()}"'


def is_known(tag: str, if_none_match: str) -> bool:
    """Whether an If-None-Match header names the tag; ``*`` names every one (RFC 9110, 13.1.2)."""
    known = [one.strip() for one in if_none_match.split(",")]
    return known == ["*"] or tag.removeprefix("W/") in {one.removeprefix("W/") for one in known}


def not_modified(response: Response) -> Response:
    """The answer without a body that stands for ``response``; for what need not even be made."""
    kept = {key: value for key, value in response.headers.items() if key in _KEPT}
    return Response(status_code=304, headers=kept)


class TaggedResponse(Response):
    """A response with an ETag: who has it already is told so where answers go out."""
