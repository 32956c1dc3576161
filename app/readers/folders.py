"""Folders: every file below one, in the order of the names, and what is said of each."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import InvalidDefinition, UnreadableSource
from app.readers.definitions import METADATA_FILE, load_metadata
from app.readers.files import reason_for, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from app.readers.definitions import ArticleMetadata


_Identity = tuple[int, int]  # device and inode: which folder it is, by whatever path

# Texts that lie beside articles and are none. Nobody chose each file of a folder; a file that is
# given by itself is read whatever its name.
_PROGRAM_SUFFIXES = frozenset(
    [
        *[".py", ".js", ".mjs", ".ts", ".css", ".scss", ".sh", ".bat", ".c", ".h", ".cpp", ".java"],
        *[".rs", ".go", ".rb", ".php", ".pl", ".r", ".sql", ".ipynb", ".map", ".svg", ".srt"],
        *[".yaml", ".yml", ".toml", ".ini", ".cfg", ".conf", ".log", ".lock", ".bib", ".tex"],
        *[".cdx", ".cdxj"],
    ]
)
_PROJECT_NAMES = frozenset(
    ["readme", "license", "licence", "copying", "notice", "changelog", "makefile", "dockerfile"]
)


@dataclass(frozen=True, slots=True)
class Files:
    """A folder with its files, sorted, and what its articles.yaml says of them."""

    folder: Path
    files: tuple[Path, ...]
    metadata: Mapping[str, ArticleMetadata] | InvalidDefinition

    def refusal(self) -> UnreadableSource:
        """Why nothing in it is read: its articles.yaml cannot be used, so dates would be lost."""
        reason = f"No article of this folder was read, because of {self.metadata}"
        return UnreadableSource(shown(self.folder / METADATA_FILE), reason)

    def not_an_article(self, file: Path) -> UnreadableSource | None:
        """What is said of a file whose name tells that it is no article; None for any other."""
        named = not isinstance(self.metadata, InvalidDefinition) and file.name in self.metadata
        by_name = file.suffix.lower() in _PROGRAM_SUFFIXES or file.stem.lower() in _PROJECT_NAMES
        if named or not by_name:
            return None
        reason = "By its name this is no article; give it by itself if it is one."
        return UnreadableSource(shown(file), reason)

    def absent(self) -> Iterator[UnreadableSource]:
        """What articles.yaml names and the folder does not hold: a misspelt name loses its date."""
        if isinstance(self.metadata, InvalidDefinition):
            return
        for name in sorted(self.metadata.keys() - {file.name for file in self.files}):
            reason = f"{METADATA_FILE} names it, but there is no such file."
            yield UnreadableSource(shown(self.folder / name), reason)


def folders(folder: Path) -> Iterator[Files | UnreadableSource]:
    """A folder and all below it, each before those in it; and what cannot be listed and why.

    Every file is accounted for, but what is hidden (its name begins with a dot) is left alone, and
    so is the folder of pictures and programs that a browser saves beside a page ("page_files"
    beside page.html). A symbolic link is followed; one that leads back is put aside.
    """
    for found in _walk(folder):
        if isinstance(found, UnreadableSource):
            yield found
            continue
        files, here = found
        metadata: Mapping[str, ArticleMetadata] | InvalidDefinition
        try:
            metadata = load_metadata(here)
        except InvalidDefinition as error:
            metadata = error
        yield Files(here, tuple(files), metadata)


def count_files(folder: Path) -> int:
    """How many files a folder has; folders that cannot be listed count as one."""
    found = _walk(folder)
    return sum(1 if isinstance(each, UnreadableSource) else len(each[0]) for each in found)


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
        below: list[Path] = []
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
                    (below if _is_folder(entry) else files).append(Path(entry.path))
        except OSError as error:
            yield UnreadableSource(shown(here), reason_for(error))
            continue
        yield files, here
        saved = {f"{file.stem}_files" for file in files if file.suffix.lower() in {".html", ".htm"}}
        inner = [each for each in reversed(below) if each.name not in saved]
        waiting += [(each, (*trail, identity)) for each in inner]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder or leads to one."""
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself; opening it as a file says so
        return False
