"""Alignment: two reports of an utterance laid beside each other, word by word.

Words are the same when they have the same letters, whatever their case, accents, contraction and
the marks around them; words of one stem ("sends", "sending") stand in each other's place.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import LCSseq

from app.domain.spans import Span
from app.utterances.tokens import NEGATIONS, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class PieceKind(StrEnum):
    """What became of a stretch of the one text in the other."""

    SAME = "same"
    OMITTED = "omitted"  # only the one has it
    ADDED = "added"  # only the other has it
    CHANGED = "changed"  # other words stand in its place


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one or both texts; spans in code points."""

    kind: PieceKind
    one: Span | None  # None: added
    other: Span | None  # None: omitted


def align(one: str, other: str) -> tuple[Piece, ...]:
    """Pieces that together cover the whole of both texts, in their order.

    No two pieces of change stand beside each other, but for a phrase that was moved: it is omitted
    where it was and added where it is.
    """
    first, second = _units(one), _units(other)
    runs = _without_islands(_whole_words(_runs(first, second), first, second), first, second)
    gaps = list(_gaps(runs, len(first), len(second)))
    moved = _moved(gaps, first, second)
    steps: list[_Step] = []
    for index, gap in enumerate(gaps):
        steps.extend(_change(gap, apart=gap in moved))
        if index < len(runs):
            steps.extend(_kept(runs[index], first, second))
    return tuple(_pieces(_merged(steps), first, second))


class _Unit(NamedTuple):
    """A word with the marks and spaces that go with it."""

    span: Span
    form: str
    stem: str
    content: bool
    glued: bool  # the second half of a contraction


class _Run(NamedTuple):
    """So many units from here in both texts that have the same stems."""

    one: int
    other: int
    length: int


class _Gap(NamedTuple):
    """What stands between two runs: units from and to, of both."""

    one: int
    one_end: int
    other: int
    other_end: int

    @property
    def replaced(self) -> bool:
        return self.one < self.one_end and self.other < self.other_end


class _Step(NamedTuple):
    kind: PieceKind
    gap: _Gap
    apart: bool = False


# The end of what stands between two words that goes with the word that follows: opening marks, and
# the sign between two stretches.
_OPENING = re.compile(r"\s…\s.*\Z|(?:[«‹„“]\s)?\S*\Z", re.DOTALL)
_CLITIC = re.compile(r"['’](s|re|ve|ll|d|m)\Z", re.IGNORECASE)
_FULL = {"re": "are", "ve": "have", "ll": "will", "m": "am", "d": "would", "s": "is"}
# After these 's is a verb, after others as a rule a genitive.
_BEFORE_IS = {"it", "he", "she", "that", "there", "here", "what", "who", "where", "how", "this"}
# Signs that are words: currencies, degrees, per cent; not the marks that stand for an accent.
_SIGNS = {"Sc", "Sm", "So"}


def _units(text: str) -> list[_Unit]:
    """The words of a text with everything between them; together they are the text."""
    words = list(_words(text))
    if not words:
        form = text.strip()
        return [_Unit(Span(0, len(text)), form, form, content=True, glued=False)] if text else []
    starts = [0]
    for before, after in pairwise(words):
        between = text[before.span.end : after.span.start]
        opening = _OPENING.search(between) if re.search(r"\s", between) else None
        starts.append(before.span.end + opening.start() if opening else after.span.start)
    ends = [*starts[1:], len(text)]
    return [
        word._replace(span=Span(start, end), form=word.form + signs, stem=word.stem + signs)
        for word, start, end in zip(words, starts, ends, strict=True)
        for signs in [_signs(text[start : word.span.start] + text[word.span.end : end])]
    ]


def _words(text: str) -> Iterator[_Unit]:
    before = 0
    for token in tokens(text):
        span, form = token.span, token.form
        clitic = _CLITIC.search(span.of(text))
        verb = _FULL[clitic[1].lower()] if clitic else ""
        if verb == "is" and form not in _BEFORE_IS:
            clitic = None
        cut = span.start + clitic.start() if clitic else span.end
        glued = before == span.start and before > 0
        yield _Unit(Span(span.start, cut), form, token.stem, token.content, glued)
        if clitic:
            yield _Unit(Span(cut, span.end), verb, verb, content=False, glued=True)
        before = span.end


def _signs(marks: str) -> str:
    return "".join(c for c in marks if c == "%" or unicodedata.category(c) in _SIGNS)


def _runs(one: Sequence[_Unit], other: Sequence[_Unit]) -> list[_Run]:
    """The longest common subsequence of stems, as runs."""
    codes = LCSseq.opcodes([unit.stem for unit in one], [unit.stem for unit in other])
    return [
        _Run(code.src_start, code.dest_start, code.src_end - code.src_start)
        for code in codes
        if code.tag == "equal"
    ]


def _whole_words(runs: Sequence[_Run], one: Sequence[_Unit], other: Sequence[_Unit]) -> list[_Run]:
    """Runs that end in no middle of a contraction: "will" to "won't" is a change of one word."""
    whole = []
    for run in runs:
        start, end = 0, run.length
        while start < end and (one[run.one + start].glued or other[run.other + start].glued):
            start += 1
        while start < end and (_glued(one, run.one + end) or _glued(other, run.other + end)):
            end -= 1
        if start < end:
            whole.append(_Run(run.one + start, run.other + start, end - start))
    return whole


def _glued(units: Sequence[_Unit], index: int) -> bool:
    return index < len(units) and units[index].glued


def _without_islands(
    runs: Sequence[_Run], one: Sequence[_Unit], other: Sequence[_Unit]
) -> list[_Run]:
    """Runs without those of function words alone beside words that were replaced.

    One pass from each end: what becomes of an island may make its neighbour one.
    """
    kept = list(runs)
    for _ in range(2):
        kept = _swept(kept, one, other)
    return kept


def _swept(runs: Sequence[_Run], one: Sequence[_Unit], other: Sequence[_Unit]) -> list[_Run]:
    kept: list[_Run] = []
    for index, run in enumerate(runs):
        last = kept[-1] if kept else _Run(0, 0, 0)
        following = runs[index + 1] if index + 1 < len(runs) else _Run(len(one), len(other), 0)
        before = _Gap(last.one + last.length, run.one, last.other + last.length, run.other)
        after = _Gap(run.one + run.length, following.one, run.other + run.length, following.other)
        if not (_is_weak(run, one) and (before.replaced or after.replaced)):
            kept.append(run)
        elif not (_is_between(before) and _is_between(after)):
            kept.append(run)  # both begin or end with it
    return kept


def _is_weak(run: _Run, units: Sequence[_Unit]) -> bool:
    words = units[run.one : run.one + run.length]
    return not any(unit.content and unit.form not in NEGATIONS for unit in words)


def _is_between(gap: _Gap) -> bool:
    return gap.one < gap.one_end or gap.other < gap.other_end


def _gaps(runs: Sequence[_Run], one: int, other: int) -> Iterator[_Gap]:
    """What stands before, between and after the runs; one more than there are runs."""
    at = _Run(0, 0, 0)
    for run in [*runs, _Run(one, other, 0)]:
        yield _Gap(at.one + at.length, run.one, at.other + at.length, run.other)
        at = run


def _moved(gaps: Sequence[_Gap], one: Sequence[_Unit], other: Sequence[_Unit]) -> set[_Gap]:
    """The replacements of which one side stands in another gap of the other text."""
    omitted = [_stems(one[gap.one : gap.one_end]) for gap in gaps]
    added = [_stems(other[gap.other : gap.other_end]) for gap in gaps]
    places: dict[tuple[str, ...], set[int]] = {}
    for side in (omitted, added):
        for index, stems in enumerate(side):
            for pair in pairwise(stems):
                places.setdefault((*pair, "one" if side is omitted else "other"), set()).add(index)
    moved = set()
    for index, gap in enumerate(gaps):
        if not gap.replaced:
            continue
        for stems, where in ((omitted[index], "other"), (added[index], "one")):
            pairs = list(pairwise(stems))
            found = [pair for pair in pairs if places.get((*pair, where), set()) - {index}]
            if pairs and len(found) == len(pairs):
                moved.add(gap)
    return moved


def _stems(units: Sequence[_Unit]) -> tuple[str, ...]:
    return tuple(unit.stem for unit in units if unit.content)


def _change(gap: _Gap, *, apart: bool) -> Iterator[_Step]:
    if gap.replaced and not apart:
        yield _Step(PieceKind.CHANGED, gap)
        return
    if gap.one < gap.one_end:
        only = _Gap(gap.one, gap.one_end, gap.other, gap.other)
        yield _Step(PieceKind.OMITTED, only, apart)
    if gap.other < gap.other_end:
        only = _Gap(gap.one_end, gap.one_end, gap.other, gap.other_end)
        yield _Step(PieceKind.ADDED, only, apart)


def _kept(run: _Run, one: Sequence[_Unit], other: Sequence[_Unit]) -> Iterator[_Step]:
    """Of a run the words that are the same, and those that only have one stem."""
    for offset in range(run.length):
        i, j = run.one + offset, run.other + offset
        same = one[i].form == other[j].form
        kind = PieceKind.SAME if same else PieceKind.CHANGED
        yield _Step(kind, _Gap(i, i + 1, j, j + 1))


def _merged(steps: Sequence[_Step]) -> list[_Step]:
    """Steps of the same kind as one; a change beside another is one change."""
    merged: list[_Step] = []
    for step in steps:
        last = merged[-1] if merged else None
        if last is None or last.apart or step.apart:
            merged.append(step)
        elif (last.kind is PieceKind.SAME) == (step.kind is PieceKind.SAME):
            kind = step.kind if step.kind is last.kind else PieceKind.CHANGED
            gap = _Gap(last.gap.one, step.gap.one_end, last.gap.other, step.gap.other_end)
            merged[-1] = _Step(kind, gap)
        else:
            merged.append(step)
    return merged


def _pieces(
    steps: Sequence[_Step], one: Sequence[_Unit], other: Sequence[_Unit]
) -> Iterator[Piece]:
    for step in steps:
        first = _span(one, step.gap.one, step.gap.one_end)
        second = _span(other, step.gap.other, step.gap.other_end)
        yield Piece(step.kind, first, second)


def _span(units: Sequence[_Unit], start: int, end: int) -> Span | None:
    return Span(units[start].span.start, units[end - 1].span.end) if start < end else None
