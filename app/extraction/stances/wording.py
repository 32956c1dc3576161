"""Wording: the words of a short sentence, without a parser."""

from __future__ import annotations

import re
from functools import lru_cache

from app.extraction.lexicons import load_lexicon

_WORDS = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+")
_ENDINGS = (
    *(("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("d", ""), ("ed", "e"), ("ing", "")),
    *(("ing", "e"), ("'s", ""), ("’s", ""), ("ied", "y")),
)
_DOUBLED = re.compile(r"(\w+([bdgklmnprtv]))\2(?:ed|ing)")
_IRREGULAR = {"held": "hold", "built": "build", "sent": "send", "left": "leave", "kept": "keep"}
# How a first word that is no name may end; "Varvia should" has none of them.
_COMMON = ("s", "ing", "tion", "sion", "ment", "ity", "ism", "ance", "ence", "ship", "ness", "age")


@lru_cache(maxsize=1)
def function_words() -> frozenset[str]:
    """Articles, prepositions and their like."""
    return frozenset(load_lexicon("stance_propositions")["function_words"])


@lru_cache(maxsize=1)
def light_words() -> frozenset[str]:
    """Words of a proposition that say nothing of what it is about."""
    return frozenset(load_lexicon("stance_propositions")["light_words"])


def words_in(text: str) -> list[str]:
    """The words of a text in lower case, in order."""
    return [match.group().lower() for match in _WORDS.finditer(text)]


def names_in(text: str) -> list[str]:
    """Words with a capital, in lower case; the first of a sentence is one if it is no other word.

    That is known of a first word only when a verb or 'should' follows it: "Varvia should join".
    """
    found = list(_WORDS.finditer(text))
    names = []
    for index, match in enumerate(found):
        word = match.group()
        if not word[0].isupper():
            continue
        if index == 0:
            following = found[1].group().lower() if len(found) > 1 else ""
            alone = following in {"should", "must", "may", "shall", "ought", "will", "can"}
            common = word.endswith(_COMMON) and not word.isupper()
            if not alone or common or word.lower() in function_words():
                continue
        names.append(word.lower().removesuffix("'s").removesuffix("’s"))
    return names


@lru_cache(maxsize=4096)
def rough_lemmas(word: str) -> tuple[str, ...]:
    """What a word may be an inflection of; the word itself first."""
    forms = [word]
    if word in _IRREGULAR:
        forms.append(_IRREGULAR[word])
    for ending, put in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            forms.append(word[: -len(ending)] + put)
    doubled = _DOUBLED.fullmatch(word)
    if doubled is not None:
        forms.append(doubled.group(1))  # "banned", "cutting"
    return tuple(dict.fromkeys(forms))
