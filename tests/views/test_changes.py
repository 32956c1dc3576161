"""Possible changes of all actors: each actor in one part, and what differs otherwise apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.changes import Pairs, Place, RunOfPlaces, Standing, Stood
from app.domain.positions import Evidence, Stance
from app.domain.queries import ComparisonQuery
from app.domain.records import LineRecords, StatementRecord
from app.domain.spans import Span
from app.domain.statements import StatementKind
from app.views.changes import ACTORS, ActorChanges, actor_changes, changes_page, pairs_of
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


def differing(
    standing: Standing, before: StatementRecord, after: StatementRecord, *, among: bool = False
) -> tuple[str, list[str]]:
    """What is said to differ between two statements, and why that is no possible change."""
    stood = Stood("ada-moreau", "Ada Moreau", standing, 1, 0)
    pairs = Pairs(1, [(Place(before.id, 1), Place(after.id, 1, among_others=among))])
    records = LineRecords(ADA, (before, after), (), 0, ())
    (found,) = pairs_of(stood, pairs, records, RANGE)
    return found.change.what, [part for words in found.because for part in words.split("; ")]


@pytest.mark.parametrize(
    ("after", "what"),
    [(AGAINST, "from “supports” to “opposes”"), (IF, "a condition added")],
)
def test_a_possible_change_says_what_differs(after: Stance, what: str) -> None:
    found = differing(Standing.CHANGED, said("2025-03-01", FOR), said("2025-09-01", after))
    assert found == (what, [])


def test_what_is_no_possible_change_says_why() -> None:
    against, open_ = said("2025-03-01", AGAINST), said("2025-12-17", OPEN)
    assert differing(Standing.OTHERWISE, against, open_) == (
        "from “opposes” to “noncommittal”",
        ["After: takes no side"],
    )
    indirect = said("2025-12-17", FOR, kind=StatementKind.INDIRECT)
    _, because = differing(Standing.OTHERWISE, against, indirect, among=True)
    assert because == ["After: deciding words not in quotation marks"]
    other = said("2025-12-17", FOR)
    _, because = differing(Standing.OTHERWISE, against, other, among=True)
    assert because == ["After: its place among the others is not known"]
    _, because = differing(Standing.OTHERWISE, against, other)
    assert because == ["other positions of the same days do not agree"]


def test_the_page_has_every_actor_once_and_says_what_it_counts() -> None:
    before, after = said("2025-03-01", FOR), said("2025-09-01", AGAINST)
    ada = Stood("ada-moreau", "Ada Moreau", Standing.CHANGED, 1, 0)
    bo = Stood("bo-lind", "Bo Lind", Standing.NOTHING, 0, 1)
    places = Place(before.id, 1), Place(after.id, 1)
    shown = actor_changes(
        ada,
        Pairs(1, [places]),
        [RunOfPlaces(one, one, 1) for one in places],
        LineRecords(ADA, (before, after), (), 0, ()),
        RANGE,
    )
    page = changes_page(
        (ada, bo), {"ada-moreau": shown}, RANGE, issue(), known=(), issues=[issue()]
    )
    assert [one.name for one in page.changed] == ["Ada Moreau"]
    assert [link.text for link in page.nothing] == ["Bo Lind"]
    assert page.further is None
    assert page.sentence.replace("\xa0", " ") == (
        "1 Feb 2025 – 31 Dec 2025: 1 possible change of 1 actor; of 1 actor there is nothing to "
        "compare."
    )
    assert [(run.first.stance.word, run.number) for run in shown.runs] == [
        ("supports", 1),
        ("opposes", 1),
    ]
    assert (shown.more, shown.line) == (
        0,
        "/actors/ada-moreau/timeline?from=2025-02-01&to=2025-12-31",
    )


def test_very_many_actors_stand_on_several_pages() -> None:
    found = [Stood(f"actor-{n}", f"Actor {n}", Standing.SAME, 0, n) for n in range(ACTORS + 2)]
    found.append(Stood("silent", "Silent", Standing.NOTHING, 0, len(found)))
    shown = {one.slug: ActorChanges(one.slug, one.name, (), 0, (), "", "") for one in found}
    first, second = (
        changes_page(found, shown, RANGE, issue(), known=(), issues=(), start=start)
        for start in (0, ACTORS)
    )
    assert [one.slug for one in (*first.same, *second.same)] == [one.slug for one in found[:-1]]
    assert first.further
    assert first.further.address == (
        f"/changes?from=2025-02-01&to=2025-12-31&after=actor-{ACTORS - 1}"
    )
    assert first.further.text.replace("\xa0", " ") == "The next 2 of 2 more actors"
    assert (first.nothing, second.further, first.beginning) == ((), None, "")
    assert [link.text for link in second.nothing] == ["Silent"]
    assert second.beginning == "/changes?from=2025-02-01&to=2025-12-31"
    assert first.sentence == second.sentence
