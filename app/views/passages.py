"""Passage: a text cut where marks begin and end, so that any overlap can be shown, word by word.

Marks may nest, overlap and be interrupted. Instead of nesting elements, the text is cut at every
boundary into pieces; each piece knows all marks that cover it. Joined, the pieces of a passage
are exactly its text: nothing is lost and nothing is printed twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Generic, TypeVar

from app.domain.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

What = TypeVar("What")


@dataclass(frozen=True, slots=True)
class Mark(Generic[What]):
    """A stretch of a text, and what it is marked for."""

    span: Span
    what: What


@dataclass(frozen=True, slots=True)
class Piece(Generic[What]):
    """Words that the same marks cover throughout. The shortest mark, the innermost, is first."""

    text: str
    marks: tuple[What, ...]
    starts: tuple[What, ...]  # the marks whose first piece this is, in order of their start


def cut(text: str, stretch: Span, marks: Sequence[Mark[What]]) -> tuple[Piece[What], ...]:
    """The pieces of a stretch of ``text``; spans are offsets into the whole of it."""
    start, end = max(0, stretch.start), min(len(text), stretch.end)
    if start >= end:
        return ()
    touching = [
        mark for mark in marks if max(mark.span.start, start) < min(mark.span.end, end)
    ]  # fmt: skip
    bounds = {start, end}
    for mark in touching:
        bounds |= {max(start, mark.span.start), min(end, mark.span.end)}
    edges = sorted(bounds)
    pieces = []
    for left, right in pairwise(edges):
        over = [mark for mark in touching if mark.span.start <= left and right <= mark.span.end]
        over.sort(key=lambda mark: (mark.span.length, mark.span.start))
        starting = [mark.what for mark in over if mark.span.start == left]
        pieces.append(
            Piece(
                text=text[left:right],
                marks=tuple(dict.fromkeys(mark.what for mark in over)),
                starts=tuple(dict.fromkeys(reversed(starting))),
            )
        )
    return tuple(pieces)


def gaps(spans: Iterable[Span], length: int) -> tuple[Span, ...]:
    """The stretches of a text of that length that these spans, in order, do not cover."""
    found, position = [], 0
    for span in spans:
        if span.start > position:
            found.append(Span(position, span.start))
        position = max(position, span.end)
    if position < length:
        found.append(Span(position, length))
    return tuple(found)
