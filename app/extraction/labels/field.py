"""Field: the learned weights as arrays, and the reading of many paragraphs at once with them.

What CRFsuite does for one sequence after another (Viterbi's way, and forward and backward for the
marginal probabilities; see Rabiner 1989, "A tutorial on hidden Markov models"), done by numpy for
the next token of all paragraphs together: a third of the time, and the same labels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

_STEPS = 8  # between two scalings: so many products stay far from the limits of a number


class Read(NamedTuple):
    """The labels of some tokens, by number, and how probable each label is for each."""

    labels: NDArray[np.intp]
    marginal: Floats  # token by label


class Field:
    """A linear-chain conditional random field."""

    def __init__(
        self,
        labels: Sequence[str],
        weights: Mapping[tuple[str, str], float],
        transitions: Mapping[tuple[str, str], float],
    ) -> None:
        """Take the weights: by feature and label, and by label and the label after it."""
        self.labels = tuple(labels)
        numbers = {label: number for number, label in enumerate(self.labels)}
        self._weights: dict[str, Floats] = {}
        for (feature, label), weight in weights.items():
            row = self._weights.get(feature)
            if row is None:
                row = self._weights[feature] = np.zeros(len(numbers))
            row[numbers[label]] = weight
        self._steps = np.zeros((len(numbers), len(numbers)))
        for (before, after), weight in transitions.items():
            self._steps[numbers[before], numbers[after]] = weight
        factors = np.exp(self._steps)
        self._factors = np.ascontiguousarray(np.stack([factors, factors.T]))

    @classmethod
    def of(cls, told: Any) -> Field:  # noqa: ANN401 - what pycrfsuite's Tagger.info() gives
        """The field that CRFsuite tells of."""
        return cls(
            sorted(told.labels, key=lambda each: int(told.labels[each])),
            told.state_features,
            told.transitions,
        )

    def __contains__(self, feature: object) -> bool:
        """Whether a feature has a weight."""
        return feature in self._weights

    def score(self, features: Iterable[str]) -> Floats:
        """What some features say together for each label."""
        total = np.zeros(len(self.labels))
        for feature in features:
            row = self._weights.get(feature)
            if row is not None:
                total += row
        return total

    def read(self, scores: Floats, lengths: Sequence[int]) -> Read:
        """The best labels and all marginal probabilities of some paragraphs, one after the other.

        ``scores`` are what the features of each token say for each label; ``lengths`` are those of
        the paragraphs, in tokens, none of them 0.
        """
        if not lengths:
            return Read(np.zeros(0, dtype=np.intp), np.zeros((0, len(self.labels))))
        sizes = np.asarray(lengths)
        order = np.argsort(-sizes, kind="stable")
        columns = np.empty_like(order)
        columns[order] = np.arange(len(order))
        column = np.repeat(columns, sizes)
        row = np.arange(len(scores)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        from_end = np.repeat(sizes, sizes) - 1 - row
        longest = int(sizes.max())
        given = np.zeros((longest, len(sizes), len(self.labels)))
        turned = np.zeros_like(given)
        given[row, column] = turned[from_end, column] = scores
        # How many paragraphs are longer than so many tokens: they are the first columns.
        left: list[int] = np.searchsorted(-sizes[order], -np.arange(longest)).tolist()
        best = self._best(given, sizes[order], left)
        ways, rest = self._sums(given, turned, left)
        marginal = ways[row, column] * rest[from_end, column]
        marginal /= marginal.sum(axis=1)[:, None]
        return Read(best[row, column], marginal)

    def _sums(self, given: Floats, turned: Floats, left: Sequence[int]) -> tuple[Floats, Floats]:
        """What all ways to each token say, and all ways to it from the other end without itself.

        Both to a factor. ``turned`` are the paragraphs from their ends; what comes back of the
        ways from there is in that order.
        """
        both = np.stack([given, turned], axis=1)  # token, direction, paragraph, label
        both -= both.max(axis=3, keepdims=True)
        np.exp(both, out=both)
        arriving = np.ones_like(both)
        for number in range(1, len(both)):
            before = both[number - 1, :, : left[number]]
            if number % _STEPS == 0:
                before = before / before.sum(axis=2, keepdims=True)
            here = arriving[number, :, : left[number]]
            np.matmul(before, self._factors, out=here)
            both[number, :, : left[number]] *= here
        return both[:, 0], arriving[:, 1]

    def _best(
        self, given: Floats, sizes: NDArray[np.intp], left: Sequence[int]
    ) -> NDArray[np.intp]:
        """The numbers of the labels of each token on the best way through its paragraph."""
        ways = given.transpose(0, 2, 1).copy()  # token, label, paragraph
        steps = self._steps[:, :, None]
        for number in range(1, len(ways)):
            here = left[number]
            ways[number, :, :here] += (ways[number - 1, :, None, :here] + steps).max(axis=0)
        origins = np.empty(ways[1:].shape, dtype=np.intp)  # token, label after it, paragraph
        for first in range(0, len(origins), _STEPS):
            here = left[first + 1]
            before = ways[first : min(first + _STEPS, len(origins)), :, None, :here]
            origins[first : first + _STEPS, :, :here] = (before + steps).argmax(axis=1)
        columns = np.arange(len(sizes))
        last = ways[sizes - 1, :, columns].argmax(axis=1)
        found = np.empty((len(ways), len(sizes)), dtype=np.intp)
        on = last[:0]
        for number in range(len(ways) - 1, -1, -1):
            if len(on):
                on = origins[number, on, columns[: len(on)]]
            if left[number] > len(on):  # these end here
                on = np.concatenate([on, last[len(on) : left[number]]])
            found[number, : len(on)] = on
        return found
