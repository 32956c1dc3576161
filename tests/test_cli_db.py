"""``onrecord db``: what it prints, and that pages answer the same from a copy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from app.cli import main
from app.config import Settings
from app.db.session import open_engine, writing
from app.main import create_app
from tests.db.filled import fill
from tests.web.asking import TestClient

if TYPE_CHECKING:
    from pathlib import Path

PAGES = (
    "/compare.json",
    "/compare.json?actor=actor-number-0,actor-number-1&from=2024-01-01&to=2025-12-31",
    "/compare.json?q=troops+ceasefire",
    "/compare.csv",
    "/actors",
    "/compare",
    "/actors/ilse-brandt",
)


@pytest.fixture
def library(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path}/library.db"
    engine = open_engine(url)
    fill(engine, 160)
    engine.dispose()
    return url


def onrecord(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert "Traceback" not in result.output
    return result


def answers(url: str) -> list[tuple[int, str]]:
    """What pages answer, without the moment at which they do."""
    with TestClient(create_app(Settings(database_url=url)), follow_redirects=False) as client:
        got = [client.get(page) for page in PAGES]
    return [(one.status_code, re.sub(r"\d\d:\d\d:\d\d[.\d]*", "", one.text)) for one in got]


def test_pages_answer_the_same_from_a_copy(library: str, empty_url: str, tmp_path: Path) -> None:
    target = empty_url.replace("/onrecord.db", "/copy.db")
    copied = onrecord("db", "copy", library, target)
    assert copied.exit_code == 0, copied.output
    assert re.search(r"^statement +1\d\d  [0-9a-f]{12}$", copied.stdout, re.MULTILINE)
    assert re.search(r"Both hold the same [\d,]+ rows in \d+ tables\.\n$", copied.stdout)
    before = answers(library)
    assert [status for status, _ in before] == [200] * len(PAGES)
    assert answers(target) == before

    verified = onrecord("db", "verify", library, target)
    assert verified.exit_code == 0
    engine = open_engine(target)
    with writing(engine) as connection:
        connection.execute(text("DELETE FROM coding WHERE coder = 1"))
    engine.dispose()
    differing = onrecord("db", "verify", library, target)
    assert differing.exit_code == 1
    assert re.search(
        r"^coding +1  \w{12}  DIFFERS: 0 rows, \w{12}$", differing.stdout, re.MULTILINE
    )
    assert "do not hold the same" in differing.stderr

    again = onrecord("db", "copy", library, target)
    assert (again.exit_code, again.stdout) == (2, "")
    assert "name an empty database" in again.stderr


def test_wrong_usage_is_told_and_makes_no_file(tmp_path: Path) -> None:
    none = onrecord("db", "copy", f"sqlite:///{tmp_path}/a.db", f"sqlite:///{tmp_path}/b.db")
    assert none.exit_code == 2
    assert none.stderr == f"There is no database {tmp_path}/a.db.\n"
    assert onrecord("db", "copy", "one").exit_code == 2
    assert list(tmp_path.iterdir()) == []
