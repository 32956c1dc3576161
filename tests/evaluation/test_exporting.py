"""Reviewed statements go out as gold and come back: what people said is what evaluate reads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from app.cli import evaluate, main
from app.config import resource_folder
from app.db.session import open_engine, sessions
from app.db.store import save, sync_directory
from app.db.store.editing import Correction, PositionDraft, accept, correct, withdraw
from app.db.tables import StatementRow
from app.domain.accounts import By, Interface
from app.domain.positions import Scope, Stance
from app.domain.queries import DEFAULT_ISSUE
from app.evaluation.coding import load_rows
from app.evaluation.coding.rows import Label
from app.evaluation.gold import load_gold
from app.extraction.pipeline import extract
from app.readers.definitions import load_actors, load_issues
from app.readers.text import read_text
from tests.extraction.parsers import parser
from tests.factories import span_of

if TYPE_CHECKING:
    from pathlib import Path

EVA = By(1, "Eva", Interface.WEB)
SEED = resource_folder("seeds") / "articles" / "000_bcc60c730f68720a.txt"


@pytest.fixture
def url(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a database with one seed article, as the machine reads it."""
    found = parser()
    monkeypatch.setattr(evaluate, "Parser", lambda _model: found)
    monkeypatch.chdir(tmp_path)
    engine = open_engine(database_url)
    actors, issues = load_actors(None), load_issues(None)
    with sessions(engine, write=True) as session:
        sync_directory(session, actors, issues)
        save(session, extract(read_text(SEED, max_bytes=100_000), actors, issues, found))
    engine.dispose()
    return database_url


def statements(url: str) -> list[StatementRow]:
    engine = open_engine(url)
    with sessions(engine) as session:
        rows = list(session.scalars(select(StatementRow).order_by(StatementRow.starts_at)))
    engine.dispose()
    return rows


def onrecord(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def accept_all(url: str, *, but: int = 0) -> None:
    rows = statements(url)
    engine = open_engine(url)
    for row in rows[: len(rows) - but]:
        with sessions(engine, write=True) as session:
            accept(session, EVA, row.id)
    engine.dispose()


def test_what_was_accepted_is_all_right_when_it_is_evaluated(url: str, tmp_path: Path) -> None:
    accept_all(url)
    exported = onrecord("gold", "export", tmp_path / "out", "--database", url)
    assert exported.exit_code == 0, exported.output
    number = len(statements(url))
    assert f"gold.json: {number} statements in 1 articles" in exported.output

    report = onrecord("evaluate", tmp_path / "out" / "gold.json", "--json")
    assert report.exit_code == 0, report.output
    figures = json.loads(report.stdout)
    assert figures["overall"]["f1"] == figures["exact"]["f1"] == 1.0
    assert figures["marked"] == number
    gold = load_gold(tmp_path / "out" / "gold.json")
    assert [one.id for one in gold.articles[0].statements] == [row.id for row in statements(url)]
    assert [[[*span] for span in one.content] for one in gold.articles[0].statements] == [
        row.content for row in statements(url)
    ]

    rows = load_rows(tmp_path / "out" / "positions.jsonl")
    assert {row.issue for row in rows} >= {DEFAULT_ISSUE}
    stances = onrecord("evaluate", "--stance", tmp_path / "out" / "positions.jsonl", "--json")
    assert stances.exit_code == 0, stances.output
    assert json.loads(stances.stdout)["statements"] == len(rows)


def test_an_article_that_is_not_reviewed_whole_is_left_out(url: str, tmp_path: Path) -> None:
    accept_all(url, but=1)
    file = tmp_path / "gold.json"
    refused = onrecord("gold", "export", file, "--database", url)
    assert refused.exit_code == 1
    assert "in no article every statement has been reviewed" in refused.output
    assert not file.exists()
    taken = onrecord("gold", "export", file, "--incomplete", "--database", url)
    assert taken.exit_code == 0
    assert len(load_gold(file).articles[0].statements) == len(statements(url)) - 1
    # Positions stand each for itself.
    assert onrecord("gold", "export", tmp_path / "p.jsonl", "--database", url).exit_code == 0
    assert load_rows(tmp_path / "p.jsonl")


def test_corrections_stand_in_the_gold(url: str, tmp_path: Path) -> None:
    accept_all(url)
    rows = statements(url)
    text = SEED.read_text("utf-8")
    engine = open_engine(url)
    with sessions(engine, write=True) as session:
        cut = span_of(text, rows[0].content_text[0][:20])
        correct(
            session,
            EVA,
            rows[0].id,
            Correction(
                actor="vladimir-putin",
                content=(cut,),
                positions=(PositionDraft(DEFAULT_ISSUE, Stance.CONDITIONAL, Scope.OWN),),
            ),
            reason="He.",
        )
        correct(session, EVA, rows[1].id, Correction(positions=()), reason="Not on it.")
        withdraw(session, EVA, rows[2].id, reason="Nobody said it.")
    engine.dispose()
    onrecord("gold", "export", tmp_path / "out", "--database", url)
    (article,) = load_gold(tmp_path / "out" / "gold.json").articles
    first = article.statements[0]
    assert (first.actor, first.content) == ("Vladimir Putin", (cut,))
    assert [(one.holder, one.stance) for one in first.positions] == [
        ("Vladimir Putin", Stance.CONDITIONAL)
    ]
    assert rows[2].id not in {one.id for one in article.statements}
    assert article.forbidden == tuple(words.strip() for words in rows[2].content_text)
    coded = {row.id: row.code for row in load_rows(tmp_path / "out" / "positions.jsonl")}
    assert coded[f"{rows[0].id}-{DEFAULT_ISSUE}"].label is Label.CONDITIONAL
    assert coded[f"{rows[0].id}-{DEFAULT_ISSUE}"].scope == "own"
    assert coded[f"{rows[1].id}-{DEFAULT_ISSUE}"].label is Label.OFF


def test_without_reviews_nothing_is_written(url: str, tmp_path: Path) -> None:
    result = onrecord("gold", "export", tmp_path / "gold.json", "--database", url)
    assert result.exit_code == 1
    assert "Nobody has reviewed a statement yet" in result.output
    unknown = onrecord("gold", "export", tmp_path / "x.json", "--issue", "no", "--database", url)
    assert unknown.exit_code == 1
    assert "There is no issue called 'no'" in unknown.output


def test_a_text_in_the_gold_is_kept_to_the_letter(tmp_path: Path) -> None:
    file = tmp_path / "gold.json"
    document = {
        "issue": "x",
        "documents": [
            {
                "file": "a",
                "text": "\n  She said no. ",
                "statements": [
                    {"id": "1", "kind": "direct", "content": [[12, 14]], "actor": "Ada"}
                ],
            }
        ],
    }
    file.write_text(json.dumps(document), "utf-8")
    (article,) = load_gold(file).articles
    assert article.body == "\n  She said no. "
