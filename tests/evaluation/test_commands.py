"""``onrecord corpus`` and ``onrecord evaluate`` over a folder of marked articles."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from app.cli import evaluate, main
from tests.extraction.parsers import parser

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = """title: A title
manner: wire copy
published: 2031-03-04
statements:
  1: direct | Bo Lind | cue after quotation, full name
  2: direct | Ada Moreau | pronoun
---
{Q1 “We will all go home tonight,”} {S1 Bo Lind} {C1 said} on Tuesday. The minister had arrived in
the town in the morning.

{N Read more: Ten days in Freedonia}

{Q2 “Nobody should ever leave,”} {S2 she} {C2 said}.
"""


@pytest.fixture(autouse=True)
def _one_parser(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = parser()
    monkeypatch.setattr(evaluate, "Parser", lambda _model: found)
    monkeypatch.chdir(tmp_path)


def written(folder: Path, text: str = ARTICLE) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "wire-copy-01.txt").write_text(text, "utf-8")
    return folder


def onrecord(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_the_check_counts_what_is_marked(tmp_path: Path) -> None:
    result = onrecord("corpus", written(tmp_path / "development"))
    assert result.exit_code == 0
    assert "1 articles" in result.stdout
    assert "2 statements, 1 stretches of nobody's words" in result.stdout
    assert "speaker given by: name 1 · pronoun 1" in result.stdout
    assert "cue after quotation 1 · full name 1 · pronoun 1" in result.stdout


def test_the_check_goes_on_after_a_file_that_is_wrong(tmp_path: Path) -> None:
    folder = written(tmp_path / "development")
    (folder / "wrong.txt").write_text(ARTICLE + "}", "utf-8")
    result = onrecord("corpus", folder / "wrong.txt", folder)
    assert result.exit_code == 1
    assert result.stdout.count("wrong.txt, line 14: a brace closes nothing.") == 2
    assert "1 articles" in result.stdout


def test_a_folder_is_scored_and_its_errors_are_listed(tmp_path: Path) -> None:
    result = onrecord("evaluate", written(tmp_path / "development"))
    assert result.exit_code == 0, result.output
    assert "1 articles, 2 marked statements" in result.stdout
    assert "wire-copy-01-2 direct, Ada Moreau (pronoun): “Nobody" in result.stdout
    assert "wire-copy-01-1 " not in result.stdout  # it is right
    everything = onrecord("evaluate", tmp_path / "development", "--verdicts", "all")
    assert "hit   wire-copy-01-1 " in everything.stdout


@pytest.mark.parametrize("name", ["blind", "calibration"])
def test_verdicts_of_a_blind_part_are_withheld(tmp_path: Path, name: str) -> None:
    folder = written(tmp_path / name)
    for arguments in ((), ("--json",), ("--verdicts", "none")):
        result = onrecord("evaluate", folder, *arguments)
        assert result.exit_code == 0
        assert not any(words in result.stdout for words in ("Nobody should", "Moreau", "Lind"))
    assert "withheld" in onrecord("evaluate", folder).stdout
    assert "Nobody should" in onrecord("evaluate", folder, "--verdicts", "errors").stdout


def test_figures_for_programs(tmp_path: Path) -> None:
    folder = written(tmp_path / "development")
    document = json.loads(onrecord("evaluate", folder, "--json", "--verdicts", "none").stdout)
    assert document["quotations"]["recall"]["of"] == 1
    assert document["recall_by_speaker"]["pronoun"]["of"] == 1
    assert "statements" not in document
    assert "positions" not in document


def test_a_folder_that_is_not_well_marked_is_refused(tmp_path: Path) -> None:
    result = onrecord("evaluate", written(tmp_path / "development", ARTICLE + "}"))
    assert result.exit_code == 1
    assert "wire-copy-01.txt, line 14" in result.stderr
