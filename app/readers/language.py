"""Declared languages: the codes that sources write, made those of BCP 47."""

from __future__ import annotations

import re

_CODE = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z0-9]{2,8}(?:[-_][A-Za-z0-9]{2,8})*))?")
# What declares nothing: undetermined, several, no linguistic content; and no code at all.
_NONE = frozenset({"und", "mul", "zxx", "mis", "xx"})


def language_code(declared: str | None) -> str | None:
    """A code such as "en" or "en-GB" from one as sources write it ("EN_gb"); None: no code."""
    match = _CODE.fullmatch((declared or "").split(",")[0].split(".")[0].strip())
    if match is None or match.group(1).lower() in _NONE:
        return None
    language, rest = match.group(1).lower(), match.group(2)
    if not rest:
        return language
    parts = rest.replace("_", "-").split("-")
    return "-".join([language, *(part.upper() if len(part) == 2 else part for part in parts)])
