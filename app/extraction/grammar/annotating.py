"""Annotating: texts to docs with tags, parse and lemmas, as the pipeline does, in less time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from app.extraction.grammar.parsing_steps import ParsingSteps
from app.extraction.grammar.vectors import TokenVectors
from app.extraction.grammar.words import WordForms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from spacy.language import Language
    from spacy.tokens import Doc

_BATCH = 20_000  # characters worked on together: a long article, and a bound for what is held
_NO_VECTORS = np.zeros((0,), dtype=np.float32)


class Annotator:
    """The components of a pipeline in their order, the slow ones replaced by their equals."""

    def __init__(self, nlp: Language) -> None:
        """Take the components; one of a kind that is not known is used as it is."""
        self._nlp = nlp
        self._steps = list(_steps(nlp))

    def docs(self, texts: Iterable[str]) -> Iterator[Doc]:
        """The docs of some texts, in order; what ``nlp`` says of them, in half the time.

        Texts are worked on together, which costs less than one by one. The vectors of the tokens
        are let go: they are most of what a doc holds.
        """
        batch: list[Doc] = []
        size = 0
        for text in texts:
            batch.append(self._nlp.make_doc(text))
            size += len(text)
            if size > _BATCH:
                yield from self._annotated(batch)
                batch, size = [], 0
        yield from self._annotated(batch)

    def _annotated(self, docs: list[Doc]) -> list[Doc]:
        # The parser takes a step in all docs at once: those of like length end together.
        ordered = sorted(docs, key=len)
        for step in self._steps:
            step(ordered)
        for doc in docs:
            doc.tensor = _NO_VECTORS  # type: ignore[assignment]
        return docs


def _steps(nlp: Language) -> Iterator[Callable[[Sequence[Doc]], object]]:
    names = list(nlp.pipe_names)
    for number, name in enumerate(names):
        try:
            if name == "tok2vec":
                yield TokenVectors(nlp).assign
                continue
            if name == "parser":
                yield ParsingSteps(nlp).assign
                continue
            if names[number:] == ["attribute_ruler", "lemmatizer"]:
                yield WordForms(nlp).assign
                return
        except LookupError:
            pass  # another kind of model: its component works as it is
        yield _applied(nlp.get_pipe(name))


def _applied(component: Any) -> Callable[[Sequence[Doc]], object]:  # noqa: ANN401 - spaCy's own
    if hasattr(component, "predict"):
        return lambda docs: component.set_annotations(docs, component.predict(docs))
    return lambda docs: [component(doc) for doc in docs]
