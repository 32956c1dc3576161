"""Stretch: words cut where those that somebody looked for stand.

The full text finds by stems (app/db/search.py). Here a word is marked where it surely is the one
looked for, the same or with another common ending; one that only begins alike is left unmarked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from app.domain.actors import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD = re.compile(r"[^\W_]+")
_QUOTES = '["“”„]'
_STEM = 3  # letters: what two words have to share at least
_LONG_STEM = 6  # from here on a longer ending makes no other word
# Endings of one word: of "deploy", of "force", of "ally".
_ENDINGS = (
    frozenset({"", "s", "es", "ed", "ing", "ings"}),
    frozenset({"e", "es", "ed", "ing", "ings"}),
    frozenset({"y", "ies", "ied", "ying"}),
)
_LONG_ENDINGS = (
    _ENDINGS[0] | {"er", "ers", "ment", "ments"},
    _ENDINGS[1] | {"er", "ers", "ement", "ements"},
    _ENDINGS[2],
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some of the words; ``found`` where they are what was looked for."""

    text: str
    found: bool = False


def highlighted(text: str, words: str) -> tuple[Stretch, ...]:
    """The text in stretches, which together are the text again."""
    wanted = _phrases(words)
    if not wanted:
        return (Stretch(text),)
    tokens = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    folded = [fold(text[start:end]) for start, end in tokens]
    marks = sorted(
        (tokens[place][0], tokens[place + len(phrase) - 1][1])
        for phrase in wanted
        for place in range(len(tokens) - len(phrase) + 1)
        if all(_alike(one, folded[place + n]) for n, one in enumerate(phrase))
    )
    found: list[Stretch] = []
    done = 0
    for start, end in marks:
        if end <= done:
            continue
        if start > done:
            found.append(Stretch(text[done:start]))
        found.append(Stretch(text[max(start, done) : end], found=True))
        done = end
    if done < len(text) or not found:
        found.append(Stretch(text[done:]))
    return tuple(found)


@lru_cache(maxsize=64)
def _phrases(words: str) -> tuple[tuple[str, ...], ...]:
    """What is looked for, as the full text reads it: words, and stretches in quotation marks."""
    found: list[Sequence[str]] = []
    parts = re.split(_QUOTES, words)
    for number, part in enumerate(parts):
        quoted = number % 2 == 1 and number < len(parts) - 1
        phrases = [part] if quoted else part.split()
        found += [[fold(word) for word in _WORD.findall(phrase)] for phrase in phrases]
    return tuple(dict.fromkeys(tuple(phrase) for phrase in found if phrase))


@lru_cache(maxsize=4096)
def _alike(wanted: str, word: str) -> bool:
    """Whether two folded words are the same but for their ending."""
    if wanted == word:
        return True
    shared = 0
    for one, other in zip(wanted, word, strict=False):
        if one != other:
            break
        shared += 1
    # The ending may begin before the first letter that differs: "forces" and "forced".
    for stem in range(shared, max(_STEM, shared - 3) - 1, -1):
        if stem < _STEM or not wanted[:stem].isalpha():
            break
        ends = {wanted[stem:], word[stem:]}
        if any(ends <= some for some in (_LONG_ENDINGS if stem >= _LONG_STEM else _ENDINGS)):
            return True
    return False
