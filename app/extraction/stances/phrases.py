"""Phrases: finding words and word sequences of a list among the tokens of a text."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from spacy.tokens import Doc, Token

_WORD = re.compile(r"[\w.]+|'s|-")
_GAP = 3  # words that "*" stands for, at most


class Phrases:
    """A list of lemmas and phrases, each found in any inflection of its words."""

    def __init__(self, phrases: Iterable[str]) -> None:
        """Compile the phrases, which are in lower case."""
        self._by_first: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for phrase in phrases:
            words = tuple(_WORD.findall(phrase.casefold().replace("’", "'")))
            if words:
                self._by_first[words[0]].append(words)
        for found in self._by_first.values():
            found.sort(key=len, reverse=True)

    def __bool__(self) -> bool:
        return bool(self._by_first)

    def find(self, tokens: Sequence[Token]) -> list[tuple[int, int]]:
        """Every place in ``tokens`` (positions in it, end exclusive), the longest phrase first.

        The tokens are of one doc.
        """
        if not tokens or not self._by_first:
            return []
        known = _doc_forms(tokens[0].doc)
        first = known.starting(self._by_first)
        if not first:
            return []
        numbers = [token.i for token in tokens]
        opening = [place for place, number in enumerate(numbers) if number in first]
        if not opening:
            return []
        places: list[tuple[int, int]] = []
        for start in opening:
            if places and start < places[-1][1]:
                continue
            end = self._match(start, numbers, known.forms)
            if end:
                places.append((start, end))
        return places

    def _match(self, start: int, numbers: Sequence[int], forms: Sequence[tuple[str, ...]]) -> int:
        """The end of the longest phrase that begins at a place, or 0."""
        longest = 0
        for form in forms[numbers[start]]:
            for words in self._by_first.get(form, ()):
                end = start + len(words)
                if end <= longest:
                    break  # the longer ones come first
                if end > len(numbers):
                    continue
                for place in range(1, len(words)):
                    if words[place] not in forms[numbers[start + place]]:
                        break
                else:
                    longest = end
                    break
        return longest


class _DocForms:
    """The forms of every token of a doc, and the tokens with which the phrases of a list begin."""

    def __init__(self, doc: Doc) -> None:
        strings = doc.vocab.strings
        name = strings["PROPN"]
        self.forms = [
            _known_forms(strings[lower], strings[lemma], word_class == name)
            for lower, lemma, word_class in doc.to_array(["LOWER", "LEMMA", "POS"]).tolist()
        ]
        self._every = {form for forms in self.forms for form in forms}
        self._starting: dict[int, tuple[Collection[str], frozenset[int]]] = {}

    def starting(self, words: Collection[str]) -> frozenset[int]:
        """The numbers of the tokens that are one of these words; remembered for each list."""
        if id(words) not in self._starting:
            held = self._every.intersection(words)
            found = frozenset(
                number
                for number, forms in enumerate(self.forms)
                if held and not held.isdisjoint(forms)
            )
            self._starting[id(words)] = (words, found)  # the list is held, so its id stays its own
        return self._starting[id(words)][1]


@lru_cache(maxsize=64)  # the docs in hand; a lexicon's lists are looked for in each many times
def _doc_forms(doc: Doc) -> _DocForms:
    return _DocForms(doc)


@lru_cache(maxsize=16_384)
def _known_forms(lower: str, lemma: str, is_name: bool) -> tuple[str, ...]:  # noqa: FBT001 - a key
    """A word as printed and its lemma; for a capital, its singular too.

    Words with capitals in headlines are tagged as names, and names keep their plural as lemma.
    """
    lower = lower.replace("’", "'")
    lemma = lemma.lower().replace("’", "'")
    if is_name and lower.endswith("s") and len(lower) > 3:
        return tuple(dict.fromkeys((lower, lemma, lower[:-1])))
    return (lower,) if lower == lemma else (lower, lemma)


def find_sequences(
    tokens: Sequence[Token], sequences: Sequence[tuple[str, ...]]
) -> list[tuple[int, int]]:
    """Where word sequences stand (positions, end exclusive); "*" is up to three words.

    The first sequence of the list that fits at a place is taken; put long ones first.
    """
    if not tokens:
        return []
    known = _doc_forms(tokens[0].doc).forms
    forms = [known[token.i] for token in tokens]
    firsts: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for sequence in sequences:
        firsts[sequence[0]].append(sequence)
    places = []
    start = 0
    while start < len(tokens):
        ends = (
            end
            for form in dict.fromkeys(forms[start])
            for sequence in firsts.get(form, ())
            if (end := _fit(sequence, start, forms))
        )
        end = next(ends, 0)
        if end:
            places.append((start, end))
        start = max(end, start + 1)
    return places


def _fit(sequence: tuple[str, ...], start: int, forms: Sequence[tuple[str, ...]]) -> int:
    """The end of a sequence that begins at ``start``, or 0."""
    place = start
    for index, word in enumerate(sequence):
        if word == "*":
            continue
        reach = _GAP if index and sequence[index - 1] == "*" else 0
        for skipped in range(reach + 1):
            if place + skipped < len(forms) and word in forms[place + skipped]:
                place += skipped + 1
                break
        else:
            return 0
    return place
