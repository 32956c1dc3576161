from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.spans import Span
from app.views.passages import Mark, cut, gaps

SPANS = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(
    lambda pair: Span(min(pair), max(pair))
)


@given(text=st.text(max_size=40), stretch=SPANS, spans=st.lists(SPANS, max_size=8))
def test_nothing_is_lost_or_doubled_however_marks_overlap(
    text: str, stretch: Span, spans: list[Span]
) -> None:
    marks = [Mark(span, number) for number, span in enumerate(spans)]
    pieces = cut(text, stretch, marks)
    assert "".join(piece.text for piece in pieces) == stretch.of(text)
    position = stretch.start
    for piece in pieces:
        covering = {
            mark.what
            for mark in marks
            if mark.span.start <= position and position + len(piece.text) <= mark.span.end
        }
        assert set(piece.marks) == covering
        position += len(piece.text)


def test_the_innermost_mark_comes_first_and_starts_are_told() -> None:
    pieces = cut("abcdef", Span(0, 6), [Mark(Span(0, 6), "outer"), Mark(Span(2, 4), "inner")])
    assert [(piece.text, piece.marks) for piece in pieces] == [
        ("ab", ("outer",)),
        ("cd", ("inner", "outer")),
        ("ef", ("outer",)),
    ]
    assert [piece.starts for piece in pieces] == [("outer",), ("inner",), ()]


def test_gaps_are_what_no_span_covers() -> None:
    assert gaps([Span(2, 4), Span(3, 5), Span(7, 8)], 10) == (Span(0, 2), Span(5, 7), Span(8, 10))
