"""Quotations: what stands between quotation marks, found by a state machine over the marks.

The marks of a paragraph are first classed by what stands beside them (marks.py), then paired in
one walk. Every look ahead is a table made beforehand, so the time is linear in the length of the
text whatever it holds.

What is told apart: curly and straight marks, German „ “ and French « », British single marks and
apostrophes (plural possessives, "'em", "'90s"), a quotation inside a quotation (only the outer
one is given out), a mark opened again at each paragraph and closed only at the end, and a mark
never closed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.spans import Span
from app.domain.statements import Quotation
from app.extraction.marks import Mark, Shape, find_marks, next_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.articles import CleanText

# What closes each opening mark. A careless typist closes a curly mark with a straight one; Swedes
# and Finns print the same mark on both sides; Germans print » « the other way round.
_CLOSERS = {
    "“": '”"',
    "„": '“”"',
    "‟": '”"',
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "「": "」",
    "『": "』",
    "”": '”"',
    '"': '"”',
}
_TYPED = {"``": frozenset({"''", '"', "”"}), "''": frozenset({"''"})}


def find_quotations(text: CleanText) -> tuple[Quotation, ...]:
    """The outermost quotations of a text's prose, in order, never across a paragraph's end.

    A quotation that runs over several paragraphs gives one for each. Those but the last have no
    closing mark, by convention: they are ``closed``, and their words end where their span ends.
    ``closed`` is False only where a closing mark is missing altogether.
    """
    found: list[Quotation] = []
    zones = text.prose
    prose = [find_marks(text.text, zone.span) for zone in zones]
    opened = False
    for number, zone in enumerate(zones):
        after = zones[number + 1].span.start if number + 1 < len(prose) else None
        next_start = "" if after is None else text.text[after]
        closed_below = number + 1 < len(prose) and _first_closes(prose[number + 1])
        paragraph = _Paragraph(text.text, zone.span, prose[number], next_start)
        inside = paragraph.quotations(opened=opened, closed_below=closed_below)
        opened = closed_below and bool(inside) and runs_on(inside[-1])
        found.extend(inside)
    return tuple(found)


def _first_closes(marks: Sequence[Mark]) -> bool:
    """Whether the first double mark of a paragraph closes what the paragraph above opened."""
    first = next((mark for mark in marks if not mark.single), None)
    return first is not None and first.shape is Shape.CLOSES and first.character in '”"'


def runs_on(quotation: Quotation) -> bool:
    """Whether a quotation goes on in the next paragraph, which opens its marks again."""
    return quotation.closed and quotation.words.end == quotation.span.end


class _Paragraph:
    """One paragraph's marks and the walk over them."""

    def __init__(self, text: str, span: Span, marks: Sequence[Mark], next_start: str) -> None:
        self._text = text
        self._span = span
        self._next_start = next_start  # the first character of the next paragraph
        self._marks = marks
        self._closed_below = False
        self._double = next_table(marks, lambda mark: not mark.single)
        self._opening = next_table(marks, lambda mark: mark.single and mark.shape is Shape.OPENS)
        self._closing = next_table(marks, lambda mark: mark.single and mark.shape is Shape.CLOSES)
        self._possessive = next_table(marks, lambda mark: mark.shape is Shape.MAY_POSSESS)
        self._doubles_before = [0]
        for mark in marks:
            self._doubles_before.append(self._doubles_before[-1] + (not mark.single))

    def quotations(self, *, opened: bool, closed_below: bool) -> list[Quotation]:
        """The quotations of this paragraph, in order.

        ``opened``: the paragraph above opened one that goes on here without a mark at the start;
        ``closed_below``: the next paragraph closes one before it opens any.
        """
        found: list[Quotation] = []
        number = 0
        self._closed_below = closed_below
        first = self._double[0]
        if opened and first is not None:
            mark = self._marks[first]
            start = self._span.start
            found.append(Quotation(Span(start, mark.end), Span(start, mark.place)))
            number = first + 1
        while number < len(self._marks):
            single = self._marks[number].single
            closing = self._close_single(number) if single else self._close_double(number)
            if closing is None:
                number += 1
                continue
            quotation, number = closing
            if quotation.words.of(self._text).strip():
                found.append(quotation)
        return found

    def _close_double(self, number: int) -> tuple[Quotation, int] | None:
        """The quotation a double mark opens and the number of the mark to go on from."""
        mark = self._marks[number]
        if mark.shape is Shape.CLOSES:
            return None
        closers = _TYPED.get(mark.character) or _CLOSERS[mark.character]
        place = self._double[number + 1]
        while place is not None:
            candidate = self._marks[place]
            if candidate.shape is not Shape.OPENS:
                if candidate.character in closers:
                    return self._closed(mark, candidate, place)
            elif mark.character in "«»‹›" and candidate.character not in "«»‹›":
                # « a “word” inside »: its own closing mark is of another kind and is passed over.
                pass
            elif candidate.character in {mark.character, "“", '"'}:
                # A second opening: of a quotation inside this one if two closing marks follow,
                # else this one was never closed.
                inner = self._double[place + 1]
                outer = None if inner is None else self._double[inner + 1]
                if outer is None or inner is None or not self._both_close(inner, outer):
                    return self._ended(mark, candidate.place), place
                place = outer
                continue
            place = self._double[place + 1]
        return self._unclosed(mark), len(self._marks)

    def _both_close(self, inner: int, outer: int) -> bool:
        return all(self._marks[place].shape is not Shape.OPENS for place in (inner, outer))

    def _close_single(self, number: int) -> tuple[Quotation, int] | None:
        """The quotation a single mark opens, or None when it is an apostrophe after all."""
        mark = self._marks[number]
        if mark.shape is not Shape.OPENS:
            return None
        closing, possessive = self._closing[number + 1], self._possessive[number + 1]
        opening = self._opening[number + 1]
        place = closing
        if possessive is not None and (closing is None or possessive < closing):
            # The 's after an opening mark is a possessive only if what follows closes the
            # quotation before another one opens: 'the workers' rights come first'.
            inside = closing is not None and (opening is None or closing < opening)
            place = closing if inside else possessive
        if place is None:
            # Open to the paragraph's end, as the next one opens its mark again; or never closed.
            begins = mark.place == self._span.start and mark.character == "‘"
            if begins or self._next_start == mark.character:
                return self._unclosed(mark), len(self._marks)
            return None
        doubles = self._doubles_before[place] - self._doubles_before[number]
        if doubles % 2 and mark.character == "'":
            return None  # half of another quotation lies between: an apostrophe
        return self._closed(mark, self._marks[place], place)

    def _closed(self, mark: Mark, closing: Mark, place: int) -> tuple[Quotation, int]:
        span = Span(mark.place, closing.end)
        return Quotation(span, Span(mark.end, closing.place)), place + 1

    def _ended(self, mark: Mark, before: int) -> Quotation:
        """A quotation whose closing mark is missing, ended before another one opens."""
        end = before
        while end > mark.end and self._text[end - 1].isspace():
            end -= 1
        return Quotation(Span(mark.place, end), Span(mark.end, end), closed=False)

    def _unclosed(self, mark: Mark) -> Quotation:
        """A quotation open at the paragraph's end: it runs on, or its closing mark is missing."""
        span = Span(mark.place, self._span.end)
        goes_on = bool(self._next_start) and self._next_start in {mark.character[0], "“", '"'}
        goes_on = goes_on or (self._closed_below and mark.character in '“"')
        return Quotation(span, Span(mark.end, self._span.end), closed=goes_on)
