"""Load: how many connections each worker has, in memory that all of them see.

Of several processes that wait at one socket the kernel wakes all, and the same one is nearly
always first. Browsers and proxies keep their connections, so it would do all the work.
"""

from __future__ import annotations

from mmap import mmap
from tempfile import TemporaryFile

_ABSENT = 2**32 - 1


class Load:
    """A number for each worker, counted from 1. ``file`` is that of another process' Load."""

    def __init__(self, count: int, file: int | None = None) -> None:
        self._file = None
        if file is None:
            self._file = TemporaryFile()  # noqa: SIM115 - it lasts as long as the server
            self._file.truncate(4 * count)
            file = self._file.fileno()
        self.fileno = file
        self._counts = memoryview(mmap(file, 4 * count)).cast("I")

    def tell(self, worker: int, connections: int) -> None:
        """Note how many a worker has."""
        self._counts[worker - 1] = connections

    def absent(self, worker: int) -> None:
        """Note that it takes none now."""
        self._counts[worker - 1] = _ABSENT

    def close(self) -> None:
        """Give the file back; others who have it go on."""
        if self._file is not None:
            self._file.close()

    def is_least(self, worker: int) -> bool:
        """Whether no other has fewer."""
        return self._counts[worker - 1] <= min(self._counts)
