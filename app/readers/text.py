"""Plain text: one file, one article."""

from __future__ import annotations

import errno
import os
import re
import stat
from contextlib import closing
from typing import TYPE_CHECKING

from app.domain.articles import Article
from app.errors import InvalidDefinition, UnreadableSource
from app.readers.decoding import decode
from app.readers.definitions import ArticleMetadata, load_metadata

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from pathlib import Path

_LONGEST_HEADLINE = 200  # characters; a lead paragraph is longer, or ends in a full stop
_HEADLINE_WORDS = range(3, 31)
# How a first line begins that is no headline: an address, a byline, a date line, a mark-up.
_NOT_A_HEADLINE = re.compile(
    r"(?:https?://|www\.|by\s|from\s+our\s|updated\b|published\b|posted\b|\d{1,2}[./:]\d|[#<>{}|=*_-])",
    re.IGNORECASE,
)
_KINDS = (
    (stat.S_ISDIR, "a folder, where a file is needed"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def shown(path: Path | str) -> str:
    """A path for people: what cannot be printed or is not UTF-8 is escaped, never dropped."""
    return "".join(
        character if character.isprintable() else repr(character)[1:-1] for character in str(path)
    )


def read_text(
    path: Path,
    *,
    max_bytes: int,
    metadata: Mapping[str, ArticleMetadata] | None = None,
    suffixes: Container[str] = (".txt",),
) -> Article:
    """The article in a text file, with what articles.yaml beside it says.

    ``metadata`` is that of the file's folder, read here when not given. Raises UnreadableSource
    with one sentence for people when there is nothing to read or it may not be read.
    """
    name = shown(path)
    if path.suffix.lower() not in suffixes:
        # What is missing is the more useful thing to say of a mistyped name.
        if not os.path.lexists(path):
            raise UnreadableSource(name, "There is no such file or folder.")
        kind = f"Files of the kind '{path.suffix}'" if path.suffix else "Files without '.txt'"
        raise UnreadableSource(name, f"{kind} are not read yet; save the text as .txt.")
    data = _bytes(path, name, max_bytes)
    try:
        body, notes = decode(data)
    except ValueError as error:
        raise UnreadableSource(name, str(error)) from error
    if not any(character.isalnum() for character in body):
        raise UnreadableSource(name, "It is empty." if not data else "It holds no words.")
    if metadata is None:
        try:
            metadata = load_metadata(path.parent)
        except InvalidDefinition as error:
            raise UnreadableSource(name, f"It was not read because of {error}") from error
    known = metadata.get(path.name, ArticleMetadata())
    return Article(
        body=body,
        file=name,
        title=known.title or headline(body),
        outlet=known.outlet,
        address=known.address,
        published=known.published,
        published_note=known.published_note,
        language=known.language,
        notes=notes,
    )


def headline(body: str) -> str | None:
    """The first line where it looks like a headline, or None.

    A headline is short, is no full sentence with its stop, begins like a title, and text follows.
    """
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    if len(lines) < 2:
        return None
    first = " ".join(lines[0].split())
    fits = (
        len(first) <= _LONGEST_HEADLINE
        and len(first.split()) in _HEADLINE_WORDS
        and first[-1] not in ".,;:…"
        and not first[0].islower()
        and not _NOT_A_HEADLINE.match(first)
    )
    return first if fits else None


def _bytes(path: Path, name: str, max_bytes: int) -> bytes:
    """All bytes of a regular file of no more than ``max_bytes``."""
    try:
        # Without O_NONBLOCK, opening a named pipe waits for a writer for ever. What was opened is
        # looked at, not the path, which may have become something else meanwhile.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
        with closing(os.fdopen(descriptor, "rb", closefd=True)) as file:
            found = os.fstat(file.fileno())
            for is_kind, kind in _KINDS:
                if is_kind(found.st_mode):
                    raise UnreadableSource(name, f"This is {kind}.")
            if found.st_size > max_bytes:
                raise UnreadableSource(name, _too_large(max_bytes))
            data = file.read(max_bytes + 1)
    except (OSError, ValueError) as error:
        raise UnreadableSource(name, reason_for(error)) from error
    if len(data) > max_bytes:  # it grew, or its file system does not tell its size (/proc)
        raise UnreadableSource(name, _too_large(max_bytes))
    return data


def _too_large(max_bytes: int) -> str:
    return (
        f"It is larger than {max_bytes:,} bytes; set ONRECORD_MAX_TEXT_BYTES if that is an article."
    )


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
