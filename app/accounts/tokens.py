"""Tokens: random secrets of sessions and programs, and of the forms in a session's pages.

Of the first two a hash is stored only. A fast one is enough: nobody guesses 256 random bits.
"""

from __future__ import annotations

import hmac
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from hashlib import sha256

_BYTES = 32
_PROGRAM = "onr_"  # so that a token that stands where it should not is recognised
_SECRET = re.compile(r"(?:onr_)?[A-Za-z0-9_-]{43}")
_FORM = b"onrecord form"


def new_secret() -> str:
    """256 random bits as 43 characters: of a session, or of the way through signing in."""
    return secrets.token_urlsafe(_BYTES)


def new_program_token() -> str:
    """A token for a program, told apart from all others by how it begins."""
    return _PROGRAM + new_secret()


def stored_form(token: str) -> str:
    """What is stored of a secret: its SHA-256, in hexadecimal."""
    return sha256(token.encode()).hexdigest()


def is_well_formed(token: str) -> bool:
    """Whether a secret looks like one of ours, so that the database may be asked for it."""
    return _SECRET.fullmatch(token) is not None


def form_token(secret: str) -> str:
    """What a form in a page of that session carries; a different one each time.

    It is an HMAC under the session's secret behind a random mask: a page that is compressed and
    holds what somebody else chose tells nothing of it by its length (BREACH).
    """
    mask = secrets.token_bytes(_BYTES)
    return urlsafe_b64encode(mask + _masked(_form_key(secret), mask)).decode()


def is_form_token(token: str, secret: str) -> bool:
    """Whether a form carries what a page of that session gave it."""
    try:
        given = urlsafe_b64decode(token.encode("ascii"))
    except (Error, ValueError):
        return False
    if len(given) != 2 * _BYTES:
        return False
    return hmac.compare_digest(_masked(given[_BYTES:], given[:_BYTES]), _form_key(secret))


def _form_key(secret: str) -> bytes:
    return hmac.digest(secret.encode(), _FORM, "sha256")


def _masked(value: bytes, mask: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(value, mask, strict=True))
