from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.domain.positions import Stance
from app.domain.queries import Bands, ComparisonQuery
from app.domain.records import MonthCount
from app.views.lanes import Lanes, show_lanes
from app.views.months import bars_of, months_told, tallest_of
from app.views.timeline import scale_between
from tests.views.records import placed, standing, statement

if TYPE_CHECKING:
    from app.domain.records import PlacedRecord

QUERY = ComparisonQuery(actors=("ann", "ben"))
COLUMNS = (standing("Ann"), standing("Ben"))


def lanes(*line: PlacedRecord, on_page: tuple[str, ...] = ()) -> Lanes:
    found = show_lanes(QUERY, COLUMNS, line, Bands.MONTH, on_page)
    assert found is not None
    return found


def test_a_point_leads_to_its_card_on_this_page_or_to_its_own() -> None:
    here, there = statement("2025-02-01", actor="Ann"), statement("2025-03-01", actor="Ann")
    shown = lanes(placed(here), placed(there), on_page=(here.id,))
    ann, ben = shown.lanes
    assert [point.address for point in ann.points] == [f"#c-{here.id}", f"/statements/{there.id}"]
    assert ben.points == ()
    assert ann.points[0].x < ann.points[1].x


def test_a_range_is_a_bar_and_what_has_no_day_is_counted_apart() -> None:
    year = statement("2025", actor="Ann")
    unknown = statement(None, actor="Ann", name="unknown")
    told = statement("2025-02-01", actor="Ann", name="told")
    shown = lanes(placed(year), placed(unknown), placed(told, second_hand=True))
    (point,) = shown.lanes[0].points
    assert point.bar is not None
    assert point.bar[1] > 50
    assert shown.lanes[0].apart == "1 without a day, 1 second-hand only"
    assert show_lanes(QUERY, COLUMNS, (placed(unknown),), Bands.MONTH, ()) is None


def test_dated_words_without_an_own_position_make_a_picture_without_shapes() -> None:
    shown = lanes(placed(statement("2025-02-01", actor="Ann"), second_hand=True))
    assert (shown.rows, shown.single, shown.counted) == ((), False, False)
    assert shown.lanes[0].apart == "1 second-hand only"


def test_shapes_of_one_day_stand_above_one_another() -> None:
    same = [statement("2025-02-01", actor="Ann", name=str(n)) for n in range(4)]
    shown = lanes(*(placed(one) for one in same))
    assert len({(point.x, point.y) for point in shown.lanes[0].points}) == 4


def test_too_many_are_counted_and_lead_to_the_words_of_their_days() -> None:
    days = [date(2025, 1, 1) + timedelta(days=n) for n in range(300)]
    many = [statement(day.isoformat(), actor="Ann", name=str(day)) for day in days]
    ann = standing("Ann", months=(MonthCount(date(2025, 1, 1), Stance.OPPOSES, 31, 0),))
    line = [placed(one) for one in many] + [placed(statement("2025-02-01", actor="Ben"))]
    found = show_lanes(QUERY, (ann, COLUMNS[1]), line, Bands.MONTH, ())
    assert found is not None
    counted, single = found.lanes
    assert (counted.points, len(single.points)) == ((), 1)
    assert (found.counted, found.single) == (True, True)
    assert [bars.key for bars in counted.bars] == ["opposes"]
    assert counted.parts[0].address.startswith("/compare?actor=ann&from=2025-01-01&to=2025-01-")
    assert counted.parts[0].label.endswith("opposes 28")
    numbers = [int(part.label.rpartition(" ")[2]) for part in counted.parts]
    assert sum(numbers) == 300


def test_the_table_has_the_same_by_stretches_of_time() -> None:
    shown = lanes(
        placed(statement("2025-02-01", actor="Ann"), (Stance.OPPOSES, True)),
        placed(statement("2025-02-09", actor="Ann"), (Stance.OPPOSES, False)),
        placed(statement("2025-12-09", actor="Ben"), (Stance.SUPPORTS, True)),
    )
    december, february = shown.rows
    assert december.heading == "December 2025"
    assert december.cells[0] is None
    assert december.cells[1] is not None
    assert december.cells[1].text == "supports 1"
    assert february.cells[0] is not None
    assert february.cells[0].text == "opposes 1 and 1 uncertain"
    assert february.cells[0].address == "/compare?actor=ann&from=2025-02-01&to=2025-02-28"


def test_bars_go_up_for_it_and_down_against_it() -> None:
    months = (
        MonthCount(date(2025, 2, 1), Stance.OPPOSES, 3, 1),
        MonthCount(date(2025, 12, 1), Stance.SUPPORTS, 1, 0),
        MonthCount(date(2025, 12, 1), Stance.UNDETERMINED, 0, 9),
    )
    scale = scale_between(date(2025, 2, 1), date(2025, 12, 1))
    bars = bars_of(months, scale, tallest_of(months[:2]))
    down, pale, up = bars
    assert [(one.key, one.certain) for one in bars] == [
        ("opposes", True), ("opposes", False), ("supports", True),
    ]  # fmt: skip
    assert "v-" in up.path
    assert "v-" not in down.path + pale.path
    assert all(re.fullmatch(r"(M\d+ [\d.]+v-?[\d.]+)+", one.path) for one in bars)
    assert months_told(months).replace("\N{NO-BREAK SPACE}", " ") == (
        "Feb 2025: opposes 3 and 1 uncertain; Dec 2025: supports 1, undetermined 9 uncertain"
    )


def test_labels_of_months_have_room_on_the_narrowest_phone() -> None:
    for months in range(1, 80):
        last = date(2025, 2, 1) + timedelta(days=30 * months)
        line = (placed(statement("2025-02-01", actor="Ann")), placed(statement(str(last))))
        ends = 0.0
        for mark in lanes(*line).marks:
            x, width = mark.x * 2.88, 6 * len(mark.label)
            starts = x - width if mark.before else x
            assert starts >= ends
            assert starts + width <= 288
            ends = starts + width
        assert ends
