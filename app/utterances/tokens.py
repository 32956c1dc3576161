"""Tokens: the words of a report with their places, folded and stemmed for comparing.

Contractions are two words, so that "won't" is "will not". The stems are Porter's (Snowball's
English stemmer).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import Stemmer

from app.domain.actors import fold
from app.domain.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

# A number with its separators, a word with the apostrophes and points inside it (U.S., O'Brien).
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’.][^\W\d_]+)*", re.UNICODE)
_NEGATED = re.compile(r"(.+?)n['’]t", re.IGNORECASE)
_CLITIC = re.compile(r"(.+?)['’](?:s|re|ve|ll|d|m)", re.IGNORECASE)
# Auxiliaries that change before n't.
_WHOLE = {"wo": "will", "ca": "can", "sha": "shall"}
_STEMMER = Stemmer.Stemmer("english", 0)  # it is cached here


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words of closed classes: articles, prepositions, pronouns, conjunctions, auxiliaries, and the few
# adverbs that stand in any sentence. They say little of what a sentence is about. Negations and the
# words that begin a condition are not among them.
FUNCTION_WORDS = _words(
    "a an the this that these those there here of to in on at by for from with about into "
    "over under between among against during within through across toward towards upon as "
    "than i me my we us our you your he him his she her it its they them their who whom whose "
    "which what one oneself myself himself herself itself ourselves themselves and or but so "
    "because while although though also too both either be is am are was were been being have "
    "has had having do does did done doing will would shall should may might must can could "
    "very just even still already now then such same own more most much many some any all "
    "each every other another out up down off again further "
)
NEGATIONS = _words(
    "not no never none nobody nothing nowhere neither nor without cannot hardly scarcely "
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word: where it stands, its folded form, its stem, whether it says what it is about."""

    span: Span
    form: str
    stem: str
    content: bool


@lru_cache(maxsize=4_096)
def tokens(words: str) -> tuple[Token, ...]:
    """The words of a text in their order; spans are offsets into it, in code points.

    Of a contraction both words have the span of their own letters.
    """
    return tuple(_tokens(words))


def _tokens(words: str) -> Iterator[Token]:
    for found in _WORD.finditer(words):
        start, end = found.span()
        text = found.group()
        negated = _NEGATED.fullmatch(text)
        if negated:
            verb = fold(negated[1])
            middle = start + len(negated[1])
            yield _token(start, middle, _WHOLE.get(verb, verb))
            yield _token(middle, end, "not")
            continue
        clitic = _CLITIC.fullmatch(text)
        form = fold(clitic[1] if clitic else text).replace(".", "")
        if form == "cannot":
            yield _token(start, start + 3, "can")
            yield _token(start + 3, end, "not")
        else:
            yield _token(start, end, form)


def _token(start: int, end: int, form: str) -> Token:
    return Token(Span(start, end), form, _stem(form), form not in FUNCTION_WORDS)


@lru_cache(maxsize=65_536)
def _stem(form: str) -> str:
    return str(_STEMMER.stemWord(form))
