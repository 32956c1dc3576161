"""Span: where words stand in a text."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A half-open stretch of a text, in Unicode code points from 0."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words at this place in ``text``."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two stretches share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside this stretch."""
        return self.start <= other.start and other.end <= self.end

    @property
    def length(self) -> int:
        """How many code points it covers."""
        return self.end - self.start
