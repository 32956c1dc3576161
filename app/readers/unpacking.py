"""Unpacking: streams out of archives, bounded in all, however archives lie in one another.

A file may unpack to no more than 100 times its own size and 100 MB beside; text packs to a third
or a tenth, tables of much the same lines to a fiftieth. What lies in an archive within an archive
draws on the same allowance (``Budget``), and so does what is unpacked a second time. Nothing is
written under a name that an archive gives.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import shutil
import tempfile
import zlib
from typing import TYPE_CHECKING, BinaryIO, cast
from zipfile import BadZipFile

from app.errors import UnreadableSource
from app.readers.material import Material

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from _typeshed import WriteableBuffer

    from app.readers.material import Limits

_MOST_RATIO = 100
_FREE = 100_000_000  # bytes that any file may unpack to
_IN_MEMORY = 16_000_000  # bytes of an archive in an archive; larger ones go to a temporary file
_ZIP = b"PK"

# What reading from damaged or cut archives raises: gzip, bzip2 and ZIP in all their methods.
DAMAGE = (
    BadZipFile,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    lzma.LZMAError,
    zlib.error,
)


class Budget:
    """How many bytes may still be unpacked from one file."""

    def __init__(self, size: int) -> None:
        """The whole allowance of a file of that size."""
        self.left = size * _MOST_RATIO + _FREE

    def take(self, name: str, count: int) -> None:
        """Spend some of it; raises UnreadableSource when there is no more."""
        self.left -= count
        if self.left < 0:
            raise UnreadableSource(name, "It unpacks to far more than an archive of news holds.")


class Part(io.BytesIO):
    """A part of something larger, in memory, which draws on its budget."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        super().__init__(data)
        self.budget = budget


class Unpacked(io.BufferedReader):
    """A stream that is unpacked while it is read; from its start again after a seek backwards.

    ``opener`` opens what is in the archive, as often as needed. Reading raises UnreadableSource
    about ``name`` where the archive is damaged or cut, and when the budget is spent.
    """

    def __init__(self, name: str, opener: Callable[[], BinaryIO], budget: Budget) -> None:
        self.budget = budget
        super().__init__(_Unpacking(name, opener, budget), 1 << 16)


class _Unpacking(io.RawIOBase):
    def __init__(self, name: str, opener: Callable[[], BinaryIO], budget: Budget) -> None:
        self._name = name
        self._opener = opener
        self._budget = budget
        self._place = 0
        self._opened: BinaryIO | None = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def readinto(self, buffer: WriteableBuffer) -> int:
        with memoryview(buffer) as view:
            found = self._take(len(view))
            view[: len(found)] = found
        return len(found)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_CUR:
            offset += self._place
        elif whence == io.SEEK_END:
            while self._take(1 << 16):
                pass
            offset += self._place
        if offset < self._place:
            self.rewind()
        while offset > self._place and self._take(min(1 << 16, offset - self._place)):
            pass
        return self._place

    def rewind(self) -> None:
        self._place = 0
        opened, self._opened = self._opened, None
        if opened is not None:
            opened.close()

    def close(self) -> None:
        self.rewind()
        super().close()

    def _take(self, count: int) -> bytes:
        try:
            if self._opened is None:
                self._opened = self._opener()
            found = self._opened.read(count)
        except DAMAGE as error:
            raise UnreadableSource(self._name, _damage(error)) from error
        self._place += len(found)
        self._budget.take(self._name, len(found))
        return found


class _Spooled(tempfile.SpooledTemporaryFile[bytes]):
    budget: Budget


def budget_of(stream: BinaryIO) -> Budget:
    """What may be unpacked from a stream: what is left to the file it lies in, or its own."""
    budget = getattr(stream, "budget", None)
    if isinstance(budget, Budget):
        return budget
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    return Budget(size)


def settled(stream: Unpacked) -> BinaryIO:
    """The stream, or a copy of it where it is an archive itself, whose parts are read in any order.

    The stream stands at its start. The copy is in memory or in a nameless temporary file. Closing
    either is up to the caller.
    """
    packed = stream.read(len(_ZIP)) == _ZIP
    stream.seek(0)
    if not packed:
        return stream
    copy = _Spooled(max_size=_IN_MEMORY)
    copy.budget = stream.budget
    try:
        shutil.copyfileobj(stream, copy)
    except BaseException:
        copy.close()
        raise
    copy.seek(0)
    return copy  # type: ignore[return-value]  # a file in all but its declared type


def inside(material: Material, limits: Limits) -> int:
    """How deep lies what is in an archive; raises UnreadableSource when that is too deep."""
    if material.depth >= limits.max_depth:
        reason = f"More than {limits.max_depth} archives lie in one another here."
        raise UnreadableSource(material.name, reason)
    return material.depth + 1


def read_gzip(material: Material, limits: Limits) -> Iterator[Material]:
    """What is packed with gzip, which may be several pieces in a row."""
    yield from _read_packed(material, limits, lambda stream: gzip.GzipFile(fileobj=stream))


def read_bzip2(material: Material, limits: Limits) -> Iterator[Material]:
    """What is packed with bzip2."""
    yield from _read_packed(material, limits, bz2.BZ2File)


def _read_packed(
    material: Material, limits: Limits, packed: Callable[[BinaryIO], object]
) -> Iterator[Material]:
    def opener() -> BinaryIO:
        material.stream.seek(0)
        return cast("BinaryIO", packed(material.stream))

    name = material.name.removesuffix(".gz").removesuffix(".bz2")
    depth = inside(material, limits)
    unpacked = Unpacked(material.name, opener, budget_of(material.stream))
    with unpacked, settled(unpacked) as stream:
        yield Material(
            name=name,
            stream=stream,
            address=material.address,
            captured_at=material.captured_at,
            depth=depth,
        )


def _damage(error: BaseException) -> str:
    if isinstance(error, EOFError):
        return "It is cut off: its end is missing."
    if isinstance(error, NotImplementedError):
        return "It is packed by a method that is not read; pack it again with an ordinary ZIP."
    return "It is damaged and cannot be unpacked."
