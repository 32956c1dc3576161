"""Marked-up text in a row of a table: a whole page, or a piece of one."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING

from app.domain.articles import Article
from app.domain.captures import Capture
from app.readers.bounded import bounded

if TYPE_CHECKING:
    from app.readers.material import Limits

_WHOLE = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype|html|head|body)\b", re.IGNORECASE | re.DOTALL
)


def article_in(data: bytes, name: str, limits: Limits, *, address: str | None) -> Article:
    """The article in some HTML (in UTF-8); raises UnreadableSource where there is none.

    Of a page, its article is looked for; of a piece, all text is taken.
    """
    whole = bool(_WHOLE.match(data))
    most = limits.max_text_bytes
    return bounded(
        _article, data, name, address, whole, most, name=name, seconds=limits.max_seconds
    )


def _article(data: bytes, name: str, address: str | None, whole: bool, most: int) -> Article:  # noqa: FBT001 - passed by position to the child
    # Imported in the child only: its libraries are large.
    pages = import_module("app.readers.html")
    if whole:
        found = pages.article_of_html(
            data, name, address=address, charset="utf-8", max_text_bytes=most
        )
        assert isinstance(found, Article)  # noqa: S101 - what mypy cannot see through the import
        return found
    text = str(pages.text_of_html(data, charset="utf-8"))
    return Article(text, name, capture=Capture(data, address, "text/html", "utf-8"))
