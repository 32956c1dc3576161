"""Tab: one of several ways to show the same."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tab:
    """An address and its words; the one in use is not to be followed."""

    address: str
    text: str
    current: bool
