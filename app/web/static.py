"""/static: style sheets, htmx and the icon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.staticfiles import StaticFiles

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import Scope


class StaticFolder(StaticFiles):
    """Files that may be kept for a year where their address says which version they are.

    templating.static_address puts a hash of the content into the address (?v=).
    """

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, with how long it may be kept."""
        response = await super().get_response(path, scope)
        versioned = scope.get("query_string", b"").startswith(b"v=")
        kept = "public, max-age=31536000, immutable" if versioned else "no-cache"
        response.headers["Cache-Control"] = kept
        return response
