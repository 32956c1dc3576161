"""Rows of many blocks in the order of their keys, kept in files meanwhile.

Keys are hashes, so that rows come in no order of theirs; a database writes a page once where they
come in order, and many times where they do not.
"""

from __future__ import annotations

import marshal
import tempfile
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeAlias

    from benchmarks.library_rows import Row, Rows

# By table, then by bucket.
Packed: TypeAlias = "dict[str, dict[int, bytes]]"

# About so many rows of a table are sorted at once, in so many files of it at most.
_AT_ONCE, _FILES = 60_000, 32
_KEY_BITS = 63


def buckets_of(rows: int) -> int:
    """How many buckets suit so many rows of the largest table: a power of two."""
    buckets = 1
    while buckets < _FILES and rows / buckets > _AT_ONCE:
        buckets *= 2
    return buckets


def pack(rows: Rows, buckets: int) -> Packed:
    """The rows by the bucket that their key, the first column, lies in."""
    shift = _KEY_BITS + 1 - buckets.bit_length()
    packed: Packed = {}
    for table, some in rows.items():
        parts: dict[int, list[Row]] = {}
        for row in some:
            parts.setdefault(row[0] >> shift, []).append(row)  # type: ignore[operator]
        packed[table] = {key: marshal.dumps(part) for key, part in parts.items()}
    return packed


def in_order(blocks: Iterable[Packed]) -> Iterator[Rows]:
    """The rows of all blocks, table by table, each table's in the order of its keys."""
    with tempfile.TemporaryDirectory(prefix="onrecord-library-") as folder:
        names: dict[str, set[int]] = {}
        for block in blocks:
            for table, parts in block.items():
                names.setdefault(table, set()).update(parts)
                for bucket, part in parts.items():
                    with (Path(folder) / f"{table}-{bucket}").open("ab") as file:
                        file.write(part)
        for table, buckets in names.items():
            for bucket in sorted(buckets):
                path = Path(folder) / f"{table}-{bucket}"
                yield {table: sorted(_rows_of(path), key=itemgetter(0))}
                path.unlink()


def _rows_of(path: Path) -> Iterator[Row]:
    size = path.stat().st_size
    with path.open("rb") as file:
        while file.tell() < size:
            yield from marshal.load(file)  # noqa: S302 - written above
