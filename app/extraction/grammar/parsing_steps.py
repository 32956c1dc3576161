"""Parsing steps: spaCy's greedy transition parser, its network computed by numpy.

The transitions, and which of them may be taken, are spaCy's own. Its loop takes Python's lock
again for each step of each doc, which is a third of its time; here the scores of all docs'
next steps are computed at once and handed to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc

_BATCH = 1_000  # tokens parsed at once: four kilobytes of table for each
_TRIED = (
    "The minister said on Monday that no troops would go, as he had been told.",
    "Yes,",
    "No.",
)


class ParsingSteps:
    """The parser of a pipeline; the docs must have their vectors."""

    def __init__(self, nlp: Language) -> None:
        """Read the weights; raises LookupError for a parser of another kind."""
        parser: Any = nlp.get_pipe("parser")
        self._parser = parser
        tok2vec, lower, upper = parser.model.layers
        if parser.cfg["beam_width"] != 1 or not parser.model.attrs["has_upper"]:
            raise LookupError("a parser that searches in another way")
        listener, _, linear = tok2vec.layers
        if listener.name != "tok2vec-listener" or linear.name != "linear":
            raise LookupError("a parser that sees the tokens in another way")
        width, pieces = lower.get_dim("nO"), lower.get_dim("nP")
        if pieces != 2:
            raise LookupError("a parser with another activation")
        self._features = lower.get_dim("nF")
        # What each token gives to each feature, in one product: first the linear layer's share.
        weights = lower.get_param("W")  # (features, out, pieces, in)
        weights = weights.transpose(0, 2, 1, 3).reshape(-1, weights.shape[3])
        self._lower = np.ascontiguousarray(weights.T)
        self._linear = np.ascontiguousarray(linear.get_param("W").T)
        self._linear_bias = linear.get_param("b").copy()
        bias = lower.get_param("b").T.reshape(-1)
        self._bias = bias.copy()
        pad = lower.get_param("pad")[0]  # (features, out, pieces)
        self._pad = np.ascontiguousarray(pad.transpose(0, 2, 1).reshape(self._features, -1))
        # What is added to each sum is added to the first feature's rows instead, once.
        self._pad[0] += bias
        self._width = width
        self._upper = np.ascontiguousarray(upper.get_param("W").T)
        self._upper_bias = upper.get_param("b").copy()
        docs = [nlp.make_doc(text) for text in _TRIED]
        tok2vec = nlp.get_pipe("tok2vec")
        tok2vec.set_annotations(docs, tok2vec.predict(docs))  # type: ignore[attr-defined]
        self._looking = parser.model.predict(docs)  # knows which tokens a state looks at
        self._compare(docs)

    def _compare(self, docs: Sequence[Doc]) -> None:
        others = [doc.copy() for doc in docs]
        self._assign(docs)
        self._parser.set_annotations(others, self._parser.predict(others))
        columns: list[int | str] = ["HEAD", "DEP", "SENT_START"]
        for own, known in zip(docs, others, strict=True):
            if (own.to_array(columns) != known.to_array(columns)).any():
                raise LookupError("a parser that works in another way")

    def assign(self, docs: Sequence[Doc]) -> None:
        """Set heads, labels and sentences of the docs."""
        batch: list[Doc] = []
        tokens = 0
        for doc in docs:
            batch.append(doc)
            tokens += len(doc)
            if tokens >= _BATCH:
                self._assign(batch)
                batch, tokens = [], 0
        self._assign(batch)

    def _assign(self, docs: Sequence[Doc]) -> None:
        if not docs:
            return
        batch = self._parser.moves.init_batch(docs)
        states = [state for state in batch if not state.is_final()]
        if states:
            self._walk(states, self._table(docs))
        self._parser.set_annotations(docs, batch)

    def _table(self, docs: Sequence[Doc]) -> NDArray[np.float32]:
        """What each token gives to each feature; at the end, what one that is not there gives."""
        seen = np.concatenate([doc.tensor for doc in docs if len(doc)])
        table = np.empty((len(seen) + 1, self._pad.size), dtype=np.float32)
        linear = seen @ self._linear
        linear += self._linear_bias
        np.matmul(linear, self._lower, out=table[:-1])
        table[:-1, : len(self._bias)] += self._bias
        table[-1] = self._pad.reshape(-1)
        return table.reshape(-1, self._pad.shape[1])

    def _walk(self, states: list[Any], table: NDArray[np.float32]) -> None:
        features, width, count = self._features, self._width, len(states)
        places = np.arange(features)
        every = np.ones((1, features), dtype=np.float32)
        # Made once: each step writes into as much of them as there are states left.
        numbers = np.empty((count, features), dtype=np.intp)
        seen = np.empty((count, features, 2 * width), dtype=np.float32)
        sums = np.empty((count, 1, 2 * width), dtype=np.float32)
        best = np.empty((count, width), dtype=np.float32)
        scored = np.empty((count, len(self._upper_bias)), dtype=np.float32)
        token_ids, go_on = self._looking.get_token_ids, self._parser.transition_states
        upper, bias = self._upper, self._upper_bias
        while states:
            left = len(states)
            tokens, given, hidden = numbers[:left], seen[:left], sums[:left]
            # A token that is not there has the number -1: counted from the end, the last row.
            np.multiply(token_ids(states), features, out=tokens)
            tokens += places
            table.take(tokens, axis=0, out=given, mode="wrap")
            np.matmul(every, given, out=hidden)  # their sum, at half the cost of summing
            both = hidden[:, 0]
            kept, scores = best[:left], scored[:left]
            np.maximum(both[:, :width], both[:, width:], out=kept)
            np.matmul(kept, upper, out=scores)
            scores += bias
            states = go_on(states, scores)
