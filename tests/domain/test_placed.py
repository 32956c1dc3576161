"""A line as numbers says what its records say."""

from __future__ import annotations

from datetime import date

from app.domain.placed import PlacedLine
from app.domain.positions import Stance
from app.domain.records import PlacedRecord


def placed(statement: str, actor: str, day: date | None = None, **more: object) -> PlacedRecord:
    """An utterance, by default of no known day and without a position."""
    values = {"guessed": False, "stances": (), "second_hand": False} | more
    return PlacedRecord(statement, actor, day, day, **values)  # type: ignore[arg-type]


LINE = (
    placed(
        "a", "ann", date(2025, 3, 1), stances=((Stance.SUPPORTS, True), (Stance.OPPOSES, False))
    ),
    placed("b", "bob", date(2025, 2, 1), guessed=True, second_hand=True),
    placed("c", "ann", stances=((Stance.SUPPORTS, True), (Stance.SUPPORTS, False))),
)


def test_records_become_numbers_and_records_again() -> None:
    assert tuple(PlacedLine.of(LINE)) == LINE
    assert tuple(PlacedLine.of(())) == ()


def test_a_line_is_left_as_it_is() -> None:
    line = PlacedLine.of(LINE)

    assert PlacedLine.of(line) is line


def test_of_some_actors_it_has_what_they_say_and_of_others_nothing() -> None:
    line = PlacedLine.of(LINE)

    assert tuple(line.of_actors(["silent", "ann"])) == (LINE[0], LINE[2])
    assert line.of_actors(["silent", "ann"]).actors == ("silent", "ann")
    assert tuple(line.of_actors(["bob", "ann"])) == LINE
    assert tuple(PlacedLine.of(()).of_actors(["ann"])) == ()
