"""Web pages: one page, one article."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from htmldate import find_date

from app.domain.articles import Article
from app.domain.captures import Capture
from app.errors import UnreadableSource
from app.readers.bounded import bounded
from app.readers.dating import Clues, date_page
from app.readers.page.blocks import blocks_of, key_of
from app.readers.page.content import article_blocks
from app.readers.page.encoding import decode_page
from app.readers.page.metadata import page_metadata, saved_from
from app.readers.page.refusal import Shown, refusal
from app.readers.page.tree import parse_page, visible
from app.readers.text import too_large

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from lxml.html import HtmlElement

    from app.readers.material import Limits, Material
    from app.readers.page.blocks import Block
    from app.readers.page.metadata import PageMetadata

_log = logging.getLogger(__name__)

_HEAD_LINES = 12  # blocks after the title in which a date may be printed
_SHOWN_SHARE = 0.6  # of the text in JSON-LD; a page that shows less shows a beginning
_LEAST_STATED = 20  # words
_MOST_GUESSED = 3_000_000  # characters of a page in which a date is looked for
_TOO_LARGE = "One paragraph is larger than a text may be."
_DAY_ONE = "-01-01"


def read_html(material: Material, limits: Limits) -> Iterator[Article]:
    """The article in a page, read in a process of its own (bounded.py).

    Raises UnreadableSource for a page that holds none (a wall, an error, a shell), that is too
    large, or that takes too long.
    """
    capture = Capture(
        data=material.data(limits.max_document_bytes),
        address=material.address,
        media_type=material.media_type or "text/html",
        charset=material.charset,
        captured_at=material.captured_at,
    )
    article = bounded(
        _without_capture,
        capture,
        material.name,
        limits.max_text_bytes,
        name=material.name,
        seconds=limits.max_seconds,
    )
    yield replace(article, capture=capture)


def article_of_html(
    data: bytes,
    name: str,
    *,
    address: str | None = None,
    charset: str | None = None,
    captured_at: datetime | None = None,
    max_text_bytes: int | None = None,
) -> Article:
    """The article in a page or a piece of one (of a mail, of a feed), with its capture.

    ``charset`` is what came with it. Nothing bounds the time it takes: call it in bounded() for
    what strangers made. Raises UnreadableSource, with one sentence, where there is no article.
    """
    capture = Capture(data, address, "text/html", charset, captured_at)
    return replace(_without_capture(capture, name, max_text_bytes), capture=capture)


def text_of_html(data: bytes, *, charset: str | None = None) -> str:
    """All text of a piece of HTML, paragraph by paragraph; for feeds and mails, not for pages."""
    text, _ = decode_page(data, charset)
    root = parse_page(text)
    if root is None:
        return ""
    return "\n\n".join(block.text for block in blocks_of(visible(root)))


def _without_capture(capture: Capture, name: str, max_text_bytes: int | None) -> Article:
    address, captured_at = capture.address, capture.captured_at
    text, notes = decode_page(capture.data, capture.charset)
    saved, saved_at = saved_from(text)
    address = address or saved
    root = parse_page(text)
    if root is None:
        raise UnreadableSource(name, "It shows no text." if text.strip() else "It is empty.")
    most = max_text_bytes or len(text) * 4
    said = page_metadata(root, address)
    scripts = sum(1 for _ in root.iter("script"))
    noscript = " ".join("".join(each.itertext()) for each in root.iter("noscript"))[:2_000]
    shown = Shown(said.title, (), (), said.is_article, scripts, noscript)
    shown, reason = _judged(shown, root, said, most)
    if reason and reason != _TOO_LARGE and (whole := parse_page(text)) is not None:
        # Some pages are hidden by their style until a program has loaded.
        hidden, still = _judged(shown, whole, said, most, hidden=True)
        shown, reason = (shown, reason) if still else (hidden, None)
    if reason == _TOO_LARGE:
        raise UnreadableSource(name, too_large(most))
    blocks, article = shown.page, shown.article
    body = "\n\n".join(block.text for block in article)
    stated = _paragraphs(said.body) if said.body else ""
    if len(stated.split()) >= _LEAST_STATED and len(key_of(stated)) * _SHOWN_SHARE > len(
        key_of(body)
    ):
        body, reason = stated, None
        notes = (*notes, "Its text is that of its metadata (JSON-LD); the page shows less of it.")
    if len(body.encode("utf-8", "replace")) > most:
        raise UnreadableSource(name, too_large(most))
    if reason is not None:
        raise UnreadableSource(name, reason)
    if said.walled:
        notes = (
            *notes,
            "The page says that it is not free to read; perhaps this is its beginning.",
        )
    lines = _head_lines(blocks, article, said.title)
    latest = captured_at or saved_at
    guess = partial(_guess_date, text, address, latest)
    dated = date_page(Clues(said.dates, address, lines, guess, latest))
    return Article(
        body=body,
        file=name,
        title=said.title,
        outlet=said.outlet,
        address=address,
        published=dated.published,
        published_note=dated.note,
        language=said.language,
        notes=(*notes, *dated.notes),
        canonical=said.canonical,
    )


def _judged(
    shown: Shown, root: HtmlElement, said: PageMetadata, most: int, *, hidden: bool = False
) -> tuple[Shown, str | None]:
    """What a page shows, and why that is no article; None for an article."""
    blocks = blocks_of(visible(root, hidden=hidden))
    if any(len(block.text) > most for block in blocks):  # before anything looks at it for long
        return replace(shown, page=blocks), _TOO_LARGE
    found = replace(shown, page=blocks, article=article_blocks(root, blocks, said.body))
    return found, refusal(found)


def _head_lines(blocks: Sequence[Block], article: Sequence[Block], title: str | None) -> list[str]:
    """What is printed at the top: from the title to the article's first lines."""
    start = article[0] if article else None
    first = next((number for number, block in enumerate(blocks) if block is start), 0)
    titled = next(
        (number for number, block in enumerate(blocks[: first + 1]) if block.text == title), first
    )
    top = blocks[max(titled, first - _HEAD_LINES) : first + 3]
    return [line for block in top for line in block.text.split("\n")]


def _guess_date(text: str, address: str | None, latest: datetime | None) -> str | None:
    """The day that htmldate finds, or only its year where it gives the first of January."""
    # A tree of its own, for it is changed; never the text, for one that is an address is fetched.
    root = parse_page(text) if len(text) <= _MOST_GUESSED else None
    if root is None:
        return None
    try:
        found = find_date(
            visible(root),  # in scripts are the dates of other articles
            extensive_search=False,
            original_date=True,
            url=address,
            max_date=latest.date().isoformat() if latest else None,
        )
    except Exception as error:  # noqa: BLE001 - a library's mistake costs no article
        _log.info("htmldate failed on a page", exc_info=error)
        return None
    # A year in a line on copyright becomes the first day of that year there.
    return found.removesuffix(_DAY_ONE) if found else None


def _paragraphs(text: str) -> str:
    """The text of JSON-LD, its lines as paragraphs; tags, where there are any, taken out."""
    if "</p>" in text or "<br" in text:
        return text_of_html(text.encode(), charset="utf-8")
    return "\n\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())
