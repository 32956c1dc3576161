"""Forms in which papers, agencies and posts print who speaks, in sentences made up."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from app.domain.articles import Article
from app.extraction.attribution import attribute
from app.extraction.clean import clean
from app.extraction.quotations import find_quotations
from tests.extraction.said import Said, said

if TYPE_CHECKING:
    from app.extraction.parsing import Parser

LEAD = (
    "The harbour board of Asta met on Monday for the first time since the storm, and hundreds of "
    "fishermen stood in the rain before its doors."
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (  # the sentence after leads to its own quotation
            "“The pier is lost,” Anna Lind said. “It can’t be saved.” She went on: “We build.”",
            [
                ("dir", "Anna Lind", "said", ["“The pier is lost,”", "“It can’t be saved.”"]),
                ("dir", "She", "went on", ["“We build.”"]),
            ],
        ),
        (  # signed with a dash, and what is told of the one who signs
            "“Nobody asked us about the pier.” — Anna Lind, leaving the hall.",
            [("dir", "Anna Lind", None, ["“Nobody asked us about the pier.”"])],
        ),
        (
            "“Nobody asked us about the pier.” – The harbour master, who has seen six storms",
            [("dir", "The harbour master", None, ["“Nobody asked us about the pier.”"])],
        ),
        (
            "“Nobody asked us.” — Anna Lind, harbour master. “Nobody ever does.”",
            [
                ("dir", "Anna Lind, harbour master", None, ["“Nobody asked us.”"]),
                ("dir", "Anna Lind, harbour master", None, ["“Nobody ever does.”"]),
            ],
        ),
        (
            "And Lind again, at the gate: “I shall vote for the pier and against the fee.”",
            [("dir", "Lind", None, ["“I shall vote for the pier and against the fee.”"])],
        ),
        (  # whose participle it is stands in a phrase with "with"
            "The debate came back to the pier, with Lind on the attack, telling him: “So say it.”",
            [("dir", "Lind", "telling", ["“So say it.”"])],
        ),
        (  # a fragment in what somebody says that another did is no statement of the other
            (
                "The minister said she and Holm agreed “to work together on the pier” and could "
                "meet next week."
            ),
            [
                (
                    "mix",
                    "The minister",
                    "said",
                    ["she and Holm agreed “to work together on the pier” and could meet next week"],
                )
            ],
        ),
        (  # the verb opens the sentence
            "Added Mayor Anna Lind, “That is all we can do for the boats at the moment.”",
            [
                (
                    "dir",
                    "Mayor Anna Lind",
                    "Added",
                    ["“That is all we can do for the boats at the moment.”"],
                )
            ],
        ),
        (
            "And then there’s this, from Anna Lind, who ran the harbour: “It is a collapse.”",
            [("dir", "Anna Lind", None, ["“It is a collapse.”"])],
        ),
        (  # what begins small after a comma stands in the clause
            (
                "Lind said the board would draw its lines in June, “the lines we cannot leave”, "
                "and that these would be shown to “our partners in the islands”."
            ),
            [
                (
                    "mix",
                    "Lind",
                    "said",
                    [
                        (
                            "the board would draw its lines in June, “the lines we cannot leave”, "
                            "and that these would be shown to “our partners in the islands”"
                        )
                    ],
                )
            ],
        ),
        (  # the quoted words end what the cue reports
            "The judge accused Holm of cheating crews who “knew the price of nothing at all”.",
            [
                (
                    "mix",
                    "The judge",
                    "accused",
                    ["Holm of cheating crews who “knew the price of nothing at all”"],
                )
            ],
        ),
    ],
)
def test_forms_in_a_line(parser: Parser, body: str, expected: list[Said]) -> None:
    assert said(parser, f"{LEAD}\n\n{body}") == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "Lind:\n\n“Everybody has a plan. Nobody has a pump.”",
            ("dir", "Lind", None, ["“Everybody has a plan. Nobody has a pump.”"]),
        ),
        (
            "Ada, 29, a nurse waiting for the ferry:\n\n“I packed the cat. Then the bread.”",
            ("dir", "Ada", None, ["“I packed the cat. Then the bread.”"]),
        ),
        (  # a block quotation without marks
            (
                "Lind said:\n\nOf course we know how important the pier is, and we are grateful "
                "to all who came."
            ),
            (
                "dir",
                "Lind",
                "said",
                [
                    (
                        "Of course we know how important the pier is, and we are grateful to "
                        "all who came."
                    )
                ],
            ),
        ),
        (  # an embedded post
            (
                "Long convoy on the way to the pier. The group wants its boats back pic.example"
                "\n— Ada Holm (@adaholm) April 15, 2020"
            ),
            (
                "dir",
                "Ada Holm",
                None,
                ["Long convoy on the way to the pier. The group wants its boats back pic.example"],
            ),
        ),
        (  # an agency's signature
            (
                "If the pier is given to another town, this will mean only one thing: that the "
                "board has sold the harbour.\n\n- Lind said."
            ),
            (
                "dir",
                "Lind",
                "said",
                [
                    (
                        "If the pier is given to another town, this will mean only one thing: that "
                        "the board has sold the harbour."
                    )
                ],
            ),
        ),
        (  # an advertisement broke the quotation; its mark is not opened again
            (
                "“And when I decided to just\n\ngo to the pier, I thought it was lost,” Lind "
                "told the Courier."
            ),
            (
                "dir",
                "Lind",
                "told",
                ["“And when I decided to just", "go to the pier, I thought it was lost,”"],
            ),
        ),
        (  # a statement put out under its author's name
            "Statement by Senator Ada Holm,\nharbour board chair\n\n“We asked for a pier in May.”",
            ("dir", "Senator Ada Holm", None, ["“We asked for a pier in May.”"]),
        ),
        (  # no full stop: a line of key points and no heading
            'Anna Lind said the answer was "very good" but "not complete"',
            (
                "mix",
                "Anna Lind",
                "said",
                ['the answer was "very good" but "not complete"'],
            ),
        ),
    ],
)
def test_forms_over_lines(parser: Parser, body: str, expected: Said) -> None:
    assert said(parser, f"{LEAD}\n\n{body}\n\n{LEAD}") == [expected]


def test_a_list_below_a_colon_is_nobodys_words(parser: Parser) -> None:
    body = f"{LEAD}\n\nLind said:\n\n- the pier will be closed for the whole of the winter."
    assert not any(kind == "dir" for kind, *_ in said(parser, body))


def test_a_caption_run_together_with_the_lead_is_no_part_of_the_source(parser: Parser) -> None:
    body = (
        "A boat off Asta. Ada Holm / REUTERS The harbour board on Tuesday rejected a call for a "
        "new pier, saying the old one was safe."
    )
    sources = {source for _, source, *_ in said(parser, body)}
    assert sources == {"The harbour board"}


def test_a_title_that_the_first_paragraph_repeats_is_said_once(parser: Parser) -> None:
    title = "“The pier is lost to all of us and will never be built again,” Anna Lind said"
    found = said(parser, f"{title}\n{title}.\n{LEAD}\n")
    assert [content for _, _, _, content in found] == [
        ["“The pier is lost to all of us and will never be built again,”"]
    ]


def test_the_stretches_of_a_content_do_not_overlap(parser: Parser) -> None:
    text = clean(Article(body="wHO 02 ACcording tO", file="test.txt", language="en"))
    for one in attribute(parser.parse(text, find_quotations(text))):
        for before, after in pairwise(one.content):
            assert before.end <= after.start


def test_a_handle_and_a_colon_name_who_posts(parser: Parser) -> None:
    assert said(parser, f"{LEAD}\n\n@adaholm: “We’re not a poor town. We are rich.”") == [
        ("dir", "@adaholm", None, ["“We’re not a poor town. We are rich.”"])
    ]


def test_a_heading_of_quotations_is_nobody(parser: Parser) -> None:
    body = (
        f"{LEAD}\n\nChancellor Ada Holm said the pier would stay for now. It was late.\n\n"
        "Quote: “We will not, at this moment, sell it. That comes later.”\n\n"
        "Quote from Lind: “We are ready. We were ready in May.”"
    )
    assert [
        (source, content) for kind, source, _, content in said(parser, body) if kind == "dir"
    ] == [
        ("Chancellor Ada Holm", ["“We will not, at this moment, sell it. That comes later.”"]),
        ("Lind", ["“We are ready. We were ready in May.”"]),
    ]


def test_in_somebodys_words(parser: Parser) -> None:
    body = f"{LEAD}\n\nHolm called it fair. In Lind’s words, “this is a dangerous idea.”"
    assert ("dir", "Lind", "In Lind’s words", ["“this is a dangerous idea.”"]) in said(parser, body)
