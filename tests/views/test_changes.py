"""Possible changes of all actors: each actor in one part, and what differs otherwise apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.positions import Evidence, Scope, Stance
from app.domain.queries import ComparisonQuery
from app.domain.records import LineRecords, StatementRecord
from app.domain.spans import Span
from app.domain.statements import StatementKind
from app.views.changes import Standing, changes_of, changes_page
from tests.factories import make_actor
from tests.views.records import issue, position, statement

ADA = make_actor("Ada Moreau")
FOR, AGAINST, IF, OPEN = (
    Stance.SUPPORTS,
    Stance.OPPOSES,
    Stance.CONDITIONAL,
    Stance.NONCOMMITTAL,
)
RANGE = ComparisonQuery(first=date(2025, 2, 1), last=date(2025, 12, 31))


def said(on: str | None, stance: Stance, **fields: object) -> StatementRecord:
    """A direct statement that takes a position; ``fields`` replace its own."""
    evidence = (Evidence(Span(38, 47), "refusal", stance),)
    found = statement(on, position(stance, holder="Ada Moreau", evidence=evidence))
    return replace(found, id=f"{on}{stance.value}"[:13], **fields)  # type: ignore[arg-type]


def told(*own: StatementRecord, query: ComparisonQuery = RANGE) -> tuple[Standing, list[str], int]:
    """Where the actor stands, what differs, and how many reasons stand with that."""
    (found,) = changes_of([LineRecords(ADA, own, (), 0, ())], query)
    whats = [pair.change.what for pair in found.pairs]
    return found.standing, whats, sum(len(pair.because) for pair in found.pairs)


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ((), (Standing.NOTHING, [], 0)),
        ((said("2025-03-01", FOR),), (Standing.NOTHING, [], 0)),
        (
            (said("2025-03-01", FOR), said("2025-09-01", AGAINST)),
            (Standing.CHANGED, ["from “supports” to “opposes”"], 0),
        ),
        (
            (said("2025-03-01", FOR), said("2025-09-01", IF)),
            (Standing.CHANGED, ["a condition added"], 0),
        ),
        # silence, or a day that nobody knows, is no change
        ((said("2025-03-01", FOR), said(None, AGAINST)), (Standing.NOTHING, [], 0)),
        # one of them outside the range
        ((said("2025-01-31", FOR), said("2025-09-01", AGAINST)), (Standing.NOTHING, [], 0)),
        ((said("2025-03-01", FOR), said("2025-09-01", FOR)), (Standing.SAME, [], 0)),
        (
            (said("2025-03-01", AGAINST), said("2025-12-17", OPEN)),
            (Standing.OTHERWISE, ["from “opposes” to “noncommittal”"], 1),
        ),
        (
            (
                said("2025-03-01", AGAINST, kind=StatementKind.INDIRECT),
                said("2025-12-17", FOR, kind=StatementKind.INDIRECT),
            ),
            (Standing.OTHERWISE, ["from “opposes” to “supports”"], 2),
        ),
        # which of them came first is not known
        ((said("2025-03", AGAINST), said("2025-03-05", OPEN)), (Standing.NOTHING, [], 0)),
    ],
)
def test_where_an_actor_stands(
    own: tuple[StatementRecord, ...], expected: tuple[Standing, list[str], int]
) -> None:
    assert told(*own) == expected


def test_positions_of_two_scopes_are_neither_a_change_nor_the_same() -> None:
    here = said("2025-03-01", AGAINST)
    own_part = replace(position(FOR, holder="Ada Moreau"), scope=Scope.OWN)
    there = replace(said("2025-09-01", FOR), positions=(own_part,))
    assert told(here, there) == (Standing.NOTHING, [], 0)


def test_the_page_has_every_actor_once_and_says_what_it_counts() -> None:
    moved = LineRecords(ADA, (said("2025-03-01", FOR), said("2025-09-01", AGAINST)), (), 0, ())
    bo = LineRecords(make_actor("Bo Lind"), (said("2025-04-01", FOR),), (), 0, ())
    page = changes_page(tuple(changes_of([moved, bo], RANGE)), (), RANGE, issue(), [issue()])
    assert [one.name for one in page.changed] == ["Ada Moreau"]
    assert [link.text for link in page.nothing] == ["Bo Lind"]
    assert page.sentence.replace("\xa0", " ") == (
        "1 Feb 2025 – 31 Dec 2025: 1 possible change of 1 actor; of 1 actor there is nothing to "
        "compare."
    )
    (shown,) = page.changed
    assert [(run.first.stance.word, run.number) for run in shown.runs] == [
        ("supports", 1),
        ("opposes", 1),
    ]
    assert shown.line == "/actors/ada-moreau/timeline?from=2025-02-01&to=2025-12-31"
