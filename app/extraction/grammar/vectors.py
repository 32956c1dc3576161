"""Vectors: what the tagger and the parser see of each token, as the model's own layers make it.

The network is that of spaCy's ``tok2vec`` (MultiHashEmbed, then a MaxoutWindowEncoder; see
https://spacy.io/api/architectures). Two things make it three times as fast: what depends on the
word alone is kept for the next time the word comes, and the layers that look at neighbours are
computed by numpy's matrix product, the pieces of a maxout side by side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from app.extraction.keys import Table, keys_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc

    Floats: TypeAlias = NDArray[np.float32]

_MOST_WORDS = 20_000  # kept; 8 MB. A newspaper's vocabulary of a month fits
_BATCH = 1_000  # tokens worked on at once: an article, and a bound for what is held
_TRIED = ("The minister said on Monday that no troops would go.", "Yes,", "Ångström's  (3.5%)")
_TOLERANCE = 1e-3  # the order of additions differs, nothing else; values are around 1


class _Window:
    """One layer over each token and its two neighbours: maxout, normalised, added to its input."""

    def __init__(self, maxout: Any, norm: Any) -> None:  # noqa: ANN401 - thinc's models
        weights = maxout.get_param("W")  # (out, pieces, in)
        self.pieces = weights.shape[1]
        stacked = weights.transpose(1, 0, 2).reshape(-1, weights.shape[2])
        self.weights = np.ascontiguousarray(stacked.T)
        self.bias = maxout.get_param("b").T.reshape(-1).copy()
        width = len(self.bias) // self.pieces
        self._share = np.full(width, 1 / width, dtype=np.float32)  # the mean, as a product
        self.gain, self.shift = norm.get_param("G").copy(), norm.get_param("b").copy()

    def __call__(self, given: Floats) -> Floats:
        width = given.shape[1]
        seen = np.empty((given.shape[0], width * 3), dtype=np.float32)
        seen[0, :width] = seen[-1, 2 * width :] = 0
        seen[1:, :width] = given[:-1]
        seen[:, width : 2 * width] = given
        seen[:-1, 2 * width :] = given[1:]
        out = seen @ self.weights
        out += self.bias
        best = np.maximum(out[:, :width], out[:, width : 2 * width])
        for piece in range(2, self.pieces):
            np.maximum(best, out[:, piece * width : (piece + 1) * width], out=best)
        best -= (best @ self._share)[:, None]
        variance = np.einsum("ij,ij->i", best, best) / width + 1e-8
        best *= (1 / np.sqrt(variance))[:, None]
        best *= self.gain
        best += self.shift
        best += given
        return np.asarray(best)


class TokenVectors:
    """The first component of the pipeline, with a memory for words."""

    def __init__(self, nlp: Language) -> None:
        """Read the weights; raises LookupError for a network of another kind."""
        model: Any = nlp.get_pipe("tok2vec").model  # type: ignore[attr-defined]
        if not (model.has_ref("embed") and model.has_ref("encode")):
            raise LookupError("tok2vec has no embed and encode")
        extract, *embed, _ = model.get_ref("embed").layers
        self._attributes = extract.attrs["columns"]
        self._embed = embed
        encode = model.get_ref("encode")
        self._pad = encode.attrs["pad"]
        self._layers = [_Window(*_window_parts(layer)) for layer in encode.layers[0].layers]
        self._width: int = model.get_dim("nO")
        self._forget()
        docs = [nlp.make_doc(text) for text in _TRIED]
        own, known = self._of(docs), model.predict(docs)
        if not all(np.allclose(a, b, atol=_TOLERANCE) for a, b in zip(own, known, strict=True)):
            raise LookupError("tok2vec works in another way")

    def assign(self, docs: Sequence[Doc]) -> None:
        """Set each doc's tensor, in which tagger and parser look."""
        batch: list[Doc] = []
        tokens = 0
        for doc in docs:
            batch.append(doc)
            tokens += len(doc) + self._pad
            if tokens >= _BATCH:
                self._assign(batch)
                batch, tokens = [], 0
        self._assign(batch)

    def _assign(self, docs: Sequence[Doc]) -> None:
        for doc, tensor in zip(docs, self._of(docs), strict=True):
            doc.tensor = tensor  # type: ignore[assignment]

    def _forget(self) -> None:
        self._known = Table((self._width,), np.float32)

    def _of(self, docs: Sequence[Doc]) -> list[Floats]:
        """The vectors of the tokens of each doc, rows of zeros between the docs as padding."""
        if not docs:
            return []
        pad = self._pad
        rows = np.zeros((sum(len(doc) + pad for doc in docs) + pad, self._width), dtype=np.float32)
        places = []
        start = pad
        words = self._words(docs)
        taken = 0
        for doc in docs:
            end = start + len(doc)
            rows[start:end] = words[taken : taken + len(doc)]
            places.append((start, end))
            taken += len(doc)
            start = end + pad
        for layer in self._layers:
            rows = layer(rows)
        return [rows[start:end] for start, end in places]

    def _words(self, docs: Sequence[Doc]) -> Floats:
        """What is known of each word without its neighbours."""
        if len(self._known) > _MOST_WORDS:
            self._forget()
        given = np.concatenate([doc.to_array(["ORTH", "NORM", "SPACY"]) for doc in docs])
        keys = keys_of(*given.T)
        asked: list[int] = keys.tolist()
        found: list[Any] = list(map(self._known.numbers.get, asked))
        if None in found:
            self._learn(docs, asked, [place for place, row in enumerate(found) if row is None])
            found = list(map(self._known.numbers.get, asked))
        rows: Floats = self._known.rows[found]
        return rows

    def _learn(self, docs: Sequence[Doc], keys: Sequence[int], places: Sequence[int]) -> None:
        features = np.concatenate([doc.to_array(self._attributes) for doc in docs])
        first = {keys[place]: place for place in places}
        found: Any = [np.ascontiguousarray(features[list(first.values())])]
        for layer in self._embed:
            found = layer.predict(found)
        for key, row in zip(first, found.data, strict=True):
            self._known.add(key, row)


def _window_parts(residual: Any) -> tuple[Any, Any]:  # noqa: ANN401 - thinc's models
    """The maxout and the normalising layer in residual(expand_window, chain(maxout, norm))."""
    window, *rest = (node for node in residual.walk() if not node.layers)
    named = {node.name: node for node in rest}
    if window.name != "expand_window" or window.attrs["window_size"] != 1:
        raise LookupError("a window of another size")
    if not {"maxout", "layernorm"} <= set(named):
        raise LookupError("no maxout with a layernorm")
    return named["maxout"], named["layernorm"]
