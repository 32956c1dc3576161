"""Sentences of which only some words stand in quotation marks, and quotations in pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.extraction.said import Said, said

if TYPE_CHECKING:
    from app.extraction.parsing import Parser


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (  # a clause and a whole quoted one before the cue
            "The council fears a flood and “the river answers to nobody in this town”, Lind added.",
            ("mix", "Lind", "added"),
        ),
        (  # the outlet's words first, and the cue in the perfect tense
            "The dam that took nine years would be “a sieve in the rain”, Lind has warned.",
            ("mix", "Lind", "warned"),
        ),
    ],
)
def test_a_sentence_that_a_cue_closes_is_one_content(
    parser: Parser, body: str, expected: tuple[str, str, str]
) -> None:
    (only,) = said(parser, body)
    assert only[:3] == expected
    assert only[3] == [body[: body.rindex("”") + 1]]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "The bridge, he said, “would do nothing to help the island,” adding that it was late.",
            ("mix", "he", "said", ["The bridge", "“would do nothing to help the island,”"]),
        ),
        (
            "The work must be done, she continued, “from the pump to the last furrow”.",
            (
                "mix",
                "she",
                "continued",
                ["The work must be done", "“from the pump to the last furrow”"],
            ),
        ),
        (
            "There was “clear support” for it, he said, and “even greater unity than ours”.",
            (
                *("mix", "he", "said"),
                ["There was “clear support” for it", "“even greater unity than ours”"],
            ),
        ),
        (  # subject and verb on the two sides, and who was told
            "The ruling, Lind told reporters on Friday, was “a victory for the rule of law.”",
            ("mix", "Lind", "told", ["The ruling", "was “a victory for the rule of law.”"]),
        ),
        (
            "There had, she went on, been “a thousand small acts of looking away”.",
            (
                *("mix", "she", "went on"),
                ["There had", "been “a thousand small acts of looking away”"],
            ),
        ),
        (  # no comma before the second quotation
            "There was “clear support” for it, he said “even greater unity than ours”.",
            (
                *("mix", "he", "said"),
                ["There was “clear support” for it", "“even greater unity than ours”"],
            ),
        ),
    ],
)
def test_words_on_both_sides_of_a_cue_are_one_content(
    parser: Parser, body: str, expected: Said
) -> None:
    assert said(parser, body)[0] == expected


@pytest.mark.parametrize(
    ("body", "source"),
    [
        ("When asked about the plan, “I cannot say,” Lind said.", "Lind"),
        ("Holm laughed. “It is over,” Lind said.", "Lind"),
    ],
)
def test_a_quotation_after_a_circumstance_stays_a_quotation(
    parser: Parser, body: str, source: str
) -> None:
    (only,) = said(parser, body)
    assert only[:2] == ("dir", source)


@pytest.mark.parametrize(
    ("body", "content"),
    [
        (
            "“We have got to” — he paused — “find a way out of this,” Lind said.",
            ["“We have got to”", "“find a way out of this,”"],
        ),
        (
            "“A ferry,” Lind said — and here she laughed — “is not a bridge.”",
            ["“A ferry,”", "“is not a bridge.”"],
        ),
    ],
)
def test_a_remark_between_dashes_does_not_part_a_quotation(
    parser: Parser, body: str, content: list[str]
) -> None:
    assert said(parser, body) == [("dir", "Lind", "said", content)]


@pytest.mark.parametrize(
    ("body", "content"),
    [
        (
            "The ministers condemn “in the strongest terms” the raids on the crossings.",
            "“in the strongest terms” the raids on the crossings",
        ),
        (
            "Holm put the cost at nine million, “assuming that fuel does nothing silly”.",
            "the cost at nine million, “assuming that fuel does nothing silly”",
        ),
    ],
)
def test_quoted_words_beside_a_content_belong_to_it(
    parser: Parser, body: str, content: str
) -> None:
    (only,) = said(parser, body)
    assert (only[0], only[3]) == ("mix", [content])


@pytest.mark.parametrize(
    ("body", "source", "content"),
    [
        (
            "Pym left early but offered the families his “unqualified sorrow”.",
            *("Pym", "the families his “unqualified sorrow”"),
        ),
        (
            "Lind praised the “brave men” of the guild and attacked the “lazy” council.",
            *("Lind", "the “brave men” of the guild"),
        ),
    ],
)
def test_quoted_words_in_an_object_make_it_a_statement(
    parser: Parser, body: str, source: str, content: str
) -> None:
    first = said(parser, body)[0]
    assert (first[0], first[1], first[3]) == ("mix", source, [content])


@pytest.mark.parametrize(
    "body",
    [
        "Lind will discuss sending help to Asta with the so-called “ring of friends”.",
        "The head of the guild presented the minister with a “kerege”.",
        "The leaders had a “frank exchange of views” in the garden.",
    ],
)
def test_a_term_at_arms_length_is_nobodys(parser: Parser, body: str) -> None:
    assert not [one for one in said(parser, body) if "“" in "".join(one[3])]


def test_who_only_passes_on_or_translates_says_nothing(parser: Parser) -> None:
    body = "“We will not bow,” Lind said, according to a translation by the Sound Monitor."
    assert said(parser, body) == [("dir", "Lind", "said", ["“We will not bow,”"])]


def test_a_quotation_run_into_the_sentence_before_stands_alone(parser: Parser) -> None:
    body = (
        "Lind spoke of the raids since the war began in 2022.“Many have tried to help,” she wrote."
    )
    assert said(parser, body) == [("dir", "she", "wrote", ["“Many have tried to help,”"])]


def test_a_list_of_headlines_signs_nothing(parser: Parser) -> None:
    body = "Asta says the talks are on pause\n\n- Companies - Asta says talks pause amid war"
    assert [one for one in said(parser, body) if one[2] is None] == []
    assert all("Companies" not in (one[1] or "") for one in said(parser, body))


def test_what_a_quotation_draws_does_not_say_it(parser: Parser) -> None:
    body = "“I will tell you what it is,” Lind said. “It is a hunt,” drawing cheers from the crowd."
    assert said(parser, body) == [
        ("dir", "Lind", "said", ["“I will tell you what it is,”", "“It is a hunt,”"])
    ]
