"""From a file, a folder, standard input or an address to articles, links and definitions."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.captures import Link
from app.errors import InvalidDefinition, UnreadableSource
from app.readers.beside import all_completed
from app.readers.columns import Columns, load_columns
from app.readers.definitions import ArticleMetadata, load_metadata
from app.readers.files import opened, shown, standard_input
from app.readers.folders import count_files, folders
from app.readers.material import HEAD_BYTES, Limits, Material
from app.readers.recognition import recognise
from app.readers.walking import BOUNDED, SINGLE, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from app.domain.articles import Article

STANDARD_INPUT = "-"
_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://|www\.")


def read(
    source: str | Path, *, limits: Limits, columns: Columns | None = None
) -> Iterator[Article | Link | UnreadableSource]:
    """What a file, folder, address or ``-`` (standard input) holds.

    Articles, links to articles (an address that is given is one), and what could not be read and
    why: a problem is a value here, not an exception, so that one bad file among many stops
    nothing. The kind of each thing is told by its content (recognition.py). A folder is read with
    all folders below it, in the order of the names, with the articles.yaml of each. ``columns``
    is what the columns of tables are called, where they have names that are not known.
    """
    if isinstance(source, str) and source == STANDARD_INPUT:
        yield from _read_input(limits, columns)
    elif isinstance(source, str) and (address := _ADDRESS.match(source)):
        yield _linked(source, address.group(1))
    elif _is_folder(Path(source)):
        yield from _read_folder(Path(source), limits, columns)
    else:
        yield from _read_file(Path(source), limits, None, columns)


def count(source: str | Path) -> int:
    """How many files ``read`` will look at, for showing how far it is."""
    path = Path(source)
    return count_files(path) if _is_folder(path) else 1


def _linked(source: str, scheme: str | None) -> Link | UnreadableSource:
    """An address that somebody gave."""
    if (scheme or "").lower() in {"http", "https"}:
        return Link(source, found_in=source)
    reason = "Addresses are given whole, with https:// or http:// before them."
    return UnreadableSource(source, reason)


def _read_folder(
    folder: Path, limits: Limits, columns: Columns | None
) -> Iterator[Article | Link | UnreadableSource]:
    articles = 0
    for found in folders(folder):
        if isinstance(found, UnreadableSource):
            yield found
            continue
        articles += len(found.files)
        if isinstance(found.metadata, InvalidDefinition):
            yield found.refusal()
            continue
        for file in found.files:
            named = found.not_an_article(file)
            if named is None:
                yield from _read_file(file, limits, found.metadata, columns)
            else:
                yield named
        yield from found.absent()
    if not articles:
        yield UnreadableSource(shown(folder), "There is nothing to read in this folder.")


def _read_file(
    path: Path,
    limits: Limits,
    metadata: Mapping[str, ArticleMetadata] | None,
    columns: Columns | None,
) -> Iterator[Article | Link | UnreadableSource]:
    """What a file holds, with what articles.yaml says, read here where it is not given."""
    try:
        with opened(path) as stream:
            if metadata is None:
                metadata = load_metadata(path.parent)
            material = Material(shown(path), stream)
            kind = recognise(material)
            found = walk(material, limits, kind, columns=columns)
            known = metadata.get(path.name)
            single = kind in SINGLE
            yield from all_completed(found, known, single=single) if known else found
    except UnreadableSource as problem:
        yield problem
    except InvalidDefinition as error:
        yield UnreadableSource(shown(path), f"It was not read because of {error}")


def _read_input(
    limits: Limits, columns: Columns | None
) -> Iterator[Article | Link | UnreadableSource]:
    name = "standard input"
    with standard_input(HEAD_BYTES) as start:
        head = start.read()
    try:
        # An archive, or a mailbox, may be as large as the disk holds; a document is not read any
        # further than it may be large. What an archive is cannot be told by its head alone.
        packed = head.startswith((b"PK", b"\x1f\x8b", b"BZh", b"From "))
        kind = None if packed else recognise(Material(name, BytesIO(head)))
    except UnreadableSource as problem:
        yield problem
        return
    most = limits.max_document_bytes if kind in BOUNDED else None
    with standard_input(most, head) as stream:
        yield from walk(Material(name, stream), limits, kind, columns=columns)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # such as a link that leads to itself; opening it says so
        return False


__all__ = ["STANDARD_INPUT", "Columns", "Limits", "count", "load_columns", "read", "shown"]
