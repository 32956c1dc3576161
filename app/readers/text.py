"""Plain text: one file, one article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.domain.articles import Article
from app.errors import InvalidDefinition, UnreadableSource
from app.readers.beside import completed
from app.readers.decoding import decode
from app.readers.definitions import ArticleMetadata, load_metadata
from app.readers.files import opened, shown
from app.readers.material import Material

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.readers.material import Limits

_LONGEST_HEADLINE = 200  # characters; a lead paragraph is longer, or ends in a full stop
_HEADLINE_WORDS = range(3, 31)
# How a first line begins that is no headline: an address, a byline, a date line, a mark-up.
_NOT_A_HEADLINE = re.compile(
    r"(?:https?://|www\.|by\s|from\s+our\s|updated\b|published\b|posted\b|\d{1,2}[./:]\d|[#<>{}|=*_-])",
    re.IGNORECASE,
)


def read_plain(material: Material, limits: Limits) -> Iterator[Article]:
    """The article in a text. Raises UnreadableSource when it is none, or too large."""
    body, notes = text_of(material, limits.max_text_bytes)
    yield Article(
        body=body,
        file=material.name,
        title=headline(body),
        address=material.address,
        notes=notes,
    )


def read_text(path: Path, *, max_bytes: int) -> Article:
    """The article in a file that is known to be text, with what articles.yaml beside it says.

    Raises UnreadableSource with one sentence for people when there is nothing to read.
    """
    name = shown(path)
    with opened(path) as stream:
        body, notes = text_of(Material(name, stream), max_bytes)
    try:
        known = load_metadata(path.parent).get(path.name, ArticleMetadata())
    except InvalidDefinition as error:
        raise UnreadableSource(name, f"It was not read because of {error}") from error
    return completed(Article(body=body, file=name, title=headline(body), notes=notes), known)


def text_of(material: Material, max_bytes: int) -> tuple[str, tuple[str, ...]]:
    """The text in a material, and in sentences what had to be guessed of its encoding.

    Raises UnreadableSource when it is no text, holds no words, or is larger than ``max_bytes``.
    """
    data = material.stream.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise UnreadableSource(material.name, too_large(max_bytes))
    try:
        body, notes = decode(data)
    except ValueError as error:
        raise UnreadableSource(material.name, str(error)) from error
    if not any(character.isalnum() for character in body):
        reason = "It is empty." if not data else "It holds no words."
        raise UnreadableSource(material.name, reason)
    return body, notes


def too_large(max_bytes: int) -> str:
    """What is said of a text above the limit."""
    return (
        f"It is larger than {max_bytes:,} bytes; set ONRECORD_MAX_TEXT_BYTES if that is an article."
    )


def headline(body: str) -> str | None:
    """The first line where it looks like a headline, or None.

    A headline is short, is no full sentence with its stop, begins like a title, and text follows.
    """
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    if len(lines) < 2:
        return None
    first = " ".join(lines[0].split())
    fits = (
        len(first) <= _LONGEST_HEADLINE
        and len(first.split()) in _HEADLINE_WORDS
        and first[-1] not in ".,;:…"
        and not first[0].islower()
        and not _NOT_A_HEADLINE.match(first)
    )
    return first if fits else None
