"""Web archives (WARC): the pages and texts in them, as they were answered.

Read are answers (``response``) with a status of 200, things that were kept without one
(``resource``) and texts taken from pages (``conversion``), where they are pages, plain text, PDF,
Word or mail. What is no article is passed over without a word: pictures, scripts and style
sheets, redirects and errors, requests, and ``revisit`` records, which say that a page was still
what an earlier record holds.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.errors import UnreadableSource
from app.readers.files import shown
from app.readers.httpbody import body
from app.readers.material import Material
from app.readers.unpacking import Part, budget_of, inside
from app.readers.warcrecords import records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.readers.material import Limits
    from app.readers.unpacking import Budget
    from app.readers.warcrecords import Record

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_DOCUMENTS = frozenset(
    {"text/plain", "text/markdown", "application/pdf", "message/rfc822"}
    | {"application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
)
_UNTOLD = frozenset({None, "application/octet-stream", "unk"})
_LIKE_A_DOCUMENT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html)\b|%PDF-", re.IGNORECASE
)
_KINDS = frozenset({"response", "resource", "conversion"})
_READ = frozenset({200, 203})
_SNIFFED = 1_024  # bytes in which a page has a tag
_FOR_MACHINES = re.compile(r"/(?:robots|ads|app-ads|humans|security|llms)\.txt\Z")
_LONGEST_ADDRESS = 200  # characters, where people read it


def read_warc(material: Material, limits: Limits) -> Iterator[Material | UnreadableSource]:
    """Each page or text in the archive, and each record that is damaged.

    Raises UnreadableSource when there is none.
    """
    depth = inside(material, limits)
    budget = budget_of(material.stream)
    passed: Counter[str] = Counter()
    empty = True
    for record in records(material.name, material.stream, limits.max_document_bytes, budget):
        kind = kind_of(record)
        if kind:
            passed[kind] += 1
            continue
        empty = False
        try:
            yield as_material(record, material.name, limits, budget, depth)
        except UnreadableSource as problem:
            yield problem
    if empty:
        found = ", ".join(f"{kind}: {count:,}" for kind, count in sorted(passed.items()))
        raise UnreadableSource(material.name, f"It holds no page or text ({found or 'nothing'}).")


def kind_of(record: Record) -> str:
    """What a record is that is no article, in the plural; empty for one that may be."""
    if record.problem and not record.kind:
        return ""  # to be told of
    if record.kind not in _KINDS or (record.address or "").startswith(("urn:", "dns:")):
        return "revisits" if record.kind == "revisit" else "requests and notes"
    if record.status is not None and record.status not in _READ:
        return "redirects and errors"
    if _FOR_MACHINES.search(_path(record.address)):
        return "other files"
    if not record.data and not record.problem:
        return "empty answers"
    return "" if _may_be_read(record) else "other files"


def as_material(
    record: Record, archive: str, limits: Limits, budget: Budget, depth: int
) -> Material:
    """What is in a record; raises UnreadableSource for one that is damaged or too large."""
    address = record.address
    name = f"{archive}: record {record.number}"
    if address:
        name = f"{name} ({shown(address[:_LONGEST_ADDRESS])})"
    if record.problem:
        raise UnreadableSource(name, record.problem)
    try:
        data = body(record.data, record.transfer, record.content, limits.max_document_bytes)
    except ValueError as error:
        raise UnreadableSource(name, str(error)) from error
    return Material(
        name=name,
        stream=Part(data, budget),
        address=address if (address or "").startswith(("http://", "https://")) else None,
        media_type=record.media_type,
        charset=record.charset,
        captured_at=record.captured_at,
        depth=depth,
    )


def _path(address: str | None) -> str:
    try:
        return urlsplit(address or "").path
    except ValueError:
        return ""


def _may_be_read(record: Record) -> bool:
    """Whether a record is of a kind that holds articles, as declared; if nothing is, as it looks.

    Servers answer "text/html" for tracking pixels and for data of programs, too.
    """
    start = record.data[:_SNIFFED]
    if record.problem and record.media_type in {None, "application/http"}:
        return True  # it was cut off before its type
    if record.media_type in _PAGES:
        told_later = record.content or record.transfer or record.problem
        return bool(told_later) or b"<" in start
    if record.media_type in _UNTOLD:
        return bool(_LIKE_A_DOCUMENT.match(start))
    return record.media_type in _DOCUMENTS
