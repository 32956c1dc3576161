"""Setting: words broken into lines that fit a box, smaller and then fewer where they are many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.pictures.fonts import Face

_SIZES = (66, 60, 54, 48, 43, 39, 35, 32)
_LEADING = 1.3
# More words than this never fit in the smallest size; the rest need not be measured.
_MOST_WORDS = 200
_LONGEST_WORD = 60
ELLIPSIS = " …"


@dataclass(frozen=True, slots=True)
class Set:
    """Lines in a size; ``shown`` of ``words`` words are among them."""

    lines: tuple[str, ...]
    size: int
    shown: int
    words: int

    @property
    def leading(self) -> int:
        """From one line to the next."""
        return round(self.size * _LEADING)

    @property
    def cut(self) -> bool:
        """Whether it is not all."""
        return self.shown < self.words


def fitted(text: str, face: Face, width: int, height: int, sizes: Sequence[int] = _SIZES) -> Set:
    """The words in the largest size in which all fit, else in the smallest and cut at a word."""
    words = text.split()
    drawn = [word if len(word) <= _LONGEST_WORD else f"{word[:_LONGEST_WORD]}…" for word in words]
    pieces = drawn[:_MOST_WORDS]
    widths = [face.width(piece, 1) for piece in pieces]
    space = face.width(" ", 1)
    if len(pieces) == len(words):
        for size in sizes:
            lines = _broken(widths, space, width / size)
            tall = round(size * _LEADING) * len(lines)
            if tall <= height and max(widths, default=0) * size <= width:
                shown = tuple(" ".join(pieces[first:last]) for first, last in lines)
                return Set(shown, size, len(words), len(words))
    size = sizes[-1]
    widths = [min(one, width / size) for one in widths]
    lines = _broken(widths, space, width / size)[: max(1, height // round(size * _LEADING))]
    first, last = lines[-1]
    more = face.width(ELLIPSIS, 1)
    while last > first + 1 and (
        sum(widths[first:last]) + space * (last - first - 1) + more > width / size
    ):
        last -= 1
    cut = last < len(words)
    whole = (" ".join(pieces[begin:end]) for begin, end in lines[:-1])
    at_end = " ".join(pieces[first:last]) + (ELLIPSIS if cut else "")
    return Set((*whole, at_end), size, last, len(words))


def shortened(text: str, face: Face, size: int, width: float) -> str:
    """The text on one line, cut at a word (or within the only one) with an ellipsis."""
    if face.width(text[:400], size) <= width:
        return text[:400]
    words = text[:400].split()
    while len(words) > 1 and face.width(" ".join(words) + ELLIPSIS, size) > width:
        words.pop()
    cut = " ".join(words)
    while len(cut) > 1 and face.width(cut + ELLIPSIS, size) > width:
        cut = cut[:-1]
    return cut + ELLIPSIS


def _broken(widths: Sequence[float], space: float, width: float) -> list[tuple[int, int]]:
    """The lines, each by its first word and the one after its last."""
    lines: list[tuple[int, int]] = []
    first, used = 0, 0.0
    for place, one in enumerate(widths):
        if place > first and used + space + one > width:
            lines.append((first, place))
            first, used = place, one
        else:
            used += one + (space if place > first else 0)
    if widths:
        lines.append((first, len(widths)))
    return lines
