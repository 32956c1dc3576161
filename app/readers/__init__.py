"""From a file or an address to articles and definitions."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import UnreadableSource
from app.readers.folders import count_files, read_folder
from app.readers.text import read_text, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.articles import Article

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://|www\.")
# A file that somebody names is read when its name does not speak against plain text; in a folder
# only .txt is taken, for nobody chose each file there.
_TEXT_SUFFIXES = frozenset({".txt", ".text", ""})


def read(source: str | Path, *, max_bytes: int) -> Iterator[Article | UnreadableSource]:
    """What a file, folder or address holds: articles, and what could not be read and why.

    A problem is a value here, not an exception, so that one bad file among many stops nothing.
    A folder is read with all folders below it, in the order of the names, with the articles.yaml
    of each; ``max_bytes`` is the size above which a text is put aside without being read.
    """
    if isinstance(source, str) and _ADDRESS.match(source):
        reason = "Addresses are not read yet; save the page as .txt and give the file."
        yield UnreadableSource(source, reason)
        return
    path = Path(source)
    if _is_folder(path):
        yield from read_folder(path, max_bytes=max_bytes)
        return
    try:
        yield read_text(path, max_bytes=max_bytes, suffixes=_TEXT_SUFFIXES)
    except UnreadableSource as problem:
        yield problem


def count(source: str | Path) -> int:
    """How many things ``read`` will give of a source, for showing how far it is."""
    path = Path(source)
    return count_files(path) if _is_folder(path) else 1


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # such as a link that leads to itself; opening it says so
        return False


__all__ = ["count", "read", "shown"]
