"""Forms that anybody may send, without an account, a cookie or a script.

A form carries a token, signed with a key of the database: for what it was given out, when, and a
number that is used once. What is sent from a page of another site is refused, as every form is.
"""

from __future__ import annotations

import hmac
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request  # noqa: TC002 - FastAPI reads it at run time

from app.db.reading import note_unlike
from app.web.access import comes_from_here

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST_BYTES = 32_768  # 2,000 characters, each of them percent-encoded, and the rest
_MOST_FIELDS = 20
_MOST_CHOICES = 200
_OLDEST = 24 * 3600  # seconds
_ENCODED = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Token:
    """What a form says of itself: how old it is, in seconds, and the id of what it sends."""

    age: float
    id: str


def make_token(key: str, subject: str) -> str:
    """The token of a new form about something."""
    note_unlike()
    head = f"{int(time.time())}.{secrets.token_hex(16)}"
    return f"{head}.{_signed(key, 'form', subject, head)}"


def read_token(keys: Iterable[str], subject: str, token: str) -> Token | None:
    """The token, if it is one that was given out for this within a day; else None.

    The same form gives the same id, so that what is sent twice is stored once; who does not have
    the key cannot guess it.
    """
    head, _, signature = token.rpartition(".")
    if not token.isascii():
        return None
    for key in keys:
        if hmac.compare_digest(signature, _signed(key, "form", subject, head)):
            age = time.time() - int(head.partition(".")[0])
            if age > _OLDEST:
                return None
            return Token(age, _signed(key, "id", subject, head)[:32])
    return None


def _signed(key: str, *parts: str) -> str:
    return hmac.new(bytes.fromhex(key), "\x1f".join(parts).encode(), "sha256").hexdigest()


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form that was sent from a page of this site, each once, stripped.

    Raises HTTPException as ``read_pairs`` does.
    """
    return dict(await read_pairs(request))


async def read_choices(request: Request) -> list[tuple[str, str]]:
    """The fields of a form in which one may stand many times, as in a comparison's address."""
    return await read_pairs(request, _MOST_CHOICES)


async def read_pairs(request: Request, most: int = _MOST_FIELDS) -> list[tuple[str, str]]:
    """The fields of a form that was sent from a page of this site, in order, stripped.

    Raises HTTPException: 403 from another site, 413 too large, 415 not a form, 400 not readable.
    """
    if not comes_from_here(request):
        raise HTTPException(403, "This form was sent from another site. Please fill it in here.")
    if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != _ENCODED:
        raise HTTPException(415, "What was sent is not a form.")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            raise HTTPException(413, "What was sent is longer than this form takes.")
    try:
        pairs = parse_qsl(
            body.decode("ascii", "replace"),
            keep_blank_values=True,
            errors="replace",
            max_num_fields=most,
        )
    except ValueError as error:
        raise HTTPException(400, "What was sent cannot be read as a form.") from error
    return [(name, value.replace("\r\n", "\n").strip()) for name, value in pairs]
