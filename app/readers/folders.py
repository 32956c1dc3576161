"""Folders of plain text: every .txt file below, in the order of the names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import InvalidDefinition, UnreadableSource
from app.readers.definitions import METADATA_FILE, load_metadata
from app.readers.text import read_text, reason_for, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from app.domain.articles import Article
    from app.readers.definitions import ArticleMetadata


_Identity = tuple[int, int]  # device and inode: which folder it is, by whatever path


def read_folder(folder: Path, *, max_bytes: int) -> Iterator[Article | UnreadableSource]:
    """The articles in a folder and all below it, and what could not be read and why.

    Every file is accounted for, but hidden ones (their name begins with a dot) are left alone.
    A symbolic link is followed; one that leads back is put aside. Where an articles.yaml cannot
    be used, no article of its own folder is read: its dates and outlets would be lost.
    """
    articles = 0
    for found in _walk(folder):
        if isinstance(found, UnreadableSource):
            yield found
            continue
        files, here = found
        try:
            metadata = load_metadata(here)
        except InvalidDefinition as error:
            reason = f"No article of this folder was read, because of {error}"
            yield UnreadableSource(shown(here / METADATA_FILE), reason)
            articles += len(files)
            continue
        for file in files:
            articles += file.suffix.lower() == ".txt"
            try:
                yield read_text(file, max_bytes=max_bytes, metadata=metadata)
            except UnreadableSource as problem:
                yield problem
        yield from _absent(here, files, metadata)
    if not articles:
        reason = "There is no article in this folder; articles are files that end in .txt."
        yield UnreadableSource(shown(folder), reason)


def count_files(folder: Path) -> int:
    """How many files ``read_folder`` will look at; folders that cannot be listed count as one."""
    found = _walk(folder)
    return sum(1 if isinstance(each, UnreadableSource) else len(each[0]) for each in found)


def _absent(
    folder: Path, files: list[Path], metadata: Mapping[str, ArticleMetadata]
) -> Iterator[UnreadableSource]:
    """What articles.yaml names but the folder does not hold; a misspelt name loses its date."""
    for name in sorted(metadata.keys() - {file.name for file in files}):
        reason = f"{METADATA_FILE} names it, but there is no such file."
        yield UnreadableSource(shown(folder / name), reason)


def _walk(folder: Path) -> Iterator[tuple[list[Path], Path] | UnreadableSource]:
    """Each folder with its files, sorted, a folder before those in it; and what cannot be listed.

    A stack instead of recursion, because folders may be nested deeper than Python may call.
    """
    start: tuple[_Identity, ...] = ()
    waiting = [(folder, start)]  # with the folders that led there
    listed: set[_Identity] = set()
    while waiting:
        here, trail = waiting.pop()
        files: list[Path] = []
        folders: list[Path] = []
        try:
            found = here.stat()
            identity = found.st_dev, found.st_ino
            if identity in trail:
                reason = "It is a symbolic link that leads back to a folder it lies in."
                yield UnreadableSource(shown(here), reason)
                continue
            if identity in listed:  # a second link to the same folder holds nothing new
                continue
            listed.add(identity)
            with os.scandir(here) as entries:
                for entry in sorted(entries, key=lambda entry: entry.name):
                    if entry.name.startswith(".") or entry.name == METADATA_FILE:
                        continue
                    (folders if _is_folder(entry) else files).append(Path(entry.path))
        except OSError as error:
            yield UnreadableSource(shown(here), reason_for(error))
            continue
        yield files, here
        waiting += [(below, (*trail, identity)) for below in reversed(folders)]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder or leads to one."""
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself; opening it as a file says so
        return False
