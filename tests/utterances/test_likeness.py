"""Which reports are taken for one utterance, and for what reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.utterances import MatchKind
from app.utterances.likeness import matches
from tests.utterances.reports import day, report

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from app.domain.utterances import Match, Report


def kinds(*reports: Report) -> list[MatchKind]:
    return [match.kind for match in matches(reports)]


WHOLE = "“We will not send a single soldier to the eastern front, and we told our allies so,”"


def test_the_words_of_a_cut_stand_in_the_whole() -> None:
    cut = report("b", "“We will not send a single soldier to the eastern front”")
    assert kinds(report("a", WHOLE), cut) == [MatchKind.SAME_WORDS]


def test_contractions_and_marks_make_no_difference() -> None:
    other = report(
        "b", "we won't send a single soldier to the Eastern front and we told our allies so"
    )
    assert kinds(report("a", WHOLE), other) == [MatchKind.SAME_WORDS]


def test_a_dropped_negation_does_not_hide_that_it_is_one_utterance() -> None:
    other = report(
        "b", "it will send a single soldier to the eastern front and had told its allies so"
    )
    assert kinds(report("a", WHOLE), other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "“Our position is widely known, fully consistent and understandable.”",
            "“Our stance is well known, absolutely coherent and clear.”",
        ),
        (
            "“As long as there is no truce our soldiers stay at home.”",
            "no troops would leave home while there was no ceasefire",
        ),
    ],
)
def test_a_translation_is_a_variant(one: str, other: str) -> None:
    assert kinds(report("a", one), report("b", other)) in (
        [MatchKind.VARIANT],
        [MatchKind.NEAR_WORDS],
    )


def test_each_must_be_the_others_best_partner() -> None:
    # By itself the second report is a variant of the first; beside the third, which is nearer to
    # the first and stands in the same article, it is another point of the same speech.
    first = report("a", "“Elections need peace first, and then six months of preparation.”")
    words = "the preparation of elections is a matter for the commission alone"
    second = report("b", words, article="paper")
    assert kinds(first, second) == [MatchKind.VARIANT]
    third = report("c", "elections needed peace, then half a year to prepare", article="paper")
    near = {frozenset((match.one, match.other)) for match in matches([first, second, third])}
    assert frozenset((first.id, third.id)) in near
    assert frozenset((first.id, second.id)) not in near


@pytest.mark.parametrize(
    "other",
    [
        report("b", WHOLE, actor="jan-novak"),
        report("b", WHOLE, occasion=day(1)),
        report("b", WHOLE, occasion=None),
        report("b", "“The harbour opens on Friday whatever the unions may say,”"),
        report("b", "…"),
        report("b", ""),
    ],
    ids=["another speaker", "another day", "no day at all", "other words", "no words", "nothing"],
)
def test_no_match(other: Report) -> None:
    assert not kinds(report("a", WHOLE), other)


def test_a_few_words_are_nobodys() -> None:
    assert MatchKind.SAME_WORDS not in kinds(report("a", WHOLE), report("b", "“will not”"))


def test_of_a_single_word_more_must_be_the_same() -> None:
    assert not kinds(report("a", "“Nonsense,”"), report("b", "“Unthinkable nonsense, all of it,”"))
    assert kinds(report("a", "“Nonsense,”"), report("b", "nonsense")) == [MatchKind.NEAR_WORDS]


def test_two_points_of_one_article_stay_two() -> None:
    one = report("a", "“Poland will not send soldiers to Ukraine.”", article="paper")
    other = report("b", "“Our army's task is the eastern border.”", article="paper")
    headline = report("c", "Poland will not send soldiers to Ukraine", article="paper")
    assert not kinds(one, other)
    assert kinds(one, headline) == [MatchKind.SAME_WORDS]


_WORDS = ("troops", "soldiers", "truce", "ceasefire", "not", "send", "Ukraine", "elections", "if")


@st.composite
def some_reports(draw: st.DrawFn) -> Sequence[Report]:
    found = []
    for number in range(draw(st.integers(0, 12))):
        words = draw(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=7))
        first = draw(st.integers(0, 4))
        found.append(
            report(
                str(number),
                " ".join(words),
                article=draw(st.sampled_from("pqrs")),
                actor=draw(st.sampled_from(("ada", "jan"))),
                occasion=day(first, first + draw(st.integers(0, 3))),
            )
        )
    return found


def as_set(found: Sequence[Match]) -> set[Match]:
    assert len({(match.one, match.other) for match in found}) == len(found)
    return set(found)


@given(some_reports(), st.randoms(use_true_random=False))
def test_the_order_makes_no_difference(reports: Sequence[Report], rng: random.Random) -> None:
    shuffled = list(reports)
    rng.shuffle(shuffled)
    assert as_set(list(matches(reports))) == as_set(list(matches(shuffled)))


@given(some_reports(), st.sampled_from("pqrs"))
def test_the_matches_of_an_article_are_those_of_all(
    reports: Sequence[Report], article: str
) -> None:
    # What the database relies on: with all that the actors say in an article, and all that they
    # say on overlapping occasions, come all of the article's matches.
    of = {one.id for one in reports if one.article == article}
    wanted = {match for match in matches(reports) if match.one in of or match.other in of}
    assert as_set(list(matches(reports, of))) == wanted
