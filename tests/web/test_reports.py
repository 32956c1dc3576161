"""A reader reports an error without an account, a cookie or a script, within bounds."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest

from app.db.queries import reader_reports
from app.db.session import open_engine, sessions
from app.db.store.reader_reports import close_report
from app.domain.accounts import By, Interface
from app.domain.reader_reports import ReportState
from app.web import reports
from tests.web.test_pages import Reader

if TYPE_CHECKING:
    from httpx import Response

    from app.config import Settings
    from tests.web.asking import TestClient

EDITOR = By(None, "Eva", Interface.COMMAND)
HERE = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}


@pytest.fixture(autouse=True)
def _no_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "_SOONEST", 0)


@pytest.fixture
def own(own: Settings) -> Settings:
    return own.model_copy(update={"reports_per_address": 3})


@pytest.fixture
def address(ids: dict[str, str]) -> str:
    return f"/statements/{ids['“No troops w']}"


def token_in(answer: Response) -> str:
    found = re.search(r'name="token" value="([^"]+)"', answer.text)
    assert found
    return found[1]


def filled(visitor: TestClient, address: str, **fields: str) -> dict[str, str]:
    token = token_in(visitor.get(f"{address}/report"))
    return {"token": token, "wrong": "stance", "words": "It is a no.", "website": ""} | fields


def send(visitor: TestClient, address: str, **fields: str) -> Response:
    given = filled(visitor, address, **fields)
    answer: Response = visitor.post(f"{address}/report", data=given, headers=HERE)
    return answer


def stored(own: Settings) -> int:
    engine = open_engine(own.database_url)
    with sessions(engine) as session:
        number = sum(one.count for one in reader_reports.open_reports(session))
    engine.dispose()
    return number


def test_every_card_and_the_statement_lead_to_the_form(
    visitor: TestClient, address: str, ids: dict[str, str]
) -> None:
    for page in ("/compare?actor=ada-moreau", address):
        assert f'href="{address}/report"' in visitor.get(page).text
    answer = visitor.get(f"{address}/report")
    read = Reader(answer.text)
    assert answer.status_code == 200
    assert read.open == []
    assert "No troops will be sent" in read.text
    assert "set-cookie" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"
    assert "noindex" in answer.headers["x-robots-tag"]
    assert ("form", "method", "post") in read.attributes


def test_a_report_leads_to_an_address_that_tells_what_came_of_it(
    visitor: TestClient, own: Settings, address: str
) -> None:
    answer = send(visitor, address, words="<b>bold</b> & http://spam.example\nsecond line")
    assert answer.status_code == 303
    place = answer.headers["location"]
    assert re.fullmatch(r"/reports/[0-9a-f]{32}", place)
    page = visitor.get(place)
    read = Reader(page.text)
    assert "Open: nobody has looked at it yet." in read.text
    assert "<b>bold</b> & http://spam.example\nsecond line" in read.text
    assert "b" not in read.tags
    assert not any("spam" in value for _, _, value in read.attributes)
    assert "noindex" in page.headers["x-robots-tag"]
    assert page.headers["referrer-policy"] == "no-referrer"

    engine = open_engine(own.database_url)
    with sessions(engine, write=True) as session:
        close_report(
            session, EDITOR, place.rsplit("/", 1)[1], ReportState.DISMISSED, "It says <so>."
        )
    engine.dispose()
    read = Reader(visitor.get(place).text)
    assert "Looked at; nothing was changed." in read.text
    assert "It says <so>." in read.text
    data = visitor.get(f"{place}.json").json()["report"]
    assert (data["state"], data["outcome"], data["closed_by"]) == (
        "dismissed",
        "It says <so>.",
        "Eva",
    )
    assert data["statement"].endswith(address)


def test_nothing_of_the_sender_is_shown_or_stored_with_it(
    visitor: TestClient, own: Settings, address: str
) -> None:
    place = send(visitor, address).headers["location"]
    data = visitor.get(f"{place}.json").text
    assert "testclient" not in data
    engine = open_engine(own.database_url)
    with engine.connect() as connection:
        for table in ("reader_report", "report_sender", "report_key"):
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}").all()  # noqa: S608
            assert rows
            assert "testclient" not in repr(rows)
    engine.dispose()


def test_a_form_is_sent_once_however_often_it_is_posted(
    visitor: TestClient, own: Settings, address: str
) -> None:
    fields = filled(visitor, address)
    answers = [visitor.post(f"{address}/report", data=fields, headers=HERE) for _ in range(5)]
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert stored(own) == 1


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"wrong": ""}, "choose what is wrong"),
        ({"wrong": "everything"}, "choose what is wrong"),
        ({"wrong": "other", "words": "  "}, "say what is wrong"),
        ({"words": "x" * 2001}, "2,000 characters; these are 2,001"),
        ({"website": "https://spam.example"}, "left empty"),
    ],
)
def test_what_is_wrong_with_a_form_is_told_and_nothing_is_lost(
    visitor: TestClient, own: Settings, address: str, fields: dict[str, str], told: str
) -> None:
    given = filled(visitor, address, **fields)
    answer = visitor.post(f"{address}/report", data=given, headers=HERE)
    assert answer.status_code == 400
    read = Reader(answer.text)
    assert told in read.text
    assert given["words"].strip() in read.text
    if given["wrong"] in {"other", "stance"}:
        assert ("input", "checked", "") in read.attributes
    assert token_in(answer) == given["token"]
    assert stored(own) == 0


def test_two_thousand_characters_of_any_script_are_taken(
    visitor: TestClient, own: Settings, address: str
) -> None:
    assert send(visitor, address, words="ж" * 2000).status_code == 303
    assert send(visitor, address, words="😀\n" * 1000).status_code == 303
    assert stored(own) == 2


def test_a_form_sent_too_quickly_can_be_sent_again(
    visitor: TestClient, own: Settings, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "_SOONEST", 3)
    fields = filled(visitor, address)
    first = visitor.post(f"{address}/report", data=fields, headers=HERE)
    assert first.status_code == 400
    assert "too quick" in first.text
    later = time.time() + 4
    monkeypatch.setattr(time, "time", lambda: later)
    assert visitor.post(f"{address}/report", data=fields, headers=HERE).status_code == 303
    assert stored(own) == 1


def test_a_token_of_another_statement_day_or_hand_is_refused(
    visitor: TestClient,
    own: Settings,
    address: str,
    ids: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    good = filled(visitor, address)["token"]
    head, signature = good.rsplit(".", 1)
    other = f"/statements/{ids['troops are n']}"
    started, nonce = head.split(".")
    bad = [
        "",
        "x",
        "..",
        "é" * 20,
        f"{head}.{'0' * len(signature)}",
        f"{int(started) - 60}.{nonce}.{signature}",
        f"{head}.{signature}0",
    ]
    for token in bad:
        fields = {"token": token, "wrong": "stance", "words": "Kept."}
        answer = visitor.post(f"{address}/report", data=fields, headers=HERE)
        assert answer.status_code == 400
        assert "Kept." in answer.text
        assert token_in(answer) not in {token, good}
    fields = {"token": good, "wrong": "stance"}
    assert visitor.post(f"{other}/report", data=fields, headers=HERE).status_code == 400
    tomorrow = time.time() + 24 * 3600 + 60
    monkeypatch.setattr(time, "time", lambda: tomorrow)
    assert visitor.post(f"{address}/report", data=fields, headers=HERE).status_code == 400
    assert stored(own) == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "https://testserver", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://testserver.elsewhere.example"},
    ],
)
def test_a_form_on_another_site_cannot_send(
    visitor: TestClient, own: Settings, address: str, headers: dict[str, str]
) -> None:
    fields = filled(visitor, address)
    answer = visitor.post(f"{address}/report", data=fields, headers=headers)
    assert answer.status_code == 403
    assert stored(own) == 0


def test_what_is_no_form_or_too_large_is_refused(visitor: TestClient, address: str) -> None:
    place = f"{address}/report"
    assert visitor.post(place, json={"wrong": "stance"}, headers=HERE).status_code == 415
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert visitor.post(place, content=b"words=" + b"x" * 40_000, headers=form).status_code == 413
    assert visitor.post(place, content=b"a=1&" * 50, headers=form).status_code == 400
    assert visitor.post(place, content=b"\xff\x00=%ff&token=%00", headers=form).status_code == 400


def test_reports_from_one_address_are_limited(
    visitor: TestClient, own: Settings, address: str
) -> None:
    assert [send(visitor, address).status_code for _ in range(4)] == [303, 303, 303, 429]
    last = send(visitor, address, words="Not lost.")
    assert "try again tomorrow" in last.text
    assert "Not lost." in last.text
    assert stored(own) == 3


def test_a_statement_that_is_not_there_has_no_form(visitor: TestClient) -> None:
    assert visitor.get("/statements/0000000000000/report").status_code == 404
    assert visitor.get("/reports/none").status_code == 404
    assert visitor.get("/reports/none.json").status_code == 404
    answer = visitor.post(
        "/statements/0000000000000/report", data={"wrong": "stance"}, headers=HERE
    )
    assert answer.status_code == 404
