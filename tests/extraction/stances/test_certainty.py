"""What besides the deciding words makes a position doubtful."""

from __future__ import annotations

import pytest

from app.extraction.stances.certainty import DOUBTFUL, GROUND, HEARSAY
from tests.extraction.stance_help import TOLL, O, judged, positions


@pytest.mark.parametrize(
    "statement",
    [
        "Foreign troops in Varvia would reportedly be unacceptable.",
        "Grandia allegedly opposes foreign troops in Varvia.",
        "Grandia is said to have rejected foreign troops in Varvia.",
        "According to leaks, Grandia rejects foreign troops in Varvia.",
    ],
)
def test_hearsay_is_doubtful_and_says_so(statement: str) -> None:
    found = judged(statement)
    assert found.stance is O
    assert found.confidence <= DOUBTFUL < 0.6
    assert HEARSAY in found.review


def test_hearsay_in_another_clause_is_left_alone() -> None:
    found = judged("Grandia, which is reportedly short of money, rejects foreign troops in Varvia.")
    assert found.stance is O
    assert HEARSAY not in found.review


def test_a_cue_of_hearsay_makes_what_it_reports_doubtful() -> None:
    body = "Toll reportedly said foreign troops in Varvia were unacceptable."
    (found,) = positions(
        body, "foreign troops in Varvia were unacceptable", TOLL, cue="said", source="Toll"
    )
    assert found.stance is O
    assert found.confidence <= DOUBTFUL
    assert HEARSAY in found.review


def test_a_ground_or_history_is_less_than_a_refusal() -> None:
    history = judged("Preventing foreign troops in Varvia was one of the reasons for the invasion.")
    refusal = judged("Preventing foreign troops in Varvia is our duty.")
    assert history.stance is O
    assert history.confidence <= DOUBTFUL
    assert GROUND in history.review
    assert GROUND not in refusal.review


def test_a_ground_after_a_rejection_stays_on_its_side_with_less_confidence() -> None:
    body = (
        "Toll rejected foreign troops in Varvia, arguing that most of the armies are in the pact."
    )
    (found,) = positions(
        body, "most of the armies are in the pact", TOLL, cue="arguing", source="Toll"
    )
    assert found.stance is O
    assert found.confidence <= DOUBTFUL
    assert GROUND in found.review


@pytest.mark.parametrize(
    "content",
    [
        "Brussia rejects foreign troops in Varvia",
        "Brussia supports the deployment of foreign troops in Varvia",
    ],
)
def test_a_doubtful_holder_never_stands_beside_a_firm_confidence(content: str) -> None:
    body = f"Toll said {content}."
    for found in positions(body, content, TOLL, cue="said", source="Toll"):
        uncertain = "Whose position it is was not certain." in found.review
        assert uncertain
        assert found.confidence <= DOUBTFUL
