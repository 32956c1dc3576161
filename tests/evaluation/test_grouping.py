"""Groups against marked articles: the figures, by hand on a small set, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from click.testing import CliRunner

from app.cli import main
from app.errors import InvalidDefinition
from app.evaluation import Shown, grouping

if TYPE_CHECKING:
    from pathlib import Path

NO_TROOPS = "“We will not send a single soldier to the eastern front this year,”"
CUT = "“We will not send a single soldier”"
HARBOUR = "“The harbour opens on Friday whatever the unions say,”"


def article(*statements: tuple[str, str], published: str = "2031-03-04") -> dict[str, object]:
    """An article by Ada Moreau: words and the key of the utterance of each statement."""
    return {
        "outlet": "Harbour Post",
        "published": published,
        "text": " ".join(words for words, _ in statements),
        "statements": [
            {
                "words": [words],
                "speaker": "Ada Moreau",
                "kind": "direct",
                "said_on": published,
                "utterance": key,
                "printed": "first",
            }
            for words, key in statements
        ],
    }


def folder(at: Path, *articles: dict[str, object], **differences: list[str]) -> Path:
    for number, one in enumerate(articles):
        (at / f"{number:02}.yaml").write_text(yaml.safe_dump(one), encoding="utf-8")
    (at / "utterances.yaml").write_text(yaml.safe_dump(differences), encoding="utf-8")
    return at


def test_right_groups_have_full_figures(tmp_path: Path) -> None:
    path = folder(tmp_path, article((NO_TROOPS, "a"), (HARBOUR, "b")), article((CUT, "a")))
    found = grouping.compare(grouping.load_reports(path))
    assert (found.precision, found.recall, found.f1) == (1, 1, 1)
    assert (found.reports, found.utterances, found.several) == (3, 2, 1)
    assert not found.wrong
    assert not found.missed


def test_b_cubed_counts_for_each_report(tmp_path: Path) -> None:
    # The program puts the first two together, the marks the first and the third: of the three
    # reports one group of two is half right, and the third is alone where it should not be.
    path = folder(tmp_path, article((NO_TROOPS, "a")), article((CUT, "b")), article((HARBOUR, "a")))
    found = grouping.compare(grouping.load_reports(path))
    assert found.precision == pytest.approx((0.5 + 0.5 + 1) / 3)
    assert found.recall == pytest.approx((0.5 + 1 + 0.5) / 3)
    assert [(one.utterance, other.utterance) for one, other in found.wrong] == [("a", "b")]
    assert [(one.file, other.file) for one, other in found.missed] == [("00.yaml", "02.yaml")]
    assert (found.joined.right, found.joined.of) == (0, 1)


def test_pairs_of_two_days_are_counted_apart(tmp_path: Path) -> None:
    path = folder(
        tmp_path, article((NO_TROOPS, "a")), article((NO_TROOPS, "b"), published="2031-03-09")
    )
    found = grouping.compare(grouping.load_reports(path))
    assert (found.days_apart.right, found.days_apart.of) == (1, 1)


def test_text_of_a_blind_part_holds_figures_only(tmp_path: Path) -> None:
    blind = tmp_path / "blind"
    blind.mkdir()
    folder(blind, article((NO_TROOPS, "a")), article((HARBOUR, "a")))
    shown = CliRunner().invoke(main, ["evaluate", str(blind), "--utterances"])
    assert shown.exit_code == 0
    assert "B-cubed" in shown.output
    assert "harbour" not in shown.output
    told = grouping.as_text(grouping.compare(grouping.load_reports(blind)), Shown.ERRORS)
    assert "harbour" in told


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"text": "Nothing of it."}, "does not have"),
        ({"published": "yesterday"}, "not a date"),
        ({"statements": [{"words": ["Nothing"]}]}, "."),
    ],
)
def test_a_file_of_another_form_is_refused(
    tmp_path: Path, change: dict[str, object], reason: str
) -> None:
    path = folder(tmp_path, article((NO_TROOPS, "a")) | change)
    with pytest.raises(InvalidDefinition, match=reason):
        grouping.load_reports(path)


def test_a_difference_of_no_utterance_is_refused(tmp_path: Path) -> None:
    path = folder(tmp_path, article((NO_TROOPS, "a")), other=["condition"])
    with pytest.raises(InvalidDefinition, match="other"):
        grouping.load_reports(path)
