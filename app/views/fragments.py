"""Text fragments: a link that opens an outlet's own page at the words.

https://wicg.github.io/scroll-to-text-fragment/ : ``#:~:text=[prefix-,]start[,end][,-suffix]``.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urldefrag

if TYPE_CHECKING:
    from collections.abc import Sequence

# A range of 5 words from either end is found even where the outlet has edited the middle.
_WHOLE_UP_TO = 10
_END_WORDS = 5
# Outlets re-typeset quotation marks, so those at either end are left out of the terms.
_EDGE = " \t\n\"'“”„‟‘’‚‛«»‹›.,;:!?…–—-"


def original_address(address: str | None, words: Sequence[str]) -> str | None:
    """The outlet's address for the article, opened at the first stretch of ``words``.

    None when the address is not known or is not http(s): an address comes from outside, and
    must never become a script.
    """
    if not address or not address.lower().startswith(("http://", "https://")):
        return None
    plain, _ = urldefrag(address)
    fragment = text_fragment(words[0]) if words else ""
    return f"{plain}#:~:text={fragment}" if fragment else plain


def text_fragment(words: str) -> str:
    """The directive's value for some words of a page: whole when short, else start and end.

    A term cannot cross a block, so a line break always makes it a range. Empty when no words
    are left.
    """
    terms = words.strip(_EDGE).split()
    if not terms:
        return ""
    if len(terms) <= _WHOLE_UP_TO and "\n" not in words.strip(_EDGE):
        return _encode(" ".join(terms))
    lines = [line.split() for line in words.strip(_EDGE).splitlines() if line.split()]
    count = min(_END_WORDS, max(1, len(terms) // 2))
    start, end = lines[0][:count], lines[-1][-count:]
    return f"{_encode(' '.join(start).strip(_EDGE))},{_encode(' '.join(end).strip(_EDGE))}"


def _encode(term: str) -> str:
    """Percent-encoded, with the hyphen too, which separates prefix and suffix."""
    return "%20".join([_encoded(word) for word in term.split(" ")])


@lru_cache(maxsize=16_384)  # a page of cards has a thousand words, and most are of any text
def _encoded(word: str) -> str:
    return quote(word, safe="").replace("-", "%2D")
