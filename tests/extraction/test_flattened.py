from __future__ import annotations

import pytest

from app.domain.articles import Article, ZoneRole
from app.extraction.clean import clean

LEAD = "The council of Varvia will not allow foreign soldiers on its soil, its head told the press."
SECOND = "The talks will be taken up again next week, two people who took part in them said."


def paragraphs(
    body: str, title: str | None = None, outlet: str | None = None
) -> list[tuple[str, ZoneRole]]:
    text = clean(Article(body=body, file="test.txt", title=title, outlet=outlet))
    return [(zone.span.of(text.text), zone.role) for zone in text.zones]


@pytest.mark.parametrize(
    ("heading", "after"),
    [
        ("Why the talks were put off", "According to Lind, the hall was cold."),
        ("HARBOUR CHIEF SAYS 300 BOATS ARE LOST", "Fishermen say the count is wrong."),
        ("“We will not sell”", "“There was never an offer,” Lind said."),
    ],
)
def test_a_heading_that_was_put_into_the_line_is_told_apart(heading: str, after: str) -> None:
    found = paragraphs(f"{LEAD} ## {heading} {after}")
    assert [words for words, _ in found] == [LEAD, "##", heading, after]
    assert found[2][1] is not ZoneRole.BODY or heading[0] == "“"
    assert found[3][1] is ZoneRole.BODY


def test_what_stands_after_a_gap_begins_anew() -> None:
    found = paragraphs(f"{LEAD}   ...    Sign up here. {SECOND}")
    assert found == [
        (LEAD, ZoneRole.BODY),
        ("...", ZoneRole.BOILERPLATE),
        ("Sign up here.", ZoneRole.BOILERPLATE),
        (SECOND, ZoneRole.BODY),
    ]


def test_a_sentence_that_breaks_off_at_a_gap_is_no_heading() -> None:
    broken = "The mayor of Varvia said that the three bridges over the river Orm would stay shut to"
    assert paragraphs(f"{LEAD}\n{broken}   ...    {SECOND}")[1] == (broken, ZoneRole.BODY)


def test_the_page_that_speaks_of_itself_past_a_gap_is_no_prose() -> None:
    appeal = "We see things otherwise and strive to give a fair view of what goes on in Varvia"
    found = paragraphs(f"{LEAD}\n\nSign up for our newsletter   ...    {appeal}")
    assert (appeal, ZoneRole.BOILERPLATE) in found


def test_dots_within_a_sentence_leave_no_gap() -> None:
    body = f"“Well ... that is late,” Lind said of the no. # 4 bus. {LEAD}"
    assert [words for words, _ in paragraphs(f"“Well ... that is late,” Lind said. {LEAD}")] == [
        f"“Well ... that is late,” Lind said. {LEAD}"
    ]
    assert "".join(words for words, _ in paragraphs(body)).replace(" ", "") == body.replace(" ", "")


def test_the_title_and_the_place_of_an_agency_begin_paragraphs() -> None:
    title = "Varvia wants no soldiers of others on its soil"
    body = f"{title} Bridges stay shut, mayor says VELMOUTH, Dec 4 (TPS) - {LEAD}"
    assert [words for words, _ in paragraphs(body, title)] == [
        title,
        "Bridges stay shut, mayor says",
        f"VELMOUTH, Dec 4 (TPS) - {LEAD}",
    ]


def test_the_outlet_behind_the_title_goes_with_it() -> None:
    title = "Varvia wants no soldiers of others on its soil"
    found = paragraphs(f"{title} – VARVIA {LEAD}", title, "Varvia Post")
    assert [words for words, _ in found] == [f"{title} – VARVIA", LEAD]
