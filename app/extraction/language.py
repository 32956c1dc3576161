"""Language: which language a text is in, by py3langid and by English function words.

py3langid judges by sequences of letters, and names are letters too: a short English text full of
Polish or Turkish names is Polish or Turkish to it. No other language has the closed class of
English function words as often, so their share decides where the two disagree.
"""

from __future__ import annotations

import re

import py3langid  # type: ignore[import-untyped]  # it ships no types

_LEAST_LETTERS = 40  # below, a guess is worth nothing: names alone look like any language
_ENOUGH = 4_000  # characters; more do not make it surer

# The closed class: articles, prepositions, conjunctions, auxiliaries, pronouns. Words that are
# common words of another language in Latin script too ("a", "in", "to", "on", "an", "is", "or",
# "do", "he", "she", "as", "for", "was") are left out, so that no other language has many.
_FUNCTION_WORDS = frozenset(
    [
        "the",
        "of",
        "and",
        "that",
        "by",
        "with",
        "from",
        "this",
        "which",
        "were",
        "been",
        "are",
        "has",
        "have",
        "had",
        "would",
        "will",
        "could",
        "should",
        "not",
        "but",
        "their",
        "they",
        "them",
        "his",
        "its",
        "it",
        "who",
        "what",
        "when",
        "where",
        "there",
        "than",
        "then",
        "these",
        "those",
        "about",
        "after",
        "before",
        "while",
        "because",
        "if",
        "into",
        "over",
        "under",
        "at",
        "be",
        "said",
        "says",
    ]
)
_WORD = re.compile(r"[^\W\d_]+")
# Of the words of English news 25 to 35 in a hundred are in the class above, of other languages
# hardly any; the bars leave room for names ("Lind, Holm and Berg said that ...") and for short
# texts. Names have capitals, so the share is of the words without.
_LEAST_SHARE = 0.18
_LEAST_FOUND = 3
_LEAST_DIFFERENT = 2  # one word repeated proves nothing


def recognise(text: str) -> str | None:
    """The ISO 639-1 code of the language a text is in; None when there is too little to tell."""
    sample = text[:_ENOUGH]
    if sum(map(str.isalpha, sample)) < _LEAST_LETTERS:
        return None
    if _reads_as_english(sample):
        return "en"  # whatever the letters look like; and the quicker question
    language, _score = py3langid.classify(sample)
    return str(language)


def _reads_as_english(sample: str) -> bool:
    """Whether English function words are as frequent as only in English."""
    words = [word.lower() for word in _WORD.findall(sample) if not word[0].isupper()]
    found = [word for word in words if word in _FUNCTION_WORDS]
    enough = len(found) >= _LEAST_FOUND and len(set(found)) >= _LEAST_DIFFERENT
    return enough and len(found) >= _LEAST_SHARE * len(words)
