"""Who a source names: names and what stands around them in one phrase."""

from __future__ import annotations

import pytest

from tests.extraction.who import names


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Mara Tolliver, an analyst at Pell & Coyne,", "Mara Tolliver"),
        ("Kestrel & Marsh", "Kestrel & Marsh"),
        ("the 9th Circuit Court of Appeals", "9th Circuit Court of Appeals"),
        ("The Lake Region Liberal Coalition", "Lake Region Liberal Coalition"),
        ("The Dusk Evening Fund and Lake Trust", "Dusk Evening Fund and Lake Trust"),
        ("Brand AG (BAG) and Lake Motors", "Brand AG and Lake Motors"),
        ("The Tavrida newspaper", "Tavrida"),
        ("Sudmark's Tavrida news agency", "Tavrida"),
        ("Ivo ‘Nobby’ Brandt-Holm", "Ivo Brandt-Holm"),
    ],
)
def test_a_name_is_whole_and_no_more_than_the_name(source: str, name: str) -> None:
    assert names(f"It rained. {{s1:{source}}} {{c1:said}} {{t1:no}}.") == [name]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("The firm that runs them, Kwikbay,", "Kwikbay"),
        (
            "Her opposite number at the farmers' league, Ivo Rudd, who has long opposed her,",
            "Ivo Rudd",
        ),
        (
            "Ada Moreau, the minister's sister and a member of parliament for the Civic List,",
            "Ada Moreau",
        ),
        ("Dr. Ada Moreau, the hospital's chief medical officer and a cardiologist,", "Ada Moreau"),
        ("Two of the mayor's advisers, Ada Moreau and Ivo Rudd,", "Ada Moreau and Ivo Rudd"),
        ("ASHMERE, 12 April /NNA/. Minister Ada Moreau", "Ada Moreau"),
    ],
)
def test_the_name_that_a_description_goes_with(source: str, name: str) -> None:
    assert names(f"It rained. {{s1:{source}}} {{c1:said}} {{t1:no}}.") == [name]


@pytest.mark.parametrize(
    "source",
    [
        "Holm aides",
        "Leaders of Norland, Sudmark and Iceland",
        "Norlandic military leadership",
        "Norlandic and Sudmarkish leaders",
    ],
)
def test_a_group_is_known_by_all_its_words(source: str) -> None:
    text = f"Ada Holm spoke in Nordstad. {{s1:{source}}} {{c1:said}} {{t1:no}}."
    assert names(text) == [source]


def test_a_short_name_is_that_of_the_body_named_last() -> None:
    text = (
        "The Ashmere Post was founded in 1900. The Nordstad Post reported on it. "
        "{s1:The Post} {c1:noted} that {t1:it rained}."
    )
    assert names(text) == ["Nordstad Post"]


def test_a_day_of_may_is_nobody() -> None:
    text = (
        "“No,” said Ada Moreau. The fire was on 26 May. "
        "{t1:“It was cold,”} {s1:the 66-year-old} {c1:says}."
    )
    assert names(text) == ["Ada Moreau"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            (
                "Senator Ada Holm warned of a shutdown. {s1:The Senate majority leader} {c1:said} "
                "{t1:no}. The Senate minority leader, Ivo Quist, disagreed."
            ),
            "Ada Holm",
        ),
        (
            (
                "All laughed. Sen. Ivo Brandt did not. {t1:“No,”} {s1:the three-term lawmaker} "
                "{c1:said}."
            ),
            "Ivo Brandt",
        ),
        (
            (
                "Ada Moreau, who chairs the residents' group, came. Ivo Brandt of the council sat "
                "at the back of the hall. The rain went on. {s1:The chairwoman} {c1:said} {t1:no}."
            ),
            "Ada Moreau",
        ),
        (
            (
                "Bell Lines turned down an offer from Castor Partners. {s1:The company} {c1:said} "
                "{t1:no}."
            ),
            "Bell Lines",
        ),
    ],
)
def test_an_office_is_that_of_whom_nothing_excludes(text: str, name: str) -> None:
    assert names(text) == [name]


def test_the_coalition_is_the_one_named_before() -> None:
    text = (
        "A summit of the Lake Coalition was held in Nordstad. In a declaration, {s1:the coalition} "
        "{c1:said} {t1:no}. {s2:They} {c2:stressed} that {t2:it rained}."
    )
    assert names(text)[0] == "Lake Coalition"


def test_it_goes_on_for_a_body_without_a_name() -> None:
    text = "{s1:A rebel militia} {c1:said} {t1:no}. {s2:It} {c2:added} that {t2:it rained}."
    assert names(text) == ["Rebel militia", "Rebel militia"]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("his first deputy, Sidra Vaughn-Holm,", "Sidra Vaughn-Holm"),
        ("Ex-Rovers hero turned pundit Nobby Vance", "Nobby Vance"),
    ],
)
def test_a_name_ends_the_phrase(source: str, name: str) -> None:
    assert names(f"It rained. {{s1:{source}}} {{c1:said}} {{t1:no}}.") == [name]


def test_a_hyphened_surname_tells_no_gender() -> None:
    text = "Minister Ivo Anna-Holm came. {t1:“No,”} {s1:Anna-Holm} {c1:said}."
    assert names(text) == ["Ivo Anna-Holm"]
