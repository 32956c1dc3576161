from __future__ import annotations

import pytest

from app.domain.statements import SpeakerBasis
from tests.extraction.who import names, resolved


@pytest.mark.parametrize(
    ("before", "epithet", "name"),
    [
        ("Ann Falk, a sculptor, met Jon Lee.", "The sculptor", "Ann Falk"),
        ("Glaciologist Ann Falk met Jon Lee.", "The glaciologist", "Ann Falk"),
        ("Jon Lee met Ann Falk, 61.", "The 61-year-old", "Ann Falk"),
        ("Ann Falk, 61, met Jon Lee, 40.", "The 40-year-old", "Jon Lee"),
        ("Ann Falk is a painter. Jon Lee is a baker.", "The painter", "Ann Falk"),
        ("The dean was Ann Falk. Jon Lee came.", "The dean", "Ann Falk"),
        ("His coach was Ann Falk. Jon Lee came.", "The coach", "Ann Falk"),
        ("It rained on Ann Falk and on Jon Lee.", "The heiress", "Ann Falk"),
        ("Ostovia striker Jon Lee met Max Berg.", "The Ostovian ace", "Jon Lee"),
    ],
)
def test_an_epithet_goes_to_whom_the_text_called_so(before: str, epithet: str, name: str) -> None:
    assert names(f"{before} {{s1:{epithet}}} {{c1:said}} {{t1:no}}.") == [name]


@pytest.mark.parametrize("epithet", ["The 50-year-old", "The father of three"])
def test_what_contradicts_is_nobody_s_epithet(epithet: str) -> None:
    text = f"Ann Falk, 61, came. {{s1:{epithet}}} {{c1:said}} {{t1:no}}."
    assert names(text) != ["Ann Falk"]


def test_an_epithet_that_nothing_introduced_is_less_sure() -> None:
    said = "{s1:The veteran} {c1:said} {t1:no}."
    known = resolved(f"Jon Lee, a veteran, came. {said}")[0]
    apt = resolved(f"Jon Lee came. {said}")[0]
    assert known.basis is apt.basis is SpeakerBasis.ROLE
    assert apt.confidence < known.confidence


def test_somebody_without_a_name_keeps_the_noun() -> None:
    text = (
        "{s1:A farmer} {c1:said} {t1:no}. Jon Lee came. {s2:The farmer} {c2:said} {t2:yes}. "
        "{s3:One port planner} {c3:said} {t3:so}. {s4:The same planner} {c4:said} {t4:not}."
    )
    assert names(text) == ["Farmer", "Farmer", "Port planner", "Port planner"]


def test_people_are_called_by_a_place_that_the_text_names() -> None:
    text = "Jon Lee of Ostland came. {s1:The Ostlander} {c1:said} {t1:no}."
    assert names(text) == ["Jon Lee"]


def test_his_wife_is_the_woman_of_his_surname() -> None:
    text = (
        "Jon and Ann Falk came. {s1:Mr Falk} {c1:said} {t1:no}. {s2:His wife} {c2:said} {t2:yes}."
    )
    assert names(text) == ["Jon Falk", "Ann Falk"]
