from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from app.domain.actors import ActorKind
from app.domain.positions import Scope, Stance
from app.domain.queries import Bands, ComparisonQuery, ComparisonView, RowGroup, RowOrder
from app.domain.records import (
    ColumnsRecords,
    Facet,
    Facets,
    OverviewRecords,
    StanceCount,
    StatementRecord,
)
from app.views.cards import StatementCard
from app.views.choice import Choices, filter_form
from app.views.compare import ComparePage, compare_page, fitting_view, shows_overview, ways_on
from app.views.highlight import Stretch
from tests.views.records import amount, issue, placed, position, ref, standing, statement

if TYPE_CHECKING:
    from app.domain.records import Standing
    from app.views.columns import Columns
    from app.views.overview import Overview

NAMES = ["Ann", "Ben", "Cas", "Dov", "Eva", "Fay", "Gus", "Hal"]
SPACE = "\N{NO-BREAK SPACE}"


def choices(chosen: tuple[str, ...] = ()) -> Choices:
    facets = Facets(
        tuple(Facet(name.lower(), name, 1) for name in NAMES),
        (),
        (),
        (Facet("direct", "direct", 4),),
        sides=(Facet("ua", "Ukraine", 2), Facet("nato", "NATO", 1)),
        reviewed=3,
    )
    return Choices(facets, tuple(ref(name) for name in chosen), ())


def columns(
    query: ComparisonQuery,
    dated: tuple[StatementRecord, ...] = (),
    undated: tuple[StatementRecord, ...] = (),
    chosen: tuple[str, ...] = (),
    *,
    view: ComparisonView = ComparisonView(),  # noqa: B008 - frozen
    elsewhere: tuple[StatementRecord, ...] = (),
    before: int = 0,
) -> ComparePage:
    listed = (*dated, *undated) if query.lists_undated else dated
    everything = (*listed, *elsewhere)
    heads = tuple(
        standing(
            name,
            utterances=sum(one.actor.name == name for one in everything),
            undated=sum(one.actor.name == name for one in undated),
        )
        for name in chosen
        if any(one.actor.name == name for one in everything)
    )
    days = [one.said_on.first for one in everything if one.said_on.first]
    records = ColumnsRecords(
        counted=amount(
            len(everything),
            undated=len(undated),
            unknown=sum(not one.said_on.known for one in undated),
            days=(min(days), max(days)) if days else None,
        ),
        columns=heads,
        dated=dated,
        undated=undated if query.lists_undated else (),
        before=before,
        newer="" if before else None,
        older="2025-02-01.x" if elsewhere else None,
        line=tuple(placed(one) for one in everything),
    )
    return compare_page(query, view, records, issue(), choices(chosen))


def shown(page: ComparePage) -> Columns:
    assert page.overview is None
    assert page.columns is not None
    return page.columns


def overview(
    *rows: Standing,
    query: ComparisonQuery = ComparisonQuery(),  # noqa: B008 - frozen
    view: ComparisonView = ComparisonView(),  # noqa: B008 - frozen
) -> Overview:
    records = OverviewRecords(amount(len(rows), actors=len(rows)), rows)
    page = compare_page(query, view, records, issue(), choices())
    assert page.overview is not None
    assert page.columns is None
    return page.overview


def test_the_same_month_stands_on_one_row_newest_first() -> None:
    page = columns(
        ComparisonQuery(actors=("ann", "ben")),
        (
            statement("2025-12-05", actor="Ben"),
            statement("2025-02-25", actor="Ann"),
            statement("2025-02-01", actor="Ben"),
            statement("2025", actor="Ben"),
        ),
        chosen=("Ann", "Ben"),
    )
    rows = shown(page).rows
    assert [row.heading for row in rows] == [
        "December 2025",
        "February 2025",
        "2025, month not certain",
    ]
    assert [[len(cell.cards) for cell in row.cells] for row in rows] == [[0, 1], [1, 1], [0, 1]]
    assert [head.number for head in shown(page).heads] == [1, 3]


def test_the_bands_fit_the_time_and_can_be_chosen() -> None:
    query = ComparisonQuery(actors=("ann",))
    said = (statement("2025-02-25", actor="Ann"), statement("2025-02-01", actor="Ann"))
    page = columns(query, said, chosen=("Ann",))
    assert [row.heading for row in shown(page).rows] == [
        f"25{SPACE}Feb{SPACE}2025",
        f"1{SPACE}Feb{SPACE}2025",
    ]
    tabs = {tab.text: (tab.address, tab.current) for tab in shown(page).bands}
    assert tabs["day"] == ("/compare?actor=ann", True)
    assert tabs["year"] == ("/compare?actor=ann&bands=year", False)
    yearly = columns(query, said, chosen=("Ann",), view=ComparisonView(bands=Bands.YEAR))
    assert [row.heading for row in shown(yearly).rows] == ["2025"]


def test_an_empty_cell_leads_to_what_the_actor_said_next() -> None:
    page = columns(
        ComparisonQuery(actors=("ann", "ben", "cas")),
        (statement("2025-12-05", actor="Ben"), statement("2025-02-25", actor="Ann")),
        (statement(None, actor="Cas"),),
        ("Ann", "Ben", "Cas"),
    )
    undated = shown(page).undated
    assert undated is not None
    keys = {cell.key for row in (*shown(page).rows, undated) for cell in row.cells}
    assert len(keys) == 9
    first = {cell.actor.text: cell.next for cell in shown(page).rows[0].cells}
    assert first["Ben"] is None
    assert first["Ann"] is not None
    assert first["Ann"].text == "February 2025"
    assert first["Ann"].address in keys
    assert first["Cas"] is not None
    assert first["Cas"].text == "Day not known"
    assert shown(page).rows[0].when == "in December 2025"


def test_what_stands_on_another_page_is_no_silence() -> None:
    page = columns(
        ComparisonQuery(actors=("ann", "ben")),
        (statement("2025-12-05", actor="Ann"), statement("2025-02-25", actor="Ann")),
        chosen=("Ann", "Ben"),
        elsewhere=(statement("2025-02-01", actor="Ben"),),
    )
    december, february = shown(page).rows
    assert [cell.elsewhere for cell in december.cells] == [0, 0]
    assert [cell.elsewhere for cell in february.cells] == [0, 1]
    pages = shown(page).pages
    assert pages.words == "Utterances 1–2 of 3, the latest first"
    assert (pages.newer, pages.older) == (
        None,
        "/compare?actor=ann&actor=ben&before=2025-02-01.x",
    )
    later = columns(
        ComparisonQuery(actors=("ann",)),
        (statement("2025-02-25", actor="Ann"),),
        chosen=("Ann",),
        elsewhere=(statement("2025-01-01", actor="Ann"),),
        before=20,
    )
    assert shown(later).pages.words == "Utterances 21–21 of 2, the latest first"
    assert shown(later).pages.newer == "/compare?actor=ann"


def test_who_is_chosen_and_silent_has_a_column() -> None:
    page = columns(
        ComparisonQuery(actors=("ann", "ben")),
        (statement("2025-02-25", actor="Ann"),),
        chosen=("Ann", "Ben"),
    )
    assert [(head.actor.text, head.number) for head in shown(page).heads] == [
        ("Ann", 1),
        ("Ben", 0),
    ]
    assert shown(page).heads[0].drop == "/compare?actor=ben"
    assert shown(page).heads[0].line == "/actors/ann/timeline"


def test_undated_statements_are_offered_apart_and_listed_when_asked_for() -> None:
    dated = (statement("2025-02-01", actor="Ann"),)
    undated = (statement(None, actor="Ann"), statement("2025", actor="Ann"))
    query = ComparisonQuery(actors=("ann",), first=date(2025, 2, 1), last=date(2025, 2, 28))
    offered = columns(query, dated, undated, ("Ann",))
    assert offered.undated.offer == (
        "2 statements whose day is not known or whose day may or may not be in this range"
    )
    assert not offered.undated.listed
    assert offered.undated.change.endswith("&undated=show")
    assert shown(offered).undated is None
    assert shown(offered).heads[0].undated == " and 2 not certainly in this range"
    listed = columns(replace(query, undated=True), dated, undated, ("Ann",))
    assert listed.undated.listed
    assert "undated" not in listed.undated.change
    row = shown(listed).undated
    assert row is not None
    assert [len(cell.cards) for cell in row.cells] == [2]
    assert "Among them, apart: 2 statements whose day" in listed.sentence


def test_without_a_range_the_undated_stand_under_a_heading_of_their_own() -> None:
    page = columns(
        ComparisonQuery(actors=("ann",)),
        (statement("2025-02-01", actor="Ann"),),
        (statement(None, actor="Ann"),),
        ("Ann",),
    )
    assert page.undated.offer == ""
    row = shown(page).undated
    assert row is not None
    assert row.heading == "Day not known"
    assert shown(page).heads[0].undated == ", 1 without a known day"
    assert page.sentence == (
        "What Ann said about troops: 2 reports of 2 utterances in 2 articles; "
        "5 articles looked through. The day of 1 is not known."
    )


def test_undated_asks_for_nothing_without_a_range() -> None:
    assert ComparisonQuery(undated=True).address() == "/compare"
    ranged = ComparisonQuery(undated=True, last=date(2025, 2, 28))
    assert ranged.address() == "/compare?to=2025-02-28&undated=show"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (ComparisonQuery(), "What 6 actors said about troops: "),
        (
            ComparisonQuery(first=date(2025, 1, 1), last=date(2025, 3, 31)),
            f"troops, 1{SPACE}Jan – 31{SPACE}Mar{SPACE}2025: ",
        ),
        (ComparisonQuery(first=date(2025, 1, 1)), f"troops, since 1{SPACE}Jan{SPACE}2025: "),
        (
            ComparisonQuery(sides=("ua",), who=(ActorKind.PERSON,), reviewed=True),
            "troops, of the side Ukraine, by a speaker of the kind person, checked by a person: ",
        ),
        (
            ComparisonQuery(stances=(Stance.OPPOSES,), scopes=(Scope.OWN,), words="no troops"),
            "stance opposes, about what their own side would do, with “no troops”: ",
        ),
    ],
)
def test_the_sentence_says_what_is_shown_and_counts_it(query: ComparisonQuery, words: str) -> None:
    rows = tuple(standing(name) for name in NAMES[:6])
    records = OverviewRecords(amount(58, reports=143, actors=6), rows)
    page = compare_page(query, ComparisonView(), records, issue(), choices())
    assert words in page.sentence
    assert page.sentence.endswith(
        ": 143 reports of 58 utterances in 3 articles; 5 articles looked through."
    )


def test_each_chip_drops_one_part_of_the_choice_and_keeps_how_it_is_shown() -> None:
    query = ComparisonQuery(
        actors=("ann",), first=date(2025, 2, 1), stances=(Stance.OPPOSES,), words="no troops",
        sides=("nato",), reviewed=True,
    )  # fmt: skip
    view = ComparisonView(bands=Bands.DAY, before="2025-02-01.x")
    page = columns(query, (statement("2025-03-01", actor="Ann"),), chosen=("Ann",), view=view)
    rest = "bands=day&from=2025-02-01&q=no+troops&reviewed=only&side=nato&stance=opposes"
    without = {chip.text: chip.address for chip in page.chips}
    assert without["NATO"] == f"/compare?actor=ann&{rest.replace('&side=nato', '')}"
    assert without["checked by a person"] == (
        f"/compare?actor=ann&{rest.replace('&reviewed=only', '')}"
    )
    assert without["“no troops”"] == f"/compare?actor=ann&{rest.replace('&q=no+troops', '')}"
    assert set(without) == {
        "Ann", "NATO", "checked by a person", "“no troops”", "opposes",
        f"from 1{SPACE}Feb{SPACE}2025",
    }  # fmt: skip


def test_nothing_found_says_what_was_looked_through_and_leads_on() -> None:
    query = ComparisonQuery(actors=("ann",), words="x")
    page = columns(query, chosen=("Ann",))
    assert page.empty == page.sentence == "No statement by Ann, with “x”, in 5 articles."
    assert page.columns is None
    found = ways_on(query, choices(("Ann",)), (3, 7))
    assert [(way.address, way.text, way.number) for way in found] == [
        ("/compare?actor=ann", "words “x”", 7),
        ("/compare?q=x", "speaker Ann", 3),
    ]
    assert ways_on(query, choices(("Ann",)), (0, 0)) == ()
    outside = columns(
        ComparisonQuery(actors=("ann",), first=date(2025, 2, 1)),
        (),
        (statement(None, actor="Ann"),),
        ("Ann",),
    )
    assert outside.sentence == (
        f"No statement by Ann, said since 1{SPACE}Feb{SPACE}2025, in 5 articles. 1 statement "
        "whose day is not known."
    )


def test_words_looked_for_are_marked_in_cards() -> None:
    page = columns(
        ComparisonQuery(actors=("ann",), words="troop"),
        (statement("2025-02-01", actor="Ann"),),
        chosen=("Ann",),
    )
    ((cell,),) = (row.cells for row in shown(page).rows)
    (card,) = cell.cards
    assert isinstance(card, StatementCard)
    assert "".join(piece.text for piece in card.pieces) == card.words
    assert Stretch("troops", found=True) in card.pieces


@pytest.mark.parametrize("number", [0, 1, 6, 7])
def test_one_to_six_actors_have_columns_and_an_overview_when_asked_for(number: int) -> None:
    query = ComparisonQuery(actors=tuple(name.lower() for name in NAMES[:number]))
    few = 1 <= number <= 6
    assert shows_overview(query, ComparisonView()) is not few
    assert shows_overview(query, ComparisonView(overview=True))
    for asked in (None, True, False):
        given = ComparisonView(overview=asked, bands=Bands.DAY, before="x", by_actor=True,
                               order=RowOrder.NAME, group=RowGroup.WHO)  # fmt: skip
        view = fitting_view(query, given)
        assert fitting_view(query, view) == view
        assert shows_overview(query, view) is shows_overview(query, given)
        if shows_overview(query, view):
            assert {name for name, _ in view.parameters()} <= {"view", "order", "group"}
            assert (view.overview is not None) is few
        else:
            assert {name for name, _ in view.parameters()} == {"bands", "before", "stack"}


def test_a_row_counts_certain_and_uncertain_apart_and_leads_to_the_words() -> None:
    shown = overview(
        standing(
            "Ann",
            StanceCount(Stance.SUPPORTS, 1, 0),
            StanceCount(Stance.OPPOSES, 3, 2),
            utterances=5,
            second_hand=1,
        ),
        standing("Ben", StanceCount(Stance.SUPPORTS, 0, 1)),
        query=ComparisonQuery(words="no"),
    )
    assert [one.key for one in shown.stances] == ["supports", "opposes"]
    ann, ben = shown.groups[0].rows
    supports, opposes = ann.numbers
    assert supports is not None
    assert opposes is not None
    assert (opposes.certain, opposes.uncertain) == (3, 2)
    assert opposes.address == "/compare?actor=ann&q=no&stance=opposes"
    assert ann.utterances.address == "/compare?actor=ann&q=no"
    assert ben.numbers[1] is None
    assert shown.second_hand
    assert shown.all_words is not None
    assert shown.all_words.address == "/compare?actor=ann&actor=ben&q=no"
    assert shown.hidden == (("q", "no"),)


def test_rows_are_sorted_and_put_together_as_asked() -> None:
    rows = (
        standing("Ann", utterances=5, sides=("ua", "nato"), last=date(2025, 1, 1)),
        standing("Cas", utterances=7, sides=("ru",), last=None),
        standing("Ben", utterances=6, sides=("ua",), last=date(2025, 3, 1)),
    )

    def headings(view: ComparisonView) -> list[tuple[str, list[str]]]:
        return [
            (group.heading, [row.actor.text for row in group.rows])
            for group in overview(*rows, view=view).groups
        ]

    assert headings(ComparisonView()) == [("RU", ["Cas"]), ("Ukraine", ["Ben", "Ann"])]
    assert headings(ComparisonView(order=RowOrder.NAME)) == [
        ("Ukraine", ["Ann", "Ben"]),
        ("RU", ["Cas"]),
    ]
    assert headings(ComparisonView(order=RowOrder.LATEST, group=RowGroup.NONE)) == [
        ("", ["Ben", "Ann", "Cas"])
    ]
    assert headings(ComparisonView(group=RowGroup.WHO)) == [("Persons", ["Cas", "Ben", "Ann"])]


def test_more_than_six_chosen_are_asked_to_be_fewer() -> None:
    many = overview(
        *(standing(name) for name in NAMES),
        query=ComparisonQuery(actors=tuple(name.lower() for name in NAMES)),
    )
    assert "8 speakers are chosen" in many.note
    assert all(row.chosen for group in many.groups for row in group.rows)
    assert many.all_words is None


def test_the_form_keeps_how_the_page_is_shown_and_offers_what_many_choose() -> None:
    view = ComparisonView(order=RowOrder.NAME, before="2025-02-01.x")
    form = filter_form(ComparisonQuery(words="x"), choices(), view)
    assert form.hidden == (("order", "name"),)
    assert [(one.text, one.number, one.address) for one in form.shortcuts] == [
        ("direct speech only", 4, "/compare?kind=direct&order=name&q=x"),
        ("only what is checked by a person", 3, "/compare?order=name&q=x&reviewed=only"),
    ]
    assert [one.name for one in form.filters] == ["actor", "side", "kind"]


def test_second_hand_positions_are_nobody_s_own() -> None:
    told = statement("2025", position(holder="Ben", asserted_by="Ann"), actor="Ann")
    page = columns(ComparisonQuery(actors=("ann",)), (told,), chosen=("Ann",))
    assert shown(page).heads[0].tally.certain == ()
