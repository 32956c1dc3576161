"""Vectors: what a word means, as far as two words may stand for each other, and how much it says.

The table is made once from a sentence encoder (app/training/vectors.py); reading it takes numpy
alone. Words that it does not have (names, numbers, rare words) are like nothing but themselves.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    Floats = np.ndarray[tuple[int, ...], np.dtype[np.float32]]

TABLE = Path(__file__).parent / "models" / "words.npz"
# The vocabulary lists characters and fragments first; from here on words, the commonest first.
_FIRST_WORD = 1_990
_LAST_WORD = 30_522
# The commonest words still say something; a word twenty places on is not rarer to speak of.
_LEAST_WEIGHT = 0.15
_STEP = 20
# A word in every tenth sentence on the issues says half of what it would say elsewhere.
_TOPICAL = 10


class _Table(NamedTuple):
    places: Mapping[str, int]
    vectors: Floats
    weights: Floats
    topical: Mapping[str, float]  # stem -> share of the sentences on the issues


@cache
def _table() -> _Table:
    with np.load(TABLE) as stored:
        words = bytes(stored["words"]).decode().split("\n")
        vectors = stored["vectors"].astype(np.float32)
        ranks = stored["places"].astype(np.float32)
        stems = bytes(stored["stems"]).decode().split("\n")
        shares = stored["shares"] / 1000
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    # By Zipf's law the logarithm of a word's rank is that of how seldom it occurs.
    steps = np.maximum(1, ranks - _FIRST_WORD) / _STEP
    weights = np.log(steps) / np.log((_LAST_WORD - _FIRST_WORD) / _STEP)
    return _Table(
        {word: place for place, word in enumerate(words)},
        vectors,
        np.clip(weights, _LEAST_WEIGHT, 1).astype(np.float32),
        dict(zip(stems, shares.tolist(), strict=True)),
    )


def vectors_of(words: list[str]) -> Floats:
    """The vectors of folded words, one a row, of length 1; of an unknown word nothing but zeros."""
    table = _table()
    found = np.zeros((len(words), table.vectors.shape[1]), dtype=np.float32)
    for row, word in enumerate(words):
        place = table.places.get(word)
        if place is not None:
            found[row] = table.vectors[place]
    return found


def weights_of(words: list[str], stems: list[str]) -> Floats:
    """How much each folded word says, from next to nothing to 1 (a rare word, or a name).

    The rarer it is in all texts the more, and the less the more sentences on the issues have its
    stem.
    """
    table = _table()
    found = [
        (table.weights[table.places[word]] if word in table.places else 1)
        / (1 + _TOPICAL * table.topical.get(stem, 0))
        for word, stem in zip(words, stems, strict=True)
    ]
    return np.array(found, dtype=np.float32)
