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
    records = ComparisonRecords(dated, undated, 5, len(dated), len(undated))  # type: ignore[arg-type]
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


def test_an_empty_cell_leads_to_what_the_actor_said_next() -> None:
    shown = page(
        ComparisonQuery(),
        (statement("2025-12-05", actor="Ben"), statement("2025-02-25", actor="Ann")),
        (statement(None, actor="Cas"),),
    )
    assert shown.undated.row is not None
    keys = {cell.key for row in (*shown.rows, shown.undated.row) for cell in row.cells}
    assert len(keys) == 9
    first = {cell.actor.text: cell.next for cell in shown.rows[0].cells}
    assert first["Ben"] is None
    assert first["Ann"] is not None
    assert first["Ann"].text == "February 2025"
    assert first["Ann"].address in keys
    assert first["Cas"] is not None
    assert first["Cas"].text == "Day not known"
    assert shown.rows[0].when == "in December 2025"


def test_a_count_by_stance_holds_what_is_certainly_in_the_range_only() -> None:
    query = ComparisonQuery(first=date(2025, 2, 1), undated=True)
    (column,) = page(query, (statement("2025-02-01"),), (statement(None),)).columns
    assert column.tally.of("opposes") == column.number == 1


def test_without_a_choice_those_with_most_statements_have_a_column() -> None:
    dated = tuple(
        statement("2025-02-01", actor=name, name=str(number))
        for rank, name in enumerate(NAMES)
        for number in range(rank + 1)
    )
    shown = page(ComparisonQuery(), dated)
    assert [column.actor.text for column in shown.columns] == NAMES[: -COLUMNS_UNASKED - 1 : -1]
    assert shown.counted == f"{len(dated)} statements"
    assert [(link.text, link.note) for link in shown.others] == [("Ben", "2"), ("Ann", "1")]
    assert "3 more statements by 2 other actors are not shown below" in shown.others_sentence


def test_undated_statements_are_offered_apart_and_listed_when_asked_for() -> None:
    dated, undated = (statement("2025-02-01"),), (statement(None), statement("2025"))
    query = ComparisonQuery(first=date(2025, 2, 1), last=date(2025, 2, 28))
    offered = page(query, dated, undated)
    assert offered.undated.offer.startswith("2 statements")
    assert offered.undated.row is None
    assert "day is not known or whose day may or may not be" in offered.undated.offer
    assert [column.undated_words for column in offered.columns] == [
        " and 2 not certainly in this range"
    ]
    assert offered.undated.show.endswith("&undated=show")
    listed = page(replace(query, undated=True), dated, undated)
    assert (offered.counted, listed.counted) == ("1 statement", "3 statements")
    assert offered.columns[0].number == listed.columns[0].number == 1
    assert listed.sentence.startswith("1 statement by 1 actor")
    assert "Listed apart: 2 statements" in listed.sentence
    assert listed.undated.row is not None
    assert [len(cell.cards) for cell in listed.undated.row.cells] == [2]


def test_without_a_range_the_undated_are_listed_at_once_under_a_heading_of_their_own() -> None:
    dated, undated = (statement("2025-02-01"),), (statement(None), statement(None, name="b"))
    shown = page(ComparisonQuery(), dated, undated)
    assert shown.counted == "3 statements"
    assert shown.undated.offer == ""
    assert shown.undated.row is not None
    assert shown.undated.row.heading == "Day not known"
    assert [len(cell.cards) for cell in shown.undated.row.cells] == [2]
    assert [len(cell.cards) for row in shown.rows for cell in row.cells] == [1]
    (column,) = shown.columns
    assert (column.number, column.undated_words) == (3, ", 2 without a known day")
    assert shown.sentence.startswith("3 statements by 1 actor in 1 of 5 articles. The day of 2")


def test_undated_asks_for_nothing_without_a_range() -> None:
    assert ComparisonQuery(undated=True).address() == "/compare"
    assert ComparisonQuery(undated=True).canonical() == ComparisonQuery()
    ranged = ComparisonQuery(undated=True, last=date(2025, 2, 28))
    assert ranged.address() == "/compare?to=2025-02-28&undated=show"
    assert not page(ComparisonQuery(undated=True), (statement(),)).chips


def test_who_has_only_undated_statements_gets_no_column_until_they_are_shown() -> None:
    dated, undated = (statement("2025-02-01", actor="Ann"),), (statement(None, actor="Ben"),)
    query = ComparisonQuery(first=date(2025, 2, 1))
    hidden = page(query, dated, undated)
    assert [column.slug for column in hidden.columns] == ["ann"]
    assert hidden.others == ()
    shown = page(replace(query, undated=True), dated, undated)
    assert [column.slug for column in shown.columns] == ["ann", "ben"]
    assert [column.slug for column in page(ComparisonQuery(), dated, undated).columns] == [
        "ann",
        "ben",
    ]


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
    assert only_undated.sentence.startswith("1 statement by 1 actor in 1 of 5 articles: by Ann.")
    outside = page(
        ComparisonQuery(actors=("ann",), first=date(2025, 2, 1)),
        (),
        (statement(None, actor="Ann"),),
        ("Ann",),
    )
    assert outside.sentence == (
        "No dated statement by Ann, said since 1\N{NO-BREAK SPACE}Feb\N{NO-BREAK SPACE}2025, in "
        "5 articles. 1 statement whose day is not known."
    )


def test_a_column_counts_only_first_hand_positions_as_its_own() -> None:
    told = statement("2025", position(holder="Ben", asserted_by="Ann"), actor="Ann")
    (column,) = page(ComparisonQuery(), (told,)).columns
    assert (column.number, column.tally.certain, column.tally.second_hand) == (1, (), 1)
