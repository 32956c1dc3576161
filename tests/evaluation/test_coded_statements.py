"""The coded statements that the project ships are of the form that they say they are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.evaluation.coding import load_rows
from app.evaluation.coding.rows import Label

ROOT = Path(__file__).resolve().parent.parent.parent
FILES = sorted([*ROOT.glob("corpus/positions/*.jsonl"), *ROOT.glob("tests/gold/*.jsonl")])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_rows_can_be_read_and_their_words_stand_in_the_statement(path: Path) -> None:
    rows = load_rows(path)
    assert Label.UNDETERMINED not in {row.code.label for row in rows}  # only ever a machine's
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        words = [*row.get("evidence", ()), row.get("condition_text") or ""]
        # Compared as a truth value, so that a failure shows no statement of a blind file.
        assert all(each in row["statement"] for each in words), row["id"]


def test_no_statement_stands_in_two_files() -> None:
    places: dict[str, str] = {}
    for path in FILES:
        for row in load_rows(path):
            found = places.setdefault(" ".join(row.statement.casefold().split()), path.name)
            assert found == path.name, f"{row.id} of {path.name} stands in {found} too"
