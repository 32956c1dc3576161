from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.domain.articles import Article
from app.domain.statements import SpeakerBasis, StatementKind
from app.extraction.attribution import attribute
from app.extraction.clean import clean
from app.extraction.quotations import find_quotations
from app.extraction.turns import labels_of, read_label

if TYPE_CHECKING:
    from app.extraction.parsing import Parser


def said(parser: Parser, body: str) -> list[tuple[StatementKind, str | None, str]]:
    text = clean(Article(body=body, file="test.txt"))
    return [
        (
            one.kind,
            one.source.of(text.text) if one.source else None,
            " / ".join(span.of(text.text) for span in one.content),
        )
        for one in attribute(parser.parse(text, find_quotations(text)))
    ]


DIRECT = StatementKind.DIRECT


def test_each_turn_of_a_guest_is_a_statement_and_no_question_is(parser: Parser) -> None:
    body = (
        "MERA TOLK: Good morning, minister. Is the bridge safe?\n\n"
        "ANNA LIND, TRANSPORT MINISTER: Good morning. It is safe.\n\n"
        "The engineers told us so yesterday, and I believe them.\n\n"
        "TOLK: Why is it shut?\n\n"
        "LIND: No.\n\n"
        "(LAUGHTER)\n\n"
        "TOLK: We have to leave it there."
    )
    assert said(parser, body) == [
        (
            DIRECT,
            "ANNA LIND, TRANSPORT MINISTER",
            "Good morning. It is safe. / The engineers told us so yesterday, and I believe them.",
        ),
        (DIRECT, "LIND", "No."),
    ]


def test_what_a_presenter_reports_is_still_reported(parser: Parser) -> None:
    body = (
        "TOLK: Mayor Bela Holm said yesterday that the bridge would fall. Is he wrong?\n\n"
        "LIND: He is wrong.\n\n"
        "TOLK: Are you sure?\n\n"
        "LIND: I am."
    )
    assert [(source, words) for _, source, words in said(parser, body)] == [
        ("Mayor Bela Holm", "the bridge would fall"),
        ("LIND", "He is wrong."),
        ("LIND", "I am."),
    ]


def test_whoever_works_for_the_outlet_makes_no_statement(parser: Parser) -> None:
    body = (
        "TOLK: We go to our correspondent in the north.\n\n"
        "ANNA LIND, CORRESPONDENT: I am standing in an orchard.\n\n"
        "FARMER: They came at night.\n\n"
        "LIND: And so it goes on.\n\n"
        "FARMER: (INAUDIBLE)\n\n"
        "TOLK: Is there any hope?"
    )
    assert [(source, words) for _, source, words in said(parser, body)] == [
        ("FARMER", "They came at night.")
    ]


def test_a_role_is_a_label_where_it_comes_again(parser: Parser) -> None:
    body = (
        "Holm: Let me ask you something. What do you like about him?\n\n"
        "Second voter: Everything.\n\n"
        "Holm: Would you give me one thing?\n\n"
        "Second voter: I gave you all of it."
    )
    assert [(source, words) for _, source, words in said(parser, body)] == [
        ("Second voter", "Everything."),
        ("Second voter", "I gave you all of it."),
    ]


def test_a_reporter_in_a_briefing_is_the_one_who_asks(parser: Parser) -> None:
    body = (
        "[14:00:00] QUESTION: The minister is late.\n\n"
        "HOLM: She is not late.\n\n"
        "QUESTION: Do you have a date?\n\n"
        "HOLM: We do not."
    )
    assert [source for _, source, _ in said(parser, body)] == ["HOLM", "HOLM"]


def test_answers_are_given_to_whom_the_first_lines_name(parser: Parser) -> None:
    body = (
        "Anna Lind has run the port for ten years. We met Lind in her office.\n\n"
        "Q: When did you start?\n\nA: In spring. I was young.\n\n"
        "Q: Was it hard?\n\nA: It was."
    )
    assert [(source, words) for _, source, words in said(parser, body)] == [
        ("Anna Lind", "In spring. I was young."),
        ("Anna Lind", "It was."),
    ]


def test_dashes_before_questions_and_answers(parser: Parser) -> None:
    body = (
        "The minister of ports, Anna Lind, talked to us on Monday in her office above the old "
        "harbour of Asta, where she was born.\n\n"
        "– Will the port be shut this year, as the mayor says it will?\n\n"
        "– No. We will keep it open for all who want to use it.\n\n"
        "– And who will pay for the new walls that you want to build?\n\n"
        "– The state will."
    )
    assert [(source, words) for _, source, words in said(parser, body)] == [
        ("Anna Lind", "No. We will keep it open for all who want to use it."),
        ("Anna Lind", "The state will."),
    ]


def test_questions_and_answers_as_paragraphs(parser: Parser) -> None:
    body = (
        "Anna Lind has painted the port of Asta for ten years, and after all of them she still "
        "likes to climb up to it before dawn.\n\n"
        "When did you start to paint the port?\n\nAs a girl. I lived above it.\n\n"
        "Do you paint every day?\n\nNo. My hands would not let me.\n\n"
        "Some call it dull.\n\nSome people have never seen the sea.\n\n"
        "What will you do next?\n\nI will sleep.\n\n"
        "Her pictures are shown in Asta until May."
    )
    assert [words for _, _, words in said(parser, body)] == [
        "As a girl. I lived above it.",
        "No. My hands would not let me.",
        "Some people have never seen the sea.",
        "I will sleep.",
    ]


def test_an_answer_says_that_its_speaker_was_inferred(parser: Parser) -> None:
    body = (
        "Anna Lind runs the port.\n\nQ: Is it full?\n\nA: It is.\n\nQ: Will it stay so?\n\nA: Yes."
    )
    text = clean(Article(body=body, file="test.txt"))
    found = attribute(parser.parse(text, find_quotations(text)))
    assert [one.basis for one in found] == [SpeakerBasis.CARRIED] * 2


@pytest.mark.parametrize(
    "body",
    [
        "Anna Lind: a life in politics\n\nShe was born in Asta and grew up by the river there.",
        "When: Monday at noon.\n\nWhere: the town hall of Asta.\n\nWhy: the bridge is old.",
        "Will it rain?\n\nThe mayor has no answer to that, and neither has the council.",
    ],
)
def test_a_colon_or_a_question_makes_no_transcript(parser: Parser, body: str) -> None:
    assert said(parser, body) == []


def test_a_label_before_a_quotation_is_no_turn() -> None:
    assert read_label("Lind: “We will go.”") is None
    assert read_label("LIND (via phone): We will go.") is not None
    assert labels_of(["LIND: We go.", "Rain fell.", "HOLM: Yes.", "LIND: Now."]).keys() == {0, 2, 3}
    assert labels_of(["LIND: We go.", "LIND: Yes.", "LIND: Now."]) == {}
