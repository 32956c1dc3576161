from __future__ import annotations

import pytest

from app.extraction.stances.seeds import Seeded, Seeds


@pytest.mark.parametrize("text", ["Troops left.", "Two new companies", "Servicemen", "it, again"])
def test_a_word_is_found_in_any_inflection_and_case(text: str) -> None:
    seeds = Seeds(["troop", "new company", "serviceman"], ["it"])
    assert Seeded(text).has(seeds, [(0, len(text))])


@pytest.mark.parametrize("text", ["enforce", "item", "its", "", "a limit"])
def test_parts_of_other_words_are_not_found(text: str) -> None:
    assert not Seeded(text).has(Seeds(["force"], ["it"]), [(0, len(text))])


def test_a_seed_counts_where_it_begins() -> None:
    text = "No troops. None."
    assert Seeded(text).has(Seeds(["troop"]), [(0, 1), (3, 4)])
    assert not Seeded(text).has(Seeds(["troop"]), [(0, 3), (4, 16)])


def test_marks_are_seeds_too_and_long_lower_cases_move_nothing() -> None:
    text = "İİİ who?"
    assert Seeded(text).has(Seeds([], ["?"]), [(7, 8)])
    assert Seeded(text).has(Seeds(["who"]), [(4, 5)])
