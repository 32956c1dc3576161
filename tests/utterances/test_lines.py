"""Which positions of a line are compared, and what is taken for a possible change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations
from typing import Any

import pytest

from app.domain.positions import Scope, Stance
from app.domain.statements import StatementKind
from app.domain.utterances import Difference
from app.utterances.lines import ChangeKind, LinePosition, Unfit, line_of

FOR, AGAINST, IF = Stance.SUPPORTS, Stance.OPPOSES, Stance.CONDITIONAL


def at(month: int, stance: Stance, day: int = 1, **fields: object) -> LinePosition:
    when = date(2025, month, day)
    found = LinePosition(f"{month:02}-{day:02}-{stance.value}", stance, (when, when))
    return replace(found, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (FOR, AGAINST, ChangeKind.TURNED),
        (AGAINST, FOR, ChangeKind.TURNED),
        (IF, AGAINST, ChangeKind.TURNED),
        (AGAINST, IF, ChangeKind.TURNED),
        (FOR, IF, ChangeKind.CONDITION_ADDED),
        (IF, FOR, ChangeKind.CONDITION_DROPPED),
        (FOR, FOR, None),
        (IF, IF, None),
        (FOR, Stance.NONCOMMITTAL, None),
        (FOR, Stance.UNDETERMINED, None),
    ],
)
def test_what_changed(before: Stance, after: Stance, kind: ChangeKind | None) -> None:
    line = line_of([at(1, before), at(9, after)])
    assert [one.kind for one in line.changes] == ([kind] if kind else [])


def test_a_condition_in_other_words_is_no_change() -> None:
    line = line_of([at(1, IF, condition="if there is peace"), at(2, IF, condition="once it ends")])
    assert line.changes == ()
    assert line.unfit == {}


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"second_hand": True}, Unfit.SECOND_HAND),
        ({"stance": Stance.UNDETERMINED}, Unfit.UNDETERMINED),
        ({"stance": Stance.NONCOMMITTAL}, Unfit.OPEN),
        ({"direct": False}, Unfit.NOT_DIRECT),
        ({"kind": StatementKind.INDIRECT}, Unfit.NOT_DIRECT),
        ({"certain": False}, Unfit.NOT_CERTAIN),
        ({"hedged": True}, Unfit.HEDGED),
        ({"differences": frozenset({Difference.STANCE})}, Unfit.REPORTS_DIFFER),
        ({"differences": frozenset({Difference.NEGATION})}, Unfit.REPORTS_DIFFER),
        ({"differences": frozenset({Difference.CONDITION})}, Unfit.REPORTS_DIFFER),
        ({"scope": Scope.OTHER}, Unfit.OTHERS_PART),
        ({"days": None}, Unfit.UNDATED),
    ],
)
def test_why_a_position_is_not_compared(fields: dict[str, Any], reason: Unfit) -> None:
    odd = replace(at(5, AGAINST), **fields)
    for others in ([at(1, FOR)], [at(9, FOR)]):
        line = line_of([*others, odd])
        assert line.unfit == {odd.id: (reason,)}
        assert line.changes == ()


def test_every_reason_is_told() -> None:
    odd = at(5, AGAINST, certain=False, hedged=True, direct=False)
    reasons = (Unfit.NOT_DIRECT, Unfit.NOT_CERTAIN, Unfit.HEDGED)
    assert line_of([odd]).unfit[odd.id] == reasons


def test_what_a_person_reviewed_is_certain_and_without_doubt() -> None:
    reviewed = at(5, AGAINST, certain=False, hedged=True, reviewed=True)
    assert [one.kind for one in line_of([at(1, FOR), reviewed]).changes] == [ChangeKind.TURNED]


def test_a_report_that_alone_prints_direct_speech_is_compared() -> None:
    after = at(5, AGAINST, differences=frozenset({Difference.DIRECT}))
    assert len(line_of([at(1, FOR), after]).changes) == 1


def test_what_cannot_be_compared_does_not_stand_between() -> None:
    paraphrase = at(3, AGAINST, direct=False)
    assert line_of([at(1, FOR), paraphrase, at(5, FOR)]).changes == ()
    line = line_of([at(1, FOR), paraphrase, at(5, AGAINST)])
    assert [(one.before, one.after) for one in line.changes] == [
        ("01-01-supports", "05-01-opposes")
    ]


def test_a_change_lies_between_the_nearest_two() -> None:
    line = line_of([at(1, FOR), at(2, FOR), at(5, AGAINST), at(6, AGAINST)])
    assert [(one.before, one.after) for one in line.changes] == [
        ("02-01-supports", "05-01-opposes")
    ]


def test_only_positions_of_one_scope_are_compared() -> None:
    own = at(5, AGAINST, scope=Scope.OWN)
    assert line_of([at(1, FOR), own]).changes == ()
    line = line_of([at(1, FOR), own, at(6, FOR, scope=Scope.OWN)])
    assert [(one.before, one.after) for one in line.changes] == [(own.id, "06-01-supports")]


def test_positions_of_one_day_that_do_not_agree_are_told_apart_and_end_no_change() -> None:
    line = line_of([at(1, FOR), at(5, AGAINST), at(5, FOR), at(9, AGAINST)])
    assert line.changes == ()
    assert line.together == (("05-01-opposes", "05-01-supports"),)


def test_days_that_overlap_are_one_time() -> None:
    early = replace(at(5, FOR), days=(date(2025, 5, 1), date(2025, 5, 6)))
    late = replace(at(5, AGAINST, 6), days=(date(2025, 5, 6), date(2025, 5, 8)))
    assert line_of([early, late]).changes == ()
    after = replace(late, days=(date(2025, 5, 7), date(2025, 5, 8)))
    assert len(line_of([early, after]).changes) == 1


def test_a_wide_date_has_a_place_only_where_no_other_falls_in_it() -> None:
    year = replace(at(1, FOR), id="wide", days=(date(2025, 1, 1), date(2025, 12, 31)))
    line = line_of([year, at(5, AGAINST), at(6, FOR)])
    assert line.unfit == {"wide": (Unfit.ORDER,)}
    assert len(line.changes) == 1
    later = replace(at(5, AGAINST), days=(date(2026, 2, 1), date(2026, 2, 1)))
    assert [one.before for one in line_of([year, later]).changes] == ["wide"]


def test_the_order_in_which_positions_come_decides_nothing() -> None:
    positions = [at(1, FOR), at(3, IF), at(5, AGAINST), at(5, FOR, direct=False), at(8, IF)]
    positions.append(replace(at(9, FOR), days=None))
    first = line_of(positions)
    assert [one.id for one in first.positions][-1] == "09-01-supports"
    assert len(first.changes) == 3
    for order in permutations(positions):
        assert line_of(order) == first


def test_no_positions_no_line() -> None:
    line = line_of([])
    assert (line.positions, line.changes, line.together, line.unfit) == ((), (), (), {})
