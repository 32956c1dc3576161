"""Cleaning: an article's text made uniform, and what each of its paragraphs is.

The steps, in order:

1. every line end becomes LF; characters that nobody can see or print go; half a surrogate pair
   becomes U+FFFD. Nothing else changes, so a text in that form keeps every offset;
2. the text is cut into paragraphs: lines, or blocks of lines where lines were wrapped; a line
   that breaks off within a sentence and the one that goes on with it are one (here);
3. each paragraph gets its role (zoning.py);
4. the language is what the source declares, else it is recognised (language.py).
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from app.domain.articles import Article, CleanText
from app.domain.spans import Span
from app.extraction.flattened import Titles, paragraphs_within
from app.extraction.language import recognise
from app.extraction.lexicons import load_pattern
from app.extraction.zoning import find_zones

if TYPE_CHECKING:
    from collections.abc import Iterator

# CR LF, CR, NEL, vertical tab, form feed, and Unicode's own line and paragraph separators.
_LINE_END = re.compile("\r\n|[\r\x85\x0b\x0c\u2028\u2029]")
# Controls, soft hyphens, zero-width spaces, marks of direction, interlinear marks, BOM. The
# zero-width joiners stay: Persian and the languages of India are spelt with them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_HALF_SURROGATE = re.compile("[\ud800-\udfff]")

_LONGEST_WRAPPED_LINE = 110  # characters; text is wrapped at 65 to 100
_SHORTEST_WRAPPED_LINE = 35
_SENTENCE_END = frozenset(".!?”\"’':…)")
_SHORTEST_BROKEN_LINE = 25
_LONGEST_CAPTION = 300  # characters
_LONGEST_OPEN = 2_000  # characters that are looked through for a mark still open; a bound
# After these a phrase is never complete: small words that cannot end a heading.
_NEVER_LAST = re.compile(
    r"\b(?:the|an?|my|our|your|their|its|and|or|of|with|from|than|that|which|whose|whom|into"
    r"|between|among|toward|towards|as|at|because|while|if|said|says|told)$"
)

_SAYING = frozenset({"said", "says", "told"})


def clean(article: Article) -> CleanText:
    """The article's clean text, with a zone for each paragraph. Takes any string."""
    text = _HALF_SURROGATE.sub("\ufffd", _UNSEEN.sub("", _LINE_END.sub("\n", article.body)))
    titles = Titles(article.title, article.outlet)
    zones = find_zones(text, list(_paragraphs(text, titles)), article.title)
    prose = " ".join(zone.span.of(text) for zone in zones[:200])
    language = article.language or recognise(prose)
    return CleanText(text, tuple(zones), article.title, article.published, language)


def _paragraphs(text: str, titles: Titles) -> Iterator[Span]:
    """The paragraphs: stretches of lines between blank lines if lines are wrapped, else lines."""
    blocks: list[list[Span]] = [[]]
    place = 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            start = place + line.index(stripped)
            blocks[-1].append(Span(start, start + len(stripped)))
        elif blocks[-1]:
            blocks.append([])
        place += len(line) + 1
    wrapped = _is_wrapped(text, blocks)
    for block in blocks:
        whole = block and (wrapped or _is_column(text, block))
        lines = [Span(block[0].start, block[-1].end)] if whole else _joined(text, block)
        for each in lines:
            for paragraph in paragraphs_within(text, each, titles):
                yield from _without_credit(text, paragraph)


def _without_credit(text: str, paragraph: Span) -> Iterator[Span]:
    """A paragraph, apart from the caption with its credit that is printed before its words."""
    ahead = text[paragraph.start : min(paragraph.end, paragraph.start + _LONGEST_CAPTION)]
    credited = load_pattern("boilerplate", "credits_ahead").match(ahead) if "/" in ahead else None
    if credited is None or paragraph.start + credited.end() >= paragraph.end:
        yield paragraph
        return
    start = paragraph.start + credited.end()
    yield Span(paragraph.start, paragraph.start + len(credited.group().rstrip()))
    yield Span(start, paragraph.end)


def _joined(text: str, block: list[Span]) -> Iterator[Span]:
    """The lines of a block, those put together that one broken line made."""
    start: int | None = None
    for line, following in zip(block, [*block[1:], None], strict=False):
        start = line.start if start is None else start
        goes_on = following is not None and (
            _continues(line.of(text), following.of(text))
            or (line.length <= _LONGEST_WRAPPED_LINE and _speaks_on(text, start, following))
        )
        if not goes_on:
            yield Span(start, line.end)
            start = None


def _continues(line: str, following: str) -> bool:
    """Whether a line breaks off within a sentence that the line right below it goes on with."""
    if line[-1] in _SENTENCE_END or len(line) < _SHORTEST_BROKEN_LINE:
        return False
    if load_pattern("boilerplate", "whole_lines").fullmatch(following):
        return False  # "by Ann Smith" below a title
    if following[0].islower() and not following[1:2].isupper():
        return True
    if line[-1] == ",":
        return True
    last = _NEVER_LAST.search(line)
    # “We stay,” Lind said: complete, if a headline or without its full stop
    return last is not None and not (last.group() in _SAYING and line[0] in '“"‘«')


def _speaks_on(text: str, start: int, following: Span) -> bool:
    """Whether a quotation opened since ``start`` is closed in the line that follows."""
    if following.start - start > _LONGEST_OPEN:
        return False
    before, after = text[start : following.start], following.of(text)
    if before.count('"') % 2:
        return after.count('"') % 2 == 1 and after[0] != '"'
    opened = before.rfind("“") > before.rfind("”")
    return opened and "”" in after and "“" not in after[: after.find("”")]


def _is_column(text: str, block: list[Span]) -> bool:
    """Whether a block is a paragraph set in a column: no line had room for one word more."""
    width = max(line.length for line in block)
    if len(block) < 2 or width > _LONGEST_WRAPPED_LINE:
        return False
    if text[block[-1].end - 1] not in _SENTENCE_END:
        return False  # a list of headlines
    inner = list(pairwise(block))
    full = all(
        line.length >= _SHORTEST_WRAPPED_LINE
        and line.length + 1 + len(following.of(text).split(maxsplit=1)[0]) > width
        for line, following in inner
    )
    return full and any(text[line.end - 1] not in _SENTENCE_END for line, _ in inner)


def _is_wrapped(text: str, blocks: list[list[Span]]) -> bool:
    """Whether lines end where a column ended rather than a sentence."""
    inner = [line for block in blocks for line in block[:-1]]
    longest = max((line.length for block in blocks for line in block), default=0)
    if len(inner) < 3 or longest > _LONGEST_WRAPPED_LINE:
        return False
    running = sum(
        line.length >= _SHORTEST_WRAPPED_LINE and text[line.end - 1] not in _SENTENCE_END
        for line in inner
    )
    # Half of the lines: a list of headlines is wrapped in nobody's eyes, yet has shorter lines.
    return running * 2 > len(inner)
