"""Words with their places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.utterances.tokens import tokens


@pytest.mark.parametrize(
    ("words", "forms"),
    [
        ("We won’t send troops", ["we", "will", "not", "send", "troops"]),
        ("We will not send troops", ["we", "will", "not", "send", "troops"]),
        ("They can't", ["they", "can", "not"]),
        ("They cannot", ["they", "can", "not"]),
        ("Poland's army isn't there", ["poland", "army", "is", "not", "there"]),
        ("U.S. troops, 30,000 of them", ["us", "troops", "30,000", "of", "them"]),
        ("“Łódź” … and Kraków", ["lodz", "and", "krakow"]),
        ("thirty-day", ["thirty", "day"]),
        ("…", []),
    ],
)
def test_words_are_folded_and_contractions_are_two(words: str, forms: list[str]) -> None:
    assert [token.form for token in tokens(words)] == forms


def test_inflected_words_have_one_stem() -> None:
    stems = {token.stem for token in tokens("deploy deploys deployed deploying")}
    assert len(stems) == 1


@given(st.text(max_size=60))
def test_spans_are_places_of_the_text_in_order(words: str) -> None:
    at = 0
    for token in tokens(words):
        assert at <= token.span.start < token.span.end <= len(words)
        at = token.span.end
        assert token.form


@pytest.mark.parametrize("word", ["not", "never", "if", "unless", "before"])
def test_what_turns_a_sentence_is_never_a_function_word(word: str) -> None:
    assert tokens(word)[0].content
