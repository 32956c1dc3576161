"""Passwords: argon2id, by argon2-cffi with what RFC 9106 advises where memory is short."""

from __future__ import annotations

import unicodedata
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# Each check takes 64 MiB for a tenth of a second; a crowd at the door waits instead of filling
# the memory.
_AT_ONCE = BoundedSemaphore(4)
_hasher = PasswordHasher()


def hashed(password: str) -> str:
    """The hash to store, with its own salt and parameters."""
    with _AT_ONCE:
        return _hasher.hash(_normal(password))


def is_right(password: str, stored: str | None) -> bool:
    """Whether a password belongs to a stored hash.

    It takes as long where nothing is stored: the clock tells nobody which names there are.
    """
    try:
        with _AT_ONCE:
            _hasher.verify(stored or _nobodys(), _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return bool(stored)


def is_outdated(stored: str) -> bool:
    """Whether a hash was made with other parameters than are used today."""
    return _hasher.check_needs_rehash(stored)


def _normal(password: str) -> str:
    """The same password, whichever keyboard composed its accents (NFC, as RFC 8265 has it)."""
    return unicodedata.normalize("NFC", password)


@cache
def _nobodys() -> str:
    """A hash that no password is compared with in earnest."""
    return _hasher.hash("nobody's")
