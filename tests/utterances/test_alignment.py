"""Alignment: the pieces are both texts, and they read well."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.utterances.alignment import PieceKind, align
from app.views.alignment import show_alignment

# Text of every script and mark, and text of words that are often the same.
_WORDS = st.sampled_from(
    [
        "the",
        "troops",
        "will",
        "won't",
        "not",
        "can’t",
        "…",
        "“sending",
        "sends",
        "5€",
        "«oui»",
        "it's",
    ]
)
_WORDS_OF_A_LONG_TEXT = ("the", "of", "troops", "send", "Ukraine", "not", "border", "army")
_TEXTS = st.one_of(st.text(), st.lists(_WORDS).map(" ".join))


@given(_TEXTS, _TEXTS)
def test_pieces_are_both_texts_in_order(one: str, other: str) -> None:
    pieces = align(one, other)
    assert "".join(piece.one.of(one) for piece in pieces if piece.one) == one
    assert "".join(piece.other.of(other) for piece in pieces if piece.other) == other
    for piece in pieces:
        assert (piece.one is None) == (piece.kind is PieceKind.ADDED)
        assert (piece.other is None) == (piece.kind is PieceKind.OMITTED)
        assert piece.one is None or piece.one.length
        assert piece.other is None or piece.other.length


@given(_TEXTS)
def test_a_text_is_the_same_as_itself(text: str) -> None:
    assert all(piece.kind is PieceKind.SAME for piece in align(text, text))


def _marked(one: str, other: str) -> str:
    """The alignment as one line: [omitted] {added} [was|is]."""
    shown = {
        "same": "{text}",
        "omitted": "[{was}]",
        "added": "{{{text}}}",
        "changed": "[{was}|{text}]",
    }
    return "".join(
        shown[piece.kind].format(text=piece.text, was=piece.was)
        for piece in show_alignment(one, other)
    )


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        # A dropped negation, and one that is part of a word.
        (
            "Poland has no plans to send men.",
            "Poland has plans to send men.",
            "Poland has [no ]plans to send men.",
        ),
        ("We will send it", "We won't send it", "We [will |won't ]send it"),
        # Contractions, case, accents and marks change nothing.
        (
            "‘We have heard it, Rzeszów.’",
            '"we\'ve heard it Rzeszow"',
            '"we\'ve heard it Rzeszow"',
        ),
        # One stem in another form stands in its place.
        ("Poland sends men", "Poland is sending men", "Poland [sends |is sending ]men"),
        # Currencies are words.
        ("It costs 5 € now", "It costs 5 $ now", "It costs [5 € |5 $ ]now"),
        # The sign between stretches stands where the cut is.
        ("‘It is so,’ … ‘and so.’", "‘It is so,’", "‘It is so,’[ … ‘and so.’]"),
    ],
)
def test_what_is_marked(one: str, other: str, wanted: str) -> None:
    assert _marked(one, other) == wanted


def test_function_words_inside_a_changed_stretch_are_no_islands() -> None:
    pieces = show_alignment(
        "Nobody in the house of the president was ready for the snow.",
        "All were awake at the palace by noon of the first day, and the snow fell.",
    )
    same = [piece.text for piece in pieces if piece.kind == "same"]
    assert all(set(text.lower().split()) - {"the", "of", "in", "was"} for text in same), same


def test_a_moved_phrase_is_omitted_and_added() -> None:
    pieces = show_alignment(
        "After a ceasefire we will send troops to Ukraine.",
        "We will send troops to Ukraine after a ceasefire.",
    )
    kinds = {piece.kind: piece for piece in pieces}
    assert kinds["omitted"].was.strip() == "After a ceasefire"
    assert kinds["added"].text.strip() == "after a ceasefire."


def test_a_moved_phrase_among_others_is_no_replacement() -> None:
    pieces = show_alignment(
        "On Tuesday morning the minister told reporters that France pays.",
        "The minister told reporters that France pays on Tuesday morning.",
    )
    assert [piece.kind for piece in pieces] == ["omitted", "same", "added"]


def test_empty_texts() -> None:
    assert align("", "") == ()
    assert [piece.kind for piece in align("", "words")] == [PieceKind.ADDED]
    assert [piece.kind for piece in align("words", "")] == [PieceKind.OMITTED]


def test_thousands_of_words_take_little_time() -> None:
    chance = random.Random(6)  # noqa: S311 - made-up words
    words = [chance.choice(_WORDS_OF_A_LONG_TEXT) for _ in range(5_000)]
    kept = [word for word in words if chance.random() > 0.2]
    began = time.process_time()
    align(" ".join(words), " ".join(kept))
    assert time.process_time() - began < 3
