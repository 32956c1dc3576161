from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.likeness import are_copies, bands, signature

_WORDS = [f"{start}{end}" for start in "bcdfghklmnprst" for end in range(200)]


def text(seed: int, words: int = 400) -> list[str]:
    made = random.Random(seed)  # noqa: S311 - the same text each time, no secret
    return [made.choice(_WORDS) for _ in range(words)]


def changed(words: list[str], every: int) -> list[str]:
    return [f"{word}x" if number % every == 0 else word for number, word in enumerate(words)]


def copies(one: list[str], other: list[str]) -> bool:
    first, second = signature(" ".join(one)), signature(" ".join(other))
    assert first is not None
    assert second is not None
    return are_copies(first, second) and not set(bands(first)).isdisjoint(bands(second))


def share(edit: float) -> float:
    """How many of 40 texts are known again with each word changed with a probability."""
    found = 0
    for seed in range(40):
        made = random.Random(seed + 1000)  # noqa: S311
        words = text(seed)
        again = [f"{word}x" if made.random() < edit else word for word in words]
        found += copies(words, again)
    return found / 40


def test_the_same_text_whatever_its_marks_is_a_copy() -> None:
    words = text(1)
    plain = signature(" ".join(words))
    assert plain is not None
    assert signature("\n\n".join(word.upper() for word in words) + "!") == plain


@pytest.mark.parametrize("kept", [0.8, 0.6, 0.5])
def test_a_text_cut_short_is_a_copy(kept: float) -> None:
    assert all(copies(text(seed), text(seed)[: int(400 * kept)]) for seed in range(20))


def test_words_changed_here_and_there_leave_it_a_copy() -> None:
    assert share(0.02) == 1
    assert share(0.05) >= 0.97


def test_a_paragraph_put_before_it_leaves_it_a_copy() -> None:
    assert all(copies(text(seed), text(seed + 500, 120) + text(seed)) for seed in range(20))


def test_other_texts_and_texts_that_share_a_part_are_none() -> None:
    assert not any(copies(text(seed), text(seed + 1)) for seed in range(40))
    for seed in range(20):
        quoted = text(seed)[:100]
        assert not copies(quoted + text(seed + 100, 300), quoted + text(seed + 200, 300))
    assert not copies(text(1), changed(text(1), 4))


def test_a_text_of_a_few_words_has_no_signature() -> None:
    assert signature("A caption. Nothing else.") is None
    assert signature("") is None
    assert signature("the same " * 400) is None


@given(st.text())
def test_any_text_has_a_signature_or_none(words: str) -> None:
    made = signature(words)
    assert made is None or len(made) == 516


def test_keys_fit_both_databases() -> None:
    made = signature(" ".join(text(3)))
    assert made is not None
    assert len(set(bands(made))) == 42
    assert all(0 <= key < 2**63 for key in bands(made))
