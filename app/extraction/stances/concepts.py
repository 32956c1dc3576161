"""Concepts: the words of public affairs that name the same thing, for issues made of a sentence."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from app.extraction.lexicons import load_lexicon
from app.extraction.stances.wording import rough_lemmas

if TYPE_CHECKING:
    from collections.abc import Iterable


def listed(name: str) -> frozenset[str]:
    """A list of words of lexicon/stance_propositions.yaml."""
    return _lists()[name]


def groups_of(*forms: str) -> tuple[tuple[str, ...], ...]:
    """The concepts of a word or phrase: those it names first, else the first that holds it."""
    tried = [form for given in forms for form in _forms(given)]
    found = next((_concepts()[form] for form in tried if form in _concepts()), ())
    naming = tuple(group for group in found if group[0] in tried)
    return naming or found[:1]


def words_of(*forms: str) -> tuple[str, ...]:
    """The words that stand for a word or phrase: its concept's, or its own forms."""
    return flat((forms, *groups_of(*forms))) if groups_of(*forms) else flat([forms])


def flat(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """The words of some groups, each once."""
    return tuple(dict.fromkeys(word for group in groups for word in group))


def _forms(given: str) -> tuple[str, ...]:
    return (given, given.replace("-", " ")) if " " in given else (*rough_lemmas(given),)


@lru_cache(maxsize=1)
def _concepts() -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for group in load_lexicon("stance_propositions")["concepts"]:
        for word in group:
            found[word] = (*found.get(word, ()), tuple(group))
    return found


@lru_cache(maxsize=1)
def _lists() -> dict[str, frozenset[str]]:
    lexicon = load_lexicon("stance_propositions")
    return {
        name: frozenset(map(str, words))
        for name, words in lexicon.items()
        if name not in {"concepts", "acts", "irregular_nouns"}
    }
