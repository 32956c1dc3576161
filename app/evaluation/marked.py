"""Marked text: an article with its statements marked in curly braces (corpus/README.md)."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from app.domain.spans import Span

_BRACE = re.compile(r"\{(?:([SCQ])(\d+(?:,\d+)*)|(N))[ \n]|[{}]")
_SHOWN = 20  # characters of the text after a brace that is wrong


@dataclass
class Marks:
    """What is marked for one statement: spans into the text without the braces."""

    source: list[Span] = field(default_factory=list)
    cue: list[Span] = field(default_factory=list)
    content: list[Span] = field(default_factory=list)

    def of(self, letter: str) -> list[Span]:
        """The spans of one kind of mark: S, C or Q."""
        return {"S": self.source, "C": self.cue, "Q": self.content}[letter]


@dataclass(frozen=True)
class Problem:
    """Something wrong with the marks, in words, and the line it stands in."""

    line: int
    sentence: str


@dataclass(frozen=True)
class MarkedText:
    """The text without its braces, the marks by statement number, and nobody's words.

    What could not be read as a mark is in ``problems``, in the order of the text.
    """

    text: str
    statements: dict[int, Marks]
    nobodys: tuple[Span, ...]
    problems: tuple[Problem, ...]
    line_starts: tuple[int, ...]  # offsets into the text

    def line(self, offset: int) -> int:
        """The number of the line, from 1, in which an offset of the text stands."""
        return bisect_right(self.line_starts, offset)


@dataclass(frozen=True)
class _Open:
    """A mark that is not closed yet."""

    letter: str
    numbers: tuple[int, ...]
    start: int  # in the text
    brace: int  # in the marked text


def read_marked(marked: str) -> MarkedText:
    """The text and the marks of a marked text, with all that is wrong with its braces.

    Braces nest; the next closing brace closes the mark that was opened last, so marks cannot
    cross. A brace that opens no known mark, is not closed or closes nothing is a problem.
    """
    reading = _Reading(marked)
    place = 0
    for brace in _BRACE.finditer(marked):
        reading.copy(place, brace.start())
        reading.take(brace)
        place = brace.end()
    reading.copy(place, len(marked))
    return reading.finish()


class _Reading:
    """What has been read of a marked text so far."""

    def __init__(self, marked: str) -> None:
        self.marked = marked
        self.pieces: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.statements: dict[int, Marks] = {}
        self.nobodys: list[Span] = []
        self.problems: list[Problem] = []

    def copy(self, start: int, end: int) -> None:
        self.pieces.append(self.marked[start:end])
        self.length += end - start

    def take(self, brace: re.Match[str]) -> None:
        at = brace.start()
        if brace.group() == "}":
            self.close(at)
        elif brace.group() == "{":
            shown = self.shown(at)
            self.wrong(at, f"'{shown}': a brace needs S, C or Q with a number, or N, and a space")
            self.open.append(_Open("?", (), self.length, at))
        else:
            numbers = tuple(int(number) for number in (brace[2] or "").split(",") if number)
            self.open.append(_Open(brace[1] or brace[3], numbers, self.length, at))

    def close(self, at: int) -> None:
        if not self.open:
            self.wrong(at, "a brace closes nothing")
            return
        closed = self.open.pop()
        span = Span(closed.start, self.length)
        if closed.letter == "N":
            self.nobodys.append(span)
        for number in dict.fromkeys(closed.numbers):
            self.statements.setdefault(number, Marks()).of(closed.letter).append(span)

    def finish(self) -> MarkedText:
        for left in self.open:
            self.wrong(left.brace, f"'{self.shown(left.brace)}': a brace is not closed")
        for marks in self.statements.values():
            for letter in "SCQ":
                marks.of(letter).sort()
        text = "".join(self.pieces)
        return MarkedText(
            text,
            self.statements,
            tuple(sorted(self.nobodys)),
            tuple(sorted(self.problems, key=lambda problem: problem.line)),
            (0, *(match.end() for match in re.finditer("\n", text))),
        )

    def wrong(self, at: int, sentence: str) -> None:
        self.problems.append(Problem(self.marked.count("\n", 0, at) + 1, sentence))

    def shown(self, at: int) -> str:
        return self.marked[at : at + _SHOWN].split("\n", maxsplit=1)[0]
