"""Content: which blocks of a page are the article.

trafilatura finds where the article is; which blocks stand there is told by their words, and they
are printed from the page's own tree, so that no quotation mark, line or block quotation is lost on
the way. What trafilatura leaves out between the first and the last of them ("“No,” he said.", a
quotation in a figure) is put back, unless it stands in a part that is no prose by its element or
its class, or is mostly links. The text that JSON-LD gives for the article counts as much as what
trafilatura finds.
"""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from copy import deepcopy
from typing import TYPE_CHECKING

from trafilatura import bare_extraction

from app.readers.page.blocks import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from app.readers.page.blocks import Block

_log = logging.getLogger(__name__)

_SHORT_KEY = 24  # letters; a shorter block is looked for as a whole only
_MOST_SEARCHED = 3_000_000_000  # characters compared at most
_MOST_ELEMENTS = 60_000  # of a page that trafilatura is asked about; larger ones take it minutes
_MOST_LETTERS = 3_000_000
_SHARE = 0.8  # of the article's letters that its container holds
_LEAST_FOUND = 200  # letters; where less is found, the page's own prose is looked at
_LEAST_REPEATED = 40  # letters of a block that is not printed twice
_MOST_PULLED = 500_000  # letters in which a sentence pulled out of the text is looked for
_MOST_LINKED = 0.5
_ALL_LINKED = 0.85
_DOUBLE_MARKS = frozenset('“”"«»„')
_SENTENCE_END = re.compile(r"[.!?…:;]['\"”’»)\]]*$|[”\"»]$")

_NO_PROSE = frozenset(["aside", "nav", "footer", "figcaption", "form", "address", "caption"])
_NO_PROSE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:newsletter|related|promo\w*|shar(?:e|ing)|social|sidebar|comments?|advert\w*"
    r"|ads?|sign-?up|recirc\w*|more-on|read-more|readmore|teasers?|trending|most-(?:read|popular)"
    r"|popular|outbrain|taboola|cookies?|consent|gdpr|banner|modal|popup|overlay|paywall|subscri\w+"
    r"|caption|credit|by-?line|author(?:-?(?:bio|info|box))?|tags?|breadcrumbs?|nav\w*|menu|footer"
    r"|toolbar|donat\w+|recommend\w*|sponsor\w*|widget|gallery|skip|sr-only|visually-hidden)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_QUOTATIONS = frozenset(["blockquote", "q"])


def article_blocks(root: HtmlElement, blocks: Sequence[Block], stated: str | None) -> list[Block]:
    """The blocks of the article, in order; ``stated`` is its text as JSON-LD gives it, if any."""
    found = [*_extracted(root, blocks), *([stated] if stated else [])]
    kept = {number for number in _matching(blocks, found) if not _is_link(blocks[number])}
    if sum(len(blocks[number].key) for number in kept) < _LEAST_FOUND:
        kept |= _own_prose(blocks)
    if not kept:
        return []
    chosen = _completed(blocks, kept)
    return list(_once([blocks[number] for number in sorted(chosen)]))


def _extracted(root: HtmlElement, blocks: Sequence[Block]) -> list[str]:
    """The texts that trafilatura takes for the article's; none where it fails."""
    elements = root.xpath("count(//*)")
    letters = sum(len(block.text) for block in blocks)
    if not blocks or elements > _MOST_ELEMENTS or letters > _MOST_LETTERS:
        return []
    try:
        document = bare_extraction(
            deepcopy(root), include_comments=False, include_tables=True, with_metadata=False
        )
    except Exception as error:  # noqa: BLE001 - a library's mistake; there is another way
        _log.info("trafilatura failed on a page", exc_info=error)
        return []
    body = getattr(document, "body", None)
    if body is None:
        return []
    return ["".join(element.itertext()) for element in body.iter() if isinstance(element.tag, str)]


def _matching(blocks: Sequence[Block], found: Sequence[str]) -> set[int]:
    """The numbers of the blocks whose words are among those that were found."""
    longest = [*found[:1], *found[-1:]]  # the body that was extracted, and the stated text
    keys = {key_of(text) for text in found}
    keys |= {key_of(line) for text in longest for line in text.splitlines()}
    whole = max(map(key_of, longest), key=len, default="")
    searched = len(whole) * len(blocks) <= _MOST_SEARCHED
    return {
        number
        for number, block in enumerate(blocks)
        if block.key
        and (
            block.key in keys or (searched and len(block.key) >= _SHORT_KEY and block.key in whole)
        )
    }


def _own_prose(blocks: Sequence[Block]) -> set[int]:
    """The numbers of the blocks that read like prose, where nothing better is known."""
    return {
        number
        for number, block in enumerate(blocks)
        if len(block.text) >= 60
        and block.linked < _MOST_LINKED
        and _SENTENCE_END.search(block.text[-6:])
        and not _is_no_prose(block.element, None)
    }


def _completed(blocks: Sequence[Block], kept: set[int]) -> set[int]:
    """The blocks kept, with those between and beside them that belong to the article."""
    container = _container(blocks, kept)
    inside = [number for number in sorted(kept) if _within(blocks[number].element, container)]
    if not inside:
        return kept
    first, last = inside[0], inside[-1]
    chosen = set(kept)
    for number in range(first + 1, last):
        if number not in chosen and _belongs(blocks[number], container):
            chosen.add(number)
    for number in _beside(blocks, first, -1):
        if not _belongs(blocks[number], container):
            break
        chosen.add(number)
    for number in _beside(blocks, last, 1):
        if not _belongs(blocks[number], container):
            break
        chosen.add(number)
    return chosen


def _beside(blocks: Sequence[Block], start: int, step: int) -> Iterator[int]:
    """The numbers of the blocks right before or after one, in the same element as it."""
    parent = blocks[start].element.getparent()
    number = start + step
    while 0 <= number < len(blocks) and parent is not None:
        if blocks[number].element.getparent() is not parent:
            return
        yield number
        number += step


def _container(blocks: Sequence[Block], kept: set[int]) -> HtmlElement:
    """The deepest element that holds most of what is kept."""
    letters: dict[HtmlElement, int] = defaultdict(int)
    seen: set[str] = set()
    total = 0
    for number in sorted(kept):
        block = blocks[number]
        if block.key in seen:
            continue
        seen.add(block.key)
        total += len(block.key)
        letters[block.element] += len(block.key)
        for ancestor in block.element.iterancestors():
            letters[ancestor] += len(block.key)
    holding = [element for element, count in letters.items() if count >= total * _SHARE]
    return max(holding, key=lambda element: sum(1 for _ in element.iterancestors()))


def _is_link(block: Block) -> bool:
    """Whether a block is a link to something else, and no sentence."""
    quoted = any(mark in block.text for mark in _DOUBLE_MARKS)
    return block.linked > _ALL_LINKED and not quoted and not _SENTENCE_END.search(block.text[-6:])


def _belongs(block: Block, container: HtmlElement) -> bool:
    """Whether a block that was left out is part of the article it stands in."""
    if not block.key or not _within(block.element, container):
        return False
    if _is_no_prose(block.element, container):
        return False
    quoted = any(mark in block.text for mark in _DOUBLE_MARKS) or _is_quotation(block.element)
    if block.linked > _MOST_LINKED and not (quoted and _SENTENCE_END.search(block.text[-6:])):
        return False
    return quoted or len(block.text) >= 25 or bool(_SENTENCE_END.search(block.text[-6:]))


def _is_no_prose(element: HtmlElement, container: HtmlElement | None) -> bool:
    """Whether an element, or one it stands in below the container, is no prose by its nature."""
    quotation = False
    for each in (element, *element.iterancestors()):
        if each is container:
            return False
        quotation = quotation or each.tag in _QUOTATIONS
        if each.tag in _NO_PROSE and not (quotation and each.tag == "aside"):
            return True
        if each.tag in {"body", "html", "main", "article"}:
            return False
        named = f"{each.get('class') or ''} {each.get('id') or ''}"[:500]
        if not named.isspace() and _NO_PROSE_CLASS.search(named):
            return True
    return False


def _is_quotation(element: HtmlElement) -> bool:
    return any(each.tag == "blockquote" for each in (element, *element.iterancestors()))


def _within(element: HtmlElement, container: HtmlElement) -> bool:
    return element is container or any(each is container for each in element.iterancestors())


def _once(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks without those printed again, such as a sentence pulled out of the text."""
    whole: set[str] = set()
    outside = (block.key for block in blocks if not _in_figure(block.element))
    texts = "\0".join(outside)[:_MOST_PULLED]
    for block in blocks:
        if len(block.key) >= _LEAST_REPEATED:
            pulled = _in_figure(block.element) and block.key in texts
            if pulled or block.key in whole:
                continue
            whole.add(block.key)
        yield block


def _in_figure(element: HtmlElement) -> bool:
    return any(each.tag in {"figure", "aside"} for each in (element, *element.iterancestors()))
