"""The gold gate: the floors under which the extractor may not fall.

The floors stand in tests/gold/floors.yaml, one table for each part: the five seed articles, and
the parts of the marked corpus. They were set on the data whose hash stands beside them; whoever
changes the data measures again (``onrecord evaluate``) and says so there. A message about the
blind part gives figures, never a text.
"""

from __future__ import annotations

from functools import reduce
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from app.evaluation import (
    Shown,
    article_for,
    as_json,
    as_text,
    coding,
    grouping,
    load_corpus,
    load_gold,
    score,
)
from app.extraction.judging import Judge
from app.extraction.pipeline import extract
from app.readers.definitions import load_actors, load_issues
from tests.extraction.parsers import parser

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.evaluation import Evaluation

ROOT = Path(__file__).parent.parent
TABLE: Mapping[str, Any] = yaml.safe_load((ROOT / "tests/gold/floors.yaml").read_text("utf-8"))
PARTS = [name for name, part in TABLE.items() if part["sha256"]]
WITHHELD = {"blind", "calibration"}

# What was measured, by part: figures only, and the listing where it may be read.
_measured: dict[str, tuple[dict[str, Any], str]] = {}


def data_hash(path: Path) -> str:
    """The hash of a gold file, or of a folder's file names and contents in their order."""
    if path.is_file():
        return sha256(path.read_bytes()).hexdigest()
    files = sorted([*path.glob("*.txt"), *path.glob("*.yaml")])
    lines = (f"{file.name} {sha256(file.read_bytes()).hexdigest()}\n" for file in files)
    return sha256("".join(lines).encode()).hexdigest()


def measured(name: str) -> tuple[dict[str, Any], str]:
    """The figures of a part, read once, and what a failure may show of it."""
    if name not in _measured:
        try:
            read = {"statements": statements, "utterances": utterances}
            kind = TABLE[name].get("kind", "articles")
            figures, report = read.get(kind, articles)(ROOT / TABLE[name]["data"], name)
        except Exception as error:
            if name not in WITHHELD:
                raise
            # A traceback of pytest shows the texts that the functions were called with.
            reason = f"{name} cannot be measured ({type(error).__name__})"
            pytest.fail(f"{reason}; see onrecord corpus and onrecord evaluate", pytrace=False)
        _measured[name] = figures, report
    return _measured[name]


def articles(path: Path, name: str) -> tuple[dict[str, Any], str]:
    """The figures of marked articles, and the listing that a failure may show."""
    evaluation = evaluate(path)
    shown = Shown.NONE if name in WITHHELD else Shown.ALL
    return as_json(evaluation, Shown.NONE), as_text(evaluation, shown)


def statements(path: Path, name: str) -> tuple[dict[str, Any], str]:
    """The figures of bare statements with their positions; no row of them is ever shown."""
    rows = coding.load_rows(path)
    judge = Judge({issue.slug: issue for issue in load_issues(None)}, load_actors(None), parser())
    found = [
        coding.Code.of(judge(row.statement, row.context, row.speaker, row.issue, row.issue_text))
        for row in rows
    ]
    comparison = coding.compare(rows, found)
    report = coding.as_text(comparison, Shown.NONE)
    return coding.as_json(comparison, Shown.NONE), f"{name}\n{report}"


def utterances(path: Path, name: str) -> tuple[dict[str, Any], str]:
    """The figures of articles in which is marked what reports one utterance."""
    comparison = grouping.compare(grouping.load_reports(path))
    shown = Shown.NONE if name.startswith("utterances_blind") else Shown.ERRORS
    return grouping.as_json(comparison, Shown.NONE), grouping.as_text(comparison, shown)


def evaluate(path: Path) -> Evaluation:
    gold = load_corpus(path) if path.is_dir() else load_gold(path)
    actors, issues = load_actors(None), load_issues(None) if gold.issue else ()
    found = [
        extract(article_for(gold, marked, None, 2_000_000), actors, issues, parser())
        for marked in gold.articles
    ]
    return score(gold, found, actors)


def figure(figures: Mapping[str, Any], name: str) -> float:
    """A figure by its path in what ``onrecord evaluate --json`` prints: by_kind/direct/f1."""
    value: Any = reduce(lambda inner, key: inner[key], name.split("/"), figures)
    assert isinstance(value, int | float), f"{name} is {value}"
    return value


def bounds(kind: str) -> list[tuple[str, str, float]]:
    return [
        (part, name, bound) for part in PARTS for name, bound in TABLE[part].get(kind, {}).items()
    ]


@pytest.mark.parametrize("part", PARTS)
def test_the_data_is_what_the_floors_were_set_on(part: str) -> None:
    assert data_hash(ROOT / TABLE[part]["data"]) == TABLE[part]["sha256"]


@pytest.mark.parametrize(("part", "name", "floor"), bounds("floors"))
def test_no_figure_falls_under_its_floor(part: str, name: str, floor: float) -> None:
    figures, report = measured(part)
    found = figure(figures, name)
    assert found >= floor, f"{part}: {name} is {found}, its floor {floor}\n{report}"


@pytest.mark.parametrize(("part", "name", "ceiling"), bounds("ceilings"))
def test_no_figure_rises_over_its_ceiling(part: str, name: str, ceiling: float) -> None:
    figures, report = measured(part)
    found = figure(figures, name)
    assert found <= ceiling, f"{part}: {name} is {found}, its ceiling {ceiling}\n{report}"


def test_all_marked_statements_of_the_seeds_are_listed() -> None:
    figures, report = measured("seeds")
    assert figures["marked"] == 61
    gold = load_gold(ROOT / TABLE["seeds"]["data"])
    for marked in (statement for article in gold.articles for statement in article.statements):
        assert f"  hit   {marked.id} " in report or f"  miss  {marked.id} " in report


@pytest.mark.parametrize("part", sorted(WITHHELD & set(TABLE)))
def test_nothing_of_a_blind_part_is_shown(part: str) -> None:
    if part not in PARTS:
        pytest.skip(f"no floors are set for the part {part} yet")
    report = measured(part)[1]
    gold = load_corpus(ROOT / TABLE[part]["data"])
    # Compared as a number, so that not even a failure of this test shows a text.
    actors = {marked.actor for article in gold.articles for marked in article.statements}
    assert sum(actor in report for actor in actors if len(actor.split()) > 1) == 0
