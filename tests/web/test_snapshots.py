"""A comparison frozen, what is changed afterwards, and what the snapshot then says."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from app.db.session import open_engine, sessions
from app.db.store import editing, save
from app.domain import snapshots
from app.domain.accounts import By, Interface
from app.domain.positions import Stance
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
    import pytest
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
    assert "Since then: 1 added, 1 corrected, 1 withdrawn." in words_of(now)
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


def test_unknown_and_malformed_numbers_are_not_found(visitor: TestClient) -> None:
    for number in ("0000000000000", "zzz", "0000000000000%00", "ZZZZZZZZZZZZZ", "é" * 13):
        for end in ("", ".json", ".csv", "/difference"):
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
        assert shown.tags.count("script") == 1
        for _, name, value in shown.attributes:
            if name == "href" and value.startswith("/"):
                assert visitor.get(value.split("#")[0]).status_code == 200, value
        tag = visitor.get(address).headers["ETag"]
        assert visitor.get(address, headers={"If-None-Match": tag}).status_code == 304
