"""Summary: of the rounds of one figure the middle, the lowest and the highest."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Summary:
    """Of some rounds: the median, the lowest, the highest, and how many there were."""

    middle: float
    lowest: float
    highest: float
    rounds: int

    @classmethod
    def of(cls, figures: Sequence[dict[str, Any]], name: str) -> Summary | None:
        """That of a value of these figures; None where none has it."""
        found = [float(one[name]) for one in figures if one.get(name) is not None]
        if not found:
            return None
        return cls(statistics.median(found), min(found), max(found), len(found))

    def __str__(self) -> str:
        """The median with the range of the rounds, where there were several."""
        if self.rounds == 1 or number(self.lowest) == number(self.highest):
            return number(self.middle)
        return f"{number(self.middle)} ({number(self.lowest)}–{number(self.highest)})"


def number(value: float) -> str:
    """Three digits that count, and thousands apart."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def grouped(
    figures: Iterable[dict[str, Any]], *names: str
) -> dict[tuple[Any, ...], list[dict[str, Any]]]:
    """Figures by these values, in the order in which they first come."""
    found: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for one in figures:
        found.setdefault(tuple(one.get(name) for name in names), []).append(one)
    return found


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown; the first column is words, the others are numbers."""
    lines = [" | ".join(head), " | ".join(["---", *["---:"] * (len(head) - 1)])]
    lines += [" | ".join(row) for row in rows]
    return "\n".join(f"| {line} |" for line in lines)
