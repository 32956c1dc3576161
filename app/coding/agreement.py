"""Agreement: how far two coders say the same, with what chance would give taken off.

Krippendorff's alpha for nominal values, two coders, no value missing: 1 - observed / expected
disagreement, both from the matrix of coincidences (Krippendorff, Content Analysis, 4th ed. 2018,
chapter 12). It is written here, in a few lines of numpy, because the package of that name is under
the GPL; tests hold it against the book's own examples and against app/evaluation's other way of
counting. The interval is a percentile bootstrap over statements, all resamples at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from app.coding.codes import OF_POSITIONS, Variable, comparable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from app.coding.codes import Answer

RESAMPLES = 2_000
SEED = 20_260_301
LEVEL = 0.95
# Krippendorff's own advice: from .800 on to be relied on, from .667 on for tentative conclusions.
RELIABLE, TENTATIVE = 0.8, 0.667


@dataclass(frozen=True, slots=True)
class Figure:
    """How far two coders agree on one variable.

    ``alpha`` is None where it is not defined: fewer than two statements, or only one value was
    ever used. ``low`` and ``high`` bound it with LEVEL; ``undefined`` counts the resamples in
    which it was not defined and which the interval leaves out.
    """

    variable: Variable
    n: int  # statements that both coded, and of which it was asked
    alike: int
    alpha: float | None
    low: float | None
    high: float | None
    undefined: int = 0

    @property
    def per_cent(self) -> float | None:
        """Of all, how many are alike, from 0 to 100."""
        return 100 * self.alike / self.n if self.n else None


def figures(
    pairs: Sequence[tuple[Answer, Answer]], *, resamples: int = RESAMPLES, seed: int = SEED
) -> tuple[Figure, ...]:
    """The figures of all variables, in their order.

    Scope, holder and condition are counted where both take the statement to be on the issue: what
    only one of them was asked cannot be compared.
    """
    found = []
    for variable in Variable:
        units = [
            (comparable(variable, one), comparable(variable, other))
            for one, other in pairs
            if variable not in OF_POSITIONS or (one.on_issue and other.on_issue)
        ]
        found.append(_figure(variable, units, resamples, seed))
    return tuple(found)


def alpha(units: Iterable[tuple[str, str]]) -> float | None:
    """Krippendorff's alpha of pairs of values; None where it is not defined."""
    codes, width = _coded(tuple(units))
    if len(codes) < 2 or width < 2:
        return None
    (value,) = _alphas(codes, width, np.ones((1, len(codes)), dtype=np.int64))
    return float(value)


def _figure(
    variable: Variable, units: Sequence[tuple[str, str]], resamples: int, seed: int
) -> Figure:
    alike = sum(one == other for one, other in units)
    value = alpha(units)
    if value is None:
        return Figure(variable, len(units), alike, None, None, None)
    codes, width = _coded(units)
    # How often each statement is in each resample: n drawn of n with replacement.
    random = np.random.default_rng(seed)
    weights = random.multinomial(len(units), [1 / len(units)] * len(units), size=resamples)
    drawn = _alphas(codes, width, weights)
    defined = drawn[~np.isnan(drawn)]
    if not len(defined):
        return Figure(variable, len(units), alike, value, None, None, resamples)
    low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    undefined = resamples - len(defined)
    return Figure(variable, len(units), alike, value, float(low), float(high), undefined)


def _coded(units: Sequence[tuple[str, str]]) -> tuple[NDArray[np.int64], int]:
    """The values as numbers from 0, and how many different ones there are."""
    known = {
        value: place for place, value in enumerate(sorted({v for pair in units for v in pair}))
    }
    codes = np.array([[known[one], known[other]] for one, other in units], dtype=np.int64)
    return codes.reshape(-1, 2), len(known)


def _alphas(
    codes: NDArray[np.int64], width: int, weights: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Alpha of each row of weights, which say how often each unit counts; NaN: not defined."""
    marked = np.zeros((len(codes), width), dtype=np.int64)
    for column in (0, 1):
        marked[np.arange(len(codes)), codes[:, column]] += 1
    totals = weights @ marked  # how often each value was given
    count = totals.sum(axis=1)
    # Each unlike pair fills two cells of the matrix of coincidences.
    observed = 2 * (weights @ (codes[:, 0] != codes[:, 1]))
    expected = count**2 - (totals**2).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        values = 1 - (count - 1) * observed / expected
    return np.where(expected > 0, values, np.nan)
