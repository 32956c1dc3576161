from __future__ import annotations

import pytest

from app.domain.spans import Span
from app.evaluation.marked import read_marked


def test_marks_nest_share_braces_and_leave_the_text() -> None:
    marked = read_marked("{S1,2 Lind} {Q1 {C1 denied} a {N “plan”}} and {C2 said} {Q2 no}.\n{N A}")
    assert marked.text == "Lind denied a “plan” and said no.\nA"
    first, second = marked.statements[1], marked.statements[2]
    assert first.source == second.source == [Span(0, 4)]
    assert [span.of(marked.text) for span in (*first.content, *first.cue)] == [
        "denied a “plan”",
        "denied",
    ]
    assert [span.of(marked.text) for span in (*second.cue, *second.content)] == ["said", "no"]
    assert [span.of(marked.text) for span in marked.nobodys] == ["“plan”", "A"]
    assert not marked.problems


def test_a_content_in_stretches_is_in_the_order_of_the_text() -> None:
    marked = read_marked("{Q1 A} b {Q1 C}")
    assert marked.statements[1].content == [Span(0, 1), Span(4, 5)]


def test_a_mark_may_open_at_the_end_of_a_line() -> None:
    assert read_marked("{N\nRead more\n}").nobodys == (Span(0, 10),)


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("A\n{Q no number}", 2, "'{Q no number}': a brace needs"),
        ("{Q1, x}", 1, "a brace needs"),
        ("{X1 x}", 1, "a brace needs"),
        ("{q1 x}", 1, "a brace needs"),
        ("{}", 1, "a brace needs"),
        ("{Q1 a} b}\nc", 1, "closes nothing"),
        ("a\n\n{Q1 a {C1 b}\nc", 3, "'{Q1 a {C1 b}': a brace is not closed"),
    ],
)
def test_braces_that_are_no_marks(text: str, line: int, part: str) -> None:
    (problem,) = read_marked(text).problems
    assert problem.line == line
    assert part in problem.sentence


def test_several_wrong_braces_are_told_at_once() -> None:
    problems = read_marked("{Z a}\n} b\n{Q1 c").problems
    assert [problem.line for problem in problems] == [1, 2, 3]


def test_lines_of_offsets() -> None:
    marked = read_marked("{N ab}\nc\n")
    assert [marked.line(offset) for offset in (0, 2, 3, 5)] == [1, 1, 2, 3]
