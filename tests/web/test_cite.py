"""Citations of statements, utterances, comparisons and snapshots, as pages and as files."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from html import unescape
from typing import TYPE_CHECKING

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from csl_reference import Reference

from app.db.session import open_engine, sessions
from app.db.store import editing
from app.domain.accounts import By, Interface
from tests.web.editors import words_of
from tests.web.test_pages import Reader
from tests.web.test_snapshots import frozen

if TYPE_CHECKING:
    from typing import Any

    from app.config import Settings
    from tests.web.asking import TestClient

CHOICE = "actor=ada-moreau&from=2025-02-01"


def cited(client: TestClient, address: str) -> tuple[list[dict[str, Any]], Any, Any]:
    """The three files, read by what else reads them."""
    files = [client.get(address.replace("cite", f"cite.{form}")) for form in ("json", "ris", "bib")]
    assert [one.status_code for one in files] == [200, 200, 200]
    items = files[0].json()
    for item in items:
        Reference.model_validate(item)
    library = parse_string(files[2].text)
    assert not library.failed_blocks
    return items, rispy.loads(files[1].text), library.entries


@pytest.fixture
def pages(client: TestClient, ids: dict[str, str]) -> list[str]:
    utterance = client.get(f"/statements/{ids['“No troops w']}.json").json()["statement"]
    return [
        *(f"/statements/{one}/cite" for one in {ids["“No troops w"], ids["“<script>ale"]}),
        f"/utterances/{utterance['utterance']}/cite",
        f"/compare/cite?{CHOICE}",
        "/compare/cite",
    ]


def test_every_form_is_read_by_others_and_says_the_same(
    client: TestClient, pages: list[str]
) -> None:
    today = datetime.now(UTC).date()
    for address in pages:
        items, ris, bibtex = cited(client, address)
        assert len(items) == len(ris) == len(bibtex)
        for item, other, third in zip(items, ris, bibtex, strict=True):
            assert item["accessed"] == {"date-parts": [[today.year, today.month, today.day]]}
            assert third["urldate"] == today.isoformat()
            assert other["urls"] == [item["URL"]]
            assert other["title"] == item["title"]
            assert other["notes"] == [item["note"]]


def test_pages_are_well_formed_and_hold_what_the_files_hold(
    client: TestClient, pages: list[str]
) -> None:
    for address in pages:
        answer = client.get(address)
        assert answer.status_code == 200
        shown = Reader(answer.text)
        assert shown.open == []
        assert len(shown.ids) == len(set(shown.ids))
        for form in ("csl", "bibtex"):
            text = unescape(answer.text.split(f'<pre id="{form}"')[1].split(">", 1)[1])
            end = {"csl": "json", "bibtex": "bib"}[form]
            whole = client.get(address.replace("cite", f"cite.{end}")).text.rstrip()
            assert text.split("</pre>")[0] == whole
        for text in ("TY  - ", "ER  -", "@", "Chicago, notes and bibliography", "APA, 7th edition"):
            assert text in answer.text
        # A button that copies is shown by the script that does it.
        assert answer.text.count("hidden>Copy") == answer.text.count("data-copy")


def test_a_statement_is_a_part_of_its_article(client: TestClient, ids: dict[str, str]) -> None:
    permalink = f"http://testserver/statements/{ids['“No troops w']}"
    (item,), (ris,), (bibtex,) = cited(client, f"/statements/{ids['“No troops w']}/cite")
    assert item["type"] == "article-newspaper"
    assert item["title"] == "What was said in February"
    assert item["container-title"] == "The Gazette"
    assert item["issued"] == {"date-parts": [[2025, 3, 1]]}
    assert item["URL"] == "https://gazette.example/february"
    assert "author" not in item
    assert "authors" not in ris
    assert "author" not in bibtex
    assert permalink in item["note"]
    assert "Statement by Ada Moreau, foreign minister, said on February 10, 2025:" in item["note"]
    assert "“No troops will be sent,”" in item["note"]
    assert (ris["type_of_reference"], ris["year"]) == ("NEWS", "2025")
    assert bibtex["journal"] == "{The Gazette}"
    page = words_of(client.get(f"/statements/{ids['“No troops w']}/cite"))
    assert "The Gazette. “What Was Said in February.” March 1, 2025." in page
    assert "What was said in February. (2025, March 1). The Gazette." in page


def test_what_is_not_known_is_left_out_and_a_guess_says_so(
    client: TestClient, ids: dict[str, str]
) -> None:
    (item,), _, _ = cited(client, f"/statements/{ids['Ada Moreau w']}/cite")
    assert "said ca. February 11, 2025 [date guessed], in the outlet’s words:" in item["note"]
    (item,), _, _ = cited(client, f"/statements/{ids['“<script>ale']}/cite")
    # An address that is none of the web is not given; the permalink stands for it.
    assert item["URL"] == f"http://testserver/statements/{ids['“<script>ale']}"
    assert "javascript:" not in json.dumps(item)


def test_an_utterance_is_cited_with_every_report(client: TestClient, ids: dict[str, str]) -> None:
    (first, *reports), _, _ = cited(client, f"/utterances/{ids['troops are n']}/cite")
    assert first["type"] == "webpage"
    assert first["author"] == [{"literal": "On Record"}]
    assert "issued" not in first
    assert [one["container-title"] for one in reports] == ["The Gazette"]


def test_a_comparison_is_cited_at_its_one_address(client: TestClient) -> None:
    answer = client.get("/compare/cite?from=2025-02-01&speaker=Ada%20Moreau")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/compare/cite?actor=ada-moreau&from=2025-02-01"
    (item,), (ris,), _ = cited(client, "/compare/cite?actor=ada-moreau&from=2025-02-01")
    assert item["title"] == "Troops: statements by Ada Moreau, said since 1 Feb 2025"
    assert item["URL"] == "http://testserver/compare?actor=ada-moreau&from=2025-02-01"
    assert "issued" not in item  # it is of no day
    assert ris["type_of_reference"] == "ELEC"
    assert "freeze it" in words_of(client.get(answer.headers["Location"]))
    assert client.get("/compare/cite?reviewed=only&side=xa&who=person").status_code == 200
    assert client.get("/compare/cite?colour=red").status_code == 400


def test_a_snapshot_is_cited_with_its_hash_and_the_day_it_was_made(visitor: TestClient) -> None:
    address = frozen(visitor)
    digest = visitor.get(f"{address}.json").headers["Snapshot-SHA256"]
    (item,), (ris,), (bibtex,) = cited(visitor, f"{address}/cite")
    today = datetime.now(UTC).date()
    assert item["type"] == "dataset"
    assert item["title"] == "Troops: all statements (snapshot)"
    assert item["issued"] == {"date-parts": [[today.year, today.month, today.day]]}
    assert item["custom"]["sha256"] == digest
    assert all(digest in note for note in (item["note"], ris["notes"][0], bibtex["note"]))
    assert words_of(visitor.get(f"{address}/cite")).count(digest) >= 6


def test_a_withdrawn_statement_is_not_cited(
    visitor: TestClient, own: Settings, ids: dict[str, str]
) -> None:
    gone = ids["troops are n"]
    engine = open_engine(own.database_url)
    with sessions(engine, write=True) as session:
        by = By(None, "Eva", Interface.WEB)
        editing.withdraw(session, by, gone, reason="It is a caption.")
    engine.dispose()
    for end in ("", ".json", ".ris", ".bib"):
        assert visitor.get(f"/statements/{gone}/cite{end}").status_code == 410


def test_unknown_ones_are_not_found(client: TestClient, ids: dict[str, str]) -> None:
    for number in ("0000000000000", "zzz", "é"):
        for what in ("statements", "utterances", "snapshots"):
            for end in ("", ".json", ".ris"):
                assert client.get(f"/{what}/{number}/cite{end}").status_code == 404
    assert client.get(f"/statements/{ids['“No troops w']}/cite.xml").status_code == 404
