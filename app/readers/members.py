"""Members of a gzip file (RFC 1952), of which a compressed web archive has one for each record."""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING, BinaryIO

from app.errors import UnreadableSource

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

    from app.readers.unpacking import Budget

MAGIC = b"\x1f\x8b\x08"  # how each begins: gzip with deflate
_CHUNK = 1 << 16
_MOST_DAMAGES = 1_000  # bytes that look like gzip and are none could be tried for ever


class Members(io.RawIOBase):
    """What is in the members of a gzip file, one after the other, over those that are damaged."""

    def __init__(self, name: str, stream: BinaryIO, budget: Budget) -> None:
        self._name = name
        self._stream = stream
        self._budget = budget
        self._packed = b""
        self._member: zlib._Decompress | None = None
        self._damages = 0

    def readable(self) -> bool:
        """That it is."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """How many bytes were put into a buffer; where a member is damaged, two line ends are.

        Raises UnreadableSource when the budget is spent, or too much is damaged.
        """
        with memoryview(buffer) as view:
            found = self._next(min(len(view), _CHUNK))
            view[: len(found)] = found
        self._budget.take(self._name, len(found))
        return len(found)

    def _next(self, most: int) -> bytes:
        """Some bytes, no more than ``most``; none at the end."""
        while self._packed or self._more():
            if self._member is None and not self._begins():
                continue
            assert self._member is not None  # noqa: S101 - it was begun just now
            try:
                found = self._member.decompress(self._packed, most)
            except zlib.error:
                self._damaged()
                return b"\n\n"  # what follows is another record
            if self._member.eof:
                self._packed = self._member.unused_data
                self._member = None
            else:
                self._packed = self._member.unconsumed_tail
            if found:
                return found
        return b""

    def _begins(self) -> bool:
        """Whether another member begins in what was read, all before which is passed over."""
        place = self._packed.find(MAGIC)
        if place >= 0:
            self._packed = self._packed[place:]
            self._member = zlib.decompressobj(31)
            return True
        self._packed = self._packed[-2:]  # it may begin in the middle of the sign
        if not self._more():
            self._packed = b""
        return False

    def _more(self) -> bool:
        found = self._stream.read(_CHUNK)
        self._packed += found
        return bool(found)

    def _damaged(self) -> None:
        self._member = None
        self._packed = self._packed[1:]
        self._damages += 1
        if self._damages > _MOST_DAMAGES:
            reason = f"It is damaged in more than {_MOST_DAMAGES:,} places."
            raise UnreadableSource(self._name, reason)
