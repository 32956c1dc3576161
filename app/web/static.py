"""/static: style sheets, htmx and the icon, packed once in the life of a process."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.staticfiles import StaticFiles

from app.web.answer import Answer, answer_with, asked_of
from app.web.conditional import strong_tag_of
from app.web.templating import static_address

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import Receive, Scope, Send

_LARGEST = 1_000_000  # bytes; larger files are sent from the disk, as they are
_YEAR = b"public, max-age=31536000, immutable"


class StaticFolder(StaticFiles):
    """Files that may be kept for a year where their address says which version they are.

    templating.static_address puts a hash of the content into the address (?v=). Another hash than
    that of the file here is of another version of On Record, while workers are being replaced: the
    answer is right for now and may not be kept for that address.
    """

    def __init__(self, directory: Path) -> None:
        super().__init__(directory=directory)
        self._folder = directory
        self._kept: dict[str, tuple[Answer, Answer]] = {}  # for any address, for the versioned

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from what is kept, or as any folder is answered."""
        path = self.get_path(scope)
        answers = self._kept.get(path)
        if answers is None and scope["method"] in {"GET", "HEAD"}:
            answers = await run_in_threadpool(self._read, path)
        if answers is None or scope["method"] not in {"GET", "HEAD"}:
            await super().__call__(scope, receive, send)
            return
        wanted = f"/static/{path}?{scope['query_string'].decode('latin-1')}"
        versioned = wanted == static_address(path)
        await answer_with(answers[versioned], asked_of(scope), send)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file that is too large to be kept, or that there is none."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response

    def _read(self, path: str) -> tuple[Answer, Answer] | None:
        """A file as it is answered from now on; None where it is none, or too large."""
        full, found = self.lookup_path(path)
        if not path or found is None or not Path(full).is_file() or found.st_size > _LARGEST:
            return None
        content = Path(full).read_bytes()
        kind = mimetypes.guess_type(full)[0] or "application/octet-stream"
        if kind.startswith("text/"):
            kind += "; charset=utf-8"
        headers = [
            (b"content-type", kind.encode()),
            (b"content-length", b"%d" % len(content)),
            (b"etag", strong_tag_of(content).encode()),
        ]
        answers = (
            Answer(200, [*headers, (b"cache-control", b"no-cache")], content, best=True),
            Answer(200, [*headers, (b"cache-control", _YEAR)], content, best=True),
        )
        self._kept[path] = answers
        return answers
