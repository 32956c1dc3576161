"""Whose it is where no word of attitude has a bearer, and where officials tell of others."""

from __future__ import annotations

import pytest

from tests.extraction.stance_help import judged


@pytest.mark.parametrize(
    ("statement", "speaker", "holder"),
    [
        # who has not decided, who sets a condition
        (
            "the chancellor has not made up his mind on foreign troops in Varvia",
            "aides to the chancellor of Lusania",
            "chancellor of Lusania",
        ),
        (
            "Lusania would agree to send troops to Varvia, provided that others did the same",
            "an official of the alliance",
            "Lusania",
        ),
        (
            "the cabinet had not made up its mind on foreign troops in Varvia",
            "a spokesman for the government of Lusania",
            "speaker",
        ),
        (
            "If Grandia agrees, we can send troops to Varvia. Otherwise not.",
            "the premier of Lusania",
            "speaker",
        ),
        # what is said on of whom was told
        (
            "The chancellor is against foreign troops in Varvia. It will not be done.",
            "two officials from Lusania",
            "chancellor",
        ),
        (
            "The chancellor is against foreign troops in Varvia. We will send them.",
            "the leader of the opposition in Lusania",
            "speaker",
        ),
        # the same office in other words
        (
            "Lusania's premier rejected foreign troops in Varvia.",
            "the prime minister of Lusania",
            "speaker",
        ),
    ],
)
def test_whose_side_it_is(statement: str, speaker: str, holder: str) -> None:
    assert judged(statement, speaker=speaker).holder == holder
