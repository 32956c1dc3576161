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


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (  # a ruling's maker, named once
            (
                "{s1:The decision by White Hall} {c1:said} {t1:no}. "
                "{t2:“It is so,”} {s2:the unsigned decision} {c2:said}."
            ),
            ["White Hall", "White Hall"],
        ),
        (  # it is of the one that spoke in it, not of one who speaks of it
            (
                "The Lake Threat Assessment report came out. Ivo Brandt criticised the report, he "
                "said in Nordstad. According to {s1:the report}, {t1:it rained}."
            ),
            ["Lake Threat Assessment report"],
        ),
        (
            (
                "A lawsuit filed last month tells another story. {s1:It} {c1:describes} "
                "{t1:a lake being drained}."
            ),
            ["Lawsuit"],
        ),
        (  # what a document said before
            (
                "{t1:Rain will come}, {s1:a report} {c1:said}. {t2:It will be heavy}, {s2:it} "
                "{c2:said}."
            ),
            ["Report", "Report"],
        ),
        (
            (
                "{s1:White Hall} {c1:said} {t1:yes}. {t2:All will be well}, {s2:the statement} "
                "{c2:added}."
            ),
            ["White Hall", "White Hall"],
        ),
        ("{s1:A poll in December} {c1:found} that {t1:few agree}.", ["Poll"]),
    ],
)
def test_whose_a_document_is(text: str, name: list[str]) -> None:
    assert names(text) == name


def test_they_are_no_document() -> None:
    text = (
        "{s1:The Lake Fund} {c1:asked} {t1:for help}, according to a news release. {s2:They} "
        "{c2:warned} {t2:of rain}."
    )
    assert names(text)[1] == "Lake Fund"
