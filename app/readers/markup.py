"""Marked-up text that lies in something else (a mail, a table), read as a page is."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from app.domain.articles import Article
from app.readers.bounded import bounded

if TYPE_CHECKING:
    from app.readers.material import Limits


def article_in(
    data: bytes, name: str, limits: Limits, *, address: str | None, charset: str | None
) -> Article:
    """The article in some HTML; raises UnreadableSource where there is none."""
    most = limits.max_text_bytes
    return bounded(
        _article, data, name, address, charset, most, name=name, seconds=limits.max_seconds
    )


def _article(
    data: bytes, name: str, address: str | None, charset: str | None, most: int
) -> Article:
    # Imported in the child only: its libraries are large.
    pages = import_module("app.readers.html")
    found = pages.article_of_html(data, name, address=address, charset=charset, max_text_bytes=most)
    assert isinstance(found, Article)  # noqa: S101 - what mypy cannot see through the import
    return found
