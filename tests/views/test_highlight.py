from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.views.highlight import highlighted


def marked(text: str, words: str) -> list[str]:
    return [piece.text for piece in highlighted(text, words) if piece.found]


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("No troops, no TROOP.", "troops", ["troops", "TROOP"]),
        ("They forced it by force, forcing us.", "forces", ["forced", "force", "forcing"]),
        ("An ally among allies", "ally", ["ally", "allies"]),
        ("deployment and deploying", "deploy", ["deployment", "deploying"]),
        ("Radosław spoke", "radoslaw", ["Radosław"]),
        ("peace-keeping troops", '"peace keeping"', ["peace-keeping"]),
        ("keeping the peace", '"peace keeping"', []),
        ("Russia’s army", "Russia's", ["Russia’s"]),
        ("troops and allies", "allies troops", ["troops", "allies"]),
    ],
)
def test_what_was_looked_for_is_marked(text: str, words: str, found: list[str]) -> None:
    assert marked(text, words) == found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a sentence", "sent"),
        ("the fore", "for"),
        ("not now", "no"),
        ("a warning", "war"),
        ("a statement", "state"),
        ("a sender", "send"),
        ("the NATO summit", "nat"),
        ("anything", ""),
        ("anything", '"" * OR'),
    ],
)
def test_what_only_begins_alike_is_not_marked(text: str, words: str) -> None:
    assert marked(text, words) == []


@given(st.text(max_size=60), st.text(max_size=20))
def test_nothing_is_lost(text: str, words: str) -> None:
    assert "".join(piece.text for piece in highlighted(text, words)) == text
