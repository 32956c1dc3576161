"""Lists a page at a time: a page begins after the last entry of the one before it.

So nothing is missed or comes twice when something is added or taken away meanwhile.
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING, Any, TypeVar

from app.web.api.parameters import bad_cursor
from app.web.exports import json_response

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from starlette.responses import Response

    from app.web.api.parameters import Asked

_One = TypeVar("_One")
Key = tuple[str | int, ...]


def page_after(
    asked: Asked, everything: Sequence[_One], key: Callable[[_One], Key]
) -> tuple[Sequence[_One], str | None]:
    """The page asked for of a list that is sorted by that key, and the cursor of the next one."""
    left = everything
    if asked.cursor and everything:
        after = key_of(asked, key(everything[0]))
        left = [one for one in everything if key(one) > after]
    page = left[: asked.limit]
    more = len(left) > len(page)
    return page, cursor_of(key(page[-1])) if more else None


def cursor_of(key: Key) -> str:
    """The cursor after the entry with that key."""
    written = json.dumps(key, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(written).decode().rstrip("=")


def list_response(
    asked: Asked, data: Mapping[str, Any], cursor: str | None, absolute: Callable[[str], str]
) -> Response:
    """The answer that holds a page, with the address of the next one in it and in ``Link``."""
    following = absolute(asked.page(cursor)) if cursor is not None else None
    response = json_response({**data, "next": following})
    if following is not None:
        response.headers["Link"] = f'<{following}>; rel="next"'
    return response


def key_of(asked: Asked, like: Key) -> Key:
    """The key that a cursor holds. Raises BadChoice where it is not of that form."""
    try:
        written = base64.urlsafe_b64decode(asked.cursor + "=" * (-len(asked.cursor) % 4))
        parts = json.loads(written)
    except (binascii.Error, ValueError) as error:
        raise bad_cursor(asked) from error
    if not isinstance(parts, list) or [type(one) for one in parts] != [type(one) for one in like]:
        raise bad_cursor(asked)
    return tuple(parts)
