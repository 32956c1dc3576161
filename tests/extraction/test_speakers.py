"""Whom the words beside a cue name as the speaker."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.extraction.said import said

if TYPE_CHECKING:
    from app.extraction.parsing import Parser


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        (
            (
                "The plan was backed by British PM Ada Lind who, after a meeting of ministers, "
                "cautioned that it would take years."
            ),
            "British PM Ada Lind",
        ),
        ("“The plan will fail,” the study said.", "the study"),
        ("“It is beyond question,” the unsigned decision said.", "the unsigned decision"),
    ],
)
def test_the_speaker_beside_a_cue(parser: Parser, sentence: str, source: str) -> None:
    assert [each[1] for each in said(parser, sentence)] == [source]
