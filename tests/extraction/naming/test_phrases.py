from __future__ import annotations

import pytest

from app.extraction.naming.phrases import narrowed


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("a person close to the talks", "a person close to the talks"),
        ("officials in three capitals", "officials in three capitals"),
        ("a clerk who had read it", "a clerk who had read it"),
        ("a clerk who had read it when the mayor was away", "a clerk who had read it"),
        ("four porters, most of whom were tired", "four porters"),
        ("a porter, 54", "a porter"),
        ("a review of 2,300 cases", "a review of 2,300 cases"),
        ("a judge, a clerk and a guard", "a judge, a clerk and a guard"),
        ("an aide to the mayor granted anonymity to speak freely", "an aide to the mayor"),
        ("a diplomat who was not authorised to speak", "a diplomat"),
        ("a diplomat, speaking on condition of anonymity", "a diplomat"),
        ("two porters we met by the gate", "two porters"),
        ("residents reached by telephone", "residents"),
        ("members led by Ann Smith (Ohio)", "members led by Ann Smith"),
    ],
)
def test_what_says_who_it_is_is_kept(printed: str, kept: str) -> None:
    assert narrowed(printed) == kept
