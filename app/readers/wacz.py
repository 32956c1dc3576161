"""Web archives in one file (WACZ 1.1): the pages that its list names, out of its WARCs.

A recording of one page holds a hundred answers: frames, advertisements, data. The lists
(pages/pages.jsonl, pages/extraPages.jsonl) name what people saw, so nothing else is read of an
archive that has them. Every page of the lists is accounted for; where its answer is missing, the
text that a list may give of it is taken.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit, urlunsplit

from app.domain.articles import Article
from app.errors import UnreadableSource
from app.readers.files import shown
from app.readers.material import Material
from app.readers.unpacking import budget_of, inside
from app.readers.warc import as_material, kind_of, read_warc
from app.readers.warcrecords import records
from app.readers.zips import is_hidden, name_of, open_entry, open_zip

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

    from app.readers.material import Limits
    from app.readers.unpacking import Budget

_LISTS = re.compile(r"pages/[^/]+\.jsonl")
_ARCHIVES = re.compile(r"archive/.+\.warc(?:\.gz)?")
_MOST_PAGES = 200_000  # addresses that are kept in memory
_REDIRECTS = range(300, 400)


def read_wacz(
    material: Material, limits: Limits
) -> Iterator[Material | Article | UnreadableSource]:
    """Each page of its lists, or each page in its WARCs where it has none.

    Raises UnreadableSource when it holds no WARC.
    """
    depth = inside(material, limits)
    budget = budget_of(material.stream)
    with open_zip(material) as archive:
        entries = [entry for entry in archive.infolist() if not is_hidden(entry)]
        lists = [
            _List(_name(material, entry), archive, entry, budget, limits.max_text_bytes)
            for entry in entries
            if _LISTS.fullmatch(name_of(entry))
        ]
        warcs = [entry for entry in entries if _ARCHIVES.fullmatch(name_of(entry))]
        if not warcs:
            raise UnreadableSource(material.name, "It is a WACZ archive without a WARC in it.")
        pages = _Pages()
        for page in chain.from_iterable(each.pages() for each in lists):
            if isinstance(page, UnreadableSource):
                yield page
            else:
                pages.add(str(page["url"]))
        for entry in warcs:
            name = _name(material, entry)
            try:
                with open_entry(archive, entry, name, budget) as stream:
                    inner = Material(name, stream, depth=material.depth)
                    if pages.wanted:
                        yield from _of_pages(inner, limits, pages, budget, depth)
                    else:
                        yield from read_warc(inner, limits)
            except UnreadableSource as problem:
                yield problem
        for each in lists:
            yield from each.missing(material.name, pages)


def _name(material: Material, entry: zipfile.ZipInfo) -> str:
    return f"{material.name}: {shown(name_of(entry))}"


class _Pages:
    """The addresses that are looked for, and what became of them."""

    def __init__(self) -> None:
        self.wanted: set[str] = set()  # with those to which they led
        self.found: set[str] = set()
        self._led: dict[str, str] = {}
        self._status: dict[str, int] = {}

    def add(self, address: str) -> None:
        if len(self.wanted) < _MOST_PAGES:
            self.wanted.add(_plain(address))

    def led(self, address: str, location: str) -> None:
        """An address that is looked for led to another one, which is so, too."""
        with suppress(ValueError):
            target = _plain(urljoin(address, location))
            self._led[_plain(address)] = target
            self.wanted.add(target)

    def failed(self, address: str, status: int) -> None:
        self._status[_plain(address)] = status

    def has(self, address: str) -> bool:
        """Whether an answer was found for it, or for what it led to."""
        seen: set[str] = set()
        plain = _plain(address)
        while plain not in seen:
            if plain in self.found:
                return True
            seen.add(plain)
            plain = self._led.get(plain, plain)
        return False

    def why_missing(self, address: str) -> str:
        status = self._status.get(_plain(address))
        if status is not None:
            return f"Its server answered with the error {status}."
        return "It is in the list of pages, but the archive holds no answer for it."


def _of_pages(
    material: Material, limits: Limits, pages: _Pages, budget: Budget, depth: int
) -> Iterator[Material | UnreadableSource]:
    for record in records(material.name, material.stream, limits.max_document_bytes, budget):
        address = record.address or ""
        if record.problem and not record.kind:
            yield UnreadableSource(f"{material.name}: record {record.number}", record.problem)
        if _plain(address) not in pages.wanted:
            continue
        if record.status in _REDIRECTS and record.location:
            pages.led(address, record.location)
        elif record.kind == "response" and record.status is not None and record.status >= 400:
            pages.failed(address, record.status)
        elif not kind_of(record):
            pages.found.add(_plain(address))
            try:
                yield as_material(record, material.name, limits, budget, depth)
            except UnreadableSource as problem:
                yield problem


@dataclass(frozen=True, slots=True)
class _List:
    """A list of pages, as JSON Lines; its first line only says what it is."""

    name: str
    archive: zipfile.ZipFile
    entry: zipfile.ZipInfo
    budget: Budget
    max_text_bytes: int

    def pages(self) -> Iterator[dict[str, object] | UnreadableSource]:
        longest = self.max_text_bytes * 6 + 1_000_000
        try:
            with open_entry(self.archive, self.entry, self.name, self.budget) as stream:
                while line := stream.readline(longest + 1):
                    if len(line) > longest:
                        reason = "A line of it is too long; nothing after it was read."
                        yield UnreadableSource(self.name, reason)
                        return
                    with suppress(ValueError, RecursionError):
                        page = json.loads(line)
                        if isinstance(page, dict) and isinstance(page.get("url"), str):
                            yield page
        except UnreadableSource as problem:
            yield problem

    def missing(self, archive: str, pages: _Pages) -> Iterator[Article | UnreadableSource]:
        """The pages for which there was no answer: their text, if the list gives one."""
        for page in self.pages():
            if isinstance(page, UnreadableSource):
                continue  # told of when the list was read first
            address = str(page["url"])
            if pages.has(address):
                continue
            pages.found.add(_plain(address))  # a page may be listed twice
            name = f"{archive}: {shown(address[:200])}"
            text, title = page.get("text"), page.get("title")
            if not isinstance(text, str) or not text.strip():
                yield UnreadableSource(name, pages.why_missing(address))
            elif len(text.encode("utf-8", "replace")) > self.max_text_bytes:
                reason = f"Its text is larger than {self.max_text_bytes:,} bytes."
                yield UnreadableSource(name, reason)
            else:
                yield Article(
                    body=text,
                    file=name,
                    title=" ".join(title.split()) or None if isinstance(title, str) else None,
                    address=address if address.startswith(("http://", "https://")) else None,
                    notes=("The archive holds no answer for it; this is its text in the list.",),
                )


def _plain(address: str) -> str:
    """An address as they are compared here: without fragment, the host in small letters."""
    try:
        parts = urlsplit(urldefrag(address.strip()).url)
    except ValueError:
        return address
    return urlunsplit(
        (parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", parts.query, "")
    )
