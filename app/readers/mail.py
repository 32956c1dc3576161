"""Mail: newsletters (.eml), mailboxes (mbox) and pages that a browser saved as MHTML."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

from app.domain.captures import Capture
from app.errors import UnreadableSource
from app.readers.bounded import bounded
from app.readers.files import shown
from app.readers.material import Material
from app.readers.unpacking import Budget, Part, budget_of, inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.articles import Article
    from app.readers.material import Limits

_FROM = b"From "
# How a message begins in a mailbox (RFC 4155): an address, or "-", and a time.
_SEPARATOR = re.compile(rb"From \S+ .{0,200}\d{4}\s*\r?\n")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_LONGEST_NAME = 200  # characters


class _Message(NamedTuple):
    data: bytes | None  # None: it is too large
    number: int


def read_mail(
    material: Material, limits: Limits
) -> Iterator[Article | Material | UnreadableSource]:
    """The article in a message, and what is attached to it; of a mailbox, each message.

    Pictures, signatures and the like are passed over. Raises UnreadableSource for a message that
    holds nothing, is encrypted, is too large, or takes too long.
    """
    budget = budget_of(material.stream)
    if material.head().startswith(_FROM):
        yield from _of_mailbox(material, limits, budget)
        return
    data = material.data(limits.max_document_bytes)
    article, attached = bounded(
        _read_message,
        data,
        material.name,
        limits.max_text_bytes,
        name=material.name,
        seconds=limits.max_seconds,
    )
    if article is not None:
        address = material.address or article.address
        capture = Capture(data, address, "message/rfc822", captured_at=material.captured_at)
        yield replace(article, address=address, capture=capture)
    if not attached:
        return
    depth = inside(material, limits)
    for name, found in attached:
        yield Material(
            name=f"{material.name}: {shown(name[:_LONGEST_NAME])}" if name else material.name,
            stream=Part(found.data, budget),
            address=found.address,
            media_type=found.media_type,
            charset=found.charset,
            captured_at=material.captured_at,
            depth=depth,
        )


def _read_message(
    data: bytes, name: str, max_text_bytes: int
) -> tuple[Article | None, list[tuple[str, Capture]]]:
    # Imported in the child only: it reads HTML, and the libraries for that are large.
    messages = import_module("app.readers.message")
    return cast(
        "tuple[Article | None, list[tuple[str, Capture]]]",
        messages.read_message(data, name, max_text_bytes),
    )


def _of_mailbox(
    material: Material, limits: Limits, budget: Budget
) -> Iterator[Material | UnreadableSource]:
    depth = inside(material, limits)
    for message in _messages(material, limits.max_document_bytes):
        name = f"{material.name}: message {message.number}"
        if message.data is None:
            reason = f"It is larger than {limits.max_document_bytes:,} bytes."
            yield UnreadableSource(name, reason)
        elif message.data.strip():
            data = _QUOTED.sub(rb"\1", message.data)
            yield Material(name, Part(data, budget), media_type="message/rfc822", depth=depth)


def _messages(material: Material, most: int) -> Iterator[_Message]:
    """The messages of a mailbox, without the line that begins each."""
    lines: list[bytes] = []
    size = number = 0
    after_blank = True
    while line := material.stream.readline(1 << 20):
        if after_blank and _SEPARATOR.fullmatch(line):
            if number:
                yield _Message(b"".join(lines) if size <= most else None, number)
            lines, size = [], 0
            number += 1
        elif (size := size + len(line)) <= most:
            lines.append(line)
        after_blank = line in {b"\n", b"\r\n"}
    yield _Message(b"".join(lines) if size <= most else None, max(number, 1))
