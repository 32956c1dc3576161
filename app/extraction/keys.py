"""Keys: several numbers of a token as one, by which what was worked out for it is found again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Keys: TypeAlias = NDArray[np.uint64]

# A key is the sum of the numbers, each times an odd number: 64 bits, of which no two in 50,000 are
# the same by chance.
_FACTORS = np.array(
    [
        0x9E3779B97F4A7C15,
        0xC2B2AE3D27D4EB4F,
        0x165667B19E3779F9,
        0xD6E8FEB86659FD93,
        0xA0761D6478BD642F,
        0xE7037ED1A0B428DB,
    ],
    dtype=np.uint64,
)

_ROWS = 1024  # of a new table


def keys_of(*columns: NDArray[Any]) -> Keys:
    """One key for each row of some columns of whole numbers, of which there are six at most."""
    total: Keys = np.zeros(len(columns[0]), dtype=np.uint64)
    for column, factor in zip(columns, _FACTORS, strict=False):
        total += column.astype(np.uint64) * factor
    return total


class Table:
    """Rows of numbers by key; what is not known yet is made when it is first asked for."""

    def __init__(self, shape: tuple[int, ...], kind: type[np.generic]) -> None:
        self.numbers: dict[int, int] = {}
        self.rows: NDArray[Any] = np.zeros((_ROWS, *shape), dtype=kind)

    def __len__(self) -> int:
        return len(self.numbers)

    def find(self, keys: Keys, make: Callable[[int], NDArray[Any]]) -> NDArray[np.intp]:
        """The numbers of the rows of some keys; ``make`` gives the row of the key at a place."""
        asked: list[int] = keys.tolist()
        found = list(map(self.numbers.get, asked))
        if None in found:
            for place, number in enumerate(found):
                if number is None:
                    known = self.numbers.get(asked[place])
                    found[place] = self.add(asked[place], make(place)) if known is None else known
        return np.array(found, dtype=np.intp)

    def add(self, key: int, row: NDArray[Any]) -> int:
        """The number of a row that is put in by a new key."""
        number = self.numbers[key] = len(self.numbers)
        if number == len(self.rows):
            self.rows = np.concatenate([self.rows, np.zeros_like(self.rows[: number // 2])])
        self.rows[number] = row
        return number
