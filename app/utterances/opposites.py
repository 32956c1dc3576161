"""Opposites: words of which one says what the other says with "not": open and closed.

Two forms of a pair are one word of which the one is negated, as "impossible" is of "possible". No
pair is here whose both sides may fail to be so ("war" and "peace"), or hold of one thing at once.
"""

from __future__ import annotations

from app.utterances.clauses import stem_of
from app.utterances.irregular import BASE

# The words that say one thing; those that say it is not so.
_PAIRS = (
    ("open reopen opening reopening", "close closed closure shut"),
    ("continue", "stop halt cease discontinue"),
    ("win victory", "lose defeat"),
    ("rise raise increase grow climb", "fall lower decrease shrink cut reduce"),
    ("safe", "dangerous hazardous"),
    ("guilty", "innocent"),
    ("true", "false"),
    ("alive", "dead"),
    ("strong strengthen", "weak weaken"),
    ("better improve", "worse worsen"),
    ("cheaper", "dearer costlier"),
    ("full", "empty"),
    ("easier", "harder"),
    ("remember", "forget"),
    ("keep maintain", "lift abolish"),
    ("mandatory compulsory obligatory", "voluntary optional"),
    ("permanent", "temporary"),
    ("join stay remain", "leave quit"),
)


def _stem(form: str) -> str:
    return stem_of(BASE.get(form, form))


def _opposites() -> dict[str, str]:
    """The stem that stands for the pair, by the stem of what negates it."""
    found: dict[str, str] = {}
    for positive, negative in _PAIRS:
        first = _stem(positive.split()[0])
        for stem in map(_stem, negative.split()):
            found.setdefault(stem, first)
    return found


def _same() -> dict[str, str]:
    found: dict[str, str] = {}
    for words, _ in _PAIRS:
        first, *others = map(_stem, words.split())
        found.update(dict.fromkeys(others, first))
    return found


NEGATED = _opposites()
LIKE = _same()
