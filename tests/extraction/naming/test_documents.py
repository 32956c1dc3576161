from __future__ import annotations

import pytest

from tests.extraction.who import names


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("A report released by White Hall", "White Hall"),
        ("Documents filed by White Hall", "White Hall"),
        ("A letter pinned up in White Hall", "Letter pinned up in White Hall"),
        ("A note, found by Ivo Brandt on a desk,", "Note"),
        ("A survey of nurses", "Survey of nurses"),
    ],
)
def test_a_document_is_its_maker_s_where_the_text_says_so(source: str, name: str) -> None:
    assert names(f"It rained. {{s1:{source}}} {{c1:said}} {{t1:no}}.") == [name]


def test_it_says_of_a_document_before() -> None:
    text = (
        "It rained all day in Nordstad. A letter from Ivo Brandt came to Hana Viscont. "
        "{s1:It} {c1:says} that {t1:all go home}."
    )
    assert names(text) == ["Ivo Brandt"]


def test_the_document_is_the_one_before() -> None:
    text = "A treaty was adopted. A leaflet was printed. {s1:The document} {c1:says} {t1:no}."
    assert names(text) == ["Leaflet"]
