"""The routes of all nouns, and their description."""

from functools import lru_cache
from typing import Any

from fastapi import APIRouter

from app.web.api import (
    actors,
    articles,
    issues,
    overview,
    search,
    snapshots,
    statements,
    utterances,
)
from app.web.api.openapi import described

router = APIRouter()
for _noun in (overview, search, statements, utterances, actors, articles, issues, snapshots):
    router.include_router(_noun.router)


@lru_cache(maxsize=8)
def document(origin: str) -> dict[str, Any]:
    """The description of the API of the installation that is reached there; not to be changed."""
    return described(router.routes, origin)
