"""Which names and passwords an account may have."""

from __future__ import annotations

import unicodedata

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200  # so that nobody makes the server hash a novel
LONGEST_NAME = 60


def tidy_name(name: str) -> str:
    """The name in one form (NFC), without space at its ends and doubled within."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def folded(name: str) -> str:
    """What two names have in common that people would take for one."""
    return unicodedata.normalize("NFKC", tidy_name(name)).casefold()


def wrong_with_name(name: str) -> str | None:
    """Why nobody can have this (tidy) name, as a sentence; None when it is fine."""
    if not 1 <= len(name) <= LONGEST_NAME:
        return f"A name has 1 to {LONGEST_NAME} characters."
    if not all(sign.isprintable() for sign in name):
        return "A name has printable characters only."
    if not any(sign.isalnum() for sign in name):
        return "A name has a letter or a digit."
    return None


def wrong_with_password(password: str, name: str) -> str | None:
    """Why an account of that name cannot have the password; None when it is fine.

    Length is asked for and nothing else that makes passwords hard to remember (NIST SP 800-63B).
    """
    if len(password) < SHORTEST_PASSWORD:
        return f"A password has at least {SHORTEST_PASSWORD} characters; a few words are fine."
    if len(password) > LONGEST_PASSWORD:
        return f"A password has at most {LONGEST_PASSWORD} characters."
    if len(set(password)) < 5:
        return "A password has at least 5 different characters."
    if len(name) >= 4 and folded(name) in folded(password):
        return "A password does not have the account's name in it."
    return None
