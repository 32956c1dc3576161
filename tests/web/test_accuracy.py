"""/accuracy as a page, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from app.db.session import open_engine, sessions
from app.db.store.editing import Correction, PositionDraft, accept, correct, undo
from app.domain.accounts import By, Interface
from app.domain.positions import Stance
from app.domain.queries import DEFAULT_ISSUE
from tests.web.test_pages import Reader

if TYPE_CHECKING:
    from app.config import Settings
    from tests.web.asking import TestClient

EVA = By(1, "Eva", Interface.WEB)


@pytest.fixture
def reviewed(own: Settings, ids: dict[str, str]) -> None:
    """One statement that was right and one whose stance was not."""
    engine = open_engine(own.database_url)
    with sessions(engine, write=True) as session:
        accept(session, EVA, ids["“No troops w"])
        correct(
            session,
            EVA,
            ids["troops are n"],
            Correction(positions=(PositionDraft(DEFAULT_ISSUE, Stance.CONDITIONAL),)),
            reason="Under a condition.",
        )
    engine.dispose()


def test_without_reviews_the_page_says_so(client: TestClient) -> None:
    answer = client.get("/accuracy")
    assert answer.status_code == 200
    assert "Nobody has reviewed a statement yet." in Reader(answer.text).text
    assert client.get("/accuracy.json").json()["reviewed"] == 0
    assert client.get("/accuracy?from=2025").status_code == 400


@pytest.mark.usefixtures("reviewed")
def test_the_page_and_its_data_count_the_same(visitor: TestClient) -> None:
    page = Reader(visitor.get("/accuracy").text)
    assert page.open == []
    assert "2 statements that the machine found have been reviewed" in page.text
    assert "Who said what: 2 of 2 right, too few to say." in page.text
    assert "Which way: 1 of 2 right, too few to say." in page.text
    data = visitor.get("/accuracy.json").json()
    assert data["which_way"] == {"right": 1, "reviewed": 2, "share": None}
    assert {one["group"]: one["which_way"]["right"] for one in data["by"]["stance"]} == {
        "supports": 0,
        "opposes": 1,
    }
    rows = list(csv.DictReader(io.StringIO(visitor.get("/accuracy.csv").text.lstrip("\ufeff"))))
    whole = {row["what"]: (row["right"], row["reviewed"]) for row in rows if row["by"] == "all"}
    assert whole == {"who said what": ("2", "2"), "which way": ("1", "2")}
    assert {row["group"] for row in rows if row["by"] == "outlet"} == {"The Gazette"}
    assert len({(row["by"], row["group"], row["what"]) for row in rows}) == len(rows)


def test_a_review_is_counted_again_at_once(
    visitor: TestClient, own: Settings, ids: dict[str, str]
) -> None:
    assert visitor.get("/accuracy.json").json()["reviewed"] == 0
    engine = open_engine(own.database_url)
    with sessions(engine, write=True) as session:
        done = accept(session, EVA, ids["“No troops w"])
    assert visitor.get("/accuracy.json").json()["reviewed"] == 1
    assert visitor.get("/accuracy.json").json()["reviewed"] == 1
    with sessions(engine, write=True) as session:
        undo(session, EVA, done.id, reason="Not yet.")
    engine.dispose()
    assert visitor.get("/accuracy.json").json()["reviewed"] == 0
