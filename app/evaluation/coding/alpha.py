"""Krippendorff's alpha: agreement between coders, corrected for what chance would give."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence


def alpha(units: Iterable[Sequence[Hashable | None]]) -> float | None:
    """Krippendorff's alpha for nominal values; None where it is not defined.

    Each unit holds one value for each coder, None where a coder gave none; units with fewer than
    two values say nothing of agreement and are left out. 1 is full agreement, 0 what chance gives,
    below 0 is worse. It is not defined when only one value was ever used.

    Krippendorff, Content Analysis, 4th ed. (2018), chapter 12: 1 - observed disagreement /
    expected disagreement, both from the matrix of coincidences.
    """
    weights: dict[tuple[Hashable, Hashable], float] = {}
    for unit in units:
        values = [value for value in unit if value is not None]
        if len(values) > 1:
            for place, one in enumerate(values):
                for other_place, other in enumerate(values):
                    if place != other_place:
                        pair = (one, other)
                        weights[pair] = weights.get(pair, 0.0) + 1 / (len(values) - 1)
    totals: dict[Hashable, float] = {}
    for (one, _), weight in weights.items():
        totals[one] = totals.get(one, 0.0) + weight
    count = sum(totals.values())
    expected = count * count - sum(total * total for total in totals.values())
    if count <= 1 or expected <= 0:
        return None
    observed = sum(weight for (one, other), weight in weights.items() if one != other)
    return 1 - (count - 1) * observed / expected
