"""Blocks: the paragraphs of a page, as a browser would set them, in order.

Every character of text is in exactly one block. A ``q`` gets the marks that a browser prints
around it; two line breaks in a row end a paragraph, one is a line end within it; white space is
one space, no-break spaces too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu "
    "nav ol p pre section summary table tbody td tfoot th thead tr ul head title"
)
_BLOCK = frozenset(_BLOCK_NAMES.split())
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
_SPACES_ON_LINE = re.compile(r"[ \t\r\f\xa0]+")
_LINE_ENDS = re.compile(r" ?\n ?")
_PARAGRAPH_ENDS = re.compile(r"\n{2,}")
_NOT_KEY = re.compile(r"[\W_]+")
_MARKS = (("“", "”"), ("‘", "’"))  # of a q, and of one within it


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, and where in the tree it stands."""

    text: str
    key: str  # its letters and digits alone, for telling it elsewhere
    element: HtmlElement  # the nearest one that is set as a block
    linked: float  # the share of its characters that are links


def key_of(text: str) -> str:
    """Letters and digits alone, in small letters."""
    return _NOT_KEY.sub("", text).casefold()


def blocks_of(root: HtmlElement) -> list[Block]:
    """The blocks below an element, in order."""
    setting = _Setting(root)
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            setting.start(element)
        else:
            setting.end(element, last=element is root)
    return setting.done()


class _Setting:
    """What has been set so far."""

    def __init__(self, root: HtmlElement) -> None:
        self._found: list[Block] = []
        self._pieces: list[str] = []
        self._linked = 0  # characters
        self._in_links = 0
        self._in_pre = 0
        self._quoting = 0  # how many quotations are open in this block
        self._closing: list[str] = []  # the marks that close the q that are open
        self._open: list[HtmlElement] = [root]  # blocks

    def start(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag in _BLOCK:
            self._flush()
            self._open.append(element)
            self._in_pre += tag == "pre"
        elif tag == "br":
            self._pieces.append("\n")
        elif tag == "a":
            self._in_links += 1
        elif tag == "q":
            # Single marks inside double ones, which may be typed or of another q.
            opening, closing = _MARKS[self._quoting % 2]
            self._closing.append(closing)
            self._put(opening)
        self._add(element.text)

    def end(self, element: HtmlElement, *, last: bool) -> None:
        tag = element.tag
        if tag in _BLOCK:
            self._flush()
            self._open.pop()
            self._in_pre -= tag == "pre"
        elif tag == "a":
            self._in_links -= 1
        elif tag == "q":
            self._put(self._closing.pop())
        if not last:
            self._add(element.tail)

    def done(self) -> list[Block]:
        self._flush()
        return self._found

    def _add(self, text: str | None) -> None:
        if not text:
            return
        # A line end in the mark-up is a space; one that br makes is a line end.
        set_text = _SPACES_ON_LINE.sub(" ", text) if self._in_pre else _SPACES.sub(" ", text)
        self._put(set_text)
        if self._in_links:
            self._linked += len(set_text)

    def _put(self, text: str) -> None:
        self._pieces.append(text)
        self._quoting += text.count("“") - text.count("”") + text.count('"')

    def _flush(self) -> None:
        whole = "".join(self._pieces)
        linked, self._linked = self._linked, 0
        self._pieces.clear()
        self._quoting = 0
        if not whole or whole.isspace():
            return
        whole = _LINE_ENDS.sub("\n", re.sub(" {2,}", " ", whole))
        share = min(1.0, linked / len(whole))
        for part in _PARAGRAPH_ENDS.split(whole):
            text = part.strip()
            if text:
                self._found.append(Block(text, key_of(text), self._open[-1], share))
