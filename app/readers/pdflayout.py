"""Lines of printed pages, put together again into paragraphs.

1. heads and feet that run through the pages, and page numbers, are left out;
2. two lines are one paragraph unless a space, an indent, another size, a bullet or a line that
   ends early with its sentence parts them; across columns and pages a sentence goes on where the
   line before has no end;
3. a hyphen at the end of a line goes where the text elsewhere, or else most likely, writes the
   word without.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MARGIN = 0.13  # of the height of a page: where heads and feet run
_NUMBER = re.compile(
    r"[\W_]*(?:(?:page|p\.|seite|página|pagina)\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:of|/|von|de|sur|di)\s*\d{1,4})?[\W_]*",
    re.IGNORECASE,
)
_BULLET = re.compile(r"[•◦▪‣●■–—*-]\s|\(?(?:\d{1,2}|[a-z])[.)]\s")
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]*\d{0,2}\Z")
_WORD = re.compile(r"\w+(?:[-’']\w+)*")
_LAST = re.compile(r"([^\W\d_]+)-\Z")
_FIRST = re.compile(r"[^\W_]+")
# First halves of words that keep their hyphen wherever they stand (Hart's Rules, chapter 3).
_KEEPS = frozenset(
    [
        "all",
        "cross",
        "ex",
        "far",
        "great",
        "half",
        "ill",
        "long",
        "mid",
        "quasi",
        "self",
        "short",
        "so",
        "still",
        "then",
        "vice",
        "well",
    ]
)
_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line, in points from the lower left corner of its page."""

    text: str  # one that was divided ends in "-"
    left: float
    right: float
    bottom: float
    size: float  # the height of its characters

    @property
    def width(self) -> float:
        """From its first to its last character."""
        return self.right - self.left


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page, in the order in which they are read."""

    height: float
    lines: tuple[Line, ...]


def tidied(text: str) -> str:
    """A line as it is written elsewhere: no ligatures, one space between words."""
    return " ".join(text.translate(_LIGATURES).split())


def body_size(pages: Iterable[Page]) -> float:
    """The size in which most of the text is set."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def paragraphs(pages: Sequence[Page]) -> list[str]:
    """The text of the pages, paragraph by paragraph."""
    vocabulary = _vocabulary(pages)
    found: list[list[Line]] = []
    before: Line | None = None
    for page in without_running(pages):
        apart = _leading(page.lines)
        for number, line in enumerate(page.lines):
            if before is None or _begins(before, line, page, apart, first=number == 0):
                found.append([])
            found[-1].append(line)
            before = line
    return [_joined([line.text for line in lines], vocabulary) for lines in found]


def without_running(pages: Sequence[Page]) -> list[Page]:
    """The pages without heads, feet and page numbers."""
    size = body_size(pages)
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_key(line) for line in page.lines if _in_margin(line, page)})

    def runs(line: Line, page: Page) -> bool:
        if not _in_margin(line, page):
            return False
        if _NUMBER.fullmatch(line.text):
            return True
        return seen[_key(line)] > 1 and line.size <= size * 1.15  # a title may run later on

    return [
        Page(page.height, tuple(line for line in page.lines if not runs(line, page)))
        for page in pages
    ]


def _in_margin(line: Line, page: Page) -> bool:
    top = line.bottom + line.size > page.height * (1 - _MARGIN)
    return top or line.bottom < page.height * _MARGIN


def _key(line: Line) -> str:
    """What is the same on all pages of a running head: its words, without numbers, and place."""
    return re.sub(r"\d+", "#", line.text).casefold() + f"@{round(line.bottom / 6)}"


def _leading(lines: Sequence[Line]) -> float:
    """The usual distance from one line to the next."""
    gaps = [
        one.bottom - other.bottom
        for one, other in pairwise(lines)
        if 0.5 * one.size < one.bottom - other.bottom < 3 * one.size
        and _alike(one.size, other.size)
    ]
    return median(gaps) if gaps else 0.0


def _alike(one: float, other: float) -> bool:
    return abs(one - other) <= 0.12 * max(one, other)


def _begins(before: Line, line: Line, page: Page, leading: float, *, first: bool) -> bool:
    """Whether a line begins a paragraph, after the one before it."""
    if not _alike(before.size, line.size) or _BULLET.match(line.text):
        return True
    ended = bool(_SENTENCE_END.search(before.text))
    if first or line.bottom > before.bottom - 0.3 * line.size:  # another page, or column
        return ended and not before.text.endswith("-")
    if leading and before.bottom - line.bottom > 1.3 * leading + 1:
        return True
    column = [
        each
        for each in page.lines
        if _alike(each.size, line.size) and _overlap(each, line) > 0.5 * min(each.width, line.width)
    ]
    left = min(each.left for each in column)
    right = max(each.right for each in column)
    set_in = line.left > left + 0.8 * line.size and before.left < left + 0.5 * line.size
    if set_in and not _BULLET.match(before.text):  # below a bullet, lines stand under its words
        return True
    short = before.right < right - max(0.15 * (right - left), 2 * line.size)
    return short and (ended or not line.text[:1].islower()) and not before.text.endswith("-")


def _overlap(one: Line, other: Line) -> float:
    return min(one.right, other.right) - max(one.left, other.left)


def _vocabulary(pages: Iterable[Page]) -> frozenset[str]:
    """The words that stand whole in a line."""
    words: set[str] = set()
    for page in pages:
        for line in page.lines:
            found = _WORD.findall(line.text.casefold())
            words.update(found[:-1] if line.text.endswith("-") else found)
    return frozenset(words)


def _joined(lines: Sequence[str], vocabulary: frozenset[str]) -> str:
    text = lines[0]
    for line in lines[1:]:
        last, first = _LAST.search(text), _FIRST.match(line)
        if text.endswith("-") and last and first:
            whole = _without_hyphen(last.group(1), first.group(), vocabulary)
            text = text[:-1] + line if whole else text + line
        elif text[-1:] > "\u2e7f" and line[:1] > "\u2e7f" and text[-1:] < "\ufb00":
            text += line  # Chinese and Japanese have no space between words
        else:
            text += " " + line
    return text


def _without_hyphen(first: str, second: str, vocabulary: frozenset[str]) -> bool:
    one, other = first.casefold(), second.casefold()
    if f"{one}-{other}" in vocabulary:
        return False
    if one + other in vocabulary:
        return True
    return second[:1].islower() and one not in _KEEPS
