"""ZIP archives: each file in one is a material of its own, of whatever kind."""

from __future__ import annotations

import stat
import zipfile
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, cast

from app.errors import UnreadableSource
from app.readers.definitions import METADATA_FILE
from app.readers.files import shown
from app.readers.folders import Files
from app.readers.material import Material
from app.readers.unpacking import DAMAGE, Unpacked, budget_of, inside, settled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from app.readers.material import Limits
    from app.readers.unpacking import Budget

# The list of what an archive holds is read at once, at about 16 bytes of memory for each of it.
_MOST_DIRECTORY = 16_000_000  # bytes: some 200,000 files
_END = b"PK\x05\x06"  # of the archive; APPNOTE.TXT 4.3.16
_END_64 = b"PK\x06\x06"  # 4.3.14
_LONGEST_END = 22 + 65_535 + 76
_ENCRYPTED = 0x1  # APPNOTE.TXT 4.4.4
_UTF8_NAME = 0x800
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2})


def read_zip(material: Material, limits: Limits) -> Iterator[Material | UnreadableSource]:
    """Each file in the archive, in its order; hidden ones and folders are left out.

    Names are shown and used for nothing else, so it does not matter where they point.
    """
    depth = inside(material, limits)
    budget = budget_of(material.stream)
    with open_zip(material) as archive:
        empty = True
        for entry in archive.infolist():
            if not entry.filename or entry.filename.endswith("/") or is_hidden(entry):
                continue
            empty = False
            name = f"{material.name}: {shown(name_of(entry))}"
            reason = _not_an_article(name_of(entry))
            if reason:
                yield UnreadableSource(name, reason)
                continue
            try:
                with open_entry(archive, entry, name, budget) as stream:
                    yield Material(name, stream, depth=depth)
            except UnreadableSource as problem:
                yield problem
            if budget.left < 0:
                raise UnreadableSource(material.name, "The rest of it was not unpacked.")
    if empty:
        raise UnreadableSource(material.name, "It is an archive with nothing in it.")


def _not_an_article(name: str) -> str:
    """Why a file is no article, by its name, as in a folder; empty for any other."""
    path = Path(name)
    if path.name == METADATA_FILE:
        return "What it says of other files is only used in a folder: unpack the archive first."
    problem = Files(path.parent, (), {}).not_an_article(path)
    return problem.reason if problem else ""


@contextmanager
def open_zip(material: Material) -> Iterator[zipfile.ZipFile]:
    """The archive; raises UnreadableSource when it is none, or holds too many files to list."""
    material.stream.seek(0)
    if _directory_bytes(material.stream) > _MOST_DIRECTORY:
        raise UnreadableSource(material.name, "It is an archive of too many files.")
    try:
        archive = zipfile.ZipFile(material.stream)
    except DAMAGE as error:
        raise UnreadableSource(material.name, "It is damaged, or its end is missing.") from error
    with archive:
        yield archive
    material.stream.seek(0)


@contextmanager
def open_entry(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, budget: Budget
) -> Iterator[BinaryIO]:
    """What is in one file of the archive; raises UnreadableSource where that cannot be read."""
    if entry.flag_bits & _ENCRYPTED:
        raise UnreadableSource(name, "It is protected by a password.")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise UnreadableSource(name, "It is a symbolic link, which is not followed in an archive.")
    if entry.compress_type not in _METHODS:
        reason = "It is packed by a method that is not read; pack it again with an ordinary ZIP."
        raise UnreadableSource(name, reason)
    opener = partial(archive.open, entry)
    unpacked = Unpacked(name, cast("partial[BinaryIO]", opener), budget)
    with unpacked, settled(unpacked) as stream:
        yield stream


def is_hidden(entry: zipfile.ZipInfo) -> bool:
    """Whether a file is one that people do not see: of a system, or with a dot before its name."""
    parts = PurePosixPath(entry.filename).parts
    return "__MACOSX" in parts or any(part.startswith(".") and part.strip(".") for part in parts)


def name_of(entry: zipfile.ZipInfo) -> str:
    """The name of a file, in UTF-8 where it is that, declared or not."""
    if entry.flag_bits & _UTF8_NAME:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.filename


def _directory_bytes(stream: BinaryIO) -> int:
    """How long the list of files says it is; 0 where there is none."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _LONGEST_END))
    tail = stream.read()
    stream.seek(0)
    end, end_64 = tail.rfind(_END), tail.rfind(_END_64)
    if end_64 >= 0:
        return int.from_bytes(tail[end_64 + 40 : end_64 + 48], "little")
    return int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0
