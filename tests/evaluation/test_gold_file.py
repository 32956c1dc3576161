from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from app.domain.articles import Article
from app.domain.positions import Stance
from app.domain.spans import Span
from app.errors import InvalidDefinition
from app.evaluation import article_for, load_gold
from app.evaluation.gold import GoldPosition
from tests.evaluation.small import TEXT

if TYPE_CHECKING:
    from pathlib import Path

FORM: dict[str, Any] = {
    "issue": "foreign-troops-ukraine",
    "documents": [
        {
            "file": "a.txt",
            "published": "2025-02",
            "published_basis": "inferred: a guess",
            "statements": [
                {
                    "id": "1",
                    "kind": "direct",
                    "content": [[0, 25]],
                    "source_text": None,
                    "actor": "Ada Moreau",
                    "note": "fields for people are let be",
                    "positions": [{"holder": "x", "asserted_by": None, "stance": "opposes"}],
                }
            ],
            "not_statements": ["Read more"],
        }
    ],
}


def written(folder: Path, content: object) -> Path:
    path = folder / "gold.json"
    path.write_text(json.dumps(content), "utf-8")
    return path


def changed(where: list[str | int], value: object) -> dict[str, Any]:
    content: Any = json.loads(json.dumps(FORM))
    inner = content
    for step in where[:-1]:
        inner = inner[step]
    inner[where[-1]] = value
    return content  # type: ignore[no-any-return]


def test_a_gold_file_and_its_article_beside_it(tmp_path: Path) -> None:
    of = load_gold(written(tmp_path, FORM))
    (article,) = of.articles
    assert article.statements[0].content == (Span(0, 25),)
    assert article.statements[0].positions == (GoldPosition("x", None, Stance.OPPOSES),)
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    read = article_for(of, article, None, 10_000)
    assert isinstance(read, Article)
    assert (read.body, read.published.edtf, read.published.guessed) == (TEXT, "2025-02", True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a.txt").write_text(TEXT + " More.", "utf-8")
    assert article_for(of, article, elsewhere, 10_000).body.endswith("More.")


def test_an_article_that_is_another_text_is_refused(tmp_path: Path) -> None:
    of = load_gold(written(tmp_path, FORM))
    with pytest.raises(InvalidDefinition, match=r"a\.txt is in none of .*--articles"):
        article_for(of, of.articles[0], None, 10_000)
    for text, reason in (("Too short.", "1 ends after the end"), ("Long " * 9, "is not in a.txt")):
        (tmp_path / "a.txt").write_text(text, "utf-8")
        with pytest.raises(InvalidDefinition, match=reason):
            article_for(of, of.articles[0], None, 10_000)


STATEMENT: list[str | int] = ["documents", 0, "statements", 0]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ([], "top level"),
        (changed(["documents"], []), "'documents' must list"),
        (changed(["documents"], {}), "'documents' must be a list"),
        (changed(["issue"], None), "'issue' is missing"),
        (changed([*STATEMENT, "kind"], "free"), "statements 1: 'kind' must be one of"),
        (changed([*STATEMENT, "kind"], None), "'kind' is missing"),
        (changed([*STATEMENT, "content"], []), "'content' must be a list"),
        (changed([*STATEMENT, "content"], [[3, 3]]), "'content' must be a list"),
        (changed([*STATEMENT, "content"], [[5, 9], [0, 4]]), "'content' must be a list"),
        (changed([*STATEMENT, "content"], [[0, 1.5]]), "'content' must be a list"),
        (changed([*STATEMENT, "content"], [["a"]]), "'content' must be a list"),
        (changed([*STATEMENT, "positions", 0, "stance"], None), "'stance' is missing"),
        (changed(["documents", 0, "published"], "2025-02-30"), "'published' must be an EDTF date"),
    ],
)
def test_a_gold_file_that_is_not_of_its_form(tmp_path: Path, content: object, reason: str) -> None:
    with pytest.raises(InvalidDefinition, match=reason):
        load_gold(written(tmp_path, content))


@pytest.mark.parametrize("data", [b"{", b"\xff\xfe", b"[" * 100_000])
def test_a_gold_file_that_is_no_json(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "gold.json"
    path.write_bytes(data)
    with pytest.raises(InvalidDefinition, match=r"gold\.json is not"):
        load_gold(path)
    with pytest.raises(InvalidDefinition, match="cannot be read"):
        load_gold(tmp_path / "none.json")
