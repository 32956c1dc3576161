"""Who stands where in a unit, and who stands alike: the rules, one by one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.positions import Scope, Stance
from app.domain.queries import AgreementQuery, By
from app.utterances.agreement import Apart, Stood, Taken, busiest, leaning, pairs, standings

if TYPE_CHECKING:
    from random import Random

FOR, AGAINST = Stance.SUPPORTS, Stance.OPPOSES
IF, OPEN = Stance.CONDITIONAL, Stance.NONCOMMITTAL
FEBRUARY = date(2025, 2, 10)


def taken(
    stance: Stance = FOR,
    actor: str = "ada",
    *,
    issue: str = "troops",
    utterance: int = 1,
    report: int = 0,
    scope: Scope = Scope.GENERAL,
    first_hand: bool = True,
    confidence: float = 0.9,
    speaker: float = 0.9,
    first: date | None = FEBRUARY,
    last: date | None = None,
    reported: date | None = date(2025, 2, 12),
) -> Taken:
    return Taken(
        report or utterance, utterance, actor, issue, stance, scope, first_hand, confidence,
        speaker, first, last or first, reported,
    )  # fmt: skip


def sure(stance: Stance, confidence: float, speaker: float) -> bool:
    return stance is not Stance.UNDETERMINED and confidence >= 0.8 and speaker >= 0.3


def stood(*positions: Taken, by: By = By.ISSUE) -> dict[tuple[str, str], Stance | None]:
    found = standings(positions, by, sure).stood
    return {(one.actor, one.unit): one.stance for one in found}


def said(*stances: Stance, actor: str = "ada") -> list[Taken]:
    return [taken(one, actor, utterance=number) for number, one in enumerate(stances, 1)]


@pytest.mark.parametrize(
    ("stances", "standing"),
    [
        ((FOR,), FOR),
        ((FOR, FOR, FOR), FOR),
        ((FOR, AGAINST), None),
        ((FOR, FOR, FOR, FOR, AGAINST), None),
        ((FOR, IF), None),
        ((AGAINST, IF), None),
        ((IF, IF), IF),
        ((OPEN,), OPEN),
        ((OPEN, AGAINST), AGAINST),
        ((OPEN, OPEN, OPEN, IF), IF),
        ((OPEN, FOR, AGAINST), None),
    ],
)
def test_a_standing_is_the_one_side_taken_and_none_is_picked_of_several(
    stances: tuple[Stance, ...], standing: Stance | None
) -> None:
    assert stood(*said(*stances)) == {("ada", "troops"): standing}


@pytest.mark.parametrize(
    ("position", "why"),
    [
        (taken(confidence=0.79), Apart.UNCERTAIN),
        (taken(speaker=0.2), Apart.UNCERTAIN),
        (taken(Stance.UNDETERMINED), Apart.UNCERTAIN),
        (taken(first_hand=False), Apart.SECOND_HAND),
        (taken(scope=Scope.OWN), Apart.PART),
        (taken(scope=Scope.OTHER), Apart.PART),
    ],
)
def test_what_does_not_count_is_counted_apart_by_why(position: Taken, why: Apart) -> None:
    found = standings([position], By.ISSUE, sure)
    assert found.stood == ()
    assert {key: number for key, number in found.apart.items() if number} == {why: 1}


def test_an_utterance_counts_once_however_many_report_it() -> None:
    found = standings([taken(report=report) for report in (1, 2, 3)], By.ISSUE, sure)
    assert found.stood[0].counts == ((FOR, 1),)


def test_reports_that_give_different_stances_decide_nothing() -> None:
    found = standings([taken(FOR, report=1), taken(AGAINST, report=2)], By.ISSUE, sure)
    assert (found.stood, found.apart[Apart.DIFFERING]) == ((), 1)


def test_an_uncertain_report_does_not_unsettle_a_certain_one() -> None:
    assert stood(taken(FOR, report=1), taken(AGAINST, report=2, confidence=0.4)) == {
        ("ada", "troops"): FOR
    }


def test_two_stances_in_one_utterance_are_both_taken() -> None:
    assert stood(taken(FOR), taken(AGAINST)) == {("ada", "troops"): None}


def test_months_are_units_where_the_month_is_certain() -> None:
    positions = [
        taken(FOR, utterance=1, first=date(2025, 2, 1), last=date(2025, 2, 28)),
        taken(AGAINST, utterance=2, first=date(2025, 3, 1)),
        taken(FOR, utterance=3, first=date(2025, 3, 31), last=date(2025, 4, 1)),
        taken(FOR, utterance=4, first=None),
    ]
    assert stood(*positions, by=By.MONTH) == {("ada", "2025-02"): FOR, ("ada", "2025-03"): AGAINST}
    assert standings(positions, By.MONTH, sure).apart[Apart.UNDATED] == 2


@pytest.mark.parametrize(
    ("position", "counts", "apart"),
    [
        (taken(first=date(2025, 2, 10)), 1, 0),
        (taken(first=date(2025, 2, 1), last=date(2025, 2, 10)), 0, 1),
        (taken(first=date(2025, 1, 1)), 0, 0),
        (taken(first=date(2025, 3, 1)), 0, 0),
        (taken(first=None), 0, 1),
        (taken(first=None, reported=date(2025, 2, 1)), 0, 0),  # reported before the range begins
        (taken(first=None, reported=None), 0, 1),
    ],
)
def test_a_range_counts_what_was_certainly_said_in_it(
    position: Taken, counts: int, apart: int
) -> None:
    found = standings([position], By.ISSUE, sure, date(2025, 2, 5), date(2025, 2, 20))
    assert (len(found.stood), found.apart[Apart.UNDATED]) == (counts, apart)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (FOR, FOR, "alike"),
        (IF, IF, "alike"),
        (OPEN, OPEN, "alike"),
        (FOR, AGAINST, "opposed"),
        (AGAINST, FOR, "opposed"),
        (FOR, IF, "otherwise"),
        (AGAINST, OPEN, "otherwise"),
        (IF, OPEN, "otherwise"),
    ],
)
def test_two_stand_alike_opposed_or_neither(one: Stance, other: Stance, kind: str) -> None:
    found = standings([taken(one, "ada"), taken(other, "bo", utterance=2)], By.ISSUE, sure)
    (pair,) = pairs(found.stood, ("ada", "bo"))
    assert [name for name in ("alike", "opposed", "otherwise", "several") if getattr(pair, name)] \
        == [kind]  # fmt: skip
    assert pair.common == 1


def test_a_unit_in_which_one_took_several_stances_is_out_of_the_share_but_told() -> None:
    positions = [*said(FOR, AGAINST), taken(FOR, "bo", utterance=9)]
    positions += [taken(FOR, who, issue="votes", utterance=20 + len(who)) for who in ("ada", "bo")]
    (pair,) = pairs(standings(positions, By.ISSUE, sure).stood, ("ada", "bo"))
    assert (pair.several, pair.common, pair.share) == (("troops",), 1, 1.0)


def test_those_who_met_nowhere_are_no_pair_and_the_order_is_that_of_the_actors() -> None:
    positions = [taken(FOR, "ada"), taken(FOR, "bo", utterance=2)]
    positions.append(taken(FOR, "cleo", issue="votes", utterance=3))
    found = standings(positions, By.ISSUE, sure).stood
    (pair,) = pairs(found, ("cleo", "bo", "ada"))
    assert (pair.one, pair.other) == ("bo", "ada")


def test_the_busiest_have_most_units_then_most_positions() -> None:
    positions = [taken(FOR, "ada", utterance=number) for number in range(5)]
    positions += [taken(FOR, "bo", issue=issue, utterance=9) for issue in ("troops", "votes")]
    positions.append(taken(FOR, "cleo", utterance=11))
    assert busiest(standings(positions, By.ISSUE, sure).stood) == ("bo", "ada", "cleo")


def test_leaning_goes_from_for_to_against() -> None:
    positions = [taken(FOR, "ada"), taken(AGAINST, "bo"), taken(IF, "cleo")]
    assert leaning(standings(positions, By.ISSUE, sure).stood) == {"ada": 1, "bo": -1, "cleo": 0}


POSITIONS = st.lists(
    st.builds(
        lambda who, stance, issue, utterance, report, surely: taken(
            stance, who, issue=issue, utterance=utterance, report=report + 1, confidence=surely
        ),
        st.sampled_from("abcd"),
        st.sampled_from(list(Stance)),
        st.sampled_from(("troops", "votes", "talks")),
        st.integers(1, 12),
        st.integers(0, 2),
        st.sampled_from((0.5, 0.9)),
    ),
    max_size=40,
)


@given(POSITIONS, st.randoms(use_true_random=False))
def test_neither_order_nor_side_matters_and_no_count_exceeds_what_it_is_a_share_of(
    positions: list[Taken], random: Random
) -> None:
    found = standings(positions, By.ISSUE, sure)
    shuffled = list(positions)
    random.shuffle(shuffled)
    assert standings(shuffled, By.ISSUE, sure) == found
    there = {frozenset((pair.one, pair.other)): pair for pair in pairs(found.stood, "abcd")}
    back = {frozenset((pair.one, pair.other)): pair for pair in pairs(found.stood, "dcba")}
    assert there.keys() == back.keys()
    for key, pair in there.items():
        assert (pair.alike, pair.opposed, pair.several) == (
            back[key].alike, back[key].opposed, back[key].several,
        )  # fmt: skip
        assert len(pair.alike) + len(pair.opposed) <= pair.common
        assert pair.share is None or 0 <= pair.share <= 1
        one, other = (_units(found.stood, who) for who in (pair.one, pair.other))
        assert pair.common + len(pair.several) == len(one & other)


def _units(stood: tuple[Stood, ...], actor: str) -> set[str]:
    return {one.unit for one in stood if one.actor == actor}


@pytest.mark.parametrize(
    ("query", "address"),
    [
        (AgreementQuery(), "/agreement"),
        (AgreementQuery(by=By.ISSUE), "/agreement"),
        (AgreementQuery(by=By.MONTH, issue="x"), "/agreement?issue=x"),
        (AgreementQuery(by=By.ISSUE, issue="x"), "/agreement?by=issue&issue=x"),
        (AgreementQuery(actors=("b", "a", "b"), least=3), "/agreement?actor=a&actor=b&least=3"),
        (AgreementQuery(first=FEBRUARY, last=FEBRUARY),
         "/agreement?from=2025-02-10&to=2025-02-10"),
    ],
)  # fmt: skip
def test_one_choice_has_one_address(query: AgreementQuery, address: str) -> None:
    assert query.address() == address
    assert query.canonical().address() == address
