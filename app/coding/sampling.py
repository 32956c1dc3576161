"""Sampling: which statements are coded, by a seed that anybody can repeat.

Each statement gets a number from the seed and its id alone, and the smallest are taken. So the
draw does not depend on the order in which statements are stored or found, nor on any library's
random numbers, and a larger sample of one seed holds the smaller one (where it is not stratified).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Strata(StrEnum):
    """By what a sample is spread."""

    NONE = "none"
    STANCE = "stance"
    OUTLET = "outlet"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement that may be drawn."""

    statement: str  # id
    stratum: str = ""


def draw(candidates: Iterable[Candidate], size: int, seed: int) -> tuple[str, ...]:
    """The ids of ``size`` statements, or of all if there are fewer, in the order to code them in.

    Of several strata each gives its share, rounded by largest remainders, and at least one where
    there are as many places as strata. The order tells nothing of the strata.
    """
    ranked: dict[str, dict[int, str]] = defaultdict(dict)
    for one in candidates:
        ranked[one.stratum][_rank(seed, one.statement)] = one.statement
    places = shares({name: len(ranks) for name, ranks in ranked.items()}, size, seed)
    drawn: dict[int, str] = {}
    for name, ranks in ranked.items():
        drawn |= {rank: ranks[rank] for rank in sorted(ranks)[: places[name]]}
    return tuple(drawn[rank] for rank in sorted(drawn))


def shares(sizes: Mapping[str, int], size: int, seed: int) -> dict[str, int]:
    """How many are drawn from each stratum; never more than it has."""
    total = sum(sizes.values())
    size = min(size, total)
    if not total:
        return {}
    given = {name: size * number // total for name, number in sizes.items()}
    if size >= len(sizes):
        given = {name: max(1, number) for name, number in given.items()}
    # Largest remainder first; of equal ones, by the seed.
    order = sorted(sizes, key=lambda name: (-(size * sizes[name] % total), _rank(seed, name)))
    while sum(given.values()) < size:
        for name in order:
            if sum(given.values()) < size and given[name] < sizes[name]:
                given[name] += 1
    while sum(given.values()) > size:
        largest = max(order, key=lambda name: given[name])
        given[largest] -= 1
    return given


def _rank(seed: int, name: str) -> int:
    digest = blake2b(f"{seed}\x1f{name}".encode(), digest_size=16).digest()
    return int.from_bytes(digest, "big")
