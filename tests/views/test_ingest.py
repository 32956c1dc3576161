from __future__ import annotations

import pytest

from app.domain.runs import Outcome
from app.views.ingest import show_duration
from app.views.links import without_folders
from app.views.wording import outcome_counted


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0.4, "less than a second"),
        (59.4, "59 s"),
        (59.6, "1 min"),
        (200, "3 min 20 s"),
        (3_605, "1 h"),
        (12_000, "3 h 20 min"),
        (90_000, "1 d 1 h"),
    ],
)
def test_how_long_something_took(seconds: float, shown: str) -> None:
    assert show_duration(seconds).replace("\N{NO-BREAK SPACE}", " ") == shown


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("/srv/in/a.txt: line 2", "a.txt: line 2"),
        ("See '/srv/in/b.csv'.", "See 'b.csv'."),
        ("https://news.example/2025/02/a was not found.",) * 2,
        ("It is text/html, not 1/2/3.",) * 2,
        ("Its folder/sub/a.txt is no UTF-8.",) * 2,
    ],
)
def test_sentences_name_no_folder(sentence: str, shown: str) -> None:
    assert without_folders(sentence) == shown


def test_one_or_many() -> None:
    assert outcome_counted(Outcome.DUPLICATE, 1) == "1 copy"
    assert outcome_counted(Outcome.DUPLICATE, 1_200) == "1,200 copies"
    assert outcome_counted(Outcome.PUT_ASIDE, 2) == "2 put aside"
