from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.domain.positions import Stance
from app.domain.queries import ComparisonQuery
from app.domain.records import ComparisonRecords, Facet, Facets
from app.views.choice import Choices
from app.views.compare import COLUMNS_UNASKED, ComparePage, compare_page
from tests.views.records import issue, position, ref, statement

NAMES = ["Ann", "Ben", "Cas", "Dov", "Eva", "Fay", "Gus", "Hal"]


def page(
    query: ComparisonQuery,
    dated: tuple[object, ...] = (),
    undated: tuple[object, ...] = (),
    chosen: tuple[str, ...] = (),
) -> ComparePage:
    records = ComparisonRecords(dated, undated, 5)  # type: ignore[arg-type]
    facets = Facets(tuple(Facet(name.lower(), name, 1) for name in NAMES), (), (), ())
    return compare_page(
        query, records, issue(), Choices(facets, tuple(ref(name) for name in chosen), ())
    )


def test_the_same_month_stands_on_one_row_newest_first() -> None:
    shown = page(
        ComparisonQuery(actors=("ann", "ben")),
        (
            statement("2025-12-05", actor="Ben"),
            statement("2025-02-25", actor="Ann"),
            statement("2025-02-01", actor="Ben"),
            statement("2025", actor="Ben"),
        ),
        chosen=("Ann", "Ben"),
    )
    assert [row.heading for row in shown.rows] == [
        "December 2025",
        "February 2025",
        "2025, month not certain",
    ]
    assert [[len(cell.cards) for cell in row.cells] for row in shown.rows] == [
        [0, 1],
        [1, 1],
        [0, 1],
    ]
    assert [column.number for column in shown.columns] == [1, 3]


def test_without_a_choice_those_with_most_statements_have_a_column() -> None:
    dated = tuple(
        statement("2025-02-01", actor=name, name=str(number))
        for rank, name in enumerate(NAMES)
        for number in range(rank + 1)
    )
    shown = page(ComparisonQuery(), dated)
    assert [column.actor.text for column in shown.columns] == NAMES[: -COLUMNS_UNASKED - 1 : -1]
    assert shown.count == len(dated)
    assert [(link.text, link.note) for link in shown.others] == [("Ben", "2"), ("Ann", "1")]
    assert "3 more statements by 2 other actors are not shown below" in shown.others_sentence


def test_undated_statements_are_offered_apart_and_listed_when_asked_for() -> None:
    dated, undated = (statement("2025-02-01"),), (statement(None), statement("2025"))
    query = ComparisonQuery(first=date(2025, 2, 1), last=date(2025, 2, 28))
    offered = page(query, dated, undated)
    assert offered.undated.number == 2
    assert offered.undated.row is None
    assert "day is not known or whose day may or may not be" in offered.undated.sentence
    assert offered.undated.show.endswith("&undated=show")
    listed = page(replace(query, undated=True), dated, undated)
    assert listed.count == offered.count == 1
    assert listed.undated.row is not None
    assert [len(cell.cards) for cell in listed.undated.row.cells] == [2]


def test_who_has_only_undated_statements_gets_no_column_until_they_are_shown() -> None:
    dated, undated = (statement("2025-02-01", actor="Ann"),), (statement(None, actor="Ben"),)
    hidden = page(ComparisonQuery(), dated, undated)
    assert [column.slug for column in hidden.columns] == ["ann"]
    assert hidden.others == ()
    shown = page(ComparisonQuery(undated=True), dated, undated)
    assert [column.slug for column in shown.columns] == ["ann", "ben"]


def test_each_chip_drops_one_part_of_the_choice() -> None:
    query = ComparisonQuery(
        actors=("ann",), first=date(2025, 2, 1), stances=(Stance.OPPOSES,), words="no troops"
    )
    shown = page(query, (statement(),), chosen=("Ann",))
    assert {chip.text: chip.address for chip in shown.chips} == {
        "Ann": "/compare?from=2025-02-01&q=no+troops&stance=opposes",
        "from 1\N{NO-BREAK SPACE}Feb\N{NO-BREAK SPACE}2025": (
            "/compare?actor=ann&q=no+troops&stance=opposes"
        ),
        "opposes": "/compare?actor=ann&from=2025-02-01&q=no+troops",
        "“no troops”": "/compare?actor=ann&from=2025-02-01&stance=opposes",
    }


def test_nothing_found_says_what_was_looked_through() -> None:
    shown = page(ComparisonQuery(actors=("ann",)), chosen=("Ann",))
    assert shown.empty == shown.sentence == "No statement by Ann in 5 articles."
    more = page(ComparisonQuery(actors=("ann",), words="x"), chosen=("Ann",))
    assert more.empty == "No statement by Ann, with “x”, in 5 articles."
    only_undated = page(
        ComparisonQuery(actors=("ann",)), (), (statement(None, actor="Ann"),), ("Ann",)
    )
    assert only_undated.empty is None
    assert only_undated.sentence == (
        "No dated statement by Ann in 5 articles. 1 statement whose day is not known."
    )


def test_a_column_counts_only_first_hand_positions_as_its_own() -> None:
    told = statement("2025", position(holder="Ben", asserted_by="Ann"), actor="Ann")
    (column,) = page(ComparisonQuery(), (told,)).columns
    assert (column.number, column.tally.certain, column.tally.second_hand) == (1, (), 1)
