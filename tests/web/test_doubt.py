"""Doubt about who speaks, and every reason, on each page that shows a statement."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from app.db import queries
from app.db.session import open_engine, sessions
from app.db.tables import ActorRow, StatementRow
from app.domain.dates import DateBasis
from tests.factories import day
from tests.web.test_pages import Reader

if TYPE_CHECKING:
    from app.config import Settings
    from tests.web.asking import TestClient

REASONS = (
    "“She” may be one of two.",
    "“Monday” is counted from the report.",
    "Its month is known from the next sentence.",
)


@pytest.fixture
def doubted(own: Settings, visitor: TestClient) -> TestClient:
    """A client while nobody is sure who said what Ada Moreau is thought to have said."""
    engine = open_engine(own.database_url)
    with sessions(engine, write=True) as session:
        ada = select(ActorRow.id).where(ActorRow.slug == "ada-moreau").scalar_subquery()
        hers = update(StatementRow).where(StatementRow.actor_id == ada)
        session.execute(hers.values(confidence=0.29, reasons=list(REASONS)))
    engine.dispose()
    return visitor


def shown(client: TestClient, address: str) -> str:
    text = " ".join(Reader(client.get(address).text).text.split())
    return text.rpartition("What the words and marks mean")[0]


def test_every_card_and_list_says_that_the_speaker_is_not_certain(
    doubted: TestClient, ids: dict[str, str]
) -> None:
    statement = ids["“No troops w"]
    for page in (
        "/",
        "/compare?actor=ada-moreau",
        "/actors/ada-moreau",
        f"/articles/{ids['What was said in February']}",
        f"/statements/{statement}",
    ):
        read = Reader(doubted.get(page).text)
        assert ("a", "href", f"/statements/{statement}#who-speaks") in read.attributes, page
        text = shown(doubted, page)
        assert "Ada Moreau, speaker not certain" in text, page
        assert "leans opposed?" in text, page
    assert "who-speaks" in Reader(doubted.get(f"/statements/{statement}").text).ids


@pytest.mark.parametrize(
    ("page", "number"), [("/", 2), ("/compare?actor=ada-moreau", 2), ("/actors/ada-moreau", 2)]
)
def test_what_is_not_certainly_theirs_is_counted_as_uncertain(
    doubted: TestClient, page: str, number: int
) -> None:
    text = shown(doubted, page)
    assert f"{number} uncertain" in text
    assert '<li><span class="stance stance-opposes"' not in doubted.get(page).text


def test_the_statement_page_says_why_it_is_uncertain(
    doubted: TestClient, ids: dict[str, str]
) -> None:
    text = shown(doubted, f"/statements/{ids['“No troops w']}")
    assert "That Ada Moreau said it, the machine is not sure: of 100" in text
    assert "at least 29 were right" in text
    assert "The machine is fairly sure (0.80)." in text
    assert "Who speaks is certain from 0.30 on; here it is not" in text


def test_who_is_certain_is_not_doubted(doubted: TestClient) -> None:
    assert "speaker not certain" not in shown(doubted, "/compare?actor=bo-lindqvist")
    whole = " ".join(Reader(doubted.get("/compare?actor=bo-lindqvist").text).text.split())
    assert "The machine is not sure who speaks, less than 0.30" in whole


def test_a_statement_page_prints_every_reason_that_its_data_has(
    doubted: TestClient, ids: dict[str, str]
) -> None:
    address = f"/statements/{ids['“No troops w']}"
    data = doubted.get(f"{address}.json").json()["statement"]
    text = shown(doubted, address)
    assert tuple(data["reasons"]) == REASONS
    for reason in (*REASONS, data["article"]["published"]["note"]):
        assert reason in text
    for basis in ("the date is printed in the text", "from the outlet’s own data"):
        assert basis in text


def test_a_guess_on_the_day_of_a_printed_date_makes_no_guess_of_it(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = queries.comparison
    guessed = day("2025-02-10", DateBasis.INFERRED)

    def with_a_guess(*asked: object) -> object:
        records = found(*asked)  # type: ignore[arg-type]
        first = [replace(one, said_on=guessed) for one in records.dated[-1:]]
        return replace(records, dated=(*first, *records.dated))

    monkeypatch.setattr(queries, "comparison", with_a_guess)
    actors = client.get("/actors.json").json()["actors"]
    (latest,) = (one["latest"] for one in actors if one["slug"] == "ada-moreau")
    assert latest["basis"] == "stated"
    assert "latest 10 Feb 2025; 1 without a known day" in shown(client, "/")
    page = " ".join(Reader(client.get("/actors").text).text.split())
    assert "10 Feb 2025?" not in page
    assert "10 Feb 2025" in page
