"""Atom feeds: valid, whole, with ids that stay and times that move only when something changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import feedparser
import pytest
from lxml import etree
from sqlalchemy import update

from app.db.queries import feeds
from app.db.session import open_engine, sessions
from app.db.store import editing, save
from app.db.tables import VersionRow
from app.domain.accounts import By, Interface
from app.domain.positions import Stance
from app.main import create_app
from tests.factories import make_extraction, make_statement
from tests.web.asking import TestClient

if TYPE_CHECKING:
    from app.config import Settings

EVA = By(None, "Eva", Interface.WEB)
ISSUE = "foreign-troops-ukraine"
SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
FEEDS = (
    "/compare.atom",
    "/compare.atom?actor=ada-moreau&from=2025-01-01&undated=show",
    "/compare.atom?q=%3Cscript%3E+%22a%22",
    "/compare.atom?issue=other",
    "/actors/ada-moreau.atom",
    "/actors/cleo-varga.atom",
    "/actors/mute-person.atom",
)


def entries(client: TestClient, address: str) -> list[Any]:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return list(feedparser.parse(answer.content).entries)


@pytest.mark.parametrize("address", FEEDS)
def test_each_feed_is_valid_and_says_where_it_stands(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    tree = etree.fromstring(answer.content)
    SCHEMA.assertValid(tree)
    read = feedparser.parse(answer.content)
    assert not read.bozo
    assert read.version == "atom10"
    links = {one.rel: one.href for one in read.feed.links}
    assert read.feed.id == links["self"]
    assert client.get(links["self"]).content == answer.content
    assert client.get(links["alternate"]).status_code == 200
    ids = [one.id for one in read.entries]
    assert len(ids) == len(set(ids))
    for one in read.entries:
        assert client.get(one.id).status_code == 200
        assert {link.rel for link in one.links} <= {"alternate", "related", "via"}
        for link in one.links:
            assert link.href.startswith(("http://", "https://"))


def test_a_feed_holds_what_its_choice_lists(client: TestClient) -> None:
    for choice in ("", "?actor=ada-moreau", "?stance=supports", "?from=2025-03-01", "?q=troops",
                   "?from=2025-03-01&undated=show"):  # fmt: skip
        data = client.get(f"/compare.json{choice}").json()
        listed = {one["url"] for one in (*data["statements"], *data["undated"])}
        assert {one.id for one in entries(client, f"/compare.atom{choice}")} == listed, choice
    spoken = client.get("/actors/cleo-varga.json").json()["statements"]
    found = {one.id for one in entries(client, "/actors/cleo-varga.atom")}
    assert found == {one["url"] for one in spoken}


def test_an_entry_says_who_said_what_and_how_sure_that_is(client: TestClient) -> None:
    (hostile,) = (one for one in entries(client, "/compare.atom?actor=cleo-varga"))
    assert hostile.content[0].type == "text/plain"
    assert "“<script>alert(1)</script> & <img src=x onerror=alert(2)>,”" in hostile.content[0].value
    said = {one.content[0].value for one in entries(client, "/compare.atom?actor=bo-lindqvist")}
    (claim,) = (one for one in said if one.startswith("Ada Moreau would"))
    assert "(Bo Lindqvist says of Ada Moreau: supports)" in claim
    assert "Paraphrased. Said 11\xa0Feb\xa02025?; " in claim


def changed(settings: Settings, statement: str) -> None:
    engine = open_engine(settings.database_url)
    draft = editing.PositionDraft(ISSUE, Stance.CONDITIONAL)
    with sessions(engine, write=True) as session:
        correction = editing.Correction(positions=(draft,))
        editing.correct(session, EVA, statement, correction, reason="Read.")
    engine.dispose()


def aged(settings: Settings, days: int) -> None:
    """Let everything have been read so long ago."""
    engine = open_engine(settings.database_url)
    with sessions(engine, write=True) as session:
        session.execute(update(VersionRow).values(read_at=datetime.now(UTC) - timedelta(days=days)))
    engine.dispose()


def test_only_what_is_corrected_is_updated_and_comes_first(
    own: Settings, ids: dict[str, str]
) -> None:
    aged(own, 10)
    with TestClient(create_app(own)) as visitor:
        first = visitor.get("/compare.atom")
        again = visitor.get("/compare.atom", headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304
        before = {one.id: one.updated for one in feedparser.parse(first.content).entries}
        statement = ids["troops are n"]
        changed(own, statement)
        after = entries(visitor, "/compare.atom")
        assert after[0].id.endswith(statement)
        assert {one.id for one in after} == set(before)
        moved = {one.id for one in after if one.updated != before[one.id]}
        assert moved == {after[0].id}
        assert after[0].updated > max(before.values())
        feed = feedparser.parse(visitor.get("/compare.atom").content).feed
        assert feed.updated == after[0].updated
        assert "(conditional)" in after[0].content[0].value


def test_a_long_feed_goes_on_page_by_page_and_loses_nothing(
    own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "PER_PAGE", 2)
    with TestClient(create_app(own)) as visitor:
        data = visitor.get("/compare.json").json()
        listed = {one["url"] for one in (*data["statements"], *data["undated"])}
        address, seen, pages = "/compare.atom", list[str](), 0
        while address:
            answer = visitor.get(address)
            SCHEMA.assertValid(etree.fromstring(answer.content))
            read = feedparser.parse(answer.content)
            assert 0 < len(read.entries) <= 2
            assert read.feed.id == "http://testserver/compare.atom"
            seen += [one.id for one in read.entries]
            links = {one.rel: one.href for one in read.feed.links}
            assert ("previous" in links) == (pages > 0)
            address, pages = links.get("next", ""), pages + 1
        assert sorted(seen) == sorted(listed)
        assert visitor.get("/compare.atom?page=99").status_code == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/compare.atom?colour=red", 400),
        ("/compare.atom?page=0", 400),
        ("/compare.atom?page=1&page=2", 400),
        ("/compare.atom?page=-1", 400),
        ("/compare.atom?page=²", 400),
        ("/compare.atom?issue=no-such-issue", 404),
        ("/actors/nobody-here.atom", 404),
        ("/actors/ada-moreau.atom?stance=opposes", 400),
        ("/actors/ada-moreau.atom?utm_source=reader", 200),
    ],
)
def test_what_cannot_be_followed_is_refused(client: TestClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_what_no_xml_can_hold_is_left_out(own: Settings) -> None:
    text = "“It is \x01 over \ufffe now \U0001f54a,” said Cleo Varga."
    words = text.split(" said", maxsplit=1)[0]
    engine = open_engine(own.database_url)
    with sessions(engine, write=True) as session:
        save(session, make_extraction(text, make_statement(text, words), title="T", file="c.txt"))
    engine.dispose()
    with TestClient(create_app(own)) as visitor:
        found = [one.content[0].value for one in entries(visitor, "/actors/ada-moreau.atom")]
        assert any("over" in one and "\U0001f54a" in one for one in found)
