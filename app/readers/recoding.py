"""Tables in encodings whose bytes cannot be divided into cells: made UTF-8 while they are read."""

from __future__ import annotations

import codecs
import io
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def as_bytes(stream: BinaryIO, head: bytes) -> BinaryIO:
    """The table in an encoding whose ASCII signs are those of ASCII, with lines that end in LF."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return io.BufferedReader(_Recoded(stream, encoding))
    if b"\r" in head and b"\n" not in head:  # as old Macintosh programs wrote
        return io.BufferedReader(_Recoded(stream, None))
    if head.startswith(codecs.BOM_UTF8):
        stream.seek(len(codecs.BOM_UTF8))
    return stream


class _Recoded(io.RawIOBase):
    """UTF-8 with LF, of a stream in another encoding, or of one whose lines end in CR alone."""

    def __init__(self, stream: BinaryIO, encoding: str | None) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace") if encoding else None
        self._left = b""
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if (offset, whence) != (0, io.SEEK_SET):
            raise io.UnsupportedOperation("only to the start")
        self._stream.seek(0)
        if self._decoder is not None:
            self._decoder.reset()
        self._left, self._place = b"", 0
        return 0

    def readinto(self, buffer: WriteableBuffer) -> int:
        while not self._left:
            data = self._stream.read(1 << 16)
            if self._decoder is None:
                self._left = data.replace(b"\r", b"\n")
            else:
                self._left = self._decoder.decode(data, final=not data).encode("utf-8", "replace")
            if not data and not self._left:
                return 0
        with memoryview(buffer) as view:
            count = min(len(view), len(self._left))
            view[:count] = self._left[:count]
        self._left = self._left[count:]
        self._place += count
        return count
