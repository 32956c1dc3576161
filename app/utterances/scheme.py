"""Scheme: the name of the rules by which reports are grouped."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

_HERE = Path(__file__).resolve().parent


@lru_cache(maxsize=1)
def scheme() -> str:
    """A hash of all that is in this package: any change of its rules gives another name.

    So what was grouped by other rules is known, and nobody has to remember to say so.
    """
    hashed = sha256()
    for file in sorted(_HERE.rglob("*")):
        if file.is_file() and file.suffix != ".pyc":
            hashed.update(file.relative_to(_HERE).as_posix().encode())
            hashed.update(file.read_bytes())
    return hashed.hexdigest()[:16]
