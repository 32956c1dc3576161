from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.ids import ID_LENGTH, from_number, make_id, to_number


@given(st.integers(min_value=0, max_value=2**63 - 1))
def test_a_number_survives_being_shown(number: int) -> None:
    shown = from_number(number)
    assert len(shown) == ID_LENGTH
    assert to_number(shown) == number


@given(st.text())
def test_any_text_is_an_id_or_none(text: str) -> None:
    number = to_number(text)
    assert number is None or from_number(number) == text


def test_parts_do_not_run_together() -> None:
    assert make_id("ab", "c") != make_id("a", "bc")
