"""Words: class, features and lemma of each token, from its tag and its place in the parse.

spaCy's attribute ruler tries each of its patterns on each token and its lemmatizer looks up each
token anew, in Python. But what the ruler says depends on the tag and the label alone, save for a
few words that its patterns name and a few patterns of more than one token, and a lemma depends on
the word and what the ruler said. So each combination is given to the two components once and
their answer is kept.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from spacy.matcher import Matcher
from spacy.tokens import Doc

from app.extraction.keys import Table, keys_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray
    from spacy.language import Language

    Known: TypeAlias = tuple[int, int, int]  # a word, or 0 for any other; its tag; its label

_MOST_KNOWN = 50_000  # combinations kept of a kind; 15 MB
_COLUMNS: list[int | str] = ["TAG", "DEP", "POS", "MORPH", "LEMMA"]


class WordForms:
    """The attribute ruler and the lemmatizer of a pipeline, with a memory."""

    def __init__(self, nlp: Language) -> None:
        """Take both from the pipeline; raises LookupError when they work in another way."""
        self._vocab = nlp.vocab
        ruler: Any = nlp.get_pipe("attribute_ruler")
        self._ruler = ruler
        self._lemmatizer: Any = nlp.get_pipe("lemmatizer")
        if getattr(self._lemmatizer, "mode", "") not in {"rule", "lookup"}:
            raise LookupError("a lemmatizer that may look at the neighbours")
        _hasten(self._lemmatizer)
        self._named = _NamedWords()
        # The first tokens of the patterns of several: where one stands, the next are looked at.
        self._longer = Matcher(nlp.vocab)
        self._longest = 1
        for entry in ruler.patterns:
            for pattern in entry["patterns"]:
                self._named.add(pattern)
                if len(pattern) > 1:
                    self._longer.add("longer", [[pattern[0]]])
                    self._longest = max(self._longest, len(pattern))
        self._forget()

    def _forget(self) -> None:
        self._words: dict[int, int] = {}  # itself if the patterns name it, else 0
        self._answers: dict[Known, list[int]] = {}
        self._opens: set[Known] = set()
        self._windows: dict[tuple[Known, ...], list[list[int]]] = {}
        self._lemmas: dict[tuple[int, int, int], int] = {}
        # By word, tag and label: all columns, and whether a pattern of several tokens may begin.
        self._whole = Table((len(_COLUMNS) + 1,), np.uint64)

    def assign(self, docs: Iterable[Doc]) -> None:
        """Set class, features and lemma of each token of docs that are tagged and parsed."""
        filled = [doc for doc in docs if len(doc)]
        if not filled:
            return
        given = np.concatenate([doc.to_array(["ORTH", "TAG", "DEP"]) for doc in filled])
        keys: list[int] = keys_of(*given.T).tolist()
        end = 0
        for doc in filled:
            start, end = end, end + len(doc)
            numbers: list[Any] = list(map(self._whole.numbers.get, keys[start:end]))
            if None not in numbers:
                rows = self._whole.rows[numbers]
                if not rows[:, -1].any():
                    doc.from_array(_COLUMNS, rows[:, :-1])  # type: ignore[arg-type]
                    continue
            self._assign(doc, given[start:end].tolist())
            self._keep(doc, keys[start:end], given[start:end])

    def _keep(self, doc: Doc, keys: Sequence[int], given: NDArray[np.uint64]) -> None:
        """Note the answers for words that have been given theirs, for when they come again."""
        answers = doc.to_array(_COLUMNS).tolist()
        opening = [
            (self._words[orth], tag, label) in self._opens for orth, tag, label in given.tolist()
        ]
        certain = not any(opening)  # else what stands after such a word may have its answer
        for key, answer, opens in zip(keys, answers, opening, strict=True):
            if (certain or opens) and key not in self._whole.numbers:
                self._whole.add(key, np.array([*answer, opens], dtype=np.uint64))

    def _assign(self, doc: Doc, given: Sequence[list[int]]) -> None:
        known = (self._words, self._lemmas, self._windows, self._whole.numbers)
        if max(len(each) for each in known) > _MOST_KNOWN:
            self._forget()
        words = self._words
        for orth, _, _ in given:
            if orth not in words:
                words[orth] = orth if self._named.has(self._vocab[orth]) else 0
        keys = [(words[orth], tag, label) for orth, tag, label in given]
        answers = [
            self._answers.get(key) or self._learn(key, token[0])
            for key, token in zip(keys, given, strict=True)
        ]
        if not self._opens.isdisjoint(keys):
            self._look_on(keys, given, answers)
        rows = np.asarray(answers, dtype=np.uint64)
        unknown = self._add_lemmas(given, answers, rows)
        doc.from_array(_COLUMNS, rows)  # type: ignore[arg-type]
        for place in unknown:
            token = doc[place]
            token.lemma_ = self._lemmatizer.lemmatize(token)[0]
            self._lemmas[token.orth, token.pos, answers[place][3]] = token.lemma

    def _add_lemmas(
        self, given: Sequence[list[int]], answers: Sequence[list[int]], rows: NDArray[np.uint64]
    ) -> list[int]:
        """Fill in the lemmas that the ruler did not set; the places of those not known yet."""
        unknown = []
        lemmas = []
        for place, (orth, _, _) in enumerate(given):
            _, _, word_class, features, lemma = answers[place]
            if not lemma or self._lemmatizer.overwrite:
                lemma = self._lemmas.get((orth, word_class, features), 0)
                if not lemma:
                    unknown.append(place)
            lemmas.append(lemma)
        rows[:, 4] = lemmas
        return unknown

    def _look_on(
        self, keys: Sequence[Known], given: Sequence[list[int]], answers: list[list[int]]
    ) -> None:
        """Correct the answers where a pattern of several tokens may stand."""
        places = [place for place, key in enumerate(keys) if key in self._opens]
        while places:
            start = places.pop(0)
            end = start + self._longest
            while places and places[0] < end:  # no pattern may reach over the end of a window
                end = places.pop(0) + self._longest
            window = tuple(keys[start:end])
            if window not in self._windows:
                self._windows[window] = self._ruled(given[start:end]).tolist()
            answers[start:end] = self._windows[window]

    def _learn(self, key: Known, orth: int) -> list[int]:
        """What the ruler says of a token; a word that it does not name stands for all others."""
        token = [orth, *key[1:]]
        doc = self._doc([token])
        if self._longer(doc, allow_missing=True):
            self._opens.add(key)
        answer: list[int] = self._ruled([token]).tolist()[0]
        self._answers[key] = answer
        return answer

    def _ruled(self, tokens: Sequence[list[int]]) -> NDArray[np.uint64]:
        doc = self._ruler(self._doc(tokens))
        found: NDArray[np.uint64] = doc.to_array(_COLUMNS)
        return found

    def _doc(self, tokens: Sequence[list[int]]) -> Doc:
        strings = self._vocab.strings
        return Doc(
            self._vocab,
            words=[strings[orth] for orth, _, _ in tokens],
            tags=[strings[tag] for _, tag, _ in tokens],
            deps=[strings[label] for _, _, label in tokens],
            heads=[0] * len(tokens),
        )


def _hasten(lemmatizer: Any) -> None:  # noqa: ANN401 - spaCy's component
    """Make sets of the lemmatizer's lists of known words, in which it looks for each new one."""
    if lemmatizer.lookups.has_table("lemma_index"):
        table = lemmatizer.lookups.get_table("lemma_index")
        for word_class, known in list(table.items()):
            table[word_class] = frozenset(known)


class _NamedWords:
    """The words that the patterns of a ruler name, one by one or by a regular expression."""

    def __init__(self) -> None:
        self._literal: set[str] = set()
        self._expressions: list[re.Pattern[str]] = []
        self._spaces = False

    def add(self, pattern: Sequence[Mapping[str, Any]]) -> None:
        """Take the words from a pattern; raises LookupError if it asks for more than we know."""
        for asked in pattern:
            if not set(asked) <= {"TAG", "DEP", "LOWER", "IS_SPACE"}:
                raise LookupError("a pattern that asks for more than a word, its tag and label")
            self._spaces |= "IS_SPACE" in asked
            match asked.get("LOWER", {"IN": ()}):
                case str(word):
                    self._literal.add(word)
                case {"IN": words, **others} if not others:
                    self._literal.update(words)
                case {"REGEX": str(expression), **others} if not others:
                    self._expressions.append(re.compile(expression))
                case _:
                    raise LookupError("a pattern that names words in another way")

    def has(self, lexeme: Any) -> bool:  # noqa: ANN401 - spaCy's Lexeme
        """Whether a word is named."""
        lower = lexeme.lower_
        return (
            lower in self._literal
            or (self._spaces and lexeme.is_space)
            or any(expression.search(lower) for expression in self._expressions)
        )
