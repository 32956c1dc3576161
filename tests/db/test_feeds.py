"""What a feed has, on both databases: the order of reading and correcting, pages, one of copies."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from app.db.queries import feeds
from app.db.session import sessions
from app.db.store import editing, save, sync_directory
from app.db.tables import StatementRow, VersionRow
from app.domain.accounts import By, Interface
from app.domain.positions import Stance
from app.domain.queries import ComparisonQuery
from tests.factories import (
    day,
    make_actor,
    make_directory,
    make_extraction,
    make_issue,
    make_position,
    make_statement,
)

if TYPE_CHECKING:
    from sqlalchemy import Engine

ADA, BO = make_actor("Ada Moreau"), make_actor("Bo Lindqvist")
EVA = By(None, "Eva", Interface.COMMAND)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
EVERYTHING = ComparisonQuery()


@pytest.fixture
def stored(engine: Engine) -> list[str]:
    """Ids of four statements, each read a day after the one before it."""
    with sessions(engine, write=True) as session:
        sync_directory(session, make_directory(ADA, BO), [make_issue()])
    for number, actor in enumerate((ADA, BO, ADA, BO)):
        text = f"{actor.name} said that troops number {number} are a threat to us all."
        words = f"troops number {number} are a threat to us all"
        said = day(f"2025-02-1{number}")
        made = make_statement(text, words, actor, said_on=said, positions=[make_position(actor)])
        with sessions(engine, write=True) as session:
            saved = save(session, make_extraction(text, made, title=f"T{number}", file=f"{number}"))
            session.execute(
                update(VersionRow)
                .where(VersionRow.id == saved.version)
                .values(read_at=LONG_AGO + timedelta(days=number))
            )
    with sessions(engine) as session:
        return list(session.scalars(select(StatementRow.id).order_by(StatementRow.said_first)))


def ids(engine: Engine, query: ComparisonQuery = EVERYTHING, page: int = 1) -> list[str]:
    with sessions(engine) as session:
        found = feeds.comparison_feed(session, query, page)
        return [one.statement.id for one in found.entries]


def test_what_was_read_or_corrected_last_comes_first(engine: Engine, stored: list[str]) -> None:
    assert ids(engine) == stored[::-1]
    draft = editing.PositionDraft("foreign-troops-ukraine", Stance.CONDITIONAL)
    with sessions(engine, write=True) as session:
        editing.correct(session, EVA, stored[1], editing.Correction(positions=(draft,)))
    assert ids(engine) == [stored[1], stored[3], stored[2], stored[0]]
    with sessions(engine) as session:
        first, second = feeds.comparison_feed(session, EVERYTHING).entries[:2]
        assert first.at.tzinfo is not None
        assert first.at > datetime.now(UTC) - timedelta(minutes=5)
        assert second.at == LONG_AGO + timedelta(days=3)
    with sessions(engine, write=True) as session:
        editing.withdraw(session, EVA, stored[3], reason="A caption.")
    assert ids(engine) == [stored[1], stored[2], stored[0]]


def test_a_feed_is_of_its_choice_and_goes_on(
    engine: Engine, stored: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "_STEP", 1)  # texts are looked at one by one, then by four
    assert ids(engine, ComparisonQuery(actors=("ada-moreau",))) == [stored[2], stored[0]]
    february = replace(EVERYTHING, first=day("2025-02-12").first)
    assert ids(engine, february) == [stored[3], stored[2]]
    with sessions(engine) as session:
        spoken = feeds.actor_feed(session, "bo-lindqvist")
        assert [one.statement.id for one in spoken.entries] == [stored[3], stored[1]]
        assert feeds.actor_feed(session, "nobody").entries == ()
    monkeypatch.setattr(feeds, "PER_PAGE", 3)
    assert ids(engine) == stored[:0:-1]
    assert ids(engine, page=2) == stored[:1]
    with sessions(engine) as session:
        assert feeds.comparison_feed(session, EVERYTHING).more
        assert not feeds.comparison_feed(session, EVERYTHING, 2).more
        assert feeds.comparison_feed(session, EVERYTHING, 9).entries == ()


@pytest.mark.parametrize("few", [0, 20_000])
def test_looked_for_step_by_step_it_is_the_same(
    engine: Engine, stored: list[str], monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    with sessions(engine, write=True) as session:
        draft = editing.PositionDraft("foreign-troops-ukraine", Stance.CONDITIONAL)
        editing.correct(session, EVA, stored[0], editing.Correction(positions=(draft,)))
        editing.correct(session, EVA, stored[1], editing.Correction(positions=(draft,)))
    monkeypatch.setattr(feeds, "_STEP", 1)
    monkeypatch.setattr(feeds, "_FEW_TEXTS", few)
    assert ids(engine) == [stored[1], stored[0], stored[3], stored[2]]
    assert ids(engine, ComparisonQuery(actors=("ada-moreau",))) == [stored[0], stored[2]]
    monkeypatch.setattr(feeds, "PER_PAGE", 1)
    with sessions(engine) as session:
        first = feeds.actor_feed(session, "ada-moreau")
        assert [one.statement.id for one in first.entries] == [stored[0]]
        assert first.more
        second = feeds.actor_feed(session, "ada-moreau", 2)
        assert [one.statement.id for one in second.entries] == [stored[2]]
        assert not second.more
