"""What others are said to think is not what the speaker thinks; the answer to it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.extraction.stance_help import O, S, U, judged

if TYPE_CHECKING:
    from app.domain.positions import Stance


@pytest.mark.parametrize(
    ("statement", "stance"),
    [
        # told only
        ("We are told that foreign troops in Varvia are unacceptable.", U),
        ("They say that troops in Varvia would be a danger.", U),
        ("It is often said that troops in Varvia would be dangerous.", U),
        ("You call troops in Varvia a risk.", U),
        # called wrong, called right
        ("Some argue that troops in Varvia would be a provocation. They are wrong.", S),
        ("Critics say that troops in Varvia would be a mistake. I disagree.", S),
        ("People tell us that troops in Varvia would be a guarantee. That is nonsense.", O),
        ("Some claim that foreign troops in Varvia would bring stability. That is not true.", O),
        ("Some say that foreign troops in Varvia would be a danger. They are right.", O),
        ("The experts say that foreign troops in Varvia would be a danger, and they are right.", O),
        # the blame given back
        ("They say troops in Varvia are too dangerous. What is dangerous is an empty border.", S),
        (
            "People keep telling me troops in Varvia would be a danger. Sloth is the danger.",
            S,
        ),
        ("We are told that troops in Varvia are a risk. The real risk is to do nothing.", S),
        # not views of others
        ("They said foreign troops in Varvia would be unacceptable.", O),
        ("We say that foreign troops in Varvia would be a danger.", O),
        ("The minister said that foreign troops in Varvia would be a provocation.", O),
        ("Those who call for foreign troops in Varvia are naive.", O),
        ("Critics warned that it would fail. We oppose troops in Varvia.", O),
    ],
)
def test_views_of_others(statement: str, stance: Stance) -> None:
    assert judged(statement).stance is stance
