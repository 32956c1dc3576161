"""A comparison frozen, what is changed afterwards, and what the snapshot then says."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from sqlalchemy import delete

from app.cli import main
from app.db.session import open_engine, sessions
from app.db.store import editing, save
from app.db.tables import ArticleRow
from app.domain import snapshots
from app.domain.accounts import By, Interface
from app.domain.actors import ActorKind
from app.domain.positions import Scope, Stance
from app.domain.queries import ComparisonQuery
from app.main import create_app
from app.views import snapshot as views
from app.views.data import statement_data
from app.views.stored import read_statement
from tests.factories import day, make_extraction, make_position, make_statement
from tests.web.asking import TestClient
from tests.web.conftest import ADA
from tests.web.editors import words_of
from tests.web.test_pages import Reader

if TYPE_CHECKING:
    from click.testing import Result
    from httpx import Response

    from app.config import Settings

EVA = By(None, "Eva", Interface.WEB)
HERE = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}
ISSUE = "foreign-troops-ukraine"


def freeze(visitor: TestClient, fields: dict[str, list[str]] | None = None) -> Response:
    # As a browser sends a form without any field.
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer: Response = visitor.post("/compare/freeze", data=fields or {}, headers=HERE | form)
    return answer


def frozen(visitor: TestClient, fields: dict[str, list[str]] | None = None) -> str:
    answer = freeze(visitor, fields)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def change_three(settings: Settings, ids: dict[str, str]) -> None:
    """Correct one statement, withdraw another, and read one more article."""
    engine = open_engine(settings.database_url)
    draft = editing.PositionDraft(ISSUE, Stance.CONDITIONAL)
    with sessions(engine, write=True) as session:
        editing.correct(
            session,
            EVA,
            ids["“No troops w"],
            editing.Correction(positions=(draft,)),
            reason="Read.",
        )
        editing.withdraw(session, EVA, ids["troops are n"], reason="It is a caption.")
    text = "“Troops are out of the question,” Ada Moreau said on Monday."
    words = "“Troops are out of the question,”"
    one = make_statement(
        text, words, ADA, said_on=day("2025-05-05"), positions=[make_position(ADA, Stance.OPPOSES)]
    )
    article = make_extraction(
        text, one, title="In May", outlet="The Courier", address="https://courier.example/may"
    )
    with sessions(engine, write=True) as session:
        save(session, article)
    engine.dispose()


def test_a_snapshot_of_before_an_edit_still_shows_what_it_showed(
    visitor: TestClient, own: Settings, ids: dict[str, str]
) -> None:
    address = frozen(visitor)
    before = visitor.get(f"{address}.json")
    page = words_of(visitor.get(address))
    assert "Since then nothing has changed." in page
    assert "troops are needed" in page

    change_three(own, ids)

    after = visitor.get(f"{address}.json")
    assert after.content == before.content
    assert after.headers["Snapshot-Made-At"] == before.headers["Snapshot-Made-At"]
    assert hashlib.sha256(after.content).hexdigest() == after.headers["Snapshot-SHA256"]
    now = visitor.get(address)
    assert "Since then: 1 report added, 1 corrected, 1 withdrawn." in words_of(now)
    assert "troops are needed" in now.text
    assert "out of the question" not in now.text

    live = visitor.get("/compare.json").json()
    edited = next(one for one in live["statements"] if one["id"] == ids["“No troops w"])
    assert [one["stance"] for one in edited["positions"]] == ["conditional"]
    told = words_of(visitor.get(f"{address}/difference"))
    for words in (
        "Troops are out of the question",
        "in The Courier, “In May”",
        "stance: conditional, instead of opposes",
        "troops are needed Bo Lindqvist, paraphrased",  # never in quotation marks
        "withdrawn: It is a caption.",
    ):
        assert words in told
    shown = Reader(visitor.get(f"{address}/difference").text)
    assert shown.open == []
    assert len(shown.ids) == len(set(shown.ids))
    history = f"/history?object=statement/{ids['“No troops w']}"
    assert ("a", "href", history) in shown.attributes
    assert visitor.get(history).status_code == 200


def cards(html: str) -> list[str]:
    return html.split('<article class="card"')[1:]


def test_the_cards_are_those_of_then(
    visitor: TestClient, own: Settings, ids: dict[str, str]
) -> None:
    address = frozen(visitor)
    before = cards(visitor.get(address).text)
    rows = visitor.get(f"{address}.csv").text.splitlines()
    assert len(before) == 5
    assert len(rows) == 6
    change_three(own, ids)
    assert cards(visitor.get(address).text) == before
    again = visitor.get(f"{address}.csv").text.splitlines()
    assert [line.rsplit(",", 1)[0] for line in again] == [line.rsplit(",", 1)[0] for line in rows]


def test_freezing_the_same_state_twice_is_one_snapshot(
    visitor: TestClient, own: Settings, ids: dict[str, str]
) -> None:
    first = frozen(visitor, {"actor": ["ada-moreau", "bo-lindqvist"], "from": ["2025-02-01"]})
    # In another order and with what asks for nothing.
    again = frozen(visitor, {"from": ["2025-02-01"], "actor": ["Bo Lindqvist", "ada-moreau"]})
    assert again == first
    assert frozen(visitor) != first
    change_three(own, ids)
    assert (
        frozen(visitor, {"actor": ["ada-moreau", "bo-lindqvist"], "from": ["2025-02-01"]}) != first
    )


def test_the_button_sends_the_choice_that_the_page_shows(visitor: TestClient) -> None:
    shown = Reader(visitor.get("/compare?actor=ada-moreau&from=2025-02-01&undated=show").text)
    assert ("form", "action", "/compare/freeze") in shown.attributes
    sent = {"actor": ["ada-moreau"], "from": ["2025-02-01"], "undated": ["show"]}
    kept = visitor.get(f"{frozen(visitor, sent)}.json").json()
    assert kept["address"] == "/compare?actor=ada-moreau&from=2025-02-01&undated=show"
    assert kept["undated"]
    live = visitor.get("/compare.json?actor=ada-moreau&from=2025-02-01&undated=show").json()
    assert kept["query"] == live["query"]
    for part in ("statements", "undated"):
        assert [one["id"] for one in kept[part]] == [one["id"] for one in live[part]]
    led = visitor.get("/compare/freeze?actor=ada-moreau")
    assert (led.status_code, led.headers["Location"]) == (302, "/compare?actor=ada-moreau")


def test_what_is_frozen_is_canonical_and_says_nothing_of_the_clock(visitor: TestClient) -> None:
    content = visitor.get(f"{frozen(visitor)}.json").content
    data = json.loads(content)
    assert (
        content
        == json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    )
    assert b"http://testserver" not in content
    assert not {"made_at", "retrieved_at"} & set(data)
    for one in data["statements"]:
        assert statement_data(read_statement(one), str) == one


FILTERS = {
    "side": ["xa", "nato"],
    "who": ["person", "government"],
    "scope": ["general"],
    "reviewed": ["only"],
    "from": ["2025-01-01"],
    "undated": ["show"],
}


def test_every_filter_is_frozen_and_comes_back(visitor: TestClient) -> None:
    address = frozen(visitor, FILTERS)
    data = visitor.get(f"{address}.json").json()
    query = views.query_of(data)
    assert query.sides == ("nato", "xa")
    assert query.who == (ActorKind.PERSON, ActorKind.GOVERNMENT)
    assert query.scopes == (Scope.GENERAL,)
    assert query.reviewed
    assert query.address() == data["address"]
    assert {name for name, _ in query.parameters()} == set(FILTERS)
    assert frozen(visitor, {"who": ["government", "person"]} | FILTERS) == address
    assert "Since then nothing has changed." in words_of(visitor.get(address))
    # Those of sides that have a name keep it.
    named = data | {"chosen": data["chosen"] | {"sides": {"xa": "Freedonia"}}}
    assert "Freedonia" in views.snapshot_told(named)[1]
    # What was frozen before there were these filters.
    older = {name: data["query"][name] for name in data["query"] if name not in FILTERS}
    bare = older | {"from": None, "to": None, "undated": None}
    assert views.query_of(data | {"query": bare}) == ComparisonQuery()


def test_what_changed_is_there_as_data(
    visitor: TestClient, own: Settings, ids: dict[str, str]
) -> None:
    address = frozen(visitor)
    assert visitor.get(f"{address}/difference.json").json()["reports"] == []
    change_three(own, ids)
    told = visitor.get(f"{address}/difference.json").json()
    assert told["sentence"] == "Since then: 1 report added, 1 corrected, 1 withdrawn."
    assert told["counts"] == {
        "added": 1, "corrected": 1, "changed": 0, "withdrawn": 1, "no_longer_listed": 0,
    }  # fmt: skip
    by = {one["what"]: one for one in told["reports"]}
    assert by["withdrawn"]["id"] == ids["troops are n"]
    assert by["withdrawn"]["changes"] == ["withdrawn: It is a caption."]
    assert by["corrected"]["changes"] == ["stance: conditional, instead of opposes"]
    assert by["corrected"]["history"].startswith("http://testserver/history?")


def test_a_snapshot_outlives_its_articles(visitor: TestClient, own: Settings) -> None:
    address = frozen(visitor)
    before = cards(visitor.get(address).text)
    file = visitor.get(f"{address}.html").content
    engine = open_engine(own.database_url)
    with sessions(engine, write=True) as session:
        session.execute(delete(ArticleRow))
    engine.dispose()
    assert cards(visitor.get(address).text) == before
    assert visitor.get(f"{address}.html").content == file
    assert "Since then: 5 reports no longer listed." in words_of(visitor.get(address))
    assert "not stored any more" in words_of(visitor.get(f"{address}/difference"))
    assert visitor.get(f"{address}/cite").status_code == 200


def kept(visitor: TestClient, folder: Path) -> Path:
    answer = visitor.get(f"{frozen(visitor)}.html")
    file = folder / str(answer.headers["Content-Disposition"].split('"')[1])
    file.write_bytes(answer.content)
    return file


def verify(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["snapshot", "verify", *map(str, arguments)])


def test_the_file_needs_nothing_from_elsewhere_and_shows_what_is_frozen(
    visitor: TestClient, tmp_path: Path
) -> None:
    text = kept(visitor, tmp_path).read_text()
    shown = Reader(text)
    assert shown.open == []
    assert len(shown.ids) == len(set(shown.ids))
    for tag, name, value in shown.attributes:
        assert name not in {"src", "srcset", "style", "onclick", "onload", "background"}, tag
        if tag == "link":
            assert value != "stylesheet"
        if name == "href" and tag == "a":
            assert value.startswith(("http://testserver/", "https://gazette.example/", "#"))
    assert "url(" not in text.split("<style>")[1].split("</style>")[0]
    assert "script-src" not in text
    assert "default-src &#39;none&#39;" in text or "default-src 'none'" in text
    assert len(cards(text)) == 5
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_the_file_is_proved_by_the_documented_commands(visitor: TestClient, tmp_path: Path) -> None:
    file = kept(visitor, tmp_path)
    digest = visitor.get(f"/snapshots/{file.stem.split('-')[-1]}.json").headers["Snapshot-SHA256"]
    proved = verify(file, "--sha256", digest, "--json", tmp_path / "out.json")
    assert proved.exit_code == 0, proved.output
    assert digest in proved.output
    assert hashlib.sha256((tmp_path / "out.json").read_bytes()).hexdigest() == digest
    lines = [unescape(one) for one in re.findall(r"<pre>(.*?)</pre>", file.read_text(), re.DOTALL)]
    assert lines[0] == f"onrecord snapshot verify {file.name}"
    for line in lines[1:]:
        run = subprocess.run(
            ["bash", "-c", line], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        assert run.stdout.split()[0] == digest, line
    docs = (Path(__file__).parents[2] / "docs" / "snapshots.md").read_text()
    for line in lines:
        assert line.replace(file.name, "onrecord-snapshot-0123456789abc.html") in docs


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("troops are needed", "troops are not needed"),
        ("leans opposed", "supports"),
        ('id="frozen" type="text/plain">\n', 'id="frozen" type="text/plain">\nAAAA'),
        ('name="onrecord-sha256" content="', 'name="onrecord-sha256" content="0'),
        ('name="onrecord-id" content="', 'name="onrecord-id" content="0'),
        ("</body>", "<p>Anything</p></body>"),
        ("</style>", "p{display:none}</style>"),
        ("</script>", "\n</script>"),
        ("</html>", '</html><script id="frozen" type="text/plain">\nAAAA\n</script>'),
        ('name="onrecord-frozen-at" content="2', 'name="onrecord-frozen-at" content="x'),
    ],
)
def test_a_file_that_was_changed_is_refused(
    visitor: TestClient, tmp_path: Path, old: str, new: str
) -> None:
    file = kept(visitor, tmp_path)
    text = file.read_text()
    if old == "leans opposed":
        old = next(word for word in ("opposes", "leans opposed?") if f"<span>{word}<" in text)
    assert old in text
    file.write_text(text.replace(old, new, 1))
    refused = verify(file)
    assert refused.exit_code == 1, refused.output
    assert "Traceback" not in refused.output


def test_what_is_no_snapshot_is_refused_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "x.html"
    for content in (b"", b"<html></html>", b"\xff\xfe", b"<" * 10_000):
        file.write_bytes(content)
        refused = verify(file)
        assert refused.exit_code == 1
        assert "no snapshot" in refused.output


def test_another_snapshot_than_the_one_cited_is_refused(
    visitor: TestClient, tmp_path: Path
) -> None:
    refused = verify(kept(visitor, tmp_path), "--sha256", "0" * 64)
    assert refused.exit_code == 1
    assert "another snapshot" in refused.output


def test_of_a_removed_snapshot_a_tombstone_is_left(visitor: TestClient, own: Settings) -> None:
    address = frozen(visitor, {"actor": ["bo-lindqvist"], "q": ["needed"]})
    answer = visitor.get(f"{address}.json")
    digest, number = answer.headers["Snapshot-SHA256"], address.rsplit("/", 1)[1]
    call = ["snapshot", "remove", number, "--reason", "By order of the court", "--database",
            own.database_url]  # fmt: skip
    assert CliRunner().invoke(main, call, input="n\n").exit_code != 0
    assert visitor.get(address).status_code == 200
    done = CliRunner().invoke(main, [*call, "--yes"])
    assert done.exit_code == 0, done.output
    for end in ("", ".json", ".csv", ".html", "/difference", "/difference.json", "/cite",
                "/cite.json", "/cite.bib"):  # fmt: skip
        gone = visitor.get(f"{address}{end}")
        assert gone.status_code == 410, end
        assert "By order of the court." in gone.text
        assert digest in gone.text
        assert number in gone.text
        assert "needed" not in gone.text
        assert "Lindqvist" not in gone.text
    assert freeze(visitor, {"actor": ["bo-lindqvist"], "q": ["needed"]}).status_code == 410
    again = CliRunner().invoke(main, [*call, "--yes"])
    assert again.exit_code == 1
    assert "It was removed on" in again.output


def test_unknown_and_malformed_numbers_are_not_found(visitor: TestClient) -> None:
    for number in ("0000000000000", "zzz", "0000000000000%00", "ZZZZZZZZZZZZZ", "é" * 13):
        for end in ("", ".json", ".csv", ".html", "/difference", "/difference.json"):
            assert visitor.get(f"/snapshots/{number}{end}").status_code == 404, (number, end)


def test_from_another_site_nothing_is_frozen(visitor: TestClient) -> None:
    answer = visitor.post(
        "/compare/freeze", data={"actor": "ada-moreau"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403


def test_an_unknown_filter_is_refused(visitor: TestClient) -> None:
    assert freeze(visitor, {"colour": ["red"]}).status_code == 400


def test_so_many_a_day_and_the_same_again_costs_nothing(own: Settings) -> None:
    few = own.model_copy(update={"snapshots_per_address": 2})
    with TestClient(create_app(few), follow_redirects=False) as visitor:
        first = frozen(visitor, {"actor": ["ada-moreau"]})
        frozen(visitor, {"actor": ["bo-lindqvist"]})
        refused = freeze(visitor, {"actor": ["cleo-varga"]})
        assert refused.status_code == 429
        assert "tomorrow" in refused.text
        assert frozen(visitor, {"actor": ["ada-moreau"]}) == first


def test_more_reports_than_a_snapshot_holds_are_refused_in_a_sentence(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_REPORTS", 3)
    answer = freeze(visitor)
    assert answer.status_code == 400
    assert "at most 3 reports, and this choice lists 5" in words_of(answer)
    monkeypatch.setattr(views, "MOST_REPORTS", 5)
    monkeypatch.setattr(snapshots, "MOST_BYTES", 1_000)
    answer = freeze(visitor)
    assert answer.status_code == 400
    assert "Choose speakers, outlets or days" in words_of(answer)


def test_the_page_is_well_formed_and_of_nothing_is_a_snapshot_too(visitor: TestClient) -> None:
    for fields in (None, {"actor": ["mute-person"]}):
        address = frozen(visitor, fields)
        shown = Reader(visitor.get(address).text)
        assert shown.open == []
        assert len(shown.ids) == len(set(shown.ids))
        assert shown.tags.count("h1") == 1
        ours = [one for one in shown.attributes if one[:2] == ("script", "src")]
        assert shown.tags.count("script") == len(ours)
        assert all(source.startswith("/static/") for _, _, source in ours)
        for _, name, value in shown.attributes:
            if name == "href" and value.startswith("/"):
                assert visitor.get(value.split("#")[0]).status_code == 200, value
        tag = visitor.get(address).headers["ETag"]
        assert visitor.get(address, headers={"If-None-Match": tag}).status_code == 304
