"""Tables: JSON Lines, JSON, CSV and TSV, each row of which is an article or names one.

A row with a text is an article, one with only an address a link. Which column is which is told
by its name (columns.py); what a row gives is the table's word, so its date is metadata.
"""

from __future__ import annotations

import html
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from app.domain.articles import Article
from app.domain.captures import Link
from app.domain.dates import UNKNOWN_DATE, DateBasis, UncertainDate
from app.errors import UnreadableSource
from app.readers.columns import KNOWN, Columns
from app.readers.dating import date_of_address
from app.readers.delimited import form_of, rows
from app.readers.jsonrows import objects
from app.readers.language import language_code
from app.readers.languages import code_of_name
from app.readers.markup import article_in
from app.readers.material import HEAD_BYTES
from app.readers.recoding import as_bytes
from app.readers.tabledates import date_in, day_first
from app.readers.text import headline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from app.readers.delimited import Row
    from app.readers.material import Limits, Material

_JSON = re.compile(rb"(?:\xef\xbb\xbf)?[\s\x1e]*[{\[]")
_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s]+", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)
_OPENING = re.compile(
    r"\s{0,99}<(?:!doctype|html|body|article|section|div|p|h[1-6]|span|figure|ul|blockquote)\b[^<>]*>",
    re.IGNORECASE,
)
_CUT = re.compile(r"\[\+\d+ chars\]\s*\Z")  # NewsAPI gives the first 200 characters
_LONGEST_TITLE = 500  # characters
_ESCAPES = 6  # bytes that JSON may take for one character: \u00e9


class _Value(NamedTuple):
    column: str
    words: str


@dataclass(frozen=True, slots=True)
class _Record:
    """A row: what it has for each field, the likeliest first."""

    name: str
    values: Mapping[str, Sequence[_Value]]
    notes: tuple[str, ...] = ()
    problem: str = ""
    day_first: bool | None = None

    def first(self, field: str) -> str:
        return next((value.words for value in self.values.get(field, ())), "")


def read_table(
    material: Material, limits: Limits, columns: Columns = KNOWN
) -> Iterator[Article | Link | UnreadableSource]:
    """The articles and links in a table, row by row, and the rows that cannot be read.

    Raises UnreadableSource when no column for texts or addresses is known, or there is no row.
    """
    stream = as_bytes(material.stream, material.head())
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    found = _of_json if _JSON.match(head) else _of_cells
    empty = True
    for record in found(replace(material, stream=stream), limits, columns, head):
        empty = False
        try:
            yield _read(record, limits, material.name)
        except UnreadableSource as problem:
            yield problem
    if empty:
        raise UnreadableSource(material.name, "It is a table without rows.")


def _of_json(material: Material, limits: Limits, columns: Columns, _: bytes) -> Iterator[_Record]:
    longest = limits.max_text_bytes * _ESCAPES + 1_000_000
    names: tuple[str, ...] = ()
    places: dict[str, list[int]] = {}
    try:
        for each in objects(material.stream, longest=longest, most=limits.max_document_bytes):
            if tuple(each.values) != names:
                names = tuple(each.values)
                places = columns.found(names)
            values = _values(names, tuple(each.values.values()), places)
            name = f"{material.name}: {each.place}"
            yield _Record(name, values, each.notes, each.problem, columns.day_first)
    except ValueError as error:
        raise UnreadableSource(material.name, str(error)) from error


def _of_cells(
    material: Material, limits: Limits, columns: Columns, head: bytes
) -> Iterator[_Record]:
    most = limits.max_text_bytes * 2 + 1_000_000
    form = form_of(head, columns)
    if form is None:
        reason = (
            "None of its columns has a name that is known for a text or an address; "
            "docs/reading.md tells which are, and how to give others."
        )
        raise UnreadableSource(material.name, reason)
    try:
        order = columns.day_first
        if order is None:
            whole = head.rpartition(b"\n")[0]
            order = day_first(_dates(rows(BytesIO(whole), form, whole, most), form.places))
        for row in rows(material.stream, form, head, most):
            values = _values(form.header, row.cells, form.places)
            name = f"{material.name}: line {row.line}"
            yield _Record(name, values, row.notes, row.problem, order)
    except ValueError as error:
        raise UnreadableSource(material.name, str(error)) from error


def _dates(found: Iterable[Row], places: Mapping[str, Sequence[int]]) -> Iterator[str]:
    for row in found:
        for place in places.get("published", ()):
            if place < len(row.cells):
                yield row.cells[place]


def _values(
    header: Sequence[str], cells: Sequence[str], places: Mapping[str, Sequence[int]]
) -> dict[str, list[_Value]]:
    """What a row has for each field, without the columns that hold nothing."""
    return {
        field: [
            _Value(header[place] if header else "", words)
            for place in each
            if place < len(cells) and (words := cells[place].replace("\0", "").strip())
        ]
        for field, each in places.items()
    }


def _read(record: _Record, limits: Limits, table: str) -> Article | Link:
    """The article or link in a row; raises UnreadableSource where there is neither."""
    if record.problem:
        raise UnreadableSource(record.name, record.problem)
    address, outlet = _address(record), _outlet(record)
    published, note, notes = _published(record, address)
    title = _title(record.first("title"))
    language = _language(record.first("language"))
    text, marked_up = record.first("text"), record.first("html")
    if not marked_up and _is_marked_up(text):
        text, marked_up = "", text
    cut = bool(_CUT.search(text))
    if address and not marked_up and (cut or not text):
        return Link(
            address=address,
            found_in=table,
            title=title,
            outlet=outlet,
            published=published,
            published_note=note,
            language=language,
        )
    for each in (text, marked_up):
        if len(each.encode("utf-8", "replace")) > limits.max_text_bytes:
            reason = f"Its text is larger than {limits.max_text_bytes:,} bytes."
            raise UnreadableSource(record.name, reason)
    if marked_up:
        article = article_in(
            marked_up.encode("utf-8", "replace"), record.name, limits, address=address
        )
        if not any(character.isalnum() for character in article.body):
            raise UnreadableSource(record.name, "Its mark-up holds no words.")
    elif any(character.isalnum() for character in text):
        article = Article(text, record.name, title=headline(text) if not title else None)
    else:
        raise UnreadableSource(record.name, "It has neither a text nor an address.")
    if cut:
        notes = (*notes, "Its text is cut off, as the table says.")
    return replace(
        article,
        title=title or article.title,
        outlet=outlet or article.outlet,
        address=address or article.address,
        published=published if published.known else article.published,
        published_note=note if published.known else article.published_note,
        language=language or article.language,
        notes=(*record.notes, *article.notes, *notes),
    )


def _is_marked_up(text: str) -> bool:
    """Whether a text is HTML: it begins and ends with mark-up, or its paragraphs are marked."""
    if _OPENING.match(text) and text.rstrip().endswith(">"):
        return True
    return "</p>" in text and len(text.split("</p>", 2)) == 3


def _address(record: _Record) -> str | None:
    for value in record.values.get("address", ()):
        words = value.words.strip("<>")
        if _ADDRESS.fullmatch(words):
            return words
        if words.startswith("www.") and _ADDRESS.fullmatch(f"https://{words}"):
            return f"https://{words}"
    return None


def _outlet(record: _Record) -> str | None:
    """The name of the outlet; where there is none, the host of its address."""
    hosts: list[str] = []
    for value in record.values.get("outlet", ()):
        if not _ADDRESS.fullmatch(value.words):
            if any(character.isalpha() for character in value.words):
                return _title(value.words)
            continue
        with suppress(ValueError):
            host = (urlsplit(value.words).hostname or "").removeprefix("www.")
            hosts += [host] if _HOST.fullmatch(host) else []
    return hosts[0] if hosts else None


def _title(words: str) -> str | None:
    """In one line and, where it is escaped as in a page, as people read it."""
    plain = html.unescape(words) if "&" in words else words
    return " ".join(plain.split())[:_LONGEST_TITLE] or None


def _language(words: str) -> str | None:
    return code_of_name(words) or language_code(words)


def _published(record: _Record, address: str | None) -> tuple[UncertainDate, str, tuple[str, ...]]:
    """The date, how it is known, and what is wrong with what is no date."""
    problems: list[str] = []
    for value in record.values.get("published", ()):
        try:
            found = date_in(value.words, day_first=record.day_first)
        except ValueError as error:
            problems.append(f"Its {_column(value)}: {error}")
        else:
            return found, f"Its {_column(value)} gives it.", tuple(problems)
    within = date_of_address(address)
    if within.known:
        return within, "Its address contains it.", tuple(problems)
    for value in record.values.get("seen", ()):
        try:
            found = date_in(value.words, day_first=record.day_first)
        except ValueError:
            continue
        if found.known and found.edtf:
            uncertain = UncertainDate.parse(f"{found.edtf}?", DateBasis.INFERRED)
            note = f"Its {_column(value)} tells when it was first seen, not when it was published."
            return uncertain, note, tuple(problems)
    return UNKNOWN_DATE, "", tuple(problems)


def _column(value: _Value) -> str:
    return f"column '{_title(value.column[:60])}'" if value.column.strip() else "row"
