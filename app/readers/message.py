"""A mail message: its text, what its header says, and what is attached to it.

Headers and parts are taken apart by the standard library, in the form in which they came; every
charset that is declared is tried and none believed. Of alternatives (the same text as HTML and
plain) the HTML is read, unless it holds less than half of the words of the other.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.utils import parseaddr
from typing import TYPE_CHECKING

from app.domain.articles import Article
from app.domain.captures import Capture
from app.domain.dates import UNKNOWN_DATE, UncertainDate
from app.errors import UnreadableSource
from app.readers.dating import parse_date
from app.readers.decoding import decode
from app.readers.html import text_of_html
from app.readers.language import language_code

if TYPE_CHECKING:
    from email.message import Message

_PLAIN = frozenset({"text/plain", "text/markdown", "text/enriched"})
_DEEPEST = 40  # parts within parts
_PREFIX = re.compile(r"(?:(?:re|aw|fwd?|wg|tr|rv)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_FORWARDED = re.compile(r"(?:fwd?|wg|tr|rv)\s*:", re.IGNORECASE)
_NEWSLETTER = ("list-unsubscribe", "list-id", "list-post", "feedback-id")
_ADDRESS = re.compile(r"<?(https?://[^\s<>]+)>?")
_ENCRYPTED = frozenset(
    {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}
)
# What is attached and is no article: signatures, dates, cards.
_NOT_ATTACHED = re.compile(
    r"(?:image|audio|video|font)/.*|application/(?:pgp-signature|(?:x-)?pkcs7-signature|ics|ms-tnef)"
    r"|text/(?:calendar|(?:x-)?vcard|css|javascript)|message/(?:delivery-status|.*headers.*)"
)


Attached = tuple[str, Capture]  # its name, empty for a saved page, and what it is


def read_message(
    data: bytes, name: str, max_text_bytes: int
) -> tuple[Article | None, list[Attached]]:
    """The article in a message, if it has a text, and its attachments.

    Raises UnreadableSource for one that holds nothing, is encrypted or too large. Nothing bounds
    the time it takes.
    """
    message = message_from_bytes(data)
    headers = _headers(message)
    parts = _Parts()
    saved = _ADDRESS.fullmatch(headers.get("snapshot-content-location", "").strip())
    if saved:
        return None, [("", _page(message, name, saved.group(1)))]
    text = parts.text_of(message).strip()
    if len(text.encode("utf-8", "replace")) > max_text_bytes:
        raise UnreadableSource(name, f"Its text is larger than {max_text_bytes:,} bytes.")
    if not any(character.isalnum() for character in text):
        if not parts.attached:
            reason = "It is encrypted." if parts.encrypted else "It holds no text."
            raise UnreadableSource(name, reason)
        return None, parts.attached
    published, note = _published(headers)
    subject = _decoded(headers.get("subject", ""))
    archived = _ADDRESS.search(headers.get("archived-at", ""))
    article = Article(
        body=text,
        file=name,
        title=_PREFIX.sub("", " ".join(subject.split()), count=1) or None,
        outlet=_outlet(headers, subject),
        address=archived.group(1) if archived else None,
        published=published,
        published_note=note,
        language=language_code(headers.get("content-language")),
        notes=tuple(dict.fromkeys(parts.notes)),
    )
    return article, parts.attached


@dataclass(slots=True)
class _Parts:
    """What the parts of a message are, gathered while its text is put together."""

    attached: list[Attached] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    encrypted: bool = False

    def text_of(self, part: Message, depth: int = 0) -> str:
        """The text in a part, which may consist of parts; what is attached is set apart."""
        kind = part.get_content_type()
        if depth > _DEEPEST:
            self.notes.append("Parts of it are nested too deeply and were not read.")
        elif kind in _ENCRYPTED:
            self.encrypted = True
        elif part.is_multipart():
            return self._of_several(part, kind, depth)
        elif kind.startswith("multipart/"):
            self.notes.append("Its parts could not be told apart.")
            return self._plain(part)
        elif part.get_filename() or part.get_content_disposition() == "attachment":
            self._attach(part, kind)
        elif kind == "text/html":
            data = self._data(part)
            return text_of_html(data, charset=_charset(part, data))
        elif kind in _PLAIN:
            return self._plain(part)
        return ""

    def _of_several(self, part: Message, kind: str, depth: int) -> str:
        parts = [each for each in part.get_payload() if not isinstance(each, str)]
        if kind.startswith("message/"):
            for each in parts:
                subject = " ".join(_decoded(_headers(each).get("subject", "")).split())
                name = subject[:100] or "message"
                capture = Capture(each.as_bytes(), media_type="message/rfc822")
                self.attached.append((name, capture))
            return ""
        texts = [(each.get_content_type(), self.text_of(each, depth + 1)) for each in parts]
        if kind != "multipart/alternative":
            return "\n\n".join(text for _, text in texts if text.strip())
        plain = max((text for kind, text in texts if kind == "text/plain"), key=len, default="")
        rich = max((text for kind, text in texts if kind != "text/plain"), key=len, default="")
        return rich if 2 * len(rich.split()) >= len(plain.split()) else plain

    def _attach(self, part: Message, kind: str) -> None:
        if _NOT_ATTACHED.fullmatch(kind):
            return
        name = _decoded(str(part.get_filename() or "attachment"))
        capture = Capture(self._data(part), None, kind, part.get_content_charset())
        self.attached.append((name, capture))

    def _data(self, part: Message) -> bytes:
        data = part.get_payload(decode=True)
        return data if isinstance(data, bytes) else b""

    def _plain(self, part: Message) -> str:
        data = self._data(part).replace(b"\0", b"")
        declared = _charset(part, data)
        if declared is not None:
            text = data.decode(declared)
        else:
            try:
                text, notes = decode(data)
            except ValueError:
                text, notes = data.decode("utf-8", "replace"), ("Some of it is no text.",)
            self.notes += notes
        if str(part.get_param("format", "")).lower() == "flowed":
            return _unfolded(text, delsp=str(part.get_param("delsp", "")).lower() == "yes")
        return text


def _charset(part: Message, data: bytes) -> str | None:
    """The declared charset where the data are in it; UTF-8 where they are in that; else None."""
    try:
        if not data.isascii():
            data.decode("utf-8")
            return "utf-8"
    except UnicodeDecodeError:
        pass
    declared = part.get_content_charset() or "us-ascii"
    try:
        codecs.lookup(declared)
        data.decode(declared)
    except (LookupError, UnicodeError, ValueError):
        return None
    return declared


def _unfolded(text: str, *, delsp: bool) -> str:
    """Paragraphs of text in format=flowed (RFC 3676), in which a line goes on after a space."""
    found: list[str] = []
    goes_on = False
    for line in text.splitlines():
        # A space was put before lines that would look quoted or like a separator.
        whole = line.removeprefix(" ")
        if goes_on and found and not whole.startswith(">"):
            found[-1] = (found[-1][:-1] if delsp else found[-1]) + whole
        else:
            found.append(whole)
        goes_on = whole.endswith(" ") and whole != "-- "
    return "\n".join(found)


def _page(message: Message, name: str, address: str) -> Capture:
    """The page in an MHTML file: its first part of HTML."""
    for part in message.walk():
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            data = part.get_payload(decode=True)
            if isinstance(data, bytes) and data:
                return Capture(data, address, "text/html", _charset(part, data))
    raise UnreadableSource(name, "It is a saved page (MHTML) with no page in it.")


def _headers(message: Message) -> dict[str, str]:
    """The first header of each name, in small letters; bytes that are no ASCII decoded."""
    found: dict[str, str] = {}
    for name, value in message.raw_items():
        data = str(value).encode("utf-8", "surrogateescape")
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            try:
                text, _ = decode(data)
            except ValueError:
                text = data.decode("latin-1")
        if name.lower() == "received":  # the last is the first that was written
            found["received"] = text
        found.setdefault(name.lower(), text)
    return found


def _decoded(words: str) -> str:
    """A header without its encoded words (RFC 2047); as it is where they are broken."""
    try:
        parts = decode_header(words)
    except (HeaderParseError, ValueError):
        return words
    found = []
    for part, charset in parts:
        if isinstance(part, str):
            found.append(part)
            continue
        try:
            found.append(part.decode(charset or "utf-8"))
        except (LookupError, UnicodeError, ValueError):
            found.append(part.decode("utf-8", "replace"))
    return "".join(found)


def _outlet(headers: dict[str, str], subject: str) -> str | None:
    """The name of the sender of a newsletter; a mail between people has no outlet."""
    if _FORWARDED.match(subject.strip()) or not any(name in headers for name in _NEWSLETTER):
        return None
    sender, _ = parseaddr(headers.get("from", ""))
    return " ".join(_decoded(sender).split()) or None


def _published(headers: dict[str, str]) -> tuple[UncertainDate, str]:
    sent = parse_date(headers.get("date"))
    if sent.known:
        return sent, "The mail was sent on that day."
    received = parse_date(headers.get("received", "").rpartition(";")[2])
    if received.known:
        return received, "The mail was received on that day; when it was sent, it does not say."
    return UNKNOWN_DATE, ""
