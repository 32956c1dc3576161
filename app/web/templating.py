"""Rendering: one address, two answers, the whole page or one block of the same template."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2_fragments.fastapi import Jinja2Blocks

from app.config import resource_folder
from app.views.dates import show_day
from app.views.guide import guide
from app.web.access import csrf_token, signed_in
from app.web.conditional import strong_tag_of
from app.web.escaping import EscapingEnvironment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from jinja2 import Environment
    from starlette.requests import Request
    from starlette.responses import Response

    from app.views.cards import KeptCard, StatementCard
    from app.views.history import EditedView

# Which request headers decide between the page and its block; caches must know.
VARY = "HX-Request, HX-History-Restore-Request, HX-Boosted"


def environment(folder: Path | None = None) -> Environment:
    """The template environment: escaping always, and an unknown name is an error."""
    templates = EscapingEnvironment(
        loader=FileSystemLoader(folder or resource_folder("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals["static"] = static_address
    templates.globals["guide"] = guide()
    templates.filters["plural"] = plural
    return templates


@cache
def blocks() -> Jinja2Blocks:
    """The templates, loaded once per process."""
    return Jinja2Blocks(env=environment())


@cache
def static_address(name: str) -> str:
    """The address of a static file, with a part that changes when the file does."""
    content = (resource_folder("static") / name).read_bytes()
    return f"/static/{name}?v={blake2b(content, digest_size=4).hexdigest()}"


def plural(number: int, one: str, many: str | None = None) -> str:
    """The noun for a number, without the number."""
    return one if number == 1 else many or f"{one}s"


def wants_block(request: Request) -> bool:
    """Whether htmx asks for a part of the page it already shows.

    Not when it restores history or follows a boosted link: then it needs all of it.
    """
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and "HX-History-Restore-Request" not in headers
        and "HX-Boosted" not in headers
    )


def render(
    request: Request,
    name: str,
    page: Any,  # noqa: ANN401 - each page is a dataclass of its own
    *,
    block: str | None = None,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    edited: EditedView | None = None,
    cards: Callable[[StatementCard | KeptCard, str | None], str] | None = None,
) -> Response:
    """The answer for a page, or for one block of it.

    ``edited`` is the newest change that a person made of what the page shows; ``cards`` gives the
    HTML of a comparison's cards.
    """
    context = {
        "page": page,
        "block": block,
        "edited": edited,
        "cards": cards,
        "origin": request.app.state.site.origin(request),
        "path": request.url.path,
        # A link that is gone after the swap had the focus: what it changed gets it, not the top.
        "focus": request.headers.get("HX-Trigger", "").startswith("to-"),
        "user": signed_in(request),
        "accounts": request.app.state.site.has_accounts(),
        "csrf": csrf_token(request),
        "today": show_day(datetime.now(UTC).date()),
    }
    response = blocks().TemplateResponse(
        request, name, context, status_code=status, block_name=block, headers=dict(headers or {})
    )
    response.headers["Vary"] = VARY
    response.headers["Cache-Control"] = "no-cache"
    if status == 200:
        response.headers["ETag"] = strong_tag_of(bytes(response.body))
    return response
