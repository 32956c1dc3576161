from __future__ import annotations

from datetime import date

import pytest

from app.domain.actors import Actor, ActorKind, Role
from app.domain.dates import DateBasis, UncertainDate
from app.domain.positions import Scope, Stance
from app.domain.utterances import Occasion
from app.utterances.chains import (
    Answer,
    Outcome,
    answer_of,
    days_apart,
    days_of,
    may_speak_for,
    outcome_of,
    speaks_for,
)

DAY = date(2025, 2, 20)


def when(edtf: str | None) -> UncertainDate:
    return UncertainDate.parse(edtf, DateBasis.STATED)


def actor(
    slug: str, kind: ActorKind = ActorKind.PERSON, *roles: Role, belongs_to: tuple[str, ...] = ()
) -> Actor:
    return Actor(slug, slug, kind, roles=roles, belongs_to=belongs_to)


def role(office: str, of: str, since: str = "2020", until: str | None = None) -> Role:
    return Role(office, office, office, of, when(since), when(until))


STATE = actor("freedonia", ActorKind.GOVERNMENT)
PALACE = actor("palace", ActorKind.ORGANISATION, belongs_to=("freedonia",))
MINISTRY = actor("ministry", ActorKind.ORGANISATION, belongs_to=("freedonia",))
LEAGUE = actor("league", ActorKind.ORGANISATION)
PRESIDENT = actor(
    "president",
    ActorKind.PERSON,
    role("head_of_state", "freedonia"),
    belongs_to=("freedonia", "palace"),
)
FORMER = actor(
    "former",
    ActorKind.PERSON,
    role("head_of_state", "freedonia", "2010", "2019"),
    belongs_to=("freedonia", "palace"),
)
MINISTER = actor(
    "minister",
    ActorKind.PERSON,
    role("foreign_minister", "freedonia"),
    belongs_to=("freedonia", "ministry"),
)
AIDE = actor("aide", ActorKind.PERSON, role("official", "palace"), belongs_to=("palace",))
CHAIR = actor("chair", ActorKind.PERSON, role("head_of_organisation", "league"))
OF_PALACE = actor("of-palace", ActorKind.PERSON, role("spokesperson", "palace"))
OF_MINISTRY = actor("of-ministry", ActorKind.PERSON, role("spokesperson", "ministry"))
OF_LEAGUE = actor("of-league", ActorKind.PERSON, role("spokesperson", "league"))
NOT_YET = actor("not-yet", ActorKind.PERSON, role("spokesperson", "palace", "2025-03"))
DIRECTORY = {
    one.slug: one
    for one in (
        STATE, PALACE, MINISTRY, LEAGUE, PRESIDENT, FORMER, MINISTER, AIDE, CHAIR,
        OF_PALACE, OF_MINISTRY, OF_LEAGUE, NOT_YET,
    )
}  # fmt: skip


@pytest.mark.parametrize(
    ("speaker", "holder", "speaks"),
    [
        (OF_PALACE, PALACE, True),
        (OF_PALACE, PRESIDENT, True),  # who belongs to the palace and is head of its state
        (OF_PALACE, STATE, True),  # whose president leads it
        (OF_PALACE, MINISTER, False),
        (OF_PALACE, AIDE, False),  # works there, leads nothing
        (OF_PALACE, FORMER, False),  # no longer in office
        (OF_MINISTRY, MINISTER, True),
        (OF_MINISTRY, PRESIDENT, False),
        (OF_MINISTRY, STATE, False),
        (OF_LEAGUE, CHAIR, True),
        (OF_LEAGUE, PRESIDENT, False),
        (NOT_YET, PALACE, False),
        (PRESIDENT, PALACE, False),  # no spokesperson
        (PALACE, PALACE, False),
    ],
)
def test_who_speaks_for_whom_by_office(speaker: Actor, holder: Actor, *, speaks: bool) -> None:
    assert (speaks_for(speaker, holder, DAY, DIRECTORY) is not None) is speaks
    assert may_speak_for(speaker, holder, DIRECTORY) >= speaks


@pytest.mark.parametrize(
    ("claimed", "own", "answer"),
    [
        (Stance.SUPPORTS, Stance.SUPPORTS, Answer.SAME),
        (Stance.SUPPORTS, Stance.OPPOSES, Answer.CONTRARY),
        (Stance.OPPOSES, Stance.SUPPORTS, Answer.CONTRARY),
        (Stance.SUPPORTS, Stance.NONCOMMITTAL, Answer.OPEN),
        (Stance.SUPPORTS, Stance.CONDITIONAL, Answer.OTHER),
        (Stance.NONCOMMITTAL, Stance.NONCOMMITTAL, Answer.SAME),
        (Stance.CONDITIONAL, Stance.OPPOSES, Answer.OTHER),
    ],
)
def test_an_answer_says_the_same_the_contrary_or_neither(
    claimed: Stance, own: Stance, answer: Answer
) -> None:
    assert answer_of(claimed, Scope.GENERAL, own, Scope.GENERAL) is answer


def test_what_holds_for_ones_own_side_neither_confirms_nor_denies_the_whole() -> None:
    for own in (Stance.SUPPORTS, Stance.OPPOSES):
        assert answer_of(Stance.SUPPORTS, Scope.GENERAL, own, Scope.OWN) is Answer.OTHER
    left_open = answer_of(Stance.SUPPORTS, Scope.GENERAL, Stance.NONCOMMITTAL, Scope.OWN)
    assert left_open is Answer.OPEN


def test_only_certain_answers_decide() -> None:
    assert outcome_of([]) is Outcome.NONE
    assert outcome_of([(Answer.SAME, False)]) is Outcome.UNCERTAIN
    assert outcome_of([(Answer.SAME, False), (Answer.CONTRARY, True)]) is Outcome.CONTRARY
    assert outcome_of([(Answer.SAME, True), (Answer.CONTRARY, True)]) is Outcome.MIXED
    assert outcome_of([(Answer.OPEN, True), (Answer.OPEN, True)]) is Outcome.OPEN


def test_the_days_of_a_claim_are_those_told_else_those_of_its_report() -> None:
    assert days_of(when("2025-02-20"), when("2025-03")) == Occasion(DAY, DAY)
    month = days_of(when("2025-02"), when(None))
    assert month is not None
    assert (month.first, month.last) == (date(2025, 2, 1), date(2025, 2, 28))
    reported = days_of(when(None), when("2025-03"))
    assert reported is not None
    assert (reported.first, reported.last) == (date(2025, 2, 22), date(2025, 3, 31))
    assert days_of(when("2024"), when(None)) is None


def test_days_apart_are_counted_from_end_to_beginning() -> None:
    one, other = Occasion(DAY, DAY), Occasion(date(2025, 3, 1), date(2025, 3, 4))
    assert days_apart(one, other) == days_apart(other, one) == 9
    assert days_apart(one, Occasion(date(2025, 2, 1), date(2025, 2, 28))) == 0
