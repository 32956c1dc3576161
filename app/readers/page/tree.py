"""Tree: a page's elements, whatever its mark-up is like, and never deeper than it may be.

libxml2 stops at a depth of 2,048 elements and drops all that comes after; other libraries call
themselves for each level. Pages of editors and hostile pages nest deeper: there, the tags below a
depth are taken out before the page is parsed, and a line break stands for each block among them.
"""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

DEEPEST = 180  # elements; ordinary pages have 10 to 40
_TAG = re.compile(r"<(/?)([A-Za-z][\w:-]*)[^<>]*>")
_VOID_NAMES = "area base br col embed hr img input link meta param source track wbr"
_VOID = frozenset(_VOID_NAMES.split())
_INLINE_NAMES = (
    "a abbr b bdi bdo big cite code del em font i ins kbd mark q s small span strike strong sub "
    "sup time tt u var"
)
_INLINE = frozenset(_INLINE_NAMES.split())
_RAW = re.compile(r"<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)

# What is never part of the words of a page.
UNSEEN = (
    *("script", "style", "template", "svg", "math", "iframe", "object", "embed", "canvas"),
    *("button", "select", "input", "textarea", "option", "datalist", "audio", "video", "map"),
    *("noscript", "title", "dialog", "progress", "meter", "applet", "frame", "noframes", "amp-ad"),
)
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


def parse_page(text: str) -> HtmlElement | None:
    """The root of a page's tree; None where there is nothing in it."""
    root, cut = _parsed(text)
    if cut or (root is not None and _depth(root) > DEEPEST):
        root, _ = _parsed(flattened(text))
    return root


def flattened(text: str, deepest: int = DEEPEST // 2) -> str:
    """A page without the tags that lie deeper than so many elements; every word stays."""
    opened: list[tuple[str, bool]] = []  # a tag, and whether it was kept
    names: Counter[str] = Counter()

    def instead(match: re.Match[str]) -> str:
        closing, name = match.group(1), match.group(2).lower()
        broken = "" if name in _INLINE else "<br><br>"
        if name in _VOID:
            return match.group()
        if not closing:
            keep = len(opened) < deepest
            opened.append((name, keep))
            names[name] += 1
            return match.group() if keep else broken
        if not names[name]:
            return ""
        kept = False
        while opened:
            last, kept = opened.pop()
            names[last] -= 1
            if last == name:
                break
        return match.group() if kept else broken

    # Scripts keep their tags for themselves; those of JSON-LD stay, for they are read.
    pieces: list[str] = []
    place = 0
    for raw in _RAW.finditer(text):
        pieces.append(_TAG.sub(instead, text[place : raw.start()]))
        if "ld+json" in raw.group()[:200] and len(opened) < 2 * deepest:
            pieces.append(raw.group())
        place = raw.end()
    pieces.append(_TAG.sub(instead, text[place:]))
    return "".join(pieces)


def visible(root: HtmlElement, *, hidden: bool = False) -> HtmlElement:
    """The tree without what nobody sees on the page; ``hidden`` keeps what style hides."""
    for element in list(root.iter(*UNSEEN)):
        _drop(element)
    if not hidden:
        for element in root.xpath("//*[@hidden or @style]"):
            if _is_hidden(element):
                _drop(element)
    return root


def _is_hidden(element: HtmlElement) -> bool:
    if element.tag in {"body", "html"}:  # shown by a program when it has loaded
        return False
    style = element.get("style")
    return "hidden" in element.attrib or bool(style and _HIDDEN.search(style))


def _drop(element: HtmlElement) -> None:
    """Take an element out; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail
    if tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    parent.remove(element)


def _parsed(text: str) -> tuple[HtmlElement | None, bool]:
    """The root, and whether the parser gave up on the way."""
    parser = HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False
    )
    # A zero ends the text for C; XML knows no such character either.
    data = text.replace("\0", "\ufffd").encode("utf-8", "replace")
    try:
        root = document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        root = None
    cut = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    return root, cut


def _depth(root: HtmlElement) -> int:
    """How deep the tree is at its deepest."""
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest
