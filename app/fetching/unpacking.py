"""Unpacking what a server packed for the way, within a bound.

httpx would do it, but without a bound and as many times over as a server declares: a thousandth
of what is unpacked suffices as input, each time. So the raw bytes are taken and unpacked here.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from app.fetching.failures import Failed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ACCEPTED = "gzip, deflate"
_GZIP = b"\x1f\x8b"
_HEAD = 2  # bytes by which gzip and the envelope of deflate are known
_PLAIN = frozenset({"", "identity", "none", "utf-8"})  # the last is a common mistake of servers


def unpack(chunks: Iterable[bytes], encoding: str, most: int) -> Iterator[bytes]:
    """The content of a body that arrives in chunks, at most ``most`` + 1 bytes of it.

    ``encoding`` is the header Content-Encoding. Raises Failed for packings that nobody asked for,
    for what is not packed as declared, and for what ends in the middle.
    """
    packing = encoding.strip().lower()
    if packing in _PLAIN:
        yield from chunks
    elif packing in {"gzip", "x-gzip"}:
        yield from _inflate(chunks, most, members=True)
    elif packing == "deflate":
        yield from _inflate(chunks, most, members=False)
    else:
        raise Failed(f"It is packed in a way that was not asked for ({packing[:40]}).")


def _inflate(chunks: Iterable[bytes], most: int, *, members: bool) -> Iterator[bytes]:
    """The content of gzip (which may have several members) or of deflate."""
    left = most + 1
    stream = None
    held = b""  # the beginning of something whose kind cannot be told yet
    for chunk in chunks:
        rest, held = held + chunk, b""
        while rest and left > 0:
            if stream is None or stream.eof:
                if len(rest) < _HEAD:
                    held = rest
                    break
                if stream is not None and not (members and rest.startswith(_GZIP)):
                    break  # padding after the end, which is left alone as browsers do
                stream = zlib.decompressobj(_window(rest, gzip=members))
            try:
                data = stream.decompress(rest, left)
            except zlib.error as error:
                raise Failed("It is not packed as its server says.", passing=True) from error
            left -= len(data)
            if data:
                yield data
            rest = stream.unused_data if stream.eof else stream.unconsumed_tail
        if left <= 0:
            return
    if (held and stream is None) or (stream is not None and not stream.eof):
        raise Failed("It ended before all of it had arrived.", again=True)


def _window(head: bytes, *, gzip: bool) -> int:
    """What zlib is to expect; deflate without its envelope is usual (RFC 9110, 8.4.1.2)."""
    if gzip:
        return 16 + zlib.MAX_WBITS
    enveloped = head[0] & 0x0F == zlib.DEFLATED and int.from_bytes(head[:_HEAD]) % 31 == 0
    return zlib.MAX_WBITS if enveloped else -zlib.MAX_WBITS
