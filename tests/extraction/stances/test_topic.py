from __future__ import annotations

import pytest

from app.extraction.stances.gates import topic_gate
from app.extraction.stances.propositions import issue_from_proposition
from tests.extraction.parsers import parser
from tests.extraction.stance_help import issue, judged


def _named(text: str, *, place_known: bool = False) -> list[str]:
    doc = parser().nlp(text)
    gate = topic_gate(issue())
    return [
        token.text
        for sentence in doc.sents
        for token in gate.named(sentence, place_known=place_known)
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Norland will send troops to Varvia.", ["troops"]),
        ("Any foreign military presence in Varvia is a mistake.", ["presence"]),
        ("Peacekeepers in Varvia would help.", ["Peacekeepers"]),
        ("Norland Rejects European Troops in Varvia", ["Troops"]),
    ],
)
def test_names_foreign_troops_in_the_place(text: str, words: list[str]) -> None:
    assert _named(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "The Varvian army needs more shells.",
        "Varvia's soldiers hold the line.",
        "Norland will deliver forty tanks to Varvia.",
        "Varvia will join the pact.",
        "Norland will send troops to Lusania.",
        "An army of accountants went to Varvia.",
        "The talks in Varvia went on for hours.",
    ],
)
def test_leaves_other_things_off(text: str) -> None:
    assert _named(text) == []


def test_takes_the_place_from_around_unless_another_is_named() -> None:
    assert _named("We will send peacekeepers.", place_known=True) == ["peacekeepers"]
    assert _named("We will send peacekeepers.") == []
    assert _named("We will send peacekeepers to Lusania.", place_known=True) == []


def test_a_pointing_word_needs_a_sentence_before_that_names_the_thing() -> None:
    on = judged("We fully support this idea.", context="They want foreign troops in Varvia.")
    off = judged("We fully support this idea.", context="They want lower taxes.")
    assert on.on_issue
    assert any("around" in reason for reason in on.review)
    assert not off.on_issue


def test_an_expletive_it_points_at_nothing() -> None:
    context = "Foreign troops in Varvia were discussed."
    assert not judged("It is dangerous to drive at night.", context=context).on_issue


class TestIssueFromProposition:
    def test_troops_bring_the_classes_of_words_around_them(self) -> None:
        made = issue_from_proposition("Foreign troops should be deployed in Varvia", parser())
        assert "peacekeeper" in made.things
        assert "stationing" in made.acts
        assert made.place == ("varvia",)

    def test_an_act_on_a_place(self) -> None:
        made = issue_from_proposition("The state of Sarmel should be recognised now", parser())
        assert "recognition" in made.things
        assert made.place == ("sarmel",)

    def test_a_thing_and_an_act(self) -> None:
        made = issue_from_proposition(
            "Frozen assets should be used to pay for reconstruction", parser()
        )
        assert "reserve" in made.things
        assert "spend" in made.acts

    @pytest.mark.parametrize("text", ["", "   ", "?", "should", "Ça va", "A" * 500])
    def test_any_text_gives_an_issue(self, text: str) -> None:
        assert issue_from_proposition(text, parser()).slug
