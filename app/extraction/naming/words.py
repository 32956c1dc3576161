"""Words: a text cut into words for looking up names, with their places.

spaCy's tokens cut "U.S.-backed" and "Élysée's" in ways that differ from how a name in the
directory would be cut; here text and names are cut by one rule.
"""

from __future__ import annotations

import re
from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from app.domain.actors import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from app.extraction.parsing import ParsedZone

# Letters and digits; with inner full stops for abbreviations: "U.S.", "E.U.", "Lt.", "10". What
# ends with a full stop is tried only where one comes soon: that is rare, and trying is slow.
_WORD = re.compile(
    r"(?=[^\W\d_]{1,6}\.)(?:"
    r"[^\W\d_](?:\.[^\W\d_])+\.?"
    r"|[A-Z]\.(?=\s[A-Z])"  # an initial inside a name
    r"|(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Maj|Lt|Lieut|Capt|Sgt|Cpl|Adm|Brig|Cmdr|Sens?|Reps?|Govs?|Rev|Hon"
    r"|Amb|Supt|St|Pres|Det|Insp|No|Jr|Sr|Corp|Inc|Ltd|Co|Bros|Dept|Univ|MR|MRS|MS|DR|PROF|GEN|COL"
    r"|MAJ|LT|CAPT|SGT|ADM|SEN|REP|GOV|REV|HON|AMB)\.(?=[\s'’,]))"
    r"|\w+(?:[\u0300-\u036f]+\w*)*"  # with combining marks: letters may be printed decomposed
)
HYPHENS = frozenset({"-", "\u2010", "\u2011"})
_JOINED = re.compile(r"\s*|['’]\s?|[-\u2010\u2011]")


class Word(NamedTuple):
    """A word of a paragraph's parsed text; a tuple, as a long text has very many."""

    text: str
    low: str  # folded, without full stops
    start: int  # in the doc's text
    doc: Doc
    number: int  # of its token in the doc
    gap: str  # what stands between the word before and this one
    capital: bool  # whether it begins with a capital letter

    @property
    def end(self) -> int:
        """Where it ends in the doc's text."""
        return self.start + len(self.text)

    @property
    def token(self) -> Token:
        """The token that it begins in."""
        return self.doc[self.number]

    @property
    def joined(self) -> bool:
        """Whether only space, a hyphen or an apostrophe separates it from the word before."""
        return self.gap == " " or _JOINED.fullmatch(self.gap) is not None

    @property
    def possessive(self) -> bool:
        """Whether it is the s of a possessive: Russia's."""
        return self.low == "s" and self.gap in {"'", "’"}


@lru_cache(maxsize=65536)
def low(word: str) -> str:
    """A word folded and without full stops: 'U.S.' -> 'us'."""
    if word.isascii():  # most words, of which folding only takes the capitals
        return word.lower().replace(".", "") or word
    return fold(word).replace(".", "") or word


def split_words(text: str) -> tuple[str, ...]:
    """The words of a name or phrase, folded."""
    return tuple(low(match.group()) for match in _WORD.finditer(text))


def name_words(words: Sequence[Word]) -> tuple[str, ...]:
    """The words of a name, folded; hyphens join: 'Anna Berg-Lind' has two."""
    parts: list[str] = []
    for word in words:
        if parts and word.gap in HYPHENS:
            parts[-1] += "-" + word.low
        else:
            parts.append(word.low)
    return tuple(parts)


def words_of(zone: ParsedZone, text: str) -> tuple[Word, ...]:
    """The words of a parsed paragraph, in order; placeholders of quotations are left out.

    ``text`` is that of its doc, which spaCy makes anew each time it is asked.
    """
    words: list[Word] = []
    token = 0
    previous_end = 0
    doc = zone.doc
    places: list[int] = doc.to_array("IDX").tolist()  # far faster than asking each token
    last = len(places) - 1
    new = tuple.__new__
    for match in _WORD.finditer(text):
        start, end = match.span()
        while token < last and places[token + 1] <= start:
            token += 1
        if token in zone.collapsed:
            continue  # the gap before the next word then holds the placeholder: nothing joins
        word = intern(text[start:end])  # a text has the same words over and over
        gap = text[previous_end:start]
        # Word(...) in half the time
        words.append(new(Word, (word, low(word), start, doc, token, gap, word[0].isupper())))
        previous_end = end
    return tuple(words)
