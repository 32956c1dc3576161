from __future__ import annotations

from app.views.rules import plain


def test_a_rule_is_told_in_plain_words_however_its_name_is_written() -> None:
    assert plain("evaluation") == "call it good or bad"
    assert plain("another_thing_preferred") == plain("another thing preferred") != ""


def test_a_rule_without_plain_words_keeps_its_name_only() -> None:
    assert plain("never heard of") == ""
