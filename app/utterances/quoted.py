"""Quoted stretches: which of a statement's words the report prints in quotation marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.domain.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Single marks are left out: most of them are apostrophes. So less is taken for quoted, never more.
_MARK = re.compile("``|''|[“”„‟«»「」『』\"]")
_CLOSES = {
    "“": ("”",), "„": ("“", "”", "‟"), "‟": ("”",), "«": ("»",), "»": ("«",), "「": ("」",),
    "『": ("』",), "``": ("''",), "”": ("”",), '"': ('"',),
}  # fmt: skip
# What opens as well as closes opens only after one of these, or at the beginning.
_EITHER = frozenset('”»"')
_BEFORE_OPENING = frozenset(" \t\n\u00a0\u202f([{—–-/")


def quoted_spans(content: Sequence[Span], texts: Sequence[str]) -> tuple[Span, ...]:
    """The stretches between quotation marks in the words of these spans, as spans of the article.

    A mark without its partner quotes nothing.
    """
    return tuple(
        Span(span.start + start, span.start + end)
        for span, text in zip(content, texts, strict=True)
        for start, end in _pairs(text)
    )


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    opened: re.Match[str] | None = None
    for mark in _MARK.finditer(text):
        if opened is not None and mark.group() in _CLOSES[opened.group()]:
            yield opened.end(), mark.start()
            opened = None
        elif _opens(mark, text):  # one before it that was never closed quotes nothing
            opened = mark


def _opens(mark: re.Match[str], text: str) -> bool:
    if mark.group() not in _CLOSES:
        return False
    before = text[mark.start() - 1 : mark.start()]
    return mark.group() not in _EITHER or not before or before in _BEFORE_OPENING
