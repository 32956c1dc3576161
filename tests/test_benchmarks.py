"""The pure parts of the benchmarks: what they count and write. No figure decides a test."""

from __future__ import annotations

import re
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from benchmarks.report import PAGE, filled
from benchmarks.report_plots import bar_chart, plots
from benchmarks.report_summary import Summary, number, table
from benchmarks.serving.asking import Tally, share
from benchmarks.serving.cases import CASES
from benchmarks.serving.peers import statement
from benchmarks.serving.questions import Questions
from benchmarks.serving.results import Results

if TYPE_CHECKING:
    from pathlib import Path

SPEAKERS = tuple(f"actor-{number}" for number in range(40))
QUESTIONS = Questions(SPEAKERS, date(2020, 1, 1), date(2025, 12, 31))


def turn(case: str, rate: float, **values: Any) -> dict[str, Any]:  # noqa: ANN401 - of any key
    """A figure as a turn makes it."""
    about = {"part": "turns", "database": "sqlite", "statements": 1000, "workers": 1}
    taken = {"requests": 10, "errors": 0, "held": [80], "bytes": 5000, "rss": 100.0, "pss": 90.0}
    times = {"p50": 2.0, "p99": 9.0, "work_ms": 1.5, "round": 1, "connections": 8, "machine": 0}
    return about | taken | times | {"case": case, "rate": rate} | values


def test_a_share_of_the_times_is_the_time_within_which_that_many_came() -> None:
    times = [number / 1000 for number in range(100, 0, -1)]
    assert share(times, 0.5) == pytest.approx(51)
    assert share(times, 0.99) == pytest.approx(100)
    assert share([0.003], 0.99) == pytest.approx(3)
    assert share([], 0.5) == 0


@pytest.mark.parametrize(
    ("status", "body", "wrong"),
    [
        (200, b"all of it</html>\n", 0),
        (500, b"all of it</html>\n", 1),
        (302, b"all of it</html>\n", 1),
        (200, b"</html>", 1),
        (200, b"all of it, but cut off", 1),
    ],
)
def test_what_is_not_200_or_not_whole_is_wrong(status: int, body: bytes, wrong: int) -> None:
    tally = Tally(smallest=10, ending=b"</html>")
    tally.add(status, body, 0.1, "/compare")
    assert tally.wrong == wrong


def test_a_summary_is_the_middle_round_with_the_range() -> None:
    rounds = [{"rate": rate} for rate in (310.0, 1234.0, 290.0)]
    assert str(Summary.of(rounds, "rate")) == "310 (290–1,234)"
    assert str(Summary.of(rounds[:1], "rate")) == "310"
    assert Summary.of([{"rate": None}], "rate") is None
    assert (number(0.126), number(12.34), number(99_999.6)) == ("0.13", "12.3", "100,000")


def test_a_table_has_as_many_columns_in_each_row() -> None:
    made = table(["What", "a", "b"], [["x", "1", "2"], ["y", "3", "4"]]).splitlines()
    assert made[0] == "| What | a | b |"
    assert {line.count("|") for line in made} == {4}


def test_results_go_on_where_they_stopped(tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    first = Results.read(file)
    machine = first.on({"cores": 2})
    first.add(turn("page, same", 100.0, machine=machine))
    again = Results.read(file)
    key = {"part": "turns", "database": "sqlite", "statements": 1000, "workers": 1}
    key |= {"case": "page, same", "connections": 8}
    assert again.has(**key, round=1)
    assert not again.has(**key, round=2)
    assert again.on({"cores": 2}) == machine
    again.add(turn("page, same", 200.0))
    assert [one["rate"] for one in Results.read(file).figures] == [200.0]
    again.drop(part="turns")
    assert not again.figures


def test_the_page_is_filled_and_its_text_is_kept(tmp_path: Path) -> None:
    page = PAGE.read_text("utf-8")
    results = Results(tmp_path / "results.json")
    results.on(
        {"processor": "a", "cores": 2, "memory_gb": 8, "kernel": "6", "python": "3", "sqlite": "3"}
        | {"ours": {"fastapi": "1"}, "peers": {"datasette": "0"}, "client": "wrk", "commit": "f"}
    )
    for case, rate in (("page, same", 900.0), ("datasette, same", 50.0), ("bare, same", 300.0)):
        for connections in (8, 64):
            results.add(turn(case, rate, connections=connections))
    pictures = plots(results)
    made = filled(page, results, list(pictures))
    assert "18.0 × at 8, 18.0 × at 64 | yes" in made
    assert "3.00 × at 8, 3.00 × at 64 | yes" in made
    assert "](performance/rates-sqlite-1000.svg)" in made
    blocks = re.compile(r"(<!-- (\w+) -->\n).*?(<!-- /\2 -->)", re.DOTALL)
    assert blocks.sub(r"\1\3", made) == blocks.sub(r"\1\3", page)
    assert filled(made, results, list(pictures)) == made
    with pytest.raises(ValueError, match="no place"):
        filled("# Nothing", results, [])


def test_the_fastest_form_of_a_peer_is_what_we_are_held_to(tmp_path: Path) -> None:
    results = Results(tmp_path / "results.json")
    for case, rate in (("page, same", 300.0), ("bare, same", 200.0), ("bare, others", 400.0)):
        results.add(turn(case, rate))
    assert "0.75 × at 8 | no" in filled(PAGE.read_text("utf-8"), results, [])


def test_a_plot_is_a_picture_with_its_figures_in_words() -> None:
    rate = Summary(310.0, 290.0, 330.0, 5)
    drawn = ET.fromstring(bar_chart("A <title>", [("ours", rate, False)]))  # noqa: S314 - ours
    words = "".join(drawn.itertext())
    assert "A <title>" in words
    assert "ours: 310" in words


def test_other_questions_never_come_twice_and_span_two_years() -> None:
    case = CASES["page, others"]
    asked = [*case.paths(QUESTIONS, "1", 2000), *case.paths(QUESTIONS, "2", 2000)]
    assert len(set(asked)) == len(asked)
    for question in islice(QUESTIONS.others("x"), 50):
        assert (question.last - question.first).days == 730
        assert QUESTIONS.first <= question.first <= question.last <= QUESTIONS.last
        assert len(set(question.speakers)) == 4


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_the_peers_are_asked_by_the_names_in_their_addresses(dialect: str) -> None:
    names = set(re.findall(r"(?<!:):(\w+)", statement(dialect)))
    address = CASES["bare, same"].address(QUESTIONS.same())
    assert names == set(re.findall(r"[?&](\w+)=", address))
