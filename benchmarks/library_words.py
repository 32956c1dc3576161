"""The words of the invented library: common English ones, those of its issues, invented ones.

As frequent as words are (G. Zipf): a few make up half of a text, most are rare.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from app.domain.words import stems, words_of

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

# What the invented issues are about. No other word has the stem of one.
ISSUE_WORDS = (
    "troops", "soldiers", "peacekeepers", "guarantee", "ceasefire", "border", "territory",
    "negotiations", "allies", "mandate", "deployment", "security", "forces", "agreement", "summit",
    "never", "always", "only", "after", "before", "under", "conditions", "conflict", "sovereignty",
    "escalation", "unacceptable", "welcome", "ready", "discuss", "decision",
)  # fmt: skip
_COMMON = (
    "the", "of", "to", "and", "a", "in", "is", "that", "we", "it", "for", "be", "on", "not", "will",
    "this", "with", "are", "as", "our", "have", "they", "by", "from", "at", "has", "would", "must",
    "was", "their", "all", "can", "there", "if", "no", "or", "but", "more", "an", "should", "who",
    "any", "what", "which", "were", "its", "than", "today", "about", "people", "country", "other",
    "because", "years", "when", "time", "into", "over", "world", "between",
)  # fmt: skip
_INVENTED = 6_000
# How much of a text they make up.
_SHARES = (0.42, 0.2, 0.38)
_STARTS = ("b", "br", "c", "d", "dr", "f", "g", "gr", "k", "l", "m", "n", "p", "pl", "r", "s", "st",
           "t", "tr", "v", "w", "z")  # fmt: skip
_MIDDLES = ("a", "e", "i", "o", "u", "ai", "ea", "ou")
_ENDS = ("", "n", "r", "l", "s", "nd", "rt", "m", "st", "x")


@dataclass(frozen=True, slots=True)
class Words:
    """Words beside the form in which they are indexed and their stems, by one number."""

    printed: NDArray[np.object_]
    indexed: NDArray[np.object_]
    stems: NDArray[np.object_]
    _up_to: NDArray[np.float64]  # the share of a text that a word and all before it make up

    def numbers(self, chance: np.random.Generator, count: int) -> NDArray[np.intp]:
        """So many words by chance."""
        return np.searchsorted(self._up_to, chance.random(count), side="right")


def vocabulary() -> Words:
    """Always the same words."""
    forms = [*_COMMON, *ISSUE_WORDS]
    taken = set(stems(words_of(" ".join(forms))))
    chance = random.Random(1)  # noqa: S311 - repeatable, and no secret
    while len(forms) < len(_COMMON) + len(ISSUE_WORDS) + _INVENTED:
        word = "".join(
            chance.choice(_STARTS) + chance.choice(_MIDDLES) + chance.choice(_ENDS)
            for _ in range(chance.choice((1, 2, 2, 2, 3)))
        )
        stem = stems(words_of(word))[0]
        if stem not in taken:
            taken.add(stem)
            forms.append(word)
    shares = np.concatenate(
        [
            share * weights / weights.sum()
            for share, weights in zip(
                _SHARES,
                (
                    1 / np.arange(2, len(_COMMON) + 2),
                    1 / np.arange(6, len(ISSUE_WORDS) + 6),
                    1 / np.arange(12, _INVENTED + 12),
                ),
                strict=True,
            )
        ]
    )
    up_to = np.cumsum(shares)
    up_to[-1] = 1.0
    indexed = words_of(" ".join(forms))
    return Words(_objects(forms), _objects(indexed), _objects(stems(indexed)), up_to)


def _objects(values: list[str]) -> NDArray[np.object_]:
    made: NDArray[Any] = np.empty(len(values), dtype=object)
    made[:] = values
    return made
