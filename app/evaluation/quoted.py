"""Quoted stretches: what stands between quotation marks, read plainly, paragraph by paragraph.

Enough to check what somebody has marked and to count quotations singly, and independent of the
extractor's own way with marks, so that a mistake of the one does not hide a mistake of the other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.domain.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# An opening mark and those that may close it: English, German and Polish, French.
_CLOSED_BY = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "‚": "‘’",
    "‘": "’",
    "'": "'",
    '"': '"',
}
_CLOSING = frozenset("".join(_CLOSED_BY.values()))
_PARAGRAPH = re.compile(r"[^\n]+")
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")


def quoted_stretches(text: str) -> tuple[Span, ...]:
    """What stands between the outermost quotation marks, without them, in order.

    A mark that is not closed ends with its paragraph.
    """
    return tuple(
        stretch
        for paragraph in _PARAGRAPH.finditer(text)
        for stretch in _in_paragraph(text, *paragraph.span())
        if stretch.length
    )


def quoted_share(text: str, spans: Iterable[Span]) -> float:
    """The share of letters and digits in the spans that stands between quotation marks."""
    stretches = quoted_stretches(text)
    quoted = total = 0
    for span in spans:
        total += _letters(span, text)
        quoted += sum(_letters(common, text) for common in _common(span, stretches))
    return quoted / total if total else 0.0


def pieces(text: str, content: Iterable[Span], stretches: Iterable[Span]) -> Iterator[Span]:
    """The parts of a content that lie in quoted stretches, the marks left out."""
    stretches = tuple(stretches)
    for span in content:
        for common in _common(span, stretches):
            words = common.of(text)
            start = common.start + len(words) - len(words.lstrip())
            yield Span(start, start + len(words.strip()))


def count_words(words: str) -> int:
    """How many words; what a hyphen or an apostrophe joins is one."""
    return len(_WORD.findall(words))


def _common(span: Span, stretches: Iterable[Span]) -> Iterator[Span]:
    for stretch in stretches:
        if stretch.overlaps(span):
            yield Span(max(stretch.start, span.start), min(stretch.end, span.end))


def _letters(span: Span, text: str) -> int:
    return sum(map(str.isalnum, span.of(text)))


def _in_paragraph(text: str, start: int, end: int) -> Iterator[Span]:
    open_marks: list[str] = []
    first = start
    for at in range(start, end):
        mark = text[at]
        if mark not in _CLOSED_BY and mark not in _CLOSING:
            continue
        level = _closes(text, at, end, open_marks)
        if level is not None:
            del open_marks[level:]
            if not open_marks:
                yield Span(first, at)
        elif _opens(text, at, end, open_marks):
            first = first if open_marks else at + 1
            open_marks.append(mark)
    if open_marks:
        yield Span(first, end)


def _closes(text: str, at: int, end: int, open_marks: list[str]) -> int | None:
    """The level of the innermost open mark that this one closes."""
    if text[at] in "’'" and not _may_close_single(text, at, end):
        return None
    for level in range(len(open_marks) - 1, -1, -1):
        if text[at] in _CLOSED_BY[open_marks[level]]:
            return level
    return None


def _may_close_single(text: str, at: int, end: int) -> bool:
    """Whether it is no apostrophe: neither in a word, nor after the s of "the workers' rights".

    After an s it is one where another mark that may close follows before the next that opens.
    """
    before, after = text[at - 1 : at], text[at + 1 : min(at + 2, end)]
    if after.isalnum():
        return False
    if before not in {"s", "S"} or after != " ":
        return True
    for later in re.finditer("[‘’']", text[at + 1 : end]):
        place = at + 1 + later.start()
        if text[place] == "‘" or not text[place - 1].isalnum():
            return text[place] == "‘" or text[place + 1 : place + 2].isalnum()
    return True


def _opens(text: str, at: int, end: int, open_marks: list[str]) -> bool:
    mark = text[at]
    if mark not in _CLOSED_BY or mark in open_marks:
        return False
    if mark == '"':
        return True
    before, after = text[at - 1 : at] if at else "", text[at + 1 : min(at + 2, end)]
    if mark == "»":
        return not before.isalnum() and after.isalnum()
    if mark in "‘'":
        return (
            not before.isalnum()
            and not after.isspace()
            and (mark == "‘" or _is_closed(text, at, end))
        )
    return True


def _is_closed(text: str, at: int, end: int) -> bool:
    """Whether a straight single mark is closed later; else it is an apostrophe ('twas, '90s)."""
    return re.search(r"(?<=\S)'(?!\w)", text[at + 1 : end]) is not None
