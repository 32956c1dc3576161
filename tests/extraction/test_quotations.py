from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.articles import CleanText, Zone, ZoneRole
from app.domain.dates import UNKNOWN_DATE
from app.domain.spans import Span
from app.domain.statements import Quotation
from app.extraction.quotations import find_quotations, runs_on


def as_prose(body: str) -> CleanText:
    zones, place = [], 0
    for line in body.split("\n"):
        if line:
            zones.append(Zone(Span(place, place + len(line)), ZoneRole.BODY))
        place += len(line) + 1
    return CleanText(body, tuple(zones), None, UNKNOWN_DATE, None)


def quotations(body: str) -> tuple[Quotation, ...]:
    return find_quotations(as_prose(body))


def quoted(body: str) -> list[str]:
    return [quotation.span.of(body) for quotation in quotations(body)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("“We will go,” Lind said. “Soon.”", ["“We will go,”", "“Soon.”"]),
        ('"We will go," Lind said. "Soon."', ['"We will go,"', '"Soon."']),
        ("„Wir gehen“, sagte Lind.", ["„Wir gehen“"]),
        ("« Nous irons », a dit Lind.", ["« Nous irons »"]),
        ("»Wir gehen«, sagte Lind.", ["»Wir gehen«"]),
        ("”Vi går”, sade Lind.", ["”Vi går”"]),
        ("‘We will go,’ Lind said.", ["‘We will go,’"]),
        ("'We will go,' Lind said.", ["'We will go,'"]),
        ('“We will go," Lind said.', ['“We will go,"']),
        ('Lind said:"We will go."', ['"We will go."']),
        ('(Lind: "No.")', ['"No."']),
    ],
)
def test_each_style_of_marks(body: str, expected: list[str]) -> None:
    assert quoted(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "Lind's plan isn't the workers' plan.",
        "Lind’s plan isn’t the workers’ plan.",
        "In the '90s they told 'em to wait 'til dawn.",
        "It was rock 'n' roll, and goin' home was hard.",
        "A 6'2\" officer stood at the gate.",
        '"" and “” hold nothing.',
    ],
)
def test_apostrophes_and_inches_are_no_quotations(body: str) -> None:
    assert quoted(body) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "He said 'the workers' rights come first' and left.",
            ["'the workers' rights come first'"],
        ),
        ("The 'foreign agents' law was 'absurd', she said.", ["'foreign agents'", "'absurd'"]),
        ("‘I don’t know Lind’s plans,’ he said.", ["‘I don’t know Lind’s plans,’"]),
        ("‘We told ’em so,’ he said.", ["‘We told ’em so,’"]),
        ("The dogs' 'guard' slept.", ["'guard'"]),
    ],
)
def test_single_marks_are_told_from_apostrophes(body: str, expected: list[str]) -> None:
    assert quoted(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "“He told me ‘no’ twice,” Lind said.",
        "‘He told me “no” twice,’ Lind said.",
        "\"He told me 'no' twice,\" Lind said.",
        "“He told me “no” twice,” Lind said.",
    ],
)
def test_only_the_outer_of_two_quotations_is_given(body: str) -> None:
    assert quoted(body) == [body.removesuffix(" Lind said.")]


def test_words_leave_the_marks_out() -> None:
    (quotation,) = quotations("She said: “No.”")
    assert quotation == Quotation(Span(10, 15), Span(11, 14))


def test_marks_opened_again_at_each_paragraph() -> None:
    body = "Lind said: “We came.\n“We saw.\n“We left.”"
    first, second, third = quotations(body)
    assert [runs_on(q) for q in (first, second, third)] == [True, True, False]
    assert all(q.closed for q in (first, second, third))
    assert third.span.of(body) == "“We left.”"


def test_single_marks_opened_again_at_each_paragraph() -> None:
    body = "Holm said: ‘We won’t go.\n\n‘It’s late,’ he added. ‘And cold.\n\n‘That’s all.’"
    assert quoted(body) == ["‘We won’t go.", "‘It’s late,’", "‘And cold.", "‘That’s all.’"]


def test_a_mark_never_closed_ends_with_its_paragraph() -> None:
    body = "Lind said: “We came.\nThen she left."
    (quotation,) = quotations(body)
    assert quotation.span.of(body) == "“We came."
    assert not quotation.closed


def test_a_mark_never_closed_does_not_swallow_the_next_quotation() -> None:
    body = "“We came, Lind said. “We saw.”"
    first, second = quotations(body)
    assert not first.closed
    assert second.span.of(body) == "“We saw.”"


def test_only_prose_is_read() -> None:
    text = as_prose("“No,” said Lind.")
    zone = Zone(text.zones[0].span, ZoneRole.COMMENT)
    assert find_quotations(CleanText(text.text, (zone,), None, UNKNOWN_DATE, None)) == ()


MARKS = "“”„‟«»‹›「」\"'‘’‚‛"


@given(st.text(alphabet=st.one_of(st.sampled_from(MARKS + " \nas.,"), st.characters())))
def test_any_text_gives_spans_in_bounds_and_in_order(body: str) -> None:
    end = 0
    for quotation in quotations(body):
        assert end <= quotation.span.start < quotation.words.start
        assert quotation.words.start < quotation.words.end <= quotation.span.end <= len(body)
        assert "\n" not in quotation.span.of(body)
        assert quotation.words.of(body).strip()
        end = quotation.span.end


@pytest.mark.parametrize("unit", ['"', "'", '"a ', "'s ", "“a ", "‘a’ ", "a' 'b "])
def test_a_page_of_nothing_but_marks_is_read_in_linear_time(unit: str) -> None:
    started = time.process_time()
    quotations(unit * (200_000 // len(unit)))
    assert time.process_time() - started < 10  # under a second; quadratic time would take an hour
