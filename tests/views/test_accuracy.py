"""How right the machine was, as figures: counts everywhere, no share of too few."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.domain.dates import DateBasis, UncertainDate
from app.domain.positions import Stance
from app.domain.records import OutletRef
from app.domain.reviews import Reviewed, Said, SaidPosition
from app.domain.spans import Span
from app.domain.statements import StatementKind
from app.views.accuracy import (
    COLUMNS,
    TOO_FEW,
    Count,
    accuracy_data,
    accuracy_page,
    accuracy_rows,
)

if TYPE_CHECKING:
    from app.views.accuracy import AccuracyPage, Group

PAPER, OTHER = OutletRef("paper", "The Paper"), OutletRef("other", "The Other")


def took(
    stance: Stance = Stance.OPPOSES, confidence: float = 0.85, **fields: object
) -> SaidPosition:
    values: dict[str, Any] = {"issue": "troops", "holder": "ada", "asserted_by": None, **fields}
    return SaidPosition(stance=stance, confidence=confidence, evidence=(), review=(), **values)


def said(*positions: SaidPosition, **fields: object) -> Said:
    values: dict[str, Any] = {
        "actor": "ada",
        "kind": StatementKind.DIRECT,
        "content": (Span(0, 5),),
        "said_on": None,
        "confidence": 0.95,
    }
    return Said(positions=positions, **(values | fields))


def reviewed(
    machine: Said | None, now: Said | None = None, *, withdrawn: bool = False, **fields: object
) -> Reviewed:
    values: dict[str, Any] = {
        "statement": "s",
        "article": "a",
        "outlet": PAPER,
        "published": UncertainDate.parse("2025-03-01", DateBasis.METADATA),
    }
    stands = now or machine
    assert stands is not None
    return Reviewed(machine=machine, now=stands, withdrawn=withdrawn, **(values | fields))


def groups(page: AccuracyPage, table: str) -> dict[str, Group]:
    (found,) = (one for one in page.tables if one.id == table)
    return {group.name: group for group in found.groups}


def test_statements_and_positions_are_counted_apart() -> None:
    right = reviewed(said(took()))
    other_stance = reviewed(said(took()), said(took(Stance.CONDITIONAL)))
    other_speaker = reviewed(said(took()), said(took(holder="bo"), actor="bo"))
    gone = reviewed(said(took(Stance.SUPPORTS)), withdrawn=True)
    page = accuracy_page([right, other_stance, other_speaker, gone], {"troops": "Troops"})
    assert page.whole.who == Count(2, 4)
    assert page.whole.way == Count(1, 4)
    assert groups(page, "stance")["opposes"].way == Count(1, 3)
    assert groups(page, "stance")["supports"].way == Count(0, 1)
    assert list(groups(page, "issue")) == ["Troops"]


def test_a_group_is_named_as_the_machine_had_it() -> None:
    changed = reviewed(
        said(took(Stance.SUPPORTS, 0.5)),
        said(took(Stance.OPPOSES, 1.0), kind=StatementKind.INDIRECT),
    )
    page = accuracy_page([changed], {})
    assert list(groups(page, "stance")) == ["supports"]
    assert list(groups(page, "kind")) == ["direct quote"]
    assert list(groups(page, "issue")) == ["troops"]
    bands = groups(page, "confidence")
    assert bands["0.50 to below 0.60"].way == Count(0, 1)
    assert bands["0.95 to 1.00"].who == Count(0, 1)


def test_the_ends_of_bands_are_in_them() -> None:
    page = accuracy_page(
        [reviewed(said(took(confidence=c), confidence=c)) for c in (0.0, 0.9, 1.0)], {}
    )
    assert list(groups(page, "confidence")) == [
        "0.00 to below 0.50",
        "0.90 to below 0.95",
        "0.95 to 1.00",
    ]


def test_no_share_is_given_of_fewer_than_ten() -> None:
    nine = accuracy_page([reviewed(said(took()))] * 9, {})
    assert (nine.whole.who.text, nine.whole.who.share) == ("9 of 9", TOO_FEW)
    assert accuracy_data(nine)["which_way"] == {"right": 9, "reviewed": 9, "share": None}
    ten = accuracy_page([*[reviewed(said(took()))] * 9, reviewed(said(), withdrawn=True)], {})
    assert (ten.whole.who.text, ten.whole.who.share) == ("9 of 10", "90\u00a0%")
    assert accuracy_data(ten)["who_said_what"]["share"] == 0.9
    rows = {(row["by"], row["what"]): row for row in accuracy_rows(ten) if row["by"] == "all"}
    assert rows["all", "who said what"]["share"] == "0.9000"
    assert rows["all", "which way"] == {
        "by": "all",
        "group": "All",
        "what": "which way",
        "right": 9,
        "reviewed": 9,
        "share": "",
        "enough": "no",
    }
    assert all(set(row) == set(COLUMNS) for row in accuracy_rows(ten))


def test_months_are_in_order_and_a_wide_date_is_not_guessed() -> None:
    page = accuracy_page(
        [
            reviewed(said(), published=UncertainDate.parse(edtf, DateBasis.METADATA))
            for edtf in ("2025-02-28", "2024-12", "2025", None, "2025-02-01")
        ],
        {},
    )
    assert {name: group.who.of for name, group in groups(page, "month").items()} == {
        "Feb 2025": 2,
        "Dec 2024": 1,
        "month not known": 2,
    }
    assert list(groups(page, "month")) == ["Feb 2025", "Dec 2024", "month not known"]


def test_outlets_come_with_most_first() -> None:
    page = accuracy_page(
        [reviewed(said()), reviewed(said(), outlet=OTHER), reviewed(said(), outlet=OTHER)], {}
    )
    assert list(groups(page, "outlet")) == ["The Other", "The Paper"]


def test_what_was_corrected_is_told_and_what_was_added_counts_as_no_error_of_what_was_found() -> (
    None
):
    page = accuracy_page(
        [
            reviewed(None, said()),
            reviewed(said(took()), said(said_on="2025")),
            reviewed(said(), said(took(), actor="bo")),
            reviewed(said(took()), said(took(holder="bo"))),
            reviewed(said(took()), said(actor="bo"), withdrawn=True),
        ],
        {},
    )
    assert (page.reviewed, page.added) == (4, 1)
    assert {one.what: one.number for one in page.corrections} == {
        "nobody’s statement, withdrawn": 1,
        "another speaker": 1,
        "other words": 0,
        "another wording": 0,
        "another day said": 1,
        "another stance, or somebody else’s": 1,
        "not on the issue": 1,
        "a position that the machine did not see": 1,
        "a statement that the machine did not see": 1,
    }


def test_nothing_reviewed_gives_no_figures() -> None:
    page = accuracy_page([], {})
    assert all(table.groups == () for table in page.tables)
    assert (page.whole.who.text, page.whole.who.share) == ("", "")
