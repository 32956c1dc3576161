"""Seeds: where in a text the words stand without which a statement can take no position.

They are found in the letters, before anything is parsed. More is found than the rules will take,
never less: a seed is what all the inflections of a word begin with.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Seeds:
    """Some words and phrases, found in any inflection."""

    def __init__(self, phrases: Iterable[str], whole: Iterable[str] = ()) -> None:
        """Compile them; ``whole`` words have no inflection ("it", "they")."""
        stems = {_stem(max(phrase.split(), key=len)) for phrase in phrases if phrase.strip()}
        # One that begins like another is found with it.
        self._stems = [
            stem
            for stem in sorted(stems)
            if not any(stem != other and stem.startswith(other) for other in stems)
        ]
        self._whole = sorted(set(whole))

    def places(self, text: str) -> list[int]:
        """Where in ``text``, which must be in lower case, they begin, in order."""
        # Letter by letter, one after the other: ten times as fast as one pattern of them all.
        found = {
            place
            for stem in self._stems
            for place in _found(stem, text)
            if _begins_word(text, place)
        }
        found.update(
            place
            for word in self._whole
            for place in _found(word, text)
            if _begins_word(text, place)
            and not text[place + len(word) : place + len(word) + 1].isalnum()
        )
        return sorted(found)


def _found(words: str, text: str) -> Iterator[int]:
    place = text.find(words)
    while place >= 0:
        yield place
        place = text.find(words, place + 1)


def _begins_word(text: str, place: int) -> bool:
    return not place or not (text[place].isalnum() and text[place - 1].isalnum())


class Seeded:
    """Where the seeds of some kinds stand in one text."""

    def __init__(self, text: str) -> None:
        """Take the text; each kind is looked for when it is first asked for."""
        lower = text.lower()
        # Few letters have a lower case of another length (İ); then the places would not be ours.
        self._text = lower if len(lower) == len(text) else "".join(map(_lower, text))
        self._places: dict[Seeds, list[int]] = {}

    def has(self, seeds: Seeds, ranges: Iterable[tuple[int, int]]) -> bool:
        """Whether a seed begins in one of these ranges."""
        if seeds not in self._places:
            self._places[seeds] = seeds.places(self._text)
        places = self._places[seeds]
        if not places:
            return False
        for start, end in ranges:
            number = bisect_left(places, start)
            if number < len(places) and places[number] < end:
                return True
        return False


@lru_cache(maxsize=1024)
def _lower(letter: str) -> str:
    lower = letter.lower()
    return lower if len(lower) == 1 else letter


def _stem(word: str) -> str:
    if word.endswith(("man", "woman")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word[-1] in "yef" else word
