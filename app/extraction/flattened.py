"""Flattened pages: paragraphs that a program put into one line, told apart by what it left there.

What copies the text of a page often drops its line ends and keeps its marks: "## Why now The
minister said", "...   " for what it left out, "VELMOUTH, Dec 4 (TPS) -" in the middle of a line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

# Dots between wide gaps, a heading's mark, the line of place and agency that opens a report.
_MARKS = re.compile(
    r"(?<=\s{2})(?P<gap>\.\.\.|…)(?=\s)"
    r"|(?:(?<=\s)|^)(?P<heading>#{1,6})(?= [\"“‘«„A-Z])"
    r"|(?<=[^\s–—-] )(?=[A-Z]{3,}(?: [A-Z]{2,}){0,2}(?:, [A-Z][\w. ]{2,24})?"
    r" \([A-Z][\w ]{1,24}\) ?[-–—] )"
)
_LONGEST_HEADING = 140  # characters
# What begins a sentence with a capital and stands in a heading with none.
_OPENINGS = (
    "The|A|An|In|On|At|According|He|She|It|They|We|But|And|As|After|Before|When|While|If|This|That"
    "|These|Those|There|His|Her|Their|Its|For|From|With|By|Since|During|Despite|However|Meanwhile"
    "|Earlier|Although|Speaking|Asked|Both|Last|To"
)
# "Why talks stalled | According to Lind, ...": after a word in small letters a capital begins.
_SENTENCE_CASE = re.compile(rf"\s[a-z]\S* (?=(?:{_OPENINGS})\b,? [^\s])")
_CAPITALS = re.compile(r"(?:(?=[^\sa-z]*[A-Z\d&])[^\sa-z]+ ){2,}(?=[A-Z][a-z])")
_QUOTED = re.compile(r"“[^”]+” (?=“)|\"[^\"]+\" (?=\")")


_AFTER_TITLE = re.compile(r"\s+(?=[A-Z“\"‘«„#])")
_BEFORE_OUTLET = re.compile(r" [|–—-] ")
_SHORTEST_TITLE = 25  # characters
_SHORT_SENTENCE = re.compile(r"\s*(?:[\w’'-]+ ){1,3}[\w’'-]+[.!] +(?=[A-Z“\"‘])")  # "Sign up here."


@dataclass(frozen=True, slots=True)
class Titles:
    """What a page prints above an article."""

    title: str | None
    outlet: str | None


def paragraphs_within(text: str, line: Span, titles: Titles) -> Iterator[Span]:
    """The paragraphs of a line, in order, and the marks between them; mostly the line itself.

    The title is cut off where the line or a heading in it begins with it.
    """
    begin = _past_title(text, line, titles)
    yield from _trimmed(text, line.start, begin)
    for found in _MARKS.finditer(text, begin, line.end):
        if found.start() < begin:
            continue
        yield from _trimmed(text, begin, found.start())
        if found.group():
            yield Span(*found.span())
        begin = end = found.end()
        if found["heading"]:
            end = _end_of_heading(text, begin, line.end, titles)
        elif found["gap"] and (aside := _SHORT_SENTENCE.match(text, begin, line.end)):
            end = aside.end()
        yield from _trimmed(text, begin, end)
        begin = end
    yield from _trimmed(text, begin, line.end)


def _past_title(text: str, line: Span, titles: Titles) -> int:
    """Where a line goes on behind the article's title; its start if it has none before it."""
    title = titles.title
    if not title or len(title) < _SHORTEST_TITLE or not text.startswith(title, line.start):
        return line.start
    end = _past_outlet(text, line.start + len(title), titles.outlet)
    after = _AFTER_TITLE.match(text, end, line.end)
    return after.end() if after is not None else line.start


def _past_outlet(text: str, end: int, outlet: str | None) -> int:
    """Where the name of the outlet ends that pages print behind a title: " | Northmere Wire"."""
    mark = _BEFORE_OUTLET.match(text, end)
    words = outlet.split() if outlet and mark is not None else []
    while words and mark is not None:
        name = " ".join(words)
        if text[mark.end() : mark.end() + len(name)].casefold() == name.casefold():
            return mark.end() + len(name)
        words.pop()
    return end


def _end_of_heading(text: str, start: int, end: int, titles: Titles) -> int:
    """Where a heading ends that begins after its mark; its start where nothing shows it."""
    while start < end and text[start].isspace():
        start += 1
    printed = _past_title(text, Span(start, end), titles)
    if printed > start:
        return printed
    ahead = min(end, start + _LONGEST_HEADING)
    whole = _CAPITALS.match(text, start, ahead) or _QUOTED.match(text, start, ahead)
    if whole is not None:
        return whole.end()
    following = _MARKS.search(text, start, ahead)
    stop = next((n for n in range(start, ahead) if text[n] in ".!?"), ahead)
    if following is not None and following.start() <= stop:
        return following.start()
    first = _SENTENCE_CASE.search(text, start, stop)
    return first.end() if first is not None else start


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    """The stretch without the blanks at its ends, unless it is blank."""
    words = text[start:end]
    if stripped := words.strip():
        begin = start + words.index(stripped)
        yield Span(begin, begin + len(stripped))
