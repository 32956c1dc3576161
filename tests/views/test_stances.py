from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.certainty import CERTAIN_FROM, SPEAKER_CERTAIN_FROM
from app.domain.positions import Stance
from app.domain.queries import DEFAULT_ISSUE
from app.views.cards import show_card
from app.views.stances import attribution_sureness, show_position, show_stance, sureness, tally
from tests.views.records import position, statement


def test_a_stance_is_never_shown_as_certain_below_the_line() -> None:
    assert show_stance(Stance.OPPOSES, CERTAIN_FROM).word == "opposes"
    below = show_stance(Stance.OPPOSES, CERTAIN_FROM - 0.01)
    assert (below.word, below.certain) == ("leans opposed?", False)


def test_a_sum_of_tenths_counts_as_the_number_that_is_shown() -> None:
    assert show_stance(Stance.OPPOSES, CERTAIN_FROM - 1e-9).certain
    assert sureness(CERTAIN_FROM - 1e-9) == f"fairly sure ({CERTAIN_FROM:.2f})"


def test_undetermined_is_never_certain() -> None:
    assert not show_stance(Stance.UNDETERMINED, 1.0).certain


def test_second_hand_is_said_as_what_it_is() -> None:
    told = position(Stance.SUPPORTS, holder="Bo Lind", asserted_by="Ada Moreau")
    assert show_position(told).second_hand == "Ada Moreau says of Bo Lind: supports"
    assert show_position(position()).second_hand is None


def test_certain_uncertain_and_second_hand_are_counted_apart() -> None:
    counted = tally(
        [
            statement("2025", position()),
            statement("2025", position(confidence=0.2), position(Stance.UNDETERMINED)),
            statement("2025", position(holder="Bo Lind", asserted_by="Ada Moreau")),
            statement("2025", position(Stance.SUPPORTS)),
        ],
        DEFAULT_ISSUE,
    )
    assert [(count.stance.key, count.number) for count in counted.certain] == [
        ("supports", 1),
        ("opposes", 1),
    ]
    assert (counted.uncertain, counted.second_hand) == (2, 1)


def test_a_doubt_about_the_speaker_makes_a_sure_stance_uncertain() -> None:
    doubted = replace(statement("2025"), confidence=SPEAKER_CERTAIN_FROM - 0.01)
    card = show_card(doubted, DEFAULT_ISSUE)
    assert card.speaker_doubt is not None
    assert card.speaker_doubt.address == f"{card.address}#who-speaks"
    assert [one.stance.word for one in card.positions] == ["leans opposed?"]
    counted = tally([doubted, statement("2025")], DEFAULT_ISSUE)
    assert (counted.of("opposes"), counted.uncertain) == (1, 1)


def test_a_speaker_on_the_line_is_certain() -> None:
    sure = replace(statement("2025"), confidence=SPEAKER_CERTAIN_FROM)
    assert show_card(sure, DEFAULT_ISSUE).speaker_doubt is None
    assert tally([sure], DEFAULT_ISSUE).of("opposes") == 1


def test_positions_on_another_issue_are_not_counted() -> None:
    assert tally([statement("2025")], "another").certain == ()


@pytest.mark.parametrize(
    ("confidence", "words"),
    [(0.95, "sure (0.95)"), (0.85, "fairly sure (0.85)"), (0.3, "not sure (0.30)")],
)
def test_sureness_is_a_word_and_a_number(confidence: float, words: str) -> None:
    assert sureness(confidence) == words


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        (0.934, "sure: of 100"),
        (0.895, "sure: "),
        (0.894, "fairly sure: "),
        (0.59, "not quite sure: "),
        (0.29, "not sure: "),
    ],
)
def test_an_attribution_says_what_its_number_counts(confidence: float, words: str) -> None:
    shown = attribution_sureness(confidence)
    assert shown.startswith(words)
    assert f"at least {round(confidence, 2) * 100:.0f} were right" in shown
