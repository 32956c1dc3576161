"""Who speaks, in the constructions of agencies, translations and pages that were flattened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.extraction.said import said
from tests.extraction.who import names

if TYPE_CHECKING:
    from app.extraction.parsing import Parser


@pytest.mark.parametrize(
    "source",
    [
        "New Ashland Gov. Ann Lind",
        "West Marrow Rep. Ann Lind",
        "North Corrie Lt. Gov. Ann Lind",
        "Front for Norland (FfN) leader Ann Lind",
        "Far-right Front for Sudmark (FfS) chairwoman Ann Lind",
        "Order and Justice (OJ) lawmaker Ann Lind",
        "House Roads and Bridges Committee Chairwoman Ann Lind",
    ],
)
def test_a_person_after_a_place_or_a_body_and_a_title(source: str) -> None:
    assert names(f"{{s1:{source}}} {{c1:said}} {{t1:the plan was wrong}}.") == ["Ann Lind"]


def test_a_name_before_another_body_is_a_second_speaker() -> None:
    text = "{s1:Ivo Brandt and Front for Norland leader Ann Lind} {c1:said} {t1:no}."
    assert names(text) == ["Ivo Brandt and Ann Lind"]


def test_a_middle_name_that_is_a_given_name_belongs_to_the_name() -> None:
    text = (
        "{s1:Two Quill supporters, Tana Brekk and Ilka Nell Hughes}, {c1:said} {t1:it would rain}."
    )
    assert names(text) == ["Tana Brekk and Ilka Nell Hughes"]


@pytest.mark.parametrize("office", ["The foreign minister", "The Sudmarkish foreign minister"])
def test_an_office_at_the_beginning_is_that_of_who_holds_it(office: str) -> None:
    text = (
        f"{{s1:{office}}} {{c1:said}} on Monday that {{t1:talks with Olga Maren went on}}.\n\n"
        "Peter Quill had called her. Hana Viscont was in Nordstad."
    )
    assert names(text) == ["Hana Viscont"]


def test_a_place_glued_to_a_name_is_cut_off() -> None:
    text = "OsloOlga Maren opened the door. {s1:Maren} {c1:said} {t1:it was late}."
    assert names(text) == ["Olga Maren"]


@pytest.mark.parametrize(
    "text",
    [
        "Olga Maren met Hana Viscont. {s1:She} {c1:said} that {t1:Viscont would get the money}.",
        "Olga Maren called Hana Viscont. {s1:She} {c1:warned} {t1:Viscont was late}.",
        "{s0:Olga Maren} praised Hana Viscont. {s1:She} {c1:said} {t1:she told Viscont to wait}.",
    ],
)
def test_who_is_named_in_the_words_does_not_say_them(text: str) -> None:
    assert names(text) == ["Olga Maren"]


@pytest.mark.parametrize("post", ["A post on the platform", "A later tweet", "The post"])
def test_a_post_is_that_of_who_spoke_before(post: str) -> None:
    text = (
        "{s1:Olga Maren} {c1:said} {t1:it was late}. "
        f"{{s2:{post}}} {{c2:read}}: {{t2:“We need peace at last.”}}"
    )
    assert names(text) == ["Olga Maren", "Olga Maren"]


def test_a_post_by_somebody_else_is_theirs() -> None:
    text = "{s1:Olga Maren} {c1:said} {t1:no}. {s2:A post by Peter Quill} {c2:said} {t2:yes}."
    assert names(text) == ["Olga Maren", "Peter Quill"]


def test_a_day_is_no_part_of_a_document() -> None:
    text = "{s1:A Lake Office analysis Monday} {c1:concluded} {t1:many would lose their homes}."
    assert names(text) == ["Lake Office analysis"]


@pytest.mark.parametrize(
    ("sentence", "sources"),
    [
        (
            "The plan would hurt farmers, Lind said, urging the council to wait.",
            ["Lind", "Lind"],
        ),
        (
            "The paper published a vulgar video of Lind boasting about her wealth.",
            ["Lind"],
        ),
        ("The channel aired a tape of Ann Lind saying that the vote was rigged.", ["Ann Lind"]),
        ("The vice-president said that Norland should pay.", ["The vice-president"]),
    ],
)
def test_whose_a_participle_and_a_hyphened_title_are(
    parser: Parser, sentence: str, sources: list[str]
) -> None:
    assert [each[1] for each in said(parser, sentence)] == sources


def test_they_are_those_named_together_before() -> None:
    text = (
        "Olga Maren and Peter Quill met on Monday. {s1:They} {c1:said} {t1:it was late}. "
        "{s2:They} {c2:added} that {t2:it would rain}.\n\n"
        "Several ministers came. {s3:They} {c3:said} {t3:no}."
    )
    together = "Olga Maren and Peter Quill"
    assert names(text)[:2] == [together, together]
    assert names(text)[2] != together


def test_the_statement_of_him_or_her_is_theirs() -> None:
    text = "Olga Maren voted no. {t1:“I am against it, as I was,”} {s1:her statement} {c1:said}."
    assert names(text) == ["Olga Maren"]


def test_several_with_one_form_of_address() -> None:
    text = "{s1:Sens. Ann Lind and Bob Day} {c1:said} {t1:no}."
    assert names(text) == ["Ann Lind and Bob Day"]


def test_the_head_of_a_country_s_foreign_ministry_is_its_minister() -> None:
    text = (
        "Hana Viscont met Olga Maren. {s1:The head of the Sudmarkish foreign ministry} {c1:said} "
        "{t1:talks went on}."
    )
    assert names(text) == ["Hana Viscont"]


@pytest.mark.parametrize(
    "text",
    [
        "{c0:Ann Lind}, {s1:an Ohio Democrat} who {c1:said} that {t1:it was wrong}, stayed.",
        "Peter Quill met Ann Lind, {s1:a Norland Democrat} who {c1:said} {t1:it was wrong}.",
        "There were many remarks by Ann Lind, {s1:who on 26 May} {c1:said} {t1:it was wrong}.",
    ],
)
def test_who_is_said_to_be_something_is_meant(text: str) -> None:
    assert names(text) == ["Ann Lind"]
