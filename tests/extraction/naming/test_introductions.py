"""People who are described first and named later, and descriptions that nothing introduced."""

from __future__ import annotations

import pytest

from tests.extraction.who import names, resolved


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "{s1:A judge} {c1:said} {t1:no}.\n\nAnn Falk, who came in May, sat down.",
            "Ann Falk",
        ),
        ("{s1:The conductor} {c1:said} {t1:no}. Ann Falk was late.", "Ann Falk"),
        ("{s1:The baker} {c1:said she was} {t1:ill}. Jon Lee came. Ann Falk wept.", "Ann Falk"),
        ("{t1:No}, {s1:he} {c1:said}.\n\nJon Lee had come by train.", "Jon Lee"),
        ("Max Berg spoke. {s1:His son} {c1:said} {t1:no}. Jon Berg scored.", "Jon Berg"),
    ],
)
def test_who_speaks_first_is_named_later(text: str, name: str) -> None:
    assert names(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "{s1:A source} {c1:said} {t1:no}.\n\nAnn Falk came.",  # left without a name on purpose
        "{s1:A farmer} {c1:said} {t1:no}. Ann Falk came.",  # two persons in one paragraph
        "{s1:His mother} {c1:said} {t1:no}. Jon Lee came.",  # of the other gender
    ],
)
def test_who_is_named_next_may_be_somebody_else(text: str) -> None:
    assert not set(names(text)) & {"Ann Falk", "Jon Lee"}


def test_somebody_named_later_is_in_doubt() -> None:
    later = resolved("{s1:The conductor} {c1:said} {t1:no}. Ann Falk was late.")[0]
    before = resolved("Conductor Ann Falk came. {s1:The conductor} {c1:said} {t1:no}.")[0]
    assert later.confidence < before.confidence
    assert "named later" in " ".join(later.reasons)


@pytest.mark.parametrize(
    ("before", "said", "name"),
    [
        ("Keeper Jon Lee met Max Berg.", "The goalkeeper", "Jon Lee"),
        ("Max Berg met coach Jon Lee.", "The boss", "Jon Lee"),
        ("Ann Falk, a Democrat, met Eva Lind.", "The Republican", "Eva Lind"),
        ("Gen. Jon Lee came with Max Berg, a senator.", "The lawmaker", "Max Berg"),
        ("Jon Lee, the senator's nephew, met Senator Max Berg.", "The senator", "Max Berg"),
    ],
)
def test_nouns_of_one_class_call_the_same_person(before: str, said: str, name: str) -> None:
    assert names(f"{before} {{s1:{said}}} {{c1:said}} {{t1:no}}.") == [name]


def test_a_namesake_named_just_before_goes_on() -> None:
    text = "Jon Berg came. It rained.\n\nMax Berg, a striker, scored. {s1:Berg} {c1:said} {t1:yes}."
    assert names(text) == ["Max Berg"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tarn Rovers lost. {s1:Rovers} {c1:said} {t1:no}.", "Tarn Rovers"),
        ("Brisk Holdings grew. {s1:Brisk} {c1:said} {t1:no}.", "Brisk Holdings"),
    ],
)
def test_a_body_is_called_by_a_word_of_its_name(text: str, name: str) -> None:
    assert names(text) == [name]
