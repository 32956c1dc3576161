"""The three examples of docs/api.md run as they stand there, against a server of their own."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
import urllib.request
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from app.views.api import SITE
from app.web.api.room import example
from tests.rscript import executable
from tests.server import free_port, running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.config import Settings
    from tests.web.asking import TestClient

DOCS = Path(__file__).resolve().parents[3] / "docs"
LANGUAGES = {"sh": "example.sh", "python": "example.py", "r": "example.R"}


def in_docs(language: str) -> str:
    found = re.findall(
        rf"^```{language}\n(.*?)^```", (DOCS / "api.md").read_text(), re.MULTILINE | re.DOTALL
    )
    assert len(found) == 1
    return str(found[0])


@pytest.fixture(scope="module")
def site(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the small database."""
    folder = tmp_path_factory.mktemp("served")
    port = free_port()
    environment = {
        "ONRECORD_DATABASE_URL": settings.database_url,
        "ONRECORD_ACTORS_FILE": str(settings.actors_file),
    }
    arguments = ("serve", "--port", str(port))
    with running(arguments, port, folder, environment=environment) as address:
        yield address


def run(command: tuple[str, ...], code: str, site: str, folder: Path) -> str:
    """What an example prints, run by itself in an empty folder."""
    assert SITE in code
    file = folder / "example"
    file.write_text(code.replace(SITE, site))
    done = subprocess.run(
        (*command, str(file)), cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr, done.stderr
    return done.stdout


def fetch(address: str) -> dict[str, Any]:
    with urllib.request.urlopen(address) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_docs_and_page_show_one_example(client: TestClient, language: str) -> None:
    code = in_docs(language)
    assert code == example(LANGUAGES[language])
    assert code.replace(SITE, "http://testserver").strip() in unescape(client.get("/api").text)


def test_curl_fetches_once_and_then_only_what_changed(site: str, tmp_path: Path) -> None:
    bash = shutil.which("bash") or "sh"
    printed = run((bash, "-eu"), in_docs("sh"), site, tmp_path)
    assert printed == "304\n"
    fetched = json.loads((tmp_path / "overview.json").read_text())
    whole = fetch(f"{site}/api/v1/overview?from=2025&to=2025")
    assert fetched | {"retrieved_at": ""} == whole | {"retrieved_at": ""}
    assert fetched["actors"]


def test_python_writes_all_positions(site: str, tmp_path: Path) -> None:
    printed = run((sys.executable, "-I", "-W", "error"), in_docs("python"), site, tmp_path)
    rows = list(csv.DictReader(io.StringIO(printed)))
    whole = fetch(f"{site}/compare.json?stance=supports,opposes")
    said = {one["utterance"]: one for one in whole["statements"] + whole["undated"]}
    assert len(rows) == sum(len(one["positions"]) for one in said.values()) >= 4
    assert {row["stance"] for row in rows} == {"supports", "opposes"}
    claims = [row for row in rows if row["told by"]]
    assert [(row["whose position"], row["told by"]) for row in claims] == [
        ("Ada Moreau", "Bo Lindqvist")
    ]
    assert claims[0]["said on"] == "2025-02-11?"  # guessed
    assert {row["permalink"] for row in rows} <= {
        one["url"] for one in whole["statements"] + whole["undated"]
    }


def test_r_counts_months_and_stances(site: str, tmp_path: Path) -> None:
    try:
        rscript = executable()
    except RuntimeError as missing:
        pytest.skip(str(missing))
    printed = run((rscript, "--vanilla"), in_docs("r"), site, tmp_path)
    overview = fetch(f"{site}/api/v1/overview")
    head = f"{overview['utterance_count']} statements of {overview['actor_count']} actors"
    assert printed.startswith(head)
    counted = {
        (month["month"], month["stance"]): month["certain"] + month["uncertain"]
        for actor in overview["actors"]
        for month in actor["months"]
    }
    assert counted
    for month, _ in counted:
        assert re.search(rf"^\s*{month}\b", printed, re.MULTILINE)
    for actor in overview["actors"]:
        if actor["months"]:
            assert actor["name"] in printed
