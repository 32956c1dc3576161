"""Pages of other sites may read the API, and nothing else of this site.

No cookie is let in by that: a browser keeps from a foreign page what it fetched with one, because
Access-Control-Allow-Credentials is never sent. A token in the header Authorization may be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response

from app.web.api.problems import is_api, problem_response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

METHODS = ("GET", "HEAD", "OPTIONS")
_EXPOSED = ("ETag", "Link", "Snapshot-SHA256", "Snapshot-Made-At", "WWW-Authenticate")
_DAY = 86_400


class ReadByOthers:
    """ASGI middleware: CORS for the API, and the methods that it knows."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._api = CORSMiddleware(
            _only_read(app),
            allow_origins=["*"],
            allow_methods=list(METHODS),
            allow_headers=["Authorization", "If-None-Match"],
            expose_headers=list(_EXPOSED),
            max_age=_DAY,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, the API's with what lets others read the answer."""
        ours = scope["type"] == "http" and is_api(Request(scope))
        await (self._api if ours else self._app)(scope, receive, send)


def _only_read(app: ASGIApp) -> ASGIApp:
    """The app for what reads, and an answer to all else."""

    async def only_read(scope: Scope, receive: Receive, send: Send) -> None:
        method = scope["method"]
        if method in {"GET", "HEAD"}:
            await app(scope, receive, send)
            return
        allow = {"Allow": ", ".join(METHODS)}
        if method == "OPTIONS":
            await Response(status_code=204, headers=allow)(scope, receive, send)
            return
        message = f"The API is read with GET; {method[:20]} changes nothing here."
        refusal = problem_response(Request(scope), 405, message)
        refusal.headers.update(allow)
        await refusal(scope, receive, send)

    return only_read
