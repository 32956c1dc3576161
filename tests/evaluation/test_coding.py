"""Codings of bare statements set side by side."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from app.cli import evaluate, main
from app.errors import InvalidDefinition
from app.evaluation import Shown
from app.evaluation.coding import Code, as_json, as_text, compare, load_rows
from app.evaluation.coding.alpha import alpha
from app.evaluation.coding.rows import Label
from tests.extraction.parsers import parser

if TYPE_CHECKING:
    from pathlib import Path


def row(identifier: str, **fields: object) -> dict[str, Any]:
    return {
        "id": identifier,
        "issue": "troops",
        "issue_text": "Foreign troops should be deployed in Varvia",
        "statement": "We reject the deployment of foreign troops in Varvia.",
        "speaker": "Ada Moreau",
        "on_issue": True,
        "stance": "opposes",
        "scope": "general",
        "holder": "speaker",
        **fields,
    }


def written(folder: Path, *rows: dict[str, Any], name: str = "coded.jsonl") -> Path:
    path = folder / name
    path.write_text("\n".join(json.dumps(each) for each in rows), "utf-8")
    return path


def test_figures_of_a_coding(tmp_path: Path) -> None:
    rows = load_rows(
        written(
            tmp_path,
            row("1"),
            row("2", stance="supports"),
            row("3", stance="supports", holder="The Premier"),
            row("4", on_issue=False, stance=None),
            row("5", stance="noncommittal"),
        )
    )
    found = compare(
        rows,
        [
            Code(Label.OPPOSES, "general", "speaker"),
            Code(Label.OPPOSES, "own", "speaker"),  # an inversion
            Code(Label.SUPPORTS, "general", "premier", review=True),
            Code(Label.SUPPORTS, "general", "speaker"),
            Code(Label.OFF),
        ],
    )
    by_stance = {stance: figures.f1 for stance, figures in found.by_stance}
    assert by_stance == pytest.approx(
        {Label.SUPPORTS: 0.5, Label.OPPOSES: 2 / 3, Label.CONDITIONAL: None, Label.NONCOMMITTAL: 0}
    )
    assert found.macro_f1 == pytest.approx((0.5 + 2 / 3 + 0) / 3)  # nobody ever says conditional
    assert (found.topic.precision.right, found.topic.precision.of) == (3, 4)
    assert (found.inversions.right, found.inversions.of) == (1, 4)
    assert (found.holder.right, found.scope.right) == (3, 2)
    assert (found.decided.right, found.decided.of) == (1, 4)
    assert (found.stances_covered.right, found.stances_covered.of) == (2, 4)
    assert found.confusion[Label.NONCOMMITTAL, Label.OFF] == 1


def test_a_stance_with_the_wrong_holder_is_wrong(tmp_path: Path) -> None:
    rows = load_rows(written(tmp_path, row("1", holder="the Premier")))
    found = compare(rows, [Code(Label.OPPOSES, "general", "speaker")])
    assert found.decided.right == 0
    assert "1 holder speaker for the Premier" in as_text(found, Shown.ERRORS)


def test_withheld_figures_hold_no_statement(tmp_path: Path) -> None:
    rows = load_rows(written(tmp_path, row("1")))
    found = compare(rows, [Code(Label.OFF)])
    assert "reject" not in as_text(found, Shown.NONE) + json.dumps(as_json(found, Shown.NONE))
    assert "reject" in as_text(found, Shown.ERRORS)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("[]", "line 2: this is not a JSON object"),
        ("{", "line 2: this is not JSON"),
        (json.dumps(row("1")), "gives the id 1 twice"),
        (json.dumps(row("2", stance="maybe")), "line 2: the field 'stance' must name a stance"),
        (json.dumps(row("2", on_issue=1)), "line 2: the field 'on_issue' must be true or false"),
        (json.dumps(row("2", statement=" ")), "line 2: the field 'statement' must be a text"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "coded.jsonl"
    path.write_text(json.dumps(row("1")) + "\n" + line, "utf-8")
    with pytest.raises(InvalidDefinition, match=reason.replace("(", r"\(")):
        load_rows(path)


def test_alpha_of_a_worked_example() -> None:
    # Krippendorff, "Computing Krippendorff's alpha-reliability" (2011), example C: four observers,
    # twelve units, missing values; nominal alpha 0.743.
    observers = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    ]
    assert alpha(list(zip(*observers, strict=True))) == pytest.approx(0.743, abs=0.0005)


def test_alpha_of_one_value_alone_is_not_defined() -> None:
    assert alpha([("a", "a"), ("a", "a")]) is None
    assert alpha([("a", None)]) is None
    assert alpha([("a", "a"), ("b", "b")]) == 1
    value = alpha([("a", "b"), ("b", "a")])
    assert value is not None
    assert value < 0


def test_the_command_compares_the_machine_and_a_second_coder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = parser()
    monkeypatch.setattr(evaluate, "Parser", lambda _model: found)
    monkeypatch.chdir(tmp_path)
    path = written(tmp_path, row("1"), row("2", on_issue=False, stance=None, statement="Hello."))
    document = json.loads(
        CliRunner().invoke(main, ["evaluate", "--stance", str(path), "--json"]).stdout
    )
    assert document["confusion"]["opposes"]["opposes"] == 1
    assert document["confusion"]["off the issue"]["off the issue"] == 1
    other = written(
        tmp_path,
        row("2", on_issue=False, stance=None),
        row("1", stance="supports"),
        name="other.jsonl",
    )
    arguments = ["evaluate", "--stance", str(path), "--coding", str(other)]
    text = CliRunner().invoke(main, arguments).stdout
    assert (
        "1.00 (1 of 1)"
        in text.splitlines()[
            next(i for i, line in enumerate(text.splitlines()) if line.startswith("Inversions"))
        ]
    )
    assert CliRunner().invoke(main, ["evaluate", str(path), "--coding", str(other)]).exit_code == 2


def test_a_second_coding_must_have_every_row(tmp_path: Path) -> None:
    path = written(tmp_path, row("1"), row("2"))
    other = written(tmp_path, row("1"), name="other.jsonl")
    result = CliRunner().invoke(main, ["evaluate", "--stance", str(path), "--coding", str(other)])
    assert result.exit_code != 0
    assert "has no row 2" in result.output


def test_rows_of_a_blind_file_are_withheld(tmp_path: Path) -> None:
    path = written(tmp_path, row("1"), name="positions_blind.jsonl")
    other = written(tmp_path, row("1", stance="supports"), name="other.jsonl")
    result = CliRunner().invoke(main, ["evaluate", "--stance", str(path), "--coding", str(other)])
    assert "Inversions" in result.stdout
    assert "reject" not in result.stdout
