from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.views.fragments import original_address, text_fragment


@pytest.mark.parametrize(
    ("words", "fragment"),
    [
        ("“No troops,”", "No%20troops"),
        ("one-sided, he & she", "one%2Dsided%2C%20he%20%26%20she"),
        ("one two three four five six seven eight nine ten eleven twelve",
         "one%20two%20three%20four%20five,eight%20nine%20ten%20eleven%20twelve"),
        ("the first line\nand a second", "the%20first%20line,and%20a%20second"),
        ("“”", ""),
    ],
)  # fmt: skip
def test_a_fragment_names_the_words(words: str, fragment: str) -> None:
    assert text_fragment(words) == fragment


@given(st.text())
def test_a_fragment_is_plain_ascii_with_at_most_one_separator(words: str) -> None:
    fragment = text_fragment(words)
    assert fragment.isascii()
    assert fragment.count(",") <= 1
    assert not set(fragment) & set("-& \n#")


def test_only_web_addresses_become_links() -> None:
    assert original_address("javascript:alert(1)", ["x"]) is None
    assert original_address(None, ["x"]) is None
    assert original_address("https://a.example/p#top", ["some words"]) == (
        "https://a.example/p#:~:text=some%20words"
    )
    assert original_address("https://a.example/p", []) == "https://a.example/p"
