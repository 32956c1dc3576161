"""Memo: what was last made of an object, so that two steps in a row make it once."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Key = TypeVar("Key")
Value = TypeVar("Value")


class Memo(Generic[Key, Value]):
    """Keeps the value made of the last key, by identity, as long as the key lives.

    Keys such as a parsed text are neither hashable nor cheap to compare. The pair is replaced
    as one, so that threads at worst make a value twice.
    """

    def __init__(self, make: Callable[[Key], Value]) -> None:
        self._make = make
        self._last: tuple[weakref.ref[Key], Value] | None = None

    def __call__(self, key: Key) -> Value:
        """The value of ``key``."""
        last = self._last
        if last is not None and last[0]() is key:
            return last[1]
        value = self._make(key)
        self._last = (weakref.ref(key, self._forget), value)
        return value

    def forget(self) -> None:
        """Let the last value go; one that holds its own key would stay till the next is made."""
        self._last = None

    def _forget(self, reference: weakref.ref[Key]) -> None:
        last = self._last
        if last is not None and last[0] is reference:
            self._last = None
