"""Data sent as it is made: a list of any length begins at once and needs the same memory.

The bytes are those that app/web/exports.py would have made of the whole.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.requests import Request  # noqa: TC002 - FastAPI reads it at run time
from starlette.responses import Response, StreamingResponse

from app import __version__
from app.db.data_version import data_version
from app.web.conditional import is_known, not_modified, tag_of
from app.web.exports import csv_lines, now

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session
    from starlette.types import Message, Send

_log = logging.getLogger(__name__)
_PIECE = 32 * 1024
_STALLED = 60.0  # seconds in which a reader has to take what was sent
# Who takes much away keeps a connection to the database for as long as it takes; pages need others.
_AT_ONCE = BoundedSemaphore(6)


def turn(request: Request) -> Iterator[None]:
    """A place among those who take away at the same time, until the answer is sent.

    Raises 503 where there is none.
    """
    if request.method == "HEAD":
        yield
        return
    if not _AT_ONCE.acquire(timeout=5):
        raise HTTPException(
            503,
            "Too many people are taking data away at this moment. Try again in a minute.",
            {"Retry-After": "60"},
        )
    try:
        yield
    finally:
        _AT_ONCE.release()


def streamed_json(request: Request, session: Session, data: Mapping[str, Any]) -> Response:
    """An answer in JSON as ``json_response`` gives it; a value that is an iterator is a list.

    Its tag is of the data's number and of the address, as nothing is known of the end yet. An
    error after the first piece breaks the connection, so that no part passes for the whole.
    """
    return _streamed(request, session, json_pieces(data), "application/json; charset=utf-8", {})


def streamed_csv(
    request: Request,
    session: Session,
    columns: Sequence[str],
    rows: Iterable[Mapping[str, object]],
    name: str,
) -> Response:
    """A CSV file as ``csv_response`` gives it; tag and errors as of ``streamed_json``."""
    return _streamed(
        request,
        session,
        csv_lines(columns, rows, now()),
        "text/csv; charset=utf-8",
        {"Content-Disposition": f'attachment; filename="onrecord-{name}.csv"'},
    )


def _streamed(
    request: Request,
    session: Session,
    parts: Iterable[bytes],
    media: str,
    further: Mapping[str, str],
) -> Response:
    state = (__version__, data_version(session), str(request.url))
    headers = {"Cache-Control": "no-cache", "ETag": tag_of(repr(state).encode()), **further}
    known = is_known(headers["ETag"], request.headers.get("If-None-Match", ""))
    if known or request.method == "HEAD":
        empty = Response(status_code=304 if known else 200, headers=headers, media_type=media)
        del empty.headers["Content-Length"]
        return not_modified(empty) if known else empty
    return begun(pieces(parts), headers, media)


def begun(parts: Iterator[bytes], headers: Mapping[str, str], media: str) -> Response:
    """An answer in parts, sent as they are made.

    The first is made before, so that what fails at once is answered as an error.
    """
    first = list(islice(parts, 1))
    return _Stream(chain(first, parts), headers=headers, media_type=media)


class _Stream(StreamingResponse):
    """An answer in parts that ends where its reader takes nothing for a minute.

    It keeps a connection to the database, and one of few places, for as long as it is read.
    """

    async def stream_response(self, send: Send) -> None:
        """Send the parts. The server closes the connection where they do not come to their end."""

        async def in_time(message: Message) -> None:
            try:
                async with asyncio.timeout(_STALLED):
                    await send(message)
            except TimeoutError as error:
                raise _StalledError from error

        try:
            await super().stream_response(in_time)
        except _StalledError:
            _log.warning("a reader took nothing for %g seconds and was cut off", _STALLED)


class _StalledError(Exception):
    """A reader takes nothing any more."""


def json_pieces(data: Mapping[str, Any], margin: str = "") -> Iterator[bytes]:
    """The text of a JSON object, indented by one, in parts: one for each entry of an iterator.

    Further lines begin with the margin.
    """
    before, within = "{", f"{margin} "
    for key, value in data.items():
        yield f"{before}\n{within}{json.dumps(key)}: ".encode()
        if isinstance(value, Iterator):
            yield from _list(value, within)
        else:
            yield _text(value, within)
        before = ","
    yield f"\n{margin}}}".encode() if data else b"{}"


def _list(entries: Iterator[Any], margin: str) -> Iterator[bytes]:
    before, within = b"[", f"{margin} "
    for entry in entries:
        yield before + f"\n{within}".encode()
        if isinstance(entry, Mapping) and any(isinstance(one, Iterator) for one in entry.values()):
            yield from json_pieces(entry, within)
        else:
            yield _text(entry, within)
        before = b","
    yield b"[]" if before == b"[" else f"\n{margin}]".encode()


def _text(value: Any, margin: str) -> bytes:  # noqa: ANN401 - whatever JSON holds
    """A value with its further lines behind the margin: no line breaks in a text of JSON."""
    # A lone surrogate in a text has no UTF-8 form; "\udXXX" keeps it.
    try:
        body = json.dumps(value, ensure_ascii=False, indent=1).encode()
    except UnicodeEncodeError:
        body = json.dumps(value, indent=1).encode()
    return body.replace(b"\n", b"\n" + margin.encode())


def pieces(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Lines put together: each piece costs the server a change of threads."""
    gathered = bytearray()
    enough = 1  # the first is sent as it is: nobody waits for a whole piece to see that it begins
    for line in lines:
        gathered += line
        if len(gathered) >= enough:
            yield bytes(gathered)
            gathered.clear()
            enough = _PIECE
    if gathered:
        yield bytes(gathered)
