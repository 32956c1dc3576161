"""Bodies of HTTP answers as they were sent: in chunks, compressed, or said to be and not."""

from __future__ import annotations

import re
import zlib

_CHUNK = re.compile(rb"\s*([0-9A-Fa-f]{1,15})[^\r\n]{0,200}\r?\n")
_PRINTABLE = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,200}<[!?a-zA-Z]")


def body(data: bytes, transfer: str | None, content: str | None, most: int) -> bytes:
    """What was sent, by its headers Transfer-Encoding and Content-Encoding.

    Many programs take an encoding off and leave the header, so it is only believed if the data
    are so encoded. Raises ValueError, with a sentence for people, when they are cut off, are
    encoded otherwise, or are more than ``most`` bytes.
    """
    if "chunked" in (transfer or "").lower() and _CHUNK.match(data):
        data = _of_chunks(data)
    encodings = [each.strip().lower() for each in (content or "").split(",") if each.strip()]
    for encoding in reversed(encodings):
        data = _unpacked(data, encoding, most)
    if len(data) > most:
        raise ValueError(f"It is larger than {most:,} bytes.")
    return data


def _of_chunks(data: bytes) -> bytes:
    """RFC 9112, section 7.1."""
    found: list[bytes] = []
    place = 0
    while match := _CHUNK.match(data, place):
        size = int(match.group(1), 16)
        if not size:
            return b"".join(found)
        place = match.end() + size
        if place > len(data):
            raise ValueError("It is cut off: its last chunks are missing.")
        found.append(data[match.end() : place])
    raise ValueError("It is cut off: its last chunks are missing.")


def _unpacked(data: bytes, encoding: str, most: int) -> bytes:
    if encoding in {"identity", "none", "utf-8"}:
        return data
    if encoding in {"gzip", "x-gzip"}:
        return _inflated(data, 31, most) if data.startswith(b"\x1f\x8b") else data
    if _PRINTABLE.match(data):
        return data
    if encoding == "deflate":
        try:
            return _inflated(data, 15, most)
        except zlib.error:
            return _inflated(data, -15, most)  # without its header, as some servers sent it
    raise ValueError(f"It is compressed with '{encoding[:20]}', which is not read.")


def _inflated(data: bytes, form: int, most: int) -> bytes:
    unpacker = zlib.decompressobj(form)
    try:
        found = unpacker.decompress(data, most + 1)
    except zlib.error as error:
        if form == 15:
            raise
        raise ValueError("It is damaged and cannot be unpacked.") from error
    if len(found) > most:
        raise ValueError(f"It unpacks to more than {most:,} bytes.")
    if not unpacker.eof:
        raise ValueError("It is cut off: its end is missing.")
    return found
