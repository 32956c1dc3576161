from __future__ import annotations

import pytest

from app.extraction.language import recognise


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The minister said on Tuesday that no soldiers would be sent across the border.", "en"),
        ("Le ministre a déclaré mardi qu’aucun soldat ne serait envoyé de l’autre côté.", "fr"),
        ("Міністр заявив у вівторок, що жодного солдата не буде відправлено за кордон.", "uk"),
        ("Министр заявил во вторник, что ни один солдат не будет отправлен за границу.", "ru"),
    ],
)
def test_the_language_of_a_sentence_is_recognised(text: str, language: str) -> None:
    assert recognise(text) == language


@pytest.mark.parametrize("text", ["", "12:30", "Lind, Holm", "“”" * 50])
def test_too_little_to_tell_gives_none(text: str) -> None:
    assert recognise(text) is None
