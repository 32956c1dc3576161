from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.extraction.grammar import vectors, words
from app.extraction.grammar.parsing_steps import ParsingSteps
from app.extraction.grammar.vectors import TokenVectors
from app.extraction.grammar.words import WordForms
from tests.extraction.parsers import parser

if TYPE_CHECKING:
    import pytest
    from spacy.tokens import Doc

# Each line has something of which the attribute ruler's patterns speak.
TEXTS = [
    "The minister said on Monday that no troops would be sent, but that talks had begun.",
    "There's no going back: there were two, and it was they who ain't gonna go. Let's see.",
    "I've got to go; you gotta stay. He doesn't, she didn't, we'd have had it, don't you?",
    "Whether that is so, nobody knows. It is what it is, that which did happen, and y'all know.",
    "C'mon, do it. Somethin' 's wrong, ol' friend, if you can't and won't, once or twice.",
    "  Two  spaces\tand a tab \n a line 3.5% of £20m (Ångström’s) — 'em all, and so on…",
    "",
    " ",
    "Yes,",
]


def told(doc: Doc) -> list[tuple[object, ...]]:
    return [
        (t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.head.i, t.is_sent_start)
        for t in doc
    ]


def test_docs_say_what_the_pipeline_says() -> None:
    ours, theirs = list(parser().docs(TEXTS)), list(parser().nlp.pipe(TEXTS))
    assert [told(doc) for doc in ours] == [told(doc) for doc in theirs]
    # And again, when all of it is remembered.
    assert [told(doc) for doc in parser().docs(TEXTS)] == [told(doc) for doc in theirs]


def test_the_model_is_one_that_is_known() -> None:
    # With a model of another kind the slow way is taken, which nobody would notice here.
    TokenVectors(parser().nlp)
    WordForms(parser().nlp)
    ParsingSteps(parser().nlp)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_text_gives_the_same(texts: list[str]) -> None:
    ours, theirs = list(parser().docs(texts)), list(parser().nlp.pipe(texts))
    assert [told(doc) for doc in ours] == [told(doc) for doc in theirs]


def test_a_full_memory_is_begun_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "_MOST_WORDS", 5)
    monkeypatch.setattr(words, "_MOST_KNOWN", 5)
    for text in TEXTS:
        assert told(parser().doc(text)) == told(parser().nlp(text))


def test_many_docs_are_worked_on_in_batches_and_stay_in_order() -> None:
    many = [f"{text} {number}" for number in range(300) for text in TEXTS[:2]]
    docs = list(parser().docs(many))
    assert [doc.text for doc in docs] == many
    assert not any(np.size(doc.tensor) for doc in docs)  # 400 bytes for each token
