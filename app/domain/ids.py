"""Ids that come from content, so that the same reading always gives the same permalinks.

An id is 63 bits of a BLAKE2b hash over the parts that identify a thing. The database stores the
number; addresses, JSON and CSV show it as 13 characters of Crockford's base 32 (no i, l, o, u),
because a 63-bit number does not survive JavaScript. Two machines that read the same article give
it the same id, and an id is never used for another thing. With a million statements the chance of
any two colliding is 5 in 100 million (n^2 / 2^64); the store refuses the second one.
"""

from __future__ import annotations

from hashlib import blake2b

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_DIGITS = frozenset(_ALPHABET)
_AS_PYTHON = str.maketrans(_ALPHABET, "0123456789abcdefghijklmnopqrstuv")
_PAIRS = tuple(first + second for first in _ALPHABET for second in _ALPHABET)
ID_LENGTH = 13


def make_id(*parts: str) -> str:
    """The id of the thing that these parts identify, in this order."""
    digest = blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return from_number(int.from_bytes(digest, "big") >> 1)


def from_number(number: int) -> str:
    """The 13 characters for a number from 0 to 2**63 - 1."""
    # Written out because a list of cards makes ten ids for each card.
    return (
        f"{_ALPHABET[number >> 60]}{_PAIRS[number >> 50 & 1023]}{_PAIRS[number >> 40 & 1023]}"
        f"{_PAIRS[number >> 30 & 1023]}{_PAIRS[number >> 20 & 1023]}"
        f"{_PAIRS[number >> 10 & 1023]}{_PAIRS[number & 1023]}"
    )


def to_number(identifier: str) -> int | None:
    """The number behind an id, or None when it is not one."""
    if len(identifier) != ID_LENGTH or not _DIGITS.issuperset(identifier):
        return None
    number = int(identifier.translate(_AS_PYTHON), 32)
    return number if number < 2**63 else None
