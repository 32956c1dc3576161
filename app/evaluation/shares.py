"""Shares, and the figures made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    right: int
    of: int

    @classmethod
    def of_all(cls, right: Iterable[bool]) -> Share:
        """The share that is true."""
        values = list(right)
        return cls(sum(values), len(values))

    @property
    def value(self) -> float | None:
        """The share from 0 to 1, or None of nothing."""
        return self.right / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Figures:
    """How many of the predictions were right, and how many of the marked were found."""

    precision: Share
    recall: Share

    @classmethod
    def of_matches(cls, matches: int, predicted: int, marked: int) -> Figures:
        """Of a one-to-one assignment."""
        return cls(Share(matches, predicted), Share(matches, marked))

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both, or None when there was nothing to find and nothing found."""
        if not self.precision.of + self.recall.of:
            return None
        precision, recall = self.precision.value or 0.0, self.recall.value or 0.0
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
