"""Memory: what a process that answers is told about it before it starts."""

from __future__ import annotations

import ctypes
import os
from contextlib import suppress

# As malloc.h of glibc names them. Who has set them in the environment has chosen.
_BOUNDS = {
    # Large columns, and what is made of them for one answer, go back to the system at once. Without
    # it glibc keeps what is freed, in pieces too small for the next: a third more in all.
    "MALLOC_MMAP_THRESHOLD_": (-3, 1 << 20),
    # Set here, as the bound above ends what glibc would make of it by itself.
    "MALLOC_TRIM_THRESHOLD_": (-1, 8 << 20),
    # By default eight for each processor, of which each keeps what its threads have freed.
    "MALLOC_ARENA_MAX": (-8, 2),
}


def bound_memory() -> None:
    """Have what is freed given back to the system; where it is not glibc, nothing happens."""
    # Arrow's own pool keeps what an export has freed. Looked at when it is imported.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    with suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        for name, bound in _BOUNDS.items():
            if name not in os.environ:
                mallopt(*bound)
