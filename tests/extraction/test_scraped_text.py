"""Text as it is scraped, and where the words of a speaker end in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.domain.articles import Article
from app.extraction.clean import clean
from app.extraction.quotations import find_quotations
from app.extraction.turns import labels_of
from tests.extraction.said import said

if TYPE_CHECKING:
    from app.extraction.parsing import Parser


def test_a_clitic_after_a_space_opens_no_quotation() -> None:
    body = "Lind was ready for 'boots on the ground' should Anna Holm 's talks fail. It 's 'late'."
    text = clean(Article(body=body, file="test.txt"))
    found = [quotation.span.of(text.text) for quotation in find_quotations(text)]
    assert found == ["'boots on the ground'", "'late'"]


@pytest.mark.parametrize(
    ("body", "content"),
    [
        (
            'Brekk declared they would be "fair targets," in a blunt warning to his allies.',
            'they would be "fair targets,"',
        ),
        (
            "Holm said nothing had changed, despite reports that Brekk had left.",
            "nothing had changed",
        ),
        (
            'He added that "some have yet to decide," while as many as 35 leaders came.',
            '"some have yet to decide,"',
        ),
        (
            'Lind said Holm must "pull it off," intensifying the pressure on the council.',
            'Holm must "pull it off,"',
        ),
        (
            "Lind said his party should hold power if a deal is reached, the Post first reported.",
            "his party should hold power if a deal is reached",
        ),
        (
            "Lind said the two would send a force, even if the idea was not approved.",
            "the two would send a force, even if the idea was not approved",
        ),
        (
            'Lind described the league as "ready to go" once a truce is agreed.',
            'the league as "ready to go" once a truce is agreed',
        ),
        ("Lind told the Post, however, it was late.", "it was late"),
        (
            "Lind announced that his country could play a role, following talks with its allies.",
            "his country could play a role",
        ),
        ("In his view, this was “not the right path”.", "this was “not the right path”"),
        (
            "As he sought concrete commitments to support Asta, Lind left.",
            "concrete commitments to support Asta",
        ),
        (
            "The Herald reported on Monday, citing two aides, that the bridge would close.",
            "the bridge would close",
        ),
        (
            "Lind warned in an interview published by the Post on Monday that Asta would act.",
            "Asta would act",
        ),
    ],
)
def test_where_the_words_of_a_speaker_begin_and_end(
    parser: Parser, body: str, content: str
) -> None:
    assert [one[3] for one in said(parser, body)] == [[content]]


def test_a_participle_leads_to_the_paragraph_below(parser: Parser) -> None:
    body = "A member stressed that the speaker was summing up the voices, telling the Herald:"
    assert said(parser, body)[0][3] == ["the speaker was summing up the voices"]


def test_quotations_joined_by_and_are_one_statement(parser: Parser) -> None:
    body = "Lind said “I am not aware that it occurred” and “I am not aware of any such plan.”"
    found = said(parser, body)
    assert [one[3] for one in found] == [
        ["“I am not aware that it occurred”", "“I am not aware of any such plan.”"]
    ]


def test_who_is_asked_and_answers_says_only_the_answer(parser: Parser) -> None:
    body = 'Mr Lind, asked if he knew of the plan mentioned by Holm, told reporters: "I know it."'
    assert [(one[1], one[3]) for one in said(parser, body)] == [("Mr Lind", ['"I know it."'])]


def test_what_stands_after_a_list_is_not_said(parser: Parser) -> None:
    body = (
        "Lind left the hall at noon.\n\nUntil the truce holds, the countries will:\n\n"
        "- strengthen the army\n- raise the duties\n\n"
        "The bridge of Asta was closed for most of the long winter that followed."
    )
    assert said(parser, body) == []


def test_a_heading_within_the_text_is_no_label_of_a_turn() -> None:
    paragraphs = ["Zoom out: The vote is late.", "Be smart: It will pass."] * 3
    assert labels_of(paragraphs) == {}
    paragraphs = ["Trump supporter: The vote is late.", "Second man: It will pass."] * 3
    assert len(labels_of(paragraphs)) == len(paragraphs)
