"""Words: a text as full text finds it, and where in the text the words that somebody looks for are.

What stands in an index and what is marked on a page are the same words, folded alike and cut to
the same stems (Porter's).
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import ucd_3_2_0

import Stemmer

from app.domain.actors import fold
from app.domain.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_FOREIGN = re.compile(r"[^\x00-\x7f]")
_WORD = re.compile(r"[^\W_]+")
_SPELT = re.compile(r"u\d")
_MARKS = re.compile('["“”„]')


class Word(NamedTuple):
    """A word as it is indexed, and where it stands in the text."""

    text: str
    start: int
    end: int


def words_of(text: str) -> list[str]:
    """The words as they are indexed, in characters that both databases' parsers read alike.

    Short ones are marked: Porter left words of two letters alone, and so does FTS5; PostgreSQL's
    "is" would become "i". A digit at its end keeps a word from every stemmer.
    """
    return [_indexed(word) for word in _WORD.findall(_folded(text))]


def placed(text: str) -> list[Word]:
    """The same words with their places, in code points, each with the accents that belong to it."""
    places = _places(text)
    return [
        Word(_indexed(match.group()), *places(*match.span()))
        for match in _WORD.finditer(_folded(text))
    ]


def _places(text: str) -> Callable[[int, int], tuple[int, int]]:
    """What leads from a stretch of the folded text to that of the text itself."""
    if text.isascii():
        return lambda start, end: (start, end)
    at: list[int] = []  # which character of the text each of the folded ones comes from
    for number, character in enumerate(text):
        at.extend([number] * len(_FOLDS[ord(character)]))

    def place(start: int, end: int) -> tuple[int, int]:
        last = at[end - 1] + 1
        while last < len(text) and unicodedata.combining(text[last]):
            last += 1
        return at[start], last

    return place


def phrases(words: str) -> tuple[str, ...]:
    """What a person looks for: each word by itself, and each stretch in double quotes whole.

    What is written in one, such as "peace-keeping", "Russia's" or "30,000", is whole too. A
    quotation mark without its partner is no mark. Nothing else is syntax: not OR, not NEAR, not
    an asterisk, not a minus.
    """
    return tuple(written(words))


def written(words: str) -> dict[str, str]:
    """The same, each with how it was written first, to look for it alone."""
    found: list[tuple[str, str]] = []
    parts = _MARKS.split(words)
    for number, part in enumerate(parts):
        quoted = number % 2 == 1 and number < len(parts) - 1
        found += [(part, f'"{part}"')] if quoted else [(word, word) for word in part.split()]
    by_form: dict[str, str] = {}
    for part, as_written in found:
        if form := " ".join(words_of(part)):
            by_form.setdefault(form, as_written)
    return by_form


def stems(words: list[str]) -> list[str]:
    """The stems of words as they are indexed."""
    return [_stem(word) for word in words]


def hits(text: str, wanted: tuple[str, ...]) -> tuple[tuple[Span, str], ...]:
    """Where phrases, as ``phrases`` gives them, stand in a text, and which; in its order.

    A word that is looked for alone and in a phrase is found as both, so that spans may overlap.
    """
    asked = [(phrase, stems(phrase.split())) for phrase in wanted]
    by_first: defaultdict[str, list[tuple[str, list[str]]]] = defaultdict(list)
    for phrase, parts in asked:
        by_first[parts[0]].append((phrase, parts))
    if not by_first:
        return ()
    folded = _folded(text)
    found: list[tuple[int, int, str]] = []
    for match in _beginning(by_first).finditer(folded):
        for phrase, parts in by_first.get(_stem(_indexed(match.group())), ()):
            last: re.Match[str] | None = match
            for part in parts[1:]:
                last = last and _WORD.search(folded, last.end())
                if last is None or _stem(_indexed(last.group())) != part:
                    break
            else:
                assert last is not None  # noqa: S101 - a phrase has a word
                found.append((match.start(), last.end(), phrase))
    if not found:
        return ()
    places = _places(text)
    spans = ((Span(*places(start, end)), phrase) for start, end, phrase in found)
    return tuple(sorted(spans, key=lambda one: (one[0].start, one[0].end, one[1])))


def _beginning(forms: Iterable[str]) -> re.Pattern[str]:
    """Words that may have one of these stems: a stem of three letters keeps its word's first two.

    Of letters that are spelt as their code points nothing is known; then all words may.
    """
    starts = {form[: 2 if len(form) > 2 else 1] for form in forms}
    if any(_SPELT.search(form) for form in forms):
        return _WORD
    return re.compile(f"(?<![^\\W_])(?:{'|'.join(sorted(starts))})[^\\W_]*")


def merged(spans: list[Span]) -> tuple[Span, ...]:
    """The stretches that these spans, in order, cover together; none touches another."""
    found: list[Span] = []
    for span in spans:
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


class _Folds(dict[int, str]):
    """What a character is folded to, worked out once."""

    def __missing__(self, code: int) -> str:
        # Between letters, because folding strips spaces; it may give a capital: that of "𝐀" does.
        found = self[code] = fold(f"x{chr(code)}x")[1:-1].casefold()
        return found


_FOLDS = _Folds()


def _folded(text: str) -> str:
    return text.lower() if text.isascii() else text.translate(_FOLDS)


def _indexed(word: str) -> str:
    if not word.isascii():
        word = _FOREIGN.sub(_spelt, word)
    return word if len(word) > 2 else f"{word}0"


def _spelt(found: re.Match[str]) -> str:
    """A letter that everybody knows, or the code point of one that a parser may not know.

    SQLite's tables are of Unicode 6.1 and PostgreSQL asks the operating system; both know the
    letters of Unicode 3.2, nearly every script in which newspapers are printed.
    """
    character = found.group()
    known = ucd_3_2_0.category(character).startswith("L")
    return character if known else f"u{ord(character)}"


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    stem: str = _STEMMER.stemWord(word)
    return stem


_STEMMER = Stemmer.Stemmer("porter", 0)  # it is cached here
