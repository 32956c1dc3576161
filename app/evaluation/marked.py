"""Marked text: an article with its statements marked in curly braces (corpus/README.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.domain.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_BRACE = re.compile(r"\{(?:([SCQ])(\d+(?:,\d+)*)|(N))[ \n]|\}")


@dataclass
class Marks:
    """What is marked for one statement: spans into the text without the braces."""

    source: list[Span] = field(default_factory=list)
    cue: list[Span] = field(default_factory=list)
    content: list[Span] = field(default_factory=list)


@dataclass(frozen=True)
class MarkedText:
    """The text without its braces, the marks by statement number, and nobody's words."""

    text: str
    statements: dict[int, Marks]
    nobodys: tuple[Span, ...]


def read_marked(marked: str) -> MarkedText:
    """The text and the marks of a marked text.

    Raises ValueError with a sentence that names the line when a brace opens no known mark, is not
    closed, or closes nothing.
    """
    pieces: list[str] = []
    length = place = 0
    open_marks: list[tuple[str, tuple[int, ...], int, int]] = []
    statements: dict[int, Marks] = {}
    nobodys: list[Span] = []
    for brace in _BRACE.finditer(marked):
        between = marked[place : brace.start()]
        _refuse_stray(between, marked, place)
        pieces.append(between)
        length += len(between)
        place = brace.end()
        if brace.group() != "}":
            numbers = tuple(int(number) for number in (brace[2] or "").split(",") if number)
            open_marks.append((brace[1] or brace[3], numbers, length, brace.start()))
            continue
        if not open_marks:
            raise ValueError(f"line {_line(marked, brace.start())}: a brace closes nothing")
        what, numbers, start, _ = open_marks.pop()
        span = Span(start, length)
        if what == "N":
            nobodys.append(span)
        for number in numbers:
            marks = statements.setdefault(number, Marks())
            {"S": marks.source, "C": marks.cue, "Q": marks.content}[what].append(span)
    if open_marks:
        raise ValueError(f"line {_line(marked, open_marks[-1][3])}: a brace is not closed")
    rest = marked[place:]
    _refuse_stray(rest, marked, place)
    pieces.append(rest)
    for marks in statements.values():
        for spans in (marks.source, marks.cue, marks.content):
            spans.sort()
    return MarkedText("".join(pieces), statements, tuple(sorted(nobodys)))


def _refuse_stray(piece: str, marked: str, start: int) -> None:
    at = piece.find("{")
    if at >= 0:
        raise ValueError(
            f"line {_line(marked, start + at)}: after a brace must stand S, C or Q with a number, "
            f"or N, and a space, not '{piece[at : at + 12]}'"
        )


def _line(marked: str, at: int) -> int:
    return marked.count("\n", 0, at) + 1


_OPENING, _CLOSING = "“«„", "”»"


def quoted_share(text: str, spans: list[Span]) -> float:
    """The share of letters and digits in the spans that stands between quotation marks.

    Marks are paired plainly, paragraph by paragraph: enough to check what somebody has marked,
    and independent of the extractor's own way with marks.
    """
    quoted = total = 0
    inside = frozenset(_quoted_places(text))
    for span in spans:
        for at in range(span.start, span.end):
            if text[at].isalnum():
                total += 1
                quoted += at in inside
    return quoted / total if total else 0.0


def _quoted_places(text: str) -> Iterator[int]:
    for paragraph in re.finditer(r"[^\n]+", text):
        inside = False
        for at in range(*paragraph.span()):
            mark = text[at]
            before, after = text[at - 1 : at], text[at + 1 : at + 2]
            if mark == '"':
                inside = not inside
            elif mark in _OPENING or (mark in "‘'" and not before.isalnum() and not inside):
                inside = True
            elif mark in _CLOSING or (mark in "’'" and not (before.isalnum() and after.isalnum())):
                inside = False
            elif inside:
                yield at
