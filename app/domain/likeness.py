"""Likeness: whether two texts are copies of one, told from half a kilobyte of each.

A text is the set of its runs of three words. Its signature is the MinHash of that set (A. Broder,
"On the resemblance and containment of documents", 1997): 128 numbers, of which two texts share as
many in a hundred as their sets overlap (the Jaccard index), give or take four. With the sizes of
both sets that tells how much of the shorter text stands in the longer one (Broder's containment),
so that a report cut to a third is still known for what it is.

Texts that are nearly the same are found without comparing all with all: the numbers are cut into
bands of three, and only texts with one band in common are compared (locality-sensitive hashing;
Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", chapter 3).
"""

from __future__ import annotations

import re
from hashlib import blake2b

import numpy as np

# How a signature was made: only those made alike may be compared.
SCHEME = "minhash-affine32-128-3"
# From so much of the shorter text on it is a copy. Equal texts with every tenth word changed have
# 0.7 in common, with every seventh 0.6. Of 112 real reports, many of the same events, by different
# authors, no two had 0.3; what one hand writes by one pattern (market reports, weather) has 0.5.
_CONTAINED = 0.6
# Below this index the estimate of what is contained is noise, and one text many times the other.
_LEAST_INDEX = 0.2

_NUMBERS = 128
# In a band; two texts with an index of 0.3 share one of 42 with a probability of 0.68, with 0.4
# of 0.94, with 0.5 of 0.996.
_BAND = 3
_RUN = 3  # words
_LEAST_RUNS = 60  # of shorter texts (captions, news in brief) an estimate is worth little
_WORD = re.compile(r"\w+")
_SIZE = 4  # bytes before the numbers


def signature(text: str) -> bytes | None:
    """The signature of a text, 516 bytes; None of a text too short to have one.

    Case, punctuation and white space make no difference.
    """
    words = _WORD.findall(text.casefold())
    runs = {" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
    if len(runs) < _LEAST_RUNS:
        return None
    # Here, since it imports the whole of SciPy: half a second that only reading articles needs.
    from datasketch import MinHash  # noqa: PLC0415

    made = MinHash(num_perm=_NUMBERS, seed=1, scheme="affine32")
    made.update_batch([run.encode("utf-8", "surrogatepass") for run in runs])
    numbers = np.asarray(made.hashvalues, dtype="<u4").tobytes()
    return len(runs).to_bytes(_SIZE, "big") + numbers


def are_copies(one: bytes, other: bytes) -> bool:
    """Whether two signatures are of texts one of which is, by and large, part of the other."""
    index = float((_numbers(one) == _numbers(other)).mean())
    if index < _LEAST_INDEX:
        return False
    sizes = (int.from_bytes(one[:_SIZE], "big"), int.from_bytes(other[:_SIZE], "big"))
    shared = index / (1 + index) * sum(sizes)
    return shared >= _CONTAINED * min(sizes)


def bands(made: bytes) -> tuple[int, ...]:
    """The keys, from 0 to 2**63 - 1, under which the texts like this one are found."""
    width = _BAND * 4
    starts = range(_SIZE, len(made) - width + 1, width)
    return tuple(
        int.from_bytes(
            blake2b(made[at : at + width], digest_size=8, salt=at.to_bytes(2, "big")).digest(),
            "big",
        )
        >> 1
        for at in starts
    )


def _numbers(made: bytes) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    return np.frombuffer(made, dtype="<u4", offset=_SIZE)
