"""Which prediction stands for which marked statement."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.domain.actors import fold, slugify
from app.domain.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.domain.actors import Actor, ActorDirectory

# Overlap from which two contents are the same statement: the issue's own measure.
SAME_CONTENT = 0.8


def overlap(left: Sequence[Span], right: Sequence[Span]) -> float:
    """Characters in both divided by characters in either, over all spans (Jaccard, 1901)."""
    if not any(one.overlaps(other) for one in left for other in right):
        return 0.0
    first = {at for span in left for at in range(span.start, span.end)}
    second = {at for span in right for at in range(span.start, span.end)}
    either = len(first | second)
    return len(first & second) / either if either else 0.0


def without(span: Span, others: Sequence[Span]) -> list[Span]:
    """What is left of a span when others are taken out, in order."""
    left = [span]
    for other in others:
        left = [
            part
            for each in left
            for part in (
                Span(each.start, min(each.end, other.start)),
                Span(max(each.start, other.end), each.end),
            )
            if part.length > 0
        ]
    return left


def assign(
    marked: int, predicted: int, fit: Callable[[int, int], float], least: float
) -> dict[int, int]:
    """For each marked statement its prediction, one to one, best fit first; ties by order.

    ``fit`` is asked for every pair of numbers; pairs that fit less than ``least`` are none.
    """
    pairs = [
        (-value, left, right)
        for left in range(marked)
        for right in range(predicted)
        if (value := fit(left, right)) >= least
    ]
    chosen: dict[int, int] = {}
    taken: set[int] = set()
    for _, left, right in sorted(pairs):
        if left not in chosen and right not in taken:
            chosen[left] = right
            taken.add(right)
    return chosen


def same_actor(name: str, actor: Actor, actors: ActorDirectory) -> bool:
    """Whether a marked name means that actor: by slug, by name or alias, or through the directory.

    A leading article or form of address is no part of a name, nor is the "Unnamed" of actors
    whom a text does not name.
    """
    names = {_bare(name)}
    slugs = {slugify(bare) for bare in names}
    for known in actors.by_name(name) + actors.by_name(_bare(name)):
        names.update(_bare(alias) for alias in known.names)
        slugs.add(known.slug)
    return actor.slug in slugs or any(_bare(alias) in names for alias in actor.names)


_BEFORE_A_NAME = re.compile(
    r"^(?:(?:the|an?|unnamed|m[rx]s?|ms|miss|dr|prof(?:essor)?|sir|dame|rev(?:erend)?|cllr)\.? )*"
)


def _bare(name: str) -> str:
    folded = fold(name)
    return _BEFORE_A_NAME.sub("", folded, count=1)


def to_original(clean: str, original: str) -> Callable[[Span], Span]:
    """A function from spans of a clean text to spans of the text it was made from.

    Cleaning only takes characters out and makes line ends uniform (see CleanText), so each
    character that is left is found again by walking both. Raises ValueError when it did more.
    """
    places: list[int] = []
    at = 0
    for character in clean:
        while at < len(original) and not _same(original, at, character):
            at += 1
        if at == len(original):
            raise ValueError("The clean text is not the original without some characters.")
        places.append(at)
        at += 2 if character == "\n" and original[at : at + 2] == "\r\n" else 1

    def convert(span: Span) -> Span:
        if span.start >= span.end:
            start = places[span.start] if span.start < len(places) else len(original)
            return Span(start, start)
        return Span(places[span.start], places[span.end - 1] + 1)

    return convert


_LINE_ENDS = frozenset("\r\x85\u2028\u2029\v\f")


def _same(original: str, at: int, character: str) -> bool:
    found = original[at]
    return found == character or (character == "\n" and found in _LINE_ENDS)
