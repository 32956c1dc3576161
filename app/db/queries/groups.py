"""Groups: what a filter offers, each value with the speakers or outlets that it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from app.domain.records import Facet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.db.queries.field import Ints


@dataclass(frozen=True, slots=True)
class Groups:
    """Values in the order in which they are offered; a code may belong to several or to none."""

    names: tuple[tuple[str, str], ...]  # each value, as in an address, and what it is called
    group: Ints  # of each pair the place among the values
    code: Ints  # and what belongs to it

    @classmethod
    def of(cls, names: Sequence[tuple[str, str]], pairs: Sequence[tuple[str, int]]) -> Groups:
        """Groups by their values and names, and the codes of each value."""
        places = {value: place for place, (value, _) in enumerate(names)}
        return cls(
            tuple(names),
            np.array([places[value] for value, _ in pairs], np.int64),
            np.array([code for _, code in pairs], np.int64),
        )

    def counts(self, by_code: Ints) -> list[int]:
        """How many each has of what is counted by code."""
        found = np.bincount(self.group, by_code[self.code], minlength=len(self.names))
        counts: list[int] = found.astype(np.int64).tolist()
        return counts

    def most_first(self, by_code: Ints) -> Groups:
        """The same in the order of what is counted by code, then of names."""
        sizes, names = self.counts(by_code), self.names
        order = sorted(
            range(len(names)), key=lambda place: (-sizes[place], names[place][1], names[place][0])
        )
        return Groups(
            tuple(names[place] for place in order), np.argsort(order)[self.group], self.code
        )

    def facets(self, by_code: Ints) -> tuple[Facet, ...]:
        """Each with its number of what is counted by code."""
        counts = self.counts(by_code)
        return tuple(
            [
                Facet(value, name, count)
                for (value, name), count in zip(self.names, counts, strict=True)
            ]
        )
