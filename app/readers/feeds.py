"""Feeds: RSS and Atom in all their versions. An entry with its full text is an article.

An entry that holds only the beginning of its text, or a summary, is a link: its page is to be
fetched. What an entry does not say (outlet, language) is taken from its feed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

import feedparser

from app.domain.articles import Article
from app.domain.captures import Capture, Link
from app.domain.dates import UNKNOWN_DATE, DateBasis, UncertainDate
from app.errors import UnreadableSource
from app.readers.bounded import bounded
from app.readers.dating import parse_date
from app.readers.html import text_of_html
from app.readers.language import language_code
from app.readers.page.metadata import whole_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.readers.material import Limits, Material

_LEAST_CONTENT = 60  # words of what a feed calls an entry's content to be its full text
_LEAST_SUMMARY = 200  # words of what it calls a summary: some feeds put the full text there
_MOST_ENTRIES = 20_000
# How an entry ends whose text goes on elsewhere.
_GOES_ON = re.compile(
    r"(?:\[?(?:…|\.\.\.)\]?|(?:continue reading|read (?:more|the (?:full|rest))"
    r"|full (?:story|article))\b[^.]{0,80}[.…→»]*)\s*\Z",
    re.IGNORECASE,
)
# What blogs put below each entry; it is no end of the text.
_SIGNED = re.compile(r"\n*The post .{1,300} (?:appeared first|first appeared) on .{1,200}\Z")


def read_feed(material: Material, limits: Limits) -> Iterator[Article | Link | UnreadableSource]:
    """The entries of a feed, in its order: articles, and links where the text is not whole.

    Raises UnreadableSource when the feed cannot be read or has no entry.
    """
    data = material.data(limits.max_document_bytes)
    found = bounded(
        _entries,
        data,
        material.name,
        material.address,
        name=material.name,
        seconds=limits.max_seconds,
    )
    if not found:
        raise UnreadableSource(material.name, "There is no entry in this feed.")
    for each in found:
        if isinstance(each, tuple):
            yield UnreadableSource(*each)
        elif isinstance(each, Article) and len(each.body.encode()) > limits.max_text_bytes:
            yield UnreadableSource(each.file, "Its text is too large.")
        else:
            yield each


def _entries(data: bytes, name: str, address: str | None) -> list[Article | Link | tuple[str, str]]:
    """All entries; of one that says too little to be found again, its name and why."""
    # Given as a stream: of a text, feedparser would fetch the address or open the file it names.
    # What is in it is not made safe here, for it is never shown as HTML.
    parsed = feedparser.parse(
        BytesIO(data),
        sanitize_html=False,
        resolve_relative_uris=False,
        response_headers={"content-location": address} if address else None,
    )
    feed = parsed.get("feed", {})
    read = partial(_entry, feed=feed, name=name, base=address or _text(feed, "link"))
    return [read(entry, number) for number, entry in enumerate(parsed.entries[:_MOST_ENTRIES], 1)]


def _entry(
    entry: Any,  # noqa: ANN401 - feedparser has no types
    number: int,
    *,
    feed: Any,  # noqa: ANN401
    name: str,
    base: str | None,
) -> Article | Link | tuple[str, str]:
    address = _address(entry, base)
    published, note, notes = _published(entry)
    source = entry.get("source") or {}
    language = _text(entry, "language") or _text(feed, "language")
    title = text_of_html(_text(entry, "title").encode(), charset="utf-8").strip() or None
    outlet = _text(source, "title") or _text(entry, "publisher") or _text(feed, "title") or None
    place = f"{name}: {address or f'entry {number}'}"
    whole = _whole_text(entry)
    if whole is None:
        if address is None:
            return place, "It has neither its text nor an address."
        link = Link(address, found_in=name, title=title, outlet=outlet)
        return replace(
            link,
            published=published,
            published_note=note,
            language=language_code(language),
        )
    body, markup = whole
    return Article(
        body=body,
        file=place,
        title=title,
        outlet=outlet,
        address=address,
        published=published,
        published_note=note,
        language=language_code(language),
        notes=notes,
        capture=Capture(markup, address, "text/html", "utf-8"),
    )


def _whole_text(entry: Any) -> tuple[str, bytes] | None:  # noqa: ANN401
    """The text of an entry and its mark-up; None where it is not all of it."""
    contents = [(_text(each, "value"), _LEAST_CONTENT) for each in entry.get("content", ())]
    summary = (_text(entry, "summary"), _LEAST_SUMMARY)
    for markup, least in [*sorted(contents, key=lambda pair: -len(pair[0])), summary]:
        data = markup.encode("utf-8", "replace")
        text = _SIGNED.sub("", text_of_html(data, charset="utf-8")).strip()
        if len(text.split()) >= least and not _GOES_ON.search(text[-200:]):
            return text, data
    return None


def _published(entry: Any) -> tuple[UncertainDate, str, tuple[str, ...]]:  # noqa: ANN401
    """The date of an entry, why we think so, and what was not believed."""
    notes: tuple[str, ...] = ()
    for name in ("published", "created"):
        words = _text(entry, name)
        found = parse_date(words)
        if found.known:
            return found, "Its feed gives it.", notes
        if words:
            notes = (f"Its feed gives '{words[:60]}', which is no date.",)
    changed = parse_date(_text(entry, "updated"))
    if not changed.known:
        return UNKNOWN_DATE, "", notes
    guess = UncertainDate.parse(f"{changed.edtf}?", DateBasis.INFERRED)
    return guess, "Its feed says only when it was last changed.", notes


def _address(entry: Any, base: str | None) -> str | None:  # noqa: ANN401
    """The address of an entry, or its identifier where that is one."""
    identifier, link = _text(entry, "id"), _text(entry, "link")
    if link and link != identifier:  # feedparser takes the one for the other
        return whole_address(link, base)
    return whole_address(identifier, None)


def _text(value: Any, name: str) -> str:  # noqa: ANN401
    """A text that feedparser found, or nothing."""
    found = value.get(name) if hasattr(value, "get") else None
    return found.strip() if isinstance(found, str) else ""
