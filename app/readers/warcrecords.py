"""Records of a web archive (WARC, ISO 28500), one by one, over damage and wrong lengths.

warcio reads what is in a record. Where one begins and ends is found here, because a reader that
believes every length loses all that follows the first wrong one, or keeps what it says in memory:
a record is as long as it says if its end is there, or another one; else it ends where the next
one begins. A compressed archive is unpacked record by record, and goes on
with the next one behind a damaged one.
"""

from __future__ import annotations

import io
import logging
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, BinaryIO

from warcio.bufferedreaders import BufferedReader
from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader

from app.readers.members import MAGIC, Members

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.readers.unpacking import Budget

# It warns of spaces in addresses, which it then escapes.
logging.getLogger("warcio").setLevel(logging.ERROR)

_VERSION = rb"WARC/(?:1\.[01]|0\.1[78])\r?\n"
_START = re.compile(_VERSION)
_NEXT = re.compile(rb"(?:\r?\n){1,2}(?=" + _VERSION + rb"[A-Za-z-]{3,40}:)")
_ANYWHERE = re.compile(_VERSION + rb"[A-Za-z-]{3,40}:")
_BLANKS = re.compile(rb"[\r\n]*")
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"^Content-Length:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_END = b"\r\n\r\n"  # of a record
_TYPE = re.compile(rb"^WARC-Type:[ \t]*([a-z]+)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_PASSED = frozenset({b"request", b"metadata", b"warcinfo", b"revisit", b"continuation"})
_LONGEST_HEADER = 65_536
_SIGN = 100  # bytes by which the next record is known, and more
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Record:
    """What is in one record; ``problem`` says why its data are not there."""

    number: int  # from 1
    # Of a request, a revisit and notes there is no more than its kind.
    kind: str = ""  # "response", "resource", "conversion", "request", ...; empty: not known
    address: str | None = None
    captured_at: datetime | None = None
    media_type: str | None = None  # of what was archived
    charset: str | None = None
    status: int | None = None  # of HTTP; None where it is no answer
    location: str | None = None  # where a redirect leads
    transfer: str | None = None  # Transfer-Encoding
    content: str | None = None  # Content-Encoding
    data: bytes = b""
    problem: str = ""


def records(name: str, stream: BinaryIO, most: int, budget: Budget) -> Iterator[Record]:
    """The records in an archive, compressed or not, with data of up to ``most`` bytes each.

    Raises UnreadableSource about ``name`` when it unpacks to more than an archive may.
    """
    packed = stream.read(len(MAGIC)) == MAGIC
    stream.seek(0)
    source = _Source(Members(name, stream, budget) if packed else stream)
    for number, (header, block, problem) in enumerate(_blocks(source, most), 1):
        yield _record(number, header, block, problem)


def _blocks(source: _Source, most: int) -> Iterator[tuple[bytes, bytes, str]]:
    """The header of each record, its data, and what is wrong with it."""
    while True:
        source.skip_blanks()
        source.fill(_SIGN)
        if not source.held:
            return
        if not _START.match(source.held):
            source.skip_to_next()
            yield b"", b"", "Here the archive is damaged."
            continue
        source.fill(_LONGEST_HEADER)
        end = _HEADER_END.search(source.held, 0, _LONGEST_HEADER)
        length = _LENGTH.search(source.held, 0, end.start()) if end else None
        if end is None or length is None:
            source.drop(5)
            source.skip_to_next()
            yield b"", b"", "This record has no length, or no end of its header."
            continue
        size = int(length.group(1))
        header = source.take(end.end())
        if size <= most and source.ends_at(size):
            yield header, source.take(size), ""
        elif size > most and source.fill(most + 1):
            start = source.take(source.next_within(_LONGEST_HEADER) or _LONGEST_HEADER)
            source.skip(size - len(start))
            yield header, start, f"It is larger than {most:,} bytes."
        else:
            yield header, *_up_to_next(source, size, most)


def _up_to_next(source: _Source, size: int, most: int) -> tuple[bytes, str]:
    """The data of a record whose length is not believed, and what is wrong with it."""
    place = source.next_within(most)
    if place is not None:
        return source.take(place), ""
    if source.ended:
        data = source.take(len(source.held))
        whole = data.endswith(_END) or len(data) >= size
        return data.removesuffix(_END), "" if whole else "It is cut off, and the archive with it."
    start = source.take(_LONGEST_HEADER)
    source.skip_to_next()
    return start, f"It is larger than {most:,} bytes."


def _record(number: int, header: bytes, block: bytes, problem: str) -> Record:
    if not header:
        return Record(number, problem=problem)
    kind = _TYPE.search(header)
    if kind and kind.group(1).lower() in _PASSED:
        return Record(number, kind.group(1).decode("ascii").lower())
    length = b"Content-Length: %d" % len(block)
    whole = _LENGTH.sub(length, header, count=1) + block
    try:
        found = _parsed(whole, with_http=True)
    except Exception:  # noqa: BLE001 - warcio raises whatever a strange header leads to
        try:
            found = _parsed(whole, with_http=False)
        except Exception:  # noqa: BLE001
            return Record(number, problem="The header of this record is not understood.")
        problem = problem or "The header of this answer is not understood."
    data = found.raw_stream.read(len(whole))
    fields, answer = found.rec_headers, found.http_headers
    media_type = (answer or fields).get_header("Content-Type")
    if fields.get_header("WARC-Truncated") and not problem:
        problem = "It is cut off: the archive says that not all of it was kept."
    return Record(
        number=number,
        kind=(found.rec_type or "").lower(),
        address=(fields.get_header("WARC-Target-URI") or "").strip("<> ") or None,
        captured_at=_moment(fields.get_header("WARC-Date")),
        media_type=(media_type or "").partition(";")[0].strip().lower() or None,
        charset=_charset(media_type),
        status=_status(answer.get_statuscode()) if answer else None,
        location=answer.get_header("Location") if answer else None,
        transfer=answer.get_header("Transfer-Encoding") if answer else None,
        content=answer.get_header("Content-Encoding") if answer else None,
        data=b"" if problem else data,
        problem=problem,
    )


def _parsed(record: bytes, *, with_http: bool) -> ArcWarcRecord:
    reader = BufferedReader(io.BytesIO(record), block_size=len(record))
    loader = ArcWarcRecordLoader(arc2warc=False)
    return loader.parse_record_stream(reader, known_format="warc", no_record_parse=not with_http)


def _status(words: str) -> int | None:
    return int(words) if words.isdecimal() and len(words) == 3 else None


def _charset(media_type: str | None) -> str | None:
    match = re.search(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", media_type or "", re.IGNORECASE)
    return match.group(1).lower() if match else None


def _moment(words: str | None) -> datetime | None:
    """WARC-Date, in UTC; None for one that is none."""
    try:
        moment = datetime.fromisoformat((words or "").strip())
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class _Source:
    """Bytes that are looked at before they are taken."""

    def __init__(self, stream: BinaryIO | Members) -> None:
        self._stream = stream
        self.held = bytearray()
        self.ended = False

    def fill(self, count: int) -> bool:
        """Hold at least so many bytes; whether there are."""
        while len(self.held) < count and not self.ended:
            found = self._stream.read(max(_CHUNK, count - len(self.held)))
            self.held += found or b""
            self.ended = not found
        return len(self.held) >= count

    def take(self, count: int) -> bytes:
        found = bytes(self.held[:count])
        self.drop(count)
        return found

    def drop(self, count: int) -> None:
        del self.held[:count]

    def skip(self, count: int) -> None:
        """Go on by so many bytes, or to the next record if that comes first."""
        while count > 0 and self.fill(1):
            self.fill(_CHUNK)
            match = _NEXT.search(self.held, 0, min(count, len(self.held)))
            if match:
                self.drop(match.start())
                return
            # What may be the first half of a sign of the next record stays.
            done = count if count <= len(self.held) else max(len(self.held) - _SIGN, 1)
            self.drop(done)
            count -= done

    def skip_blanks(self) -> None:
        while self.fill(1):
            match = _BLANKS.match(self.held)
            if not match or not match.end():
                return
            self.drop(match.end())

    def skip_to_next(self) -> None:
        """Go on to the next record, or the end."""
        while self.fill(1):
            self.fill(_CHUNK)
            match = _ANYWHERE.search(self.held)
            if match:
                self.drop(match.start())
                return
            self.drop(len(self.held) if self.ended else len(self.held) - _SIGN)

    def ends_at(self, count: int) -> bool:
        """Whether so many bytes are there, and behind them the end of a record or of all."""
        self.fill(count + len(_END))
        if len(self.held) < count:
            return False
        if self.held[count : count + len(_END)] == _END or _START.match(self.held, count):
            return True
        # Some programs end a record with LF, or the last one with less.
        self.fill(count + _CHUNK)
        match = _BLANKS.match(self.held, count)
        end = match.end() if match else count
        return (self.ended and end >= len(self.held)) or bool(_START.match(self.held, end))

    def next_within(self, most: int) -> int | None:
        """Where the next record begins, if it does within so many bytes."""
        searched = 0
        while True:
            match = _NEXT.search(self.held, searched)
            if match:
                return match.start() if match.start() <= most else None
            if self.ended or len(self.held) > most:
                return None
            searched = max(0, len(self.held) - _SIGN)
            self.fill(len(self.held) + _CHUNK)
