"""Files: opened so that nothing in the file system can make the reading of them hang."""

from __future__ import annotations

import errno
import os
import stat
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from app.errors import UnreadableSource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_KINDS = (
    (stat.S_ISDIR, "a folder, where a file is needed"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
_IN_MEMORY = 8_000_000  # bytes of standard input; what is more lies in a temporary file
_CHUNK = 1 << 20


def shown(path: Path | str) -> str:
    """A path for people: what cannot be printed or is not UTF-8 is escaped, never dropped."""
    return "".join(
        character if character.isprintable() else repr(character)[1:-1] for character in str(path)
    )


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A regular file, open for reading.

    Raises UnreadableSource, with one sentence for people, for all that is none or may not be read.
    """
    name = shown(path)
    try:
        # Without O_NONBLOCK, opening a named pipe waits for a writer for ever. What was opened is
        # looked at, not the path, which may have become something else meanwhile.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
        file = os.fdopen(descriptor, "rb", closefd=True)
    except (OSError, ValueError) as error:
        raise UnreadableSource(name, reason_for(error)) from error
    with file:
        found = os.fstat(file.fileno())
        for is_kind, kind in _KINDS:
            if is_kind(found.st_mode):
                raise UnreadableSource(name, f"This is {kind}.")
        yield file


@contextmanager
def standard_input(most: int | None, head: bytes = b"") -> Iterator[BinaryIO]:
    """``head`` and what comes on standard input, all or up to ``most`` bytes and one, as a file."""
    with ExitStack() as closing:
        # No SpooledTemporaryFile: it says that it is open for writing, which gzip believes.
        file: BinaryIO = BytesIO(head)
        file.seek(len(head))
        left = sys.maxsize if most is None else max(0, most + 1 - len(head))
        while left and (chunk := sys.stdin.buffer.read(min(_CHUNK, left))):
            if isinstance(file, BytesIO) and file.tell() > _IN_MEMORY:
                held = file.getvalue()
                file = closing.enter_context(tempfile.TemporaryFile())
                file.write(held)
            file.write(chunk)
            left -= len(chunk)
        file.seek(0)
        yield file


def reason_for(error: OSError | ValueError) -> str:
    """Why the system does not let a file or folder be read, in one sentence."""
    if not isinstance(error, OSError):
        return "This is no path."
    sentences = {
        errno.ENOENT: "There is no such file or folder.",
        errno.ENOTDIR: "There is no such file or folder.",
        errno.EACCES: "It may not be read: permission denied.",
        errno.EPERM: "It may not be read: permission denied.",
        errno.ELOOP: "It is a symbolic link that leads back to itself.",
        errno.ENXIO: "This is a socket or a pipe.",
        errno.ENAMETOOLONG: "Its name is too long.",
    }
    fallback = f"It cannot be read: {error.strerror or type(error).__name__}."
    return sentences.get(error.errno or 0, fallback)
