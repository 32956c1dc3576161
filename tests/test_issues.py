"""``onrecord issues`` and the pages, with the shipped issues over the shipped articles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from app.cli import issues as issues_command
from app.cli import jobs, main
from app.config import Settings
from app.main import create_app
from tests.extraction.parsers import parser
from tests.web.asking import TestClient

if TYPE_CHECKING:
    from tests.databases import Databases

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "seeds" / "issues"
NATO = "ukraine-nato-membership"


@pytest.fixture(scope="module")
def database(databases: Databases) -> str:
    """The shipped articles, ingested once for all tests of this file."""
    return databases.filled(ingest)


def ingest(url: str) -> None:
    patch = pytest.MonkeyPatch()
    patch.setattr(jobs, "Parser", lambda _model: parser())
    result = CliRunner().invoke(
        main, ["ingest", str(ROOT / "seeds" / "articles"), "--database", url, "--quiet"]
    )
    patch.undo()
    assert result.exit_code == 0, result.output


@pytest.fixture(autouse=True)
def _one_parser(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(issues_command, "Parser", lambda _model: parser())
    monkeypatch.chdir(tmp_path)


def onrecord(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["issues", *map(str, arguments)])


def test_the_list_counts_what_is_stored(database: str) -> None:
    result = onrecord("list", "--database", database)
    assert result.exit_code == 0
    slugs = [line.split()[0] for line in result.stdout.splitlines() if line[:1] != " "]
    assert slugs == sorted(file.stem for file in SHIPPED.iterdir())
    assert "foreign-troops-ukraine" in result.stdout
    assert "shown first" in result.stdout


def test_without_a_database_none_is_made(tmp_path: Path) -> None:
    assert "not stored yet" in onrecord("list").stdout
    result = onrecord("check", SHIPPED / f"{NATO}.yaml")
    assert "run 'onrecord ingest' first" in result.stdout
    assert result.exit_code == 0
    assert list(tmp_path.iterdir()) == []


def test_checking_shows_what_would_be_caught(database: str) -> None:
    result = onrecord("check", SHIPPED / f"{NATO}.yaml", "--database", database, "--sample", 1)
    assert result.exit_code == 0
    assert "nothing wrong" in result.stdout
    assert "in 5 articles: " in result.stdout
    assert result.stdout.count("\n  - ") == 1
    assert "In no stored article, of 'things'" in result.stdout
    assert "33rd member" in result.stdout


def test_words_that_catch_nothing_or_everything_are_told(database: str, tmp_path: Path) -> None:
    (tmp_path / "none.yaml").write_text("slug: a\nproposition: B.\nthings: [zeppelin]\n")
    result = onrecord("check", tmp_path / "none.yaml", "--database", database)
    assert "it catches nothing" in result.stdout
    assert "'things': zeppelin" in result.stdout
    (tmp_path / "all.yaml").write_text("slug: a\nproposition: B.\nthings: [the, zeppelin]\n")
    result = onrecord("check", tmp_path / "all.yaml", "--database", database)
    assert "more than half of all statements: the." in result.stdout


def test_a_definition_that_cannot_be_used_is_told_in_full(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("slug: A B\nthings: x\n")
    result = onrecord("check", tmp_path / "bad.yaml")
    assert result.exit_code == 1
    assert "bad.yaml:1: 'slug' must be" in result.stderr
    assert "bad.yaml:2: 'things' must be a list" in result.stderr
    assert "'proposition' is missing" in result.stderr


@pytest.mark.parametrize("slug", sorted(file.stem for file in SHIPPED.iterdir()))
def test_every_page_and_export_is_there_for_every_issue(database: str, slug: str) -> None:
    client = TestClient(create_app(Settings(database_url=database)))
    for path in ("/", "/compare", "/actors", "/articles", "/actors/vladimir-putin"):
        page = client.get(f"{path}?issue={slug}")
        assert page.status_code == 200
        other = "foreign-troops-ukraine" if path != "/" else "unknown"
        assert slug == other or f"issue={slug}" in page.text or path == "/"
    for path in ("/index", "/compare", "/actors", "/articles", "/actors/vladimir-putin"):
        for kind in ("json", "csv"):
            assert client.get(f"{path}.{kind}?issue={slug}").status_code == 200
    assert client.get("/actors?issue=no-such-issue").status_code == 404


def test_the_first_page_leads_to_every_other_issue(database: str) -> None:
    client = TestClient(create_app(Settings(database_url=database)))
    page = client.get("/").text
    others = {file.stem for file in SHIPPED.iterdir()} - {"foreign-troops-ukraine"}
    assert all(f'href="/?issue={slug}"' in page for slug in others)
    assert "Foreign troops in Ukraine" in page.partition("</h1>")[0]


def test_a_statement_on_another_issue_is_shown_for_it(database: str) -> None:
    client = TestClient(create_app(Settings(database_url=database)))

    def on(slug: str) -> set[str]:
        found = client.get(f"/index.json?issue={slug}").json()
        return {one["id"] for one in (*found["statements"], *found["undated"])}

    default = on("foreign-troops-ukraine")
    slugs = sorted({file.stem for file in SHIPPED.iterdir()} - {"foreign-troops-ukraine"})
    alone = [(slug, each) for slug in slugs for each in sorted(on(slug) - default)]
    assert alone
    slug, identifier = alone[0]
    page = client.get(f"/statements/{identifier}").text
    assert f"issue={slug}" in page
    assert "Foreign troops should be deployed" not in page
